"""The controls of the layer: hyperparameters, activation and pooling."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.arithmetic import ACTIVATIONS, Padding
from explorer.filtering import Settings
from explorer.ui.controls import paired, segments

LARGEST_STRIDE, LARGEST_AMOUNT, LARGEST_DILATION, LARGEST_POOL = 8, 16, 6, 8
MODES = {"zeros": "Zeros", "reflect": "Reflect", "replicate": "Replicate", "circular": "Circular"}
POOLINGS = {"none": "None", "max": "Max", "average": "Average"}
PADDINGS = {"valid": "Valid", "same": "Same", "amount": "Amount"}


def choose_settings(hyperparameters: DeltaGenerator, pooling: DeltaGenerator) -> Settings:
    """Show the hyperparameters in one place and the pooling in another; return them all."""
    with hyperparameters:
        apart = st.toggle("Height and width apart", key="apart", bind="query-params")
        stride = paired("Stride", "stride", 1, LARGEST_STRIDE, apart, "Cells from one window to the next.")
        padding, padding_mode = _padding(apart)
        dilation = paired(
            "Dilation",
            "dilation",
            1,
            LARGEST_DILATION,
            apart,
            "Cells from one weight of the kernel to the next.",
        )
        activation = _activation()
    with pooling:
        return Settings(stride, padding, padding_mode, dilation, activation, *_pooling())


def _padding(apart: bool) -> tuple[Padding, str]:
    kind = segments(
        "Padding",
        PADDINGS,
        key="padding",
        words="Valid: none. Same: what keeps the size, divided by the stride. Amount: you say how much.",
    )
    if kind == "valid":
        return "valid", "zeros"
    amount: Padding = "same"
    if kind == "amount":
        amount = paired("Amount", "amount", 0, LARGEST_AMOUNT, apart, "Cells added on each side.")
    words = (
        "Reflect mirrors without the edge, replicate repeats the edge, circular goes on at the other side."
    )
    return amount, segments("Filled with", MODES, key="padding_mode", words=words)


def _activation() -> str:
    return st.selectbox(
        "Activation",
        list(ACTIVATIONS),
        format_func=lambda name: ACTIVATIONS[name].title,
        key="activation",
        bind="query-params",
        help="A function that every cell of the feature map goes through.",
    )


def _pooling() -> tuple[str, int, int, int, bool]:
    kind = segments(
        "Pooling", POOLINGS, key="pooling", words="Every window becomes one cell: its maximum or average."
    )
    if kind == "none":
        return kind, 2, 2, 0, False
    with st.container(horizontal=True):
        size = st.slider("Size", 1, LARGEST_POOL, 2, key="pool_size", bind="query-params")
        stride = st.slider("Stride", 1, LARGEST_POOL, 2, key="pool_stride", bind="query-params")
    padding = st.slider(
        "Padding",
        0,
        LARGEST_POOL // 2,
        key="pool_padding",
        bind="query-params",
        help="At most half of the size.",
    )
    ceil_mode = st.toggle(
        "Ceil mode",
        key="ceil_mode",
        bind="query-params",
        help="Rounds the number of steps up: a last window may hang over the edge.",
    )
    return kind, size, stride, padding, ceil_mode
