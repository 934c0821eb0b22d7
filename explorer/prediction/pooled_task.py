"""What a learner is asked about a pooling: one plane under one window, computed here without rounding."""

from collections.abc import Collection
from dataclasses import KW_ONLY, dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic import Pair
from explorer.arithmetic.options import times
from explorer.arithmetic.pooling import PoolingOptions, pooled_places, pooled_size, pooling_options
from explorer.prediction.task import DIGITS, Grid


@dataclass(frozen=True, eq=False)
class PoolingTask:
    """A window that pools an image (H, W); options are those of ``pool2d``, ``kernel_size`` None is global.

    Raises ValueError, with the sizes, where the options do not fit.

    >>> PoolingTask([[1, 4], [1, 8]], "average", kernel_size=2).outputs.tolist()
    [[3.5]]
    """

    image: ArrayLike
    kind: str = "max"
    _: KW_ONLY
    kernel_size: Pair | None = None
    stride: Pair | None = None
    padding: Pair = 0
    dilation: Pair = 1
    ceil_mode: bool = False
    count_include_pad: bool = True

    def __post_init__(self) -> None:
        """Refuse here what cannot be computed."""
        grid = np.array(self.image, np.float64)
        if grid.ndim != 2 or not grid.size or not np.isfinite(grid).all():
            raise ValueError(f"image must be rows and columns of finite numbers, not of shape {grid.shape}")
        grid.setflags(write=False)
        object.__setattr__(self, "image", grid)
        if self.kind not in ("max", "average"):
            raise ValueError(f"kind must be 'max' or 'average', not {self.kind!r}")
        if self.kind == "average" and self.options.dilation != (1, 1):
            raise ValueError(f"an average has no dilation, here {times(self.options.dilation)}")
        _ = self.size

    @property
    def grid(self) -> Grid:
        """Return the image as it was made an array."""
        return np.asarray(self.image)

    @property
    def input_size(self) -> tuple[int, int]:
        """Return (H, W)."""
        return self.grid.shape[0], self.grid.shape[1]

    @cached_property
    def options(self) -> PoolingOptions:
        """Return the options as they are in force."""
        kernel = self.input_size if self.kernel_size is None else self.kernel_size
        return pooling_options(kernel, self.stride, self.padding, self.dilation, self.ceil_mode)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Return the output's (height, width)."""
        return pooled_size(self.input_size, self.options)

    @cached_property
    def outputs(self) -> Grid:
        """Return every value of the output, (H', W'); minus infinity for the maximum of nothing."""
        values, counted = self._windows
        if self.kind == "max":
            outputs = np.where(counted, values, -np.inf).max(axis=2)
        else:
            outputs = np.where(counted, values, 0).sum(axis=2) / counted.sum(axis=2)
        rounded: Grid = np.round(outputs, DIGITS) + 0.0
        rounded.setflags(write=False)
        return rounded

    def terms(self, row: int, column: int) -> list[float]:
        """Return the values that count in one window, in reading order; padding that counts is 0."""
        values, counted = self._windows
        return [float(value) for value in values[row, column][counted[row, column]]]

    def under(self, slips: Collection[str]) -> "PoolingTask | None":
        """Return the task as somebody sees it who makes these slips, or None where it makes no sense."""
        try:
            return replace(
                self,
                kind={"max": "average", "average": "max"}[self.kind] if "kind" in slips else self.kind,
                kernel_size=self.options.kernel_size,
                stride=1 if "stride" in slips else self.options.stride,
                padding=0 if "padding" in slips else self.padding,
                dilation=1 if "dilation" in slips else self.dilation,
                count_include_pad=self.count_include_pad != ("counted" in slips),
            )
        except ValueError:
            return None

    @cached_property
    def _windows(self) -> tuple[Grid, NDArray[np.bool_]]:
        """Return what every window reads, (H', W', kh * kw), and which of it counts."""
        rows, columns = pooled_places(self.input_size, self.options)
        (height, width), (top, left) = self.input_size, self.options.padding
        inside = _both((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
        values = self.grid[rows.clip(0, height - 1)[:, None, :, None], columns.clip(0, width - 1)[:, None, :]]
        margin = _both(rows < height + top, columns < width + left)
        counted = margin if self.kind == "average" and self.count_include_pad else inside
        shape = (*self.size, -1)
        return np.where(inside, values, 0.0).reshape(shape), counted.reshape(shape)


def _both(rows: NDArray[np.bool_], columns: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return for every window and every place of it whether its row and its column are such."""
    combined: NDArray[np.bool_] = rows[:, None, :, None] & columns[None, :, None, :]
    return combined
