"""Convolution as a matrix: W x, patches, shared weights, and the algebra of kernels."""

from functools import partial
from pathlib import Path

import streamlit as st

from explorer.challenges import TWO_PASSES
from explorer.challenges.matrix import BLUR_TWICE, EACH_ONCE
from explorer.components.stepper import Cell
from explorer.ui.challenges import show_challenge
from explorer.ui.errors import calm
from explorer.ui.filters.kernels import is_own
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address
from explorer.ui.matrix.composing import choose_pair, show_pair
from explorer.ui.matrix.connections import choose_layer, show_connections, show_lecture
from explorer.ui.matrix.numbers import (
    begin,
    choose_numbers,
    choose_sliding,
    is_input,
    is_kernel,
    remark,
    unrolled,
    write_grids,
)
from explorer.ui.matrix.reading import PLACE, show_matrix
from explorer.ui.matrix.separating import OWN_LINK, choose_kernel, show_separation
from explorer.ui.urls import makes_sense

STYLE = Path(__file__).resolve().parents[1] / "assets" / "theme" / "matrix.css"
LESSON = (
    "Write the input as one column x, row after row. Every output is a sum of inputs times weights, so all "
    "outputs together are a matrix W times x: a convolution is a linear layer. What makes it special is W. "
    "Most of its entries are zero, because a window is small, and the others are the same few weights "
    "over and over. Zeros mean local connections; repetition means shared weights."
)
SEPARABLE = (
    "A kernel that is a column times a row can be applied in two cheap passes. The singular values of the "
    "kernel say whether it is one: they tell how much each of several such pairs adds."
)
IN_A_ROW = (
    "A convolution of a convolution is again a matrix times x, and here it is even a convolution: of one "
    "larger kernel. Two 3x3 kernels make a 5x5 one. The other way round is not always possible."
)


@st.fragment
@calm()
def product() -> None:
    """Show the matrix of the chosen numbers; a change reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    editing = begin()
    grids = editing.grids
    with controls:
        numbers = st.container()
        sliding = choose_sliding()
    with numbers:
        choose_numbers(grids, sliding)
    write_grids(grids)
    with reading:
        try:
            shown = unrolled(grids, **sliding)
        except ValueError as error:
            st.warning(f"{str(error)[0].upper()}{str(error)[1:]}.", icon=":material/straighten:")
            return
        show_matrix(shown, editing)
        st.caption(remark(grids, sliding))
        show_challenge(EACH_ONCE, shown.matrix)


@st.fragment
@calm()
def connections() -> None:
    """Compare three ways to connect; a slider reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        layer, input_shape = choose_layer()
    with reading:
        show_connections(layer, input_shape)
        show_lecture()


@st.fragment
@calm()
def separable() -> None:
    """Split the chosen kernel; another one reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        numerators, divisor = choose_kernel()
    with reading:
        show_separation(numerators, divisor)
        show_challenge(TWO_PASSES, numerators.astype("float32"))


@st.fragment
@calm()
def in_a_row() -> None:
    """Put two kernels in a row; other ones rerun this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        pair = choose_pair()
    with reading:
        show_challenge(BLUR_TWICE, show_pair(*pair))


page_header("matrix")
st.html(STYLE)
st.markdown(LESSON, width=960)
follow_address(
    {
        "matrix_input": is_input,
        "matrix_kernel": is_kernel,
        PLACE: partial(makes_sense, Cell.from_text),
        OWN_LINK: is_own,
    }
)
product()
st.header("Connected how?", anchor=False)
connections()
st.header("Is this kernel separable?", anchor=False)
st.markdown(SEPARABLE, width=960)
separable()
st.header("Two kernels in a row", anchor=False)
st.markdown(IN_A_ROW, width=960)
in_a_row()
