"""Two kernels in a row: the one kernel that does the same, and when nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st
from PIL import Image

from explorer.arithmetic import KERNELS, Array, Kernel, compare_kernels, compose, conv2d, relu
from explorer.pictures.samples import SAMPLES, sample_picture
from explorer.ui.matrix.markup import grid, row_of, sign, signed

SAMPLE, SIDE = "camera", 128
CHANNELS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
DEFAULTS = ("sobel_x", "edge_detect")


@dataclass(frozen=True)
class Comparison:
    """What two kernels in a row give on the sample picture, beside the one kernel.

    ``largest`` is the largest size of a sum, ``apart`` the largest difference between the two ways,
    ``with_relu`` the same with a ReLU between the two kernels, ``below`` how many sums the ReLU sets to 0.
    """

    largest: float
    apart: float
    with_relu: float
    below: int


@cache
def small_kernels() -> dict[str, Kernel]:
    """Return the 3x3 kernels by title."""
    return {kernel.title: kernel for kernel in KERNELS.values() if kernel.numerators.shape == (3, 3)}


@cache
def sample() -> Array:
    """Return the grey picture on which the two ways are compared, (1, 128, 128), 0 to 255."""
    small = sample_picture(SAMPLE).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    picture = np.asarray(small, np.float32)[np.newaxis]
    picture.setflags(write=False)
    return picture


def choose_pair() -> tuple[Kernel, Kernel, int]:
    """Show two kernels to choose and the channels of the layers; return them."""
    titles = list(small_kernels())
    first, second = (
        small_kernels()[
            st.selectbox(
                f"{name} kernel",
                titles,
                index=titles.index(KERNELS[start].title),
                key=f"{name.lower()}_kernel",
                bind="query-params",
            )
        ]
        for name, start in zip(("First", "Second"), DEFAULTS, strict=True)
    )
    channels = st.select_slider(
        "Channels of both layers",
        CHANNELS,
        key="channels",
        bind="query-params",
        help="For the count of parameters: as many channels go in as come out.",
    )
    return first, second, channels


def show_pair(first: Kernel, second: Kernel, channels: int) -> Array:
    """Show the one kernel and compare on the sample picture; return it, (5, 5)."""
    numerators, divisor = compose(first.numerators, second.numerators), first.divisor * second.divisor
    one = (numerators / divisor).astype(np.float32)
    st.html(
        row_of(
            grid("First", first.numerators, _over(first.divisor)),
            sign("then"),
            grid("Second", second.numerators, _over(second.divisor)),
            sign("="),
            grid("One 5x5 kernel", numerators, _over(divisor)),
        )
    )
    st.markdown(f"{compared_words(compare(first.weights, second.weights, one))}\n\n{saved_words(channels)}")
    return one


def compare(first: Array, second: Array, one: Array) -> Comparison:
    """Compute both ways on the sample picture, without padding."""
    picture, stacked = sample(), [kernel[None, None] for kernel in (first, second, one)]
    between = conv2d(picture, stacked[0])
    in_a_row = conv2d(between, stacked[1])
    straight = conv2d(picture, stacked[2])
    bent = conv2d(relu(between), stacked[1])
    return Comparison(
        float(np.abs(in_a_row).max()),
        float(np.abs(in_a_row - straight).max()),
        float(np.abs(bent - straight).max()),
        int((between < 0).sum()),
    )


def compared_words(found: Comparison) -> str:
    """Say how far the two ways are apart, without and with a ReLU between."""
    rounding = (
        "exactly" if found.apart == 0 else f"the rounding of float32, at sums up to {signed(found.largest)}"
    )
    head = (
        f"Computed on a grey picture of {SIDE}x{SIDE} pixels ({SAMPLES[SAMPLE].title.lower()}), no padding: "
        "the "
        f"largest difference between the two in a row and the one is **{signed(found.apart)}**, {rounding}."
    )
    if not found.below:
        return (
            f"{head} A ReLU between the two would change nothing here: no sum of the first kernel is below "
            "0. "
            "Choose one that has some."
        )
    return (
        f"{head} With a ReLU between them it is **{signed(found.with_relu)}**: the {found.below:,} sums "
        "below 0 "
        "are lost on the way, and no single kernel does that. Without a function that bends between them, "
        "layers fold into one."
    )


def saved_words(channels: int) -> str:
    """Say what two 3x3 layers learn, and one 5x5 layer that sees as far.

    >>> print(saved_words(1))
    Both see 5x5 cells. Two 3x3 kernels are 2 × 9 = 18 weights, one 5x5 is 25: 28 % fewer.
    >>> print(saved_words(64))
    Both see 5x5 cells. From 64 channels to 64, two 3x3 layers are 18 × 64² = 73,728 weights, one 5x5 layer \
is 25 × 64² = 102,400: 28 % fewer.
    """
    row, one = compare_kernels(channels, (3, 3))
    fewer = f"{100 * (1 - row.parameters / one.parameters):.3g} % fewer"
    alone, alone_one = (cost.parameters for cost in compare_kernels(1, (3, 3)))
    if channels == 1:
        return (
            f"Both see 5x5 cells. Two 3x3 kernels are 2 × {alone // 2} = {alone} weights, one 5x5 is "
            f"{alone_one}: "
            f"{fewer}."
        )
    return (
        f"Both see 5x5 cells. From {channels} channels to {channels}, two 3x3 layers are {alone} × "
        f"{channels}² = "
        f"{row.parameters:,} weights, one 5x5 layer is {alone_one} × {channels}² = {one.parameters:,}: "
        f"{fewer}."
    )


def _over(divisor: float) -> str:
    return "" if divisor == 1 else f"all divided by {divisor:g}"
