"""Show a challenge with its conditions and how they stand."""

from __future__ import annotations

from html import escape
from typing import TypeVar

import streamlit as st

from explorer.challenges import Challenge

State = TypeVar("State")


def show_challenge(challenge: Challenge[State], state: State) -> None:
    """Show what is asked and what the live state meets of it, as one element: each costs a page time."""
    st.markdown(f"{_task(challenge)}\n\n{_standing(challenge, state)}")
    _show_end(challenge, state)


def show_task(challenge: Challenge[State]) -> None:
    """Show what is asked."""
    st.markdown(_task(challenge))


def show_standing(challenge: Challenge[State], state: State) -> None:
    """Show what the live state meets of it; once everything is met, say so."""
    st.markdown(_standing(challenge, state))
    _show_end(challenge, state)


def _task(challenge: Challenge[State]) -> str:
    return f"**{challenge.title}.** {challenge.task}"


def _standing(challenge: Challenge[State], state: State) -> str:
    return "\n\n".join(
        f"{':material/check_circle:' if part.met else ':material/radio_button_unchecked:'} "
        f"{part.asked} {part.now[0].upper()}{part.now[1:]}."
        for part in challenge.parts(state)
    )


def _show_end(challenge: Challenge[State], state: State) -> None:
    if challenge.is_met(state):
        st.success("Solved.", icon=":material/trophy:")
    else:
        # One element, where Streamlit's own expander with a text in it would be two.
        st.html(f'<details class="hint"><summary>A hint</summary><p>{escape(challenge.hint)}</p></details>')
