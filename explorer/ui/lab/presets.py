"""The networks to begin with: the famous ones, and an empty one."""

from __future__ import annotations

import streamlit as st

from explorer.architectures.famous import FAMOUS, Famous
from explorer.architectures.plans import Plan
from explorer.components.network_builder import Building, put_plan
from explorer.ui.famous.links import open_comparison
from explorer.ui.lab.address import KEY, TOO_LONG, famous_of, packed_plan
from explorer.ui.starts import choose_example
from explorer.ui.urls import LONGEST_VALUE

CHOICE = "lab_preset"
OWN = "Your own network"
EMPTY = Plan((1, 28, 28), (), "My network")


def choose_preset(building: Building) -> None:
    """Show the famous networks to choose from; choosing one replaces the network, undo brings it back."""
    here = famous_of(building.plan)
    titles = {name: f"{famous.title}, {famous.year}" for name, famous in FAMOUS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=360):
            choose_example(CHOICE, titles, here.name if here else None, load, label="Network", own=OWN)
        st.button("Start empty", icon=":material/add_box:", on_click=put_plan, args=(KEY, EMPTY))
        if st.button("Compare with another", icon=":material/compare_arrows:", key="lab_compare"):
            _compare(building)
    if here is not None:
        st.caption(about(here))


def _compare(building: Building) -> None:
    """Go on to the comparison with the network in force on its first side."""
    famous = famous_of(building.plan)
    packed = "" if famous else packed_plan(building.plan)
    if len(packed) > LONGEST_VALUE:
        st.warning(TOO_LONG, icon=":material/link_off:")
        return
    open_comparison(famous.name if famous else "", packed)


def load(name: str) -> None:
    """Put a famous network in place."""
    put_plan(KEY, FAMOUS[name].plan)


def about(famous: Famous) -> str:
    """Return who made a network and what was new about it."""
    parts = (f"**{famous.authors}, {famous.year}.** {famous.summary}", famous.lecture, famous.source)
    return " ".join(part for part in parts if part)
