"""Convolution by hand: every window, every product, every sum of a small convolution."""

from functools import partial

import streamlit as st

from explorer.components.stepper import Cell, begin_editing, stepper
from explorer.prediction import check_largest, check_size, check_value
from explorer.ui.convolution.challenges import show_challenges
from explorer.ui.convolution.examples import is_input, is_kernel, show_examples, show_seed, start, write_grids
from explorer.ui.convolution.letters import PARTS, show_letters
from explorer.ui.convolution.settings import SlideSettings, choose_operation, choose_padding
from explorer.ui.convolution.sizes import show_schemes, show_size
from explorer.ui.errors import calm
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address, loaded, write_link, written
from explorer.ui.prediction import Checks, ask
from explorer.ui.urls import makes_sense

CHECKS = Checks(check_value, check_size, check_largest)
LESSON = (
    "A kernel is a small grid of weights. It is laid over a window of the input, every value is multiplied "
    "with the weight on it, and the sum of these products is one cell of the output. Then the window moves "
    "on, by as many cells as the stride says. The same few weights are used at every place: that is all a "
    "convolutional layer does."
)


@st.fragment
@calm()
def lesson() -> None:
    """Show the controls and the stepper; a change reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    grids, origin = start()
    editing = begin_editing(grids, key="convolution_stepper", origin=origin)
    with controls:
        numbers, sliding, padding = st.tabs(["Numbers", "Sliding", "Padding"])
    with sliding:
        operation, apart, stride, dilation, bias = choose_operation()
    with padding:
        amount, mode, output_padding = choose_padding(operation, apart)
    settings = SlideSettings(operation, stride, amount, mode, dilation, output_padding, bias)
    with numbers:
        show_examples(editing.grids, settings)
        show_seed(editing.grids)
    write_grids(editing.grids)
    with reading:
        try:
            stepping, task = settings.stepping(editing.grids), settings.task(editing.grids)
        except ValueError as error:
            st.warning(f"{str(error)[0].upper()}{str(error)[1:]}.", icon=":material/straighten:")
            show_challenges(None)
            return
        here = written("place") or loaded("place")
        about = f"{editing.kept.text} {settings}"
        hidden = ask(task, CHECKS, about, Cell.from_text(here) if here else None)
        there = loaded("place")
        pinned = stepper(stepping, editing, pinned=Cell.from_text(there) if there else None, hidden=hidden)
        write_link("place", f"{pinned.row},{pinned.column}" if pinned else "")
    if hidden == "all":
        st.caption("The formula of the size, the table and the challenges come back when the size is found.")
        return
    show_size(stepping)
    if operation != "transposed":
        st.header("Rounding and same, side by side", anchor=False)
        show_schemes(stepping)
    st.header("Challenges", anchor=False)
    show_challenges(task)


@st.fragment
@calm()
def letters() -> None:
    """Show the case study; another picture reruns this part of the page alone."""
    st.markdown(
        "The third lecture asks how a network can tell an X from other pictures, and prints two of 10x10 "
        "cells. Both stand here as they are printed, with others of ours for contrast. A feature is a kernel "
        "of −1 and 1; divided by its nine cells, the sum of products is 1 where it fits perfectly and −1 "
        "where nothing does.",
        width=960,
    )
    show_letters()


page_header("convolution")
follow_address({"input": is_input, "kernel": is_kernel, "place": partial(makes_sense, Cell.from_text)})
by_hand, case_study = st.tabs(PARTS, key="part", bind="query-params")
with by_hand:
    st.markdown(LESSON, width=960)
    lesson()
with case_study:
    letters()
