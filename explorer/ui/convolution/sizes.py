"""The size of the output in a formula with this learner's numbers, and five ways to pad and round it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from explorer.arithmetic import span
from explorer.arithmetic.options import pair
from explorer.arithmetic.schemes import Scheme, compare_schemes
from explorer.components.stepper import Stepping
from explorer.figures.formulas import MINUS, Axis
from explorer.ui.filters.sizes import listed, size_lines

AXES = ("Height", "Width")


def show_size(stepping: Stepping) -> None:
    """Show how the output size comes about, for both axes where they differ."""
    if stepping.operation == "transposed":
        lines = [_transposed_line(stepping, axis) for axis in (0, 1)]
        same = lines[0] == lines[1]
        names = ["Height and width"] if same else list(AXES)
        st.markdown(
            "\n\n".join(f"**{name} of the output** {line}" for name, line in zip(names, lines, strict=False))
        )
        return
    vertical, horizontal = (
        Axis(
            np.shape(stepping.image)[axis],
            stepping.weights.shape[axis],
            stride=pair(stepping.stride, "stride")[axis],
            padding=stepping.sides[axis],
            dilation=pair(stepping.dilation, "dilation")[axis],
        )
        for axis in (0, 1)
    )
    st.markdown("\n\n".join(size_lines("output", (vertical, horizontal))))


def show_schemes(stepping: Stepping) -> None:
    """Show what floor, ceil and both kinds of "same" make of this input, kernel, stride and dilation."""
    compared = [
        compare_schemes(
            np.shape(stepping.image)[axis],
            stepping.weights.shape[axis],
            stride=pair(stepping.stride, "stride")[axis],
            dilation=pair(stepping.dilation, "dilation")[axis],
        )
        for axis in (0, 1)
    ]
    same = compared[0] == compared[1]
    for name, schemes in zip(["Height and width"] if same else AXES, compared, strict=False):
        st.markdown(_table(name, schemes))


def _table(name: str, schemes: Sequence[Scheme]) -> str:
    head = f"| {name} | Padding before, after | Output size | Read by no window |\n|---|---|---|---|"
    rows = [
        f"| {scheme.title} | {scheme.refusal} | | |"
        if scheme.padding is None
        else f"| {scheme.title} | {scheme.padding[0]}, {scheme.padding[1]} | {scheme.size} "
        f"| {listed(scheme.unread) if scheme.unread else 'nothing'} |"
        for scheme in schemes
    ]
    return "\n".join([head, *rows])


def _transposed_line(stepping: Stepping, axis: int) -> str:
    """Return (size - 1) * stride + span - 2 * padding + output padding, with the numbers."""
    size = np.shape(stepping.image)[axis]
    step, cut, extra, spread = (
        pair(getattr(stepping, name), name, minimum=0)[axis]
        for name in ("stride", "padding", "output_padding", "dilation")
    )
    covered = span(stepping.weights.shape[axis], spread)
    more = f" + {extra}" if extra else ""
    return f"({size} {MINUS} 1) × {step} + {covered} {MINUS} 2 × {cut}{more} = {stepping.size[axis]}"
