"""What lies in the grids of a page at first: an example to choose, or the random integers of a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from explorer.ui.urls import read_query

LARGEST_SEED = 9999
OWN = "Your own numbers"


def choose_example(
    key: str,
    titles: Mapping[str, str],
    here: str | None,
    load: Callable[[str], object],
    *,
    label: str = "Example",
    own: str = OWN,
) -> None:
    """Show the examples to choose from, by name, with the one chosen that lies there now, if any.

    `load` gets the name of another one that the visitor chooses. `own` is shown where none lies there.
    """

    def load_chosen() -> None:
        name = str(st.session_state.get(key))
        if name in titles:
            load(name)

    st.session_state[key] = here
    st.selectbox(
        label,
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        key=key,
        placeholder=own,
        on_change=load_chosen,
    )


def choose_seed(key: str, fill: Callable[[int], object], *, same: str = "sizes") -> None:
    """Show the seed of random integers, and a button for the next one; `fill` gets another seed.

    The seed stands in the address under its `key`. `same` says what else the numbers depend on.
    """

    def refill(steps: int = 0) -> None:
        seed = (int(st.session_state.get(key, 0)) + steps) % (LARGEST_SEED + 1)
        st.session_state[key] = seed
        fill(seed)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            "Seed",
            0,
            LARGEST_SEED,
            key=key,
            bind="query-params",
            on_change=refill,
            help=f"The same seed and the same {same} give the same numbers.",
            width=150,
        )
        st.button("Random integers", icon=":material/casino:", on_click=refill, args=(1,))


def linked_seed(key: str) -> int:
    """Return the seed that the address names; 0 for none."""
    seed = read_query(key, int, 0)
    return seed if 0 < seed <= LARGEST_SEED else 0
