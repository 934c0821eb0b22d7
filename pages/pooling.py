"""Pooling by hand: every window, its maximum or its average, and what a move of the input changes."""

from functools import partial
from pathlib import Path

import streamlit as st

from explorer.challenges import CHAMPION, UNMOVED, Pooled
from explorer.components.stepper import Cell, begin_editing_input, stepper
from explorer.figures.formulas import axes
from explorer.prediction import check_pooled_largest, check_pooled_size, check_pooled_value
from explorer.ui.challenges import show_challenge, show_task
from explorer.ui.errors import calm
from explorer.ui.filters.sizes import size_lines
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address, loaded, write_link, written
from explorer.ui.pooling.examples import (
    LINK,
    PLACE,
    is_input,
    show_examples,
    show_seed,
    start,
    write_grid,
)
from explorer.ui.pooling.handwriting import show_handwriting
from explorer.ui.pooling.moved_grids import show_move
from explorer.ui.pooling.saving import saving
from explorer.ui.pooling.settings import PoolingSettings, choose_edges, choose_window
from explorer.ui.pooling.shifting import choose_move, moved
from explorer.ui.prediction import Checks, ask
from explorer.ui.urls import makes_sense

STYLE = Path(__file__).resolve().parents[1] / "assets" / "theme" / "pooling.css"
CHECKS = Checks(check_pooled_value, check_pooled_size, check_pooled_largest)
LESSON = (
    "Pooling makes a map smaller. A window moves over it, and each place of the window becomes one cell of "
    "the output: the largest value in it, or the average. Nothing is learned: there are no weights. Unless a "
    "stride is given, the window moves on by its own size, so that windows touch and do not overlap."
)
MOVING = (
    "A slide of the third lecture says that pooling brings spatial invariance. Move the input, and count how "
    "far that is true: a maximum does not care where in its window it stands, but at the border of a window "
    "a single step changes it."
)
PARAMETERS = (
    "**Parameters** The first two lectures say that pooling reduces them. It does so only where a fully "
    "connected layer reads the map."
)
PARTS = ("Step by step", "Real handwriting")
HANDWRITING = (
    "One small input proves little. Here handwritten digits are moved by a pixel or two, and the first "
    "feature maps of the network that reads digits are pooled in five ways. How much of what is pooled "
    "changes is counted over all of them."
)
ROUNDING = "An average may have no last digit; two digits after the point are enough then."


@st.fragment
@calm()
def lesson() -> None:
    """Show the controls and the stepper; a change reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    grid, origin = start()
    editing = begin_editing_input(grid, key="pooling_stepper", origin=origin)
    grid = editing.grids
    with controls:
        numbers, window, edges = st.tabs(["Numbers", "Window", "Edges"])
    with window:
        kind, apart, size, stride, dilation = choose_window()
    with edges:
        padding, ceil_mode, counts = choose_edges(kind, whole=size is None, apart=apart)
    settings = PoolingSettings(kind, size, stride, padding, dilation, ceil_mode, counts)
    with numbers:
        show_examples(grid, settings)
        show_seed(grid)
    write_grid(grid)
    with reading:
        try:
            pooling, task = settings.pooling(grid), settings.task(grid)
        except ValueError as error:
            st.warning(f"{str(error)[0].upper()}{str(error)[1:]}.", icon=":material/straighten:")
            for challenge in (UNMOVED, CHAMPION):
                show_task(challenge)
            return
        here = written(PLACE) or loaded(PLACE)
        about = f"{editing.kept.text} {settings}"
        note = ROUNDING if kind == "average" else ""
        hidden = ask(task, CHECKS, about, Cell.from_text(here) if here else None, note=note)
        there = loaded(PLACE)
        pinned = stepper(pooling, editing, pinned=Cell.from_text(there) if there else None, hidden=hidden)
        write_link(PLACE, pinned.text if pinned else "")
    if hidden:
        st.caption("The size, the moved input and the challenges come back when the answer is found.")
        return
    layer = settings.layer(grid)
    size_told = "\n\n".join(size_lines("output", axes(layer, (1, *grid.shape))))
    st.markdown(f"{size_told}\n\n{PARAMETERS} {saving(task.input_size, task.size)}")
    st.header("What pooling is for", anchor=False)
    st.markdown(MOVING, width=960)
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        by = choose_move()
    with reading:
        show_move(moved(grid, settings, by))
    st.header("Challenges", anchor=False)
    state = Pooled(grid[None].astype("float32"), layer)
    for column, challenge in zip(st.columns(2, gap="large"), (UNMOVED, CHAMPION), strict=True):
        with column:
            show_challenge(challenge, state)


page_header("pooling")
st.html(STYLE)
follow_address({LINK: is_input, PLACE: partial(makes_sense, Cell.from_text)})
by_hand, case_study = st.tabs(PARTS, key="pooling_part", bind="query-params")
with by_hand:
    st.markdown(LESSON, width=960)
    lesson()
with case_study:
    if case_study.open:
        st.markdown(HANDWRITING, width=960)
        show_handwriting()
