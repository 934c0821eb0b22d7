"""How the kernel slides over the numbers: the controls, and the settings that they make."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from explorer.arithmetic import Padding, Pair
from explorer.components.stepper import Grids, Operation, Stepping
from explorer.prediction import Task
from explorer.ui.controls import paired, segments
from explorer.ui.filters.controls import MODES, PADDINGS

LARGEST_STRIDE, LARGEST_AMOUNT, LARGEST_DILATION, LARGEST_BIAS = 8, 8, 6, 1000.0
OPERATIONS: dict[Operation, str] = {
    "correlation": "Correlation",
    "convolution": "Convolution",
    "transposed": "Transposed",
}
EXPLAINED: dict[Operation, str] = {
    "correlation": "The kernel is laid on as it stands. CNN libraries call this convolution.",
    "convolution": "Convolution as in mathematics: the kernel is turned by 180 degrees first.",
    "transposed": "Every input stamps the kernel onto a larger output. That is the input with zeros "
    "between its cells, under the turned kernel.",
}
SIDES = ("top", "bottom", "left", "right")


@dataclass(frozen=True)
class SlideSettings:
    """The options of `Stepping`, but for the two grids."""

    operation: Operation = "correlation"
    stride: Pair = (1, 1)
    padding: Padding = "valid"
    padding_mode: str = "zeros"
    dilation: Pair = (1, 1)
    output_padding: Pair = (0, 0)
    bias: Decimal = Decimal(0)

    def stepping(self, grids: Grids) -> Stepping:
        """Return every step of this, or raise ValueError with the sizes."""
        return Stepping(
            *grids,
            bias=self.bias,
            operation=self.operation,
            stride=self.stride,
            padding=(0, 0) if self.padding == "valid" else self.padding,
            padding_mode=self.padding_mode,
            dilation=self.dilation,
            output_padding=self.output_padding,
        )

    def task(self, grids: Grids) -> Task:
        """Return the same as something to predict."""
        return Task(
            *grids,
            bias=float(self.bias),
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            padding_mode=self.padding_mode,
            flipped=self.operation == "convolution",
            transposed=self.operation == "transposed",
            output_padding=self.output_padding,
        )


def choose_operation() -> tuple[Operation, bool, Pair, Pair, Decimal]:
    """Show what slides and how far; return operation, axes apart or not, stride, dilation and bias."""
    names = {str(name): title for name, title in OPERATIONS.items()}
    chosen = segments("Operation", names, key="operation")
    operation = next(name for name in OPERATIONS if name == chosen)
    st.caption(EXPLAINED[operation])
    apart = st.toggle("Height and width apart", key="apart", bind="query-params")
    words = (
        "Cells from one stamp to the next."
        if operation == "transposed"
        else "Cells from one window to the next."
    )
    stride = paired("Stride", "stride", 1, LARGEST_STRIDE, apart, words)
    dilation = paired(
        "Dilation", "dilation", 1, LARGEST_DILATION, apart, "Cells from one weight of the kernel to the next."
    )
    bias = st.number_input(
        "Bias",
        -LARGEST_BIAS,
        LARGEST_BIAS,
        0.0,
        step=1.0,
        format="%.4g",
        key="bias",
        bind="query-params",
        help="Added to every cell of the output.",
    )
    return operation, apart, stride, dilation, Decimal(str(round(bias, 2)))


def choose_padding(operation: Operation, apart: bool) -> tuple[Padding, str, Pair]:
    """Show the padding; return it, its mode, and the output padding of a transposed convolution."""
    if operation == "transposed":
        amount = paired(
            "Padding", "amount", 0, LARGEST_AMOUNT, apart, "Cells cut off at each side of the output."
        )
        words = "Cells more at the bottom and right; fewer than stride or dilation."
        return (
            amount,
            "zeros",
            paired("Output padding", "output_padding", 0, LARGEST_STRIDE - 1, apart, words),
        )
    kind = segments(
        "Padding",
        PADDINGS,
        key="padding",
        words="Valid: none. Same: what keeps the size, divided by the stride. Amount: you say how much.",
    )
    if kind == "valid":
        return "valid", "zeros", (0, 0)
    padding: Padding = _amount(apart) if kind == "amount" else "same"
    words = (
        "Reflect mirrors without the edge, replicate repeats the edge, circular goes on at the other side."
    )
    return padding, segments("Filled with", MODES, key="padding_mode", words=words), (0, 0)


def _amount(apart: bool) -> Padding:
    if not st.toggle("Each side apart", key="each_side", bind="query-params"):
        return paired("Amount", "amount", 0, LARGEST_AMOUNT, apart, "Cells added on each side.")
    top, bottom, left, right = (
        st.slider(f"At the {side}", 0, LARGEST_AMOUNT, key=side, bind="query-params") for side in SIDES
    )
    return (top, bottom), (left, right)
