"""How a window pools the numbers: the controls, and the settings that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import streamlit as st

from explorer.arithmetic import AvgPool2d, MaxPool2d, Pair
from explorer.arithmetic.options import pair
from explorer.components.stepper import Grid, Kind, Pooling
from explorer.prediction import PoolingTask
from explorer.ui.controls import paired, segments

LARGEST_SIZE, LARGEST_STRIDE, LARGEST_PADDING, LARGEST_DILATION = 7, 7, 3, 3
KINDS: dict[Kind, str] = {"max": "Max", "average": "Average"}
EXPLAINED: dict[Kind, str] = {
    "max": "Each window keeps its largest value. Of equal values the first in reading order wins.",
    "average": "Each window becomes the sum of its values, divided by how many there are.",
}


class _Options(TypedDict):
    kernel_size: Pair | None
    stride: Pair | None
    padding: Pair
    dilation: Pair
    ceil_mode: bool
    count_include_pad: bool


@dataclass(frozen=True)
class PoolingSettings:
    """The options of `Pooling`; ``kernel_size`` None is global, ``stride`` None is the kernel size."""

    kind: Kind = "max"
    kernel_size: Pair | None = (2, 2)
    stride: Pair | None = None
    padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    ceil_mode: bool = False
    count_include_pad: bool = True

    def pooling(self, grid: Grid) -> Pooling:
        """Return every step of this, or raise ValueError with the sizes."""
        return Pooling(grid, self.kind, **self._options)

    def task(self, grid: Grid) -> PoolingTask:
        """Return the same as something to predict."""
        return PoolingTask(grid, self.kind, **self._options)

    def spelled_out(self, grid: Grid) -> tuple[object, ...]:
        """Return the options so that two ways of saying the same are equal.

        >>> import numpy as np
        >>> one, other = PoolingSettings(stride=(2, 2)), PoolingSettings(count_include_pad=False)
        >>> one.spelled_out(np.ones((4, 4))) == other.spelled_out(np.ones((4, 4)))
        True
        """
        kernel = pair(grid.shape, "input") if self.kernel_size is None else self.kernel_size
        padding = pair(self.padding, "padding", minimum=0)
        # Only an average counts its padding.
        counts = self.count_include_pad and self.kind == "average" and any(padding)
        stride = kernel if self.stride is None else self.stride
        return self.kind, kernel, stride, padding, self.dilation, self.ceil_mode, counts

    def layer(self, grid: Grid) -> MaxPool2d | AvgPool2d:
        """Return the same as a layer for this grid."""
        kernel = pair(grid.shape, "input") if self.kernel_size is None else self.kernel_size
        if self.kind == "max":
            return MaxPool2d(
                kernel,
                stride=self.stride,
                padding=self.padding,
                dilation=self.dilation,
                ceil_mode=self.ceil_mode,
            )
        return AvgPool2d(
            kernel,
            stride=self.stride,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
        )

    @property
    def _options(self) -> _Options:
        return {
            "kernel_size": self.kernel_size,
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "ceil_mode": self.ceil_mode,
            "count_include_pad": self.count_include_pad,
        }


def choose_window() -> tuple[Kind, bool, Pair | None, Pair | None, Pair]:
    """Show what pools and how far it moves; return kind, axes apart or not, size, stride and dilation."""
    names = {str(name): title for name, title in KINDS.items()}
    chosen = segments("Pooling", names, key="pooling_kind")
    kind = next(name for name in KINDS if name == chosen)
    st.caption(EXPLAINED[kind])
    if st.toggle(
        "Global: one window over everything",
        key="pooling_global",
        bind="query-params",
        help="As AdaptiveAvgPool2d(1) and AdaptiveMaxPool2d(1) do.",
    ):
        return kind, False, None, None, (1, 1)
    apart = st.toggle("Height and width apart", key="apart", bind="query-params")
    size = paired("Size", "pooling_size", 1, LARGEST_SIZE, apart, "Cells of the window.", start=2)
    stride: Pair | None = None
    if st.toggle(
        "A stride of its own",
        key="pooling_strides",
        bind="query-params",
        help="Off: the window moves on by its own size, so that windows touch and do not overlap.",
    ):
        stride = paired(
            "Stride", "pooling_stride", 1, LARGEST_STRIDE, apart, "Cells from one window to the next."
        )
    if kind == "average":
        return kind, apart, size, stride, (1, 1)
    words = "Cells from one cell of the window to the next."
    return kind, apart, size, stride, paired("Dilation", "dilation", 1, LARGEST_DILATION, apart, words)


def choose_edges(kind: Kind, *, whole: bool, apart: bool) -> tuple[Pair, bool, bool]:
    """Show what happens at the edges; return padding, ceil mode and whether padding counts."""
    if whole:
        st.caption("A global window ends where the input ends: there is no edge to choose for.")
        return (0, 0), False, True
    words = "Cells added on each side, at most half of the window: "
    words += "minus infinity for a maximum, 0 for an average."
    padding = paired("Padding", "pooling_padding", 0, LARGEST_PADDING, apart, words)
    ceil_mode = st.toggle(
        "Round the size up (ceil mode)",
        key="pooling_ceil",
        bind="query-params",
        help="A last window may hang over the edge, if it begins inside. What lies outside never counts.",
    )
    counts = True
    if kind == "average" and any(pair(padding, "padding", minimum=0)):
        counts = st.toggle(
            "Padding counts",
            value=True,
            key="pooling_counts",
            bind="query-params",
            help="On: zeros of the padding are part of the average, as PyTorch does unless told otherwise.",
        )
    return padding, ceil_mode, counts
