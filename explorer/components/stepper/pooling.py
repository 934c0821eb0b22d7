"""Every step of a small pooling, exact to the last digit: windows, what counts, running results, winners.

The numbers are decimals, held as integers over a power of ten. An average is kept as its sum and its count,
because few quotients are decimals that end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.exact import LARGEST_EXACT, scaled
from explorer.arithmetic.options import Pair, Sides, times
from explorer.arithmetic.pooling import PoolingOptions, pooled_places, pooling_options
from explorer.components.stepper.stepping import INPUT, LARGEST_GRID, PADDING, Integers, grid_of

OUTSIDE = 3
NONE = -1
Kind = Literal["max", "average"]


@dataclass(frozen=True, eq=False)
class Pooling:
    """A pooling of one plane (H, W), ready to be read step by step; options as in ``pool2d``.

    ``kernel_size`` None is global pooling: the window is the whole plane, as in ``AdaptiveAvgPool2d(1)``.
    ``stride`` None is the kernel size. Raises ValueError, with the sizes, for settings that cannot be
    computed, for a dilated average, for numbers with more than four digits after the point and for a padded
    input of more than 40 rows or columns.

    >>> pooling = Pooling([[1, 4, 6], [1, 8, 9]], kernel_size=2, stride=1)
    >>> pooling.output.tolist(), pooling.running[0].tolist(), pooling.winners.tolist()
    ([[8.0, 9.0]], [1, 4, 4, 8], [4, 5])
    >>> Pooling([[1, 0], [0, 0]], kind="average").quotient(0)
    (1, 4)
    """

    image: ArrayLike
    kind: Kind = "max"
    kernel_size: Pair | None = None
    stride: Pair | None = None
    padding: Pair = 0
    dilation: Pair = 1
    ceil_mode: bool = False
    count_include_pad: bool = True
    options: PoolingOptions = field(init=False, repr=False)
    """The options as they are in force, each as (vertical, horizontal)."""
    values: Integers = field(init=False, repr=False)
    """The padded input over 10 ** digits; 0 where there is nothing."""
    digits: int = field(init=False, repr=False)
    """How many digits after the point the values have, and maxima and sums with them."""
    kinds: NDArray[np.uint8] = field(init=False, repr=False)
    """INPUT, PADDING or OUTSIDE (beyond the padding, where a window hangs over) for each padded place."""
    sources: Integers = field(init=False, repr=False)
    """Which cell of the input, row * width + column, stands at each padded place; -1 for none."""
    windows: Integers = field(init=False, repr=False)
    """The padded places that each output cell reads, (cells, kh * kw), row by row."""
    counted: NDArray[np.bool_] = field(init=False, repr=False)
    """Which of those count: never what is outside, padding only in an average that includes it."""
    running: Integers = field(init=False, repr=False)
    """The maximum or the sum up to and with each of them; 0 as long as nothing has counted."""
    totals: Integers = field(init=False, repr=False)
    """The maximum or the sum of each window; 0 for the maximum of nothing, which is minus infinity."""
    counts: Integers = field(init=False, repr=False)
    """How many places count in each window; 0 where a dilated window meets nothing but padding."""
    winners: Integers = field(init=False, repr=False)
    """The padded place of each maximum, the first in reading order; -1 for none, and in an average."""
    size: tuple[int, int] = field(init=False, repr=False)
    """Rows and columns of the output."""

    def __post_init__(self) -> None:
        """Work everything out, once."""
        if self.kind not in ("max", "average"):
            raise ValueError(f"kind must be 'max' or 'average', not {self.kind!r}")
        image, digits = scaled(grid_of(self.image, "input"))
        shape = (image.shape[0], image.shape[1])
        kernel = shape if self.kernel_size is None else self.kernel_size
        options = pooling_options(kernel, self.stride, self.padding, self.dilation, self.ceil_mode)
        if self.kind == "average" and options.dilation != (1, 1):
            raise ValueError(f"an average has no dilation, here {times(options.dilation)}")
        rows, columns = pooled_places(shape, options)
        sources, kinds = _laid_out(shape, options.padding, (int(rows.max()), int(columns.max())))
        top, left = options.padding
        places = (rows + top)[:, None, :, None] * sources.shape[1] + (columns + left)[None, :, None, :]
        windows = places.reshape(len(rows) * len(columns), -1)
        values = np.where(sources < 0, 0, image.ravel()[sources])
        read, kinds_read = values.ravel()[windows], kinds.ravel()[windows]
        if np.abs(read).sum(axis=1).max() >= LARGEST_EXACT:
            raise ValueError("the numbers are too large for an exact sum; use smaller ones")
        padding_counts = self.kind == "average" and self.count_include_pad
        counted = (kinds_read == INPUT) | (padding_counts & (kinds_read == PADDING))
        running = _running_maximum(read, counted) if self.kind == "max" else read.cumsum(axis=1)
        best = np.where(counted, read, np.iinfo(np.int64).min).argmax(axis=1)
        cells = np.arange(len(windows))
        has_winner = (self.kind == "max") & counted.any(axis=1)
        for name, value in {
            "options": options,
            "values": values,
            "digits": digits,
            "kinds": kinds,
            "sources": sources,
            "windows": windows,
            "counted": counted,
            "running": running,
            "totals": running[:, -1],
            "counts": counted.sum(axis=1),
            "winners": np.where(has_winner, windows[cells, best], NONE),
            "size": (len(rows), len(columns)),
        }.items():
            object.__setattr__(self, name, value)

    def quotient(self, cell: int) -> tuple[int, int]:
        """Return an output cell as (numerator, denominator), not reduced: sum over count, or the maximum.

        Raises ValueError for the maximum of nothing.
        """
        if not self.counts[cell]:
            raise ValueError(f"window {cell} meets nothing but padding")
        count = int(self.counts[cell]) if self.kind == "average" else 1
        return int(self.totals[cell]), count * 10**self.digits

    @property
    def output(self) -> NDArray[np.float64]:
        """Return the output, (H', W'); minus infinity for the maximum of nothing."""
        divisors = 10**self.digits * (np.maximum(self.counts, 1) if self.kind == "average" else 1)
        values: NDArray[np.float64] = np.where(self.counts > 0, self.totals / divisors, -np.inf)
        return values.reshape(self.size)

    @property
    def uses(self) -> Integers:
        """Return in how many windows each place of the padded input counts.

        >>> Pooling(np.ones((3, 3)), kernel_size=2, stride=1).uses.tolist()
        [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
        """
        return np.bincount(self.windows[self.counted], minlength=self.values.size).reshape(self.values.shape)

    @property
    def wins(self) -> Integers:
        """Return how many windows each place of the padded input wins; nowhere any in an average.

        >>> Pooling([[0, 1, 0]], kernel_size=(1, 2), stride=1).wins.tolist()
        [[0, 2, 0]]
        """
        won = self.winners[self.winners >= 0]
        return np.bincount(won, minlength=self.values.size).reshape(self.values.shape)

    @property
    def sides(self) -> Sides:
        """Return how many cells stand around the input, ((top, bottom), (left, right)), those outside too."""
        (height, width), (top, left) = np.shape(self.image), self.options.padding
        rows, columns = self.values.shape
        return (top, rows - height - top), (left, columns - width - left)


def _laid_out(
    size: tuple[int, int], padding: tuple[int, int], last: tuple[int, int]
) -> tuple[Integers, NDArray[np.uint8]]:
    """Return sources and kinds of the input, its padding, and what lies beyond up to the last place read."""
    (height, width), (top, left) = size, padding
    beyond = [max(end + 1 - length, cells) for end, length, cells in zip(last, size, padding, strict=True)]
    shape = (top + height + beyond[0], left + width + beyond[1])
    if max(shape) > LARGEST_GRID:
        raise ValueError(
            f"the padded input would be {times(shape)}; at most {LARGEST_GRID}x{LARGEST_GRID} can be drawn"
        )
    kinds = np.full(shape, OUTSIDE, np.uint8)
    kinds[: height + 2 * top, : width + 2 * left] = PADDING
    inside = np.s_[top : top + height, left : left + width]
    kinds[inside] = INPUT
    sources = np.full(shape, NONE, np.int64)
    sources[inside] = np.arange(height * width).reshape(size)
    return sources, kinds


def _running_maximum(read: Integers, counted: NDArray[np.bool_]) -> Integers:
    lowest = np.iinfo(np.int64).min
    running = np.maximum.accumulate(np.where(counted, read, lowest), axis=1)
    return np.where(running == lowest, 0, running)
