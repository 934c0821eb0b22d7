"""Fully connected, locally connected, convolution: what each learns and computes, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log10

import numpy as np
import streamlit as st

from explorer.arithmetic import Conv2d, Cost, compare_connections, conv2d, locally_connected2d
from explorer.arithmetic.options import times
from explorer.lectures import CALCULATIONS, EXAMPLES

SIDES = (4, 5, 6, 8, 10, 12, 16, 20, 24, 28, 32, 48, 64, 96, 112, 128, 160, 192, 224)
CHANNELS = (1, 2, 3, 4, 8, 16, 32, 64)
KERNEL_SIZES = (1, 2, 3, 5, 7)
DEFAULT_SIDE, DEFAULT_KERNEL_SIZE = 16, 3
EXPLAINED = {
    "full": "Every output reads every input, each with a weight of its own.",
    "local": "Every output reads its window only, still with weights of its own.",
    "shared": "Every output reads its window, and all of a filter's windows share its weights.",
}


def choose_layer() -> tuple[Conv2d, tuple[int, int, int]]:
    """Show size and channels; return the convolution and the shape of its input."""
    side = _choice("Side of the input", SIDES, "side", DEFAULT_SIDE)
    in_channels = _choice("Channels of the input", CHANNELS, "in_channels", 1)
    out_channels = _choice("Filters", CHANNELS, "out_channels", 1)
    kernel_size = _choice("Side of the kernel", KERNEL_SIZES, "kernel_size", DEFAULT_KERNEL_SIZE)
    return Conv2d(in_channels, out_channels, kernel_size), (in_channels, side, side)


def show_connections(layer: Conv2d, input_shape: tuple[int, int, int]) -> None:
    """Show parameters and MACs of the three layers as bars with their numbers, or why there are none."""
    try:
        costs = compare_connections(layer, input_shape)
    except ValueError as error:
        st.warning(f"{str(error)[0].upper()}{str(error)[1:]}.", icon=":material/straighten:")
        return
    shape = layer.output_shape(input_shape)
    st.html(table(costs))
    full, local, shared = costs
    st.markdown(
        f"All three make {times(shape)} numbers of {times(input_shape)}, without padding, and add a bias. "
        f"Reading windows only saves the factor {ratio(full.parameters, local.parameters)} in parameters, "
        "sharing "
        f"the weights another {ratio(local.parameters, shared.parameters)}; the products to compute become "
        f"{ratio(full.macs, shared.macs)} times fewer. The convolution's parameters do not depend on the "
        "size "
        "of the input: move the first slider."
    )


def show_lecture() -> None:
    """Show the lectures' count, and that equal filters make a locally connected layer a convolution."""
    line = CALCULATIONS["fully_connected"]
    st.markdown(
        f"**{line.lecture.name}**, {line.title}, fully connected: {line.formula} = **{line.right:,}** "
        f"parameters. {line.note}"
    )
    same, changed, places = local_check()
    st.markdown(
        "**Is a convolution a locally connected layer with equal filters?** Computed for the 6x6 example of "
        f"the second lecture, with {places} filters that are all its kernel: the largest difference from the "
        f"convolution is {same:g}. With 1 added to one weight of the first filter alone, {changed} of "
        f"{places} outputs changes: nothing holds the filters together but sharing."
    )


def local_check() -> tuple[float, int, int]:
    """Return the largest difference with equal filters, the outputs that one filter changes, the places.

    >>> local_check()
    (0.0, 1, 16)
    """
    example = EXAMPLES["six_by_six"]
    kernel = example.weights["weight"]
    convolved = conv2d(example.image, kernel)
    places = convolved.shape[1:]
    filters = np.tile(kernel[:, None, None], (1, *places, 1, 1, 1))
    local = locally_connected2d(example.image, filters)
    filters[0, 0, 0, 0, 0, 0] += 1
    changed = locally_connected2d(example.image, filters) != local
    return float(np.abs(local - convolved).max()), int(changed.sum()), convolved.size


def table(costs: Sequence[Cost]) -> str:
    """Return the three layers as an HTML table, bars on one logarithmic scale."""
    decades = max(1, ceil(log10(max(max(cost.parameters, cost.macs) for cost in costs))))
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Layer", "Parameters", "MACs for one input"))
    body = "".join(
        f'<tr><th scope="row">{cost.title}<small>{EXPLAINED[cost.name]}</small></th>'
        f"{_bar(cost.parameters, decades)}{_bar(cost.macs, decades)}</tr>"
        for cost in costs
    )
    return (
        f'<table class="matrix-costs" style="--decades: {decades}">'
        "<caption>The bars are logarithmic: from one line to the next it is ten times as much, from 1 to "
        f"{10**decades:,}.</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def ratio(more: int, less: int) -> str:
    """Write how many times as much, with three digits.

    >>> ratio(50274, 10), ratio(9, 2), ratio(9, 9)
    ('5,027', '4.5', '1')
    """
    factor = more / less
    return f"{factor:,.0f}" if factor >= 100 else f"{factor:.3g}"


def _bar(count: int, decades: int) -> str:
    width = 100 * log10(count) / decades
    return f'<td><span class="matrix-bar"><i style="width: {width:.2f}%"></i></span>{count:,}</td>'


def _choice(title: str, options: Sequence[int], key: str, value: int) -> int:
    chosen: int = st.select_slider(title, options, value, key=key, bind="query-params")
    return chosen
