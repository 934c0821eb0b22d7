"""The networks to begin with: the famous ones, and an empty one."""

from __future__ import annotations

import streamlit as st

from explorer.architectures.famous import FAMOUS, Famous
from explorer.architectures.plans import Plan
from explorer.components.network_builder import put_plan
from explorer.ui.lab.address import KEY
from explorer.ui.starts import choose_example

CHOICE = "lab_preset"
OWN = "Your own network"
EMPTY = Plan((1, 28, 28), (), "My network")


def choose_preset(here: Famous | None) -> None:
    """Show the famous networks to choose from; choosing one replaces the network, undo brings it back."""
    titles = {name: f"{famous.title}, {famous.year}" for name, famous in FAMOUS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=360):
            choose_example(CHOICE, titles, here.name if here else None, load, label="Network", own=OWN)
        st.button("Start empty", icon=":material/add_box:", on_click=put_plan, args=(KEY, EMPTY))
    if here is not None:
        st.caption(about(here))


def load(name: str) -> None:
    """Put a famous network in place."""
    put_plan(KEY, FAMOUS[name].plan)


def about(famous: Famous) -> str:
    """Return who made a network and what was new about it."""
    parts = (f"**{famous.authors}, {famous.year}.** {famous.summary}", famous.lecture, famous.source)
    return " ".join(part for part in parts if part)
