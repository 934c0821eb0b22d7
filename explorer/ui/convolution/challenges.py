"""Challenges that look at what lies in the stepper now."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer.challenges import CHALLENGES, STAIRS
from explorer.components.stepper import Grids
from explorer.prediction import Task
from explorer.ui.challenges import show_standing, show_task
from explorer.ui.convolution.examples import load

NAMES = ("diagonal", "leftover")
ONE = ((1.0,),)


def show_challenges(task: Task | None) -> None:
    """Show each challenge with its conditions and how they stand; `task` is None while nothing fits."""
    columns = st.columns(len(NAMES), gap="large")
    for column, name in zip(columns, NAMES, strict=True):
        with column:
            _show(name, task)


def _show(name: str, task: Task | None) -> None:
    challenge = CHALLENGES[name]
    show_task(challenge)
    if name == "diagonal":
        st.button(
            "Put the picture into the grid",
            icon=":material/stairs:",
            on_click=load,
            args=(Grids(np.array(STAIRS, float), np.array(ONE)),),
        )
    if task is None:
        st.caption("These settings do not fit, so there is nothing to check yet.")
        return
    show_standing(challenge, task)
