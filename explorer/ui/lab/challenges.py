"""Challenges that look at the network as it is now."""

from __future__ import annotations

import streamlit as st

from explorer.architectures.analysis import Analysis
from explorer.architectures.plans import Plan
from explorer.challenges.lab import BROKEN, DIGIT_SHAPE, MENDED, SMALL_READER
from explorer.components.network_builder import Building, put_plan
from explorer.ui.challenges import show_standing, show_task
from explorer.ui.lab.address import KEY

EMPTY = Plan(DIGIT_SHAPE, (), "A small reader of digits")


def show_challenges(building: Building, analysis: Analysis) -> None:
    """Show each challenge, a network to begin it with, and how its conditions stand."""
    beginnings = ((SMALL_READER, "Begin with nothing", EMPTY), (MENDED, "Begin with the broken one", BROKEN))
    for column, (challenge, words, plan) in zip(st.columns(2, gap="large"), beginnings, strict=True):
        with column:
            show_task(challenge)
            st.button(
                words,
                icon=":material/play_arrow:",
                key=f"lab_begin_{challenge.name}",
                on_click=put_plan,
                args=(KEY, plan),
            )
            show_standing(challenge, analysis)
