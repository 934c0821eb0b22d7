"""The network view on its page: which digit, and how it is looked at; everything chosen is in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.arithmetic import Network, Trace
from explorer.arithmetic.options import Array
from explorer.challenges import CORNER, MIDDLE, Pinned
from explorer.components.network_view import Look, Place, unit_of
from explorer.digits import Recognition, digit_network, recognise
from explorer.figures.percentages import percentages
from explorer.pictures.samples import digit_label, sample_digit
from explorer.ui.challenges import show_challenge
from explorer.ui.digits.source import choose_source
from explorer.ui.network_look import look_address, show_network_view

PAGE = "inside"
EXAMPLE = 3
DIGITS = tuple("0123456789")
ADDRESS = look_address(PAGE, digit_network)


@dataclass(frozen=True, eq=False)
class Shown:
    """What the view shows: what was recognised, and whether it is the visitor's own picture."""

    recognition: Recognition
    alt: str
    settled: bool


def choose_digit() -> tuple[Shown, DeltaGenerator]:
    """Show a button that opens the sources of a digit; return the digit, and the place beside the button.

    The sources wait behind a button, so that the network itself stands at the top. Until there is a picture
    with ink in it, an example takes its place.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("Draw or choose a digit", icon=":material/draw:", width="content"):
            shown = _chosen()
        return shown, st.empty()


def _chosen() -> Shown:
    with st.container(key="digit_source"):
        source = choose_source()
    found = None if source.picture is None else recognise(source.picture)
    if found is not None and not found.preparation.empty:
        return Shown(found, "your digit, prepared as on the Digits page", source.settled)
    if found is not None and found.doubt:
        st.caption(found.doubt)
    st.caption(f"Until there is a digit, the view shows sample {EXAMPLE}, a {digit_label(EXAMPLE)}.")
    return Shown(recognise(sample_digit(EXAMPLE)), f"sample digit {EXAMPLE}", source.settled)


def answer(probabilities: Array, doubt: str | None, *, is_operated: bool = False) -> str:
    """Say what the network reads and how sure it is; why that should not be trusted, if it should not.

    >>> import numpy as np
    >>> answer(np.array([0.25, 0.75], np.float32), None)
    'The network reads a **1**, with a probability of 75.0 %.'
    """
    best = int(probabilities.argmax())
    which = "The network, after surgery," if is_operated else "The network"
    read = f"{which} reads a **{best}**, with a probability of {percentages(probabilities)[best]} %."
    return f"{read} {doubt}" if doubt and not is_operated else read


def show_view(network: Network, trace: Trace, *, alt: str) -> Look:
    """Show a traced network, and let the address say how it is looked at."""
    return show_network_view(network, trace, page=PAGE, labels=DIGITS, alt=alt)


def show_challenges(network: Network, trace: Trace, place: Place | None) -> None:
    """Show the challenges, checked on the cell that is pinned."""
    state = Pinned(network, trace, place.layer, unit_of(network, place)) if place else Pinned(network, trace)
    for column, challenge in zip(st.columns(2, gap="large"), (MIDDLE, CORNER), strict=True):
        with column:
            show_challenge(challenge, state)
