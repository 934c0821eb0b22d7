"""Every step of a small convolution, exact to the last digit: windows, products, partial sums, totals.

The numbers are decimals, held as integers over a power of ten, so that what is printed adds up to what is
printed. A transposed convolution is stepped through as the ordinary one that it is: the input with zeros
between its cells, under the kernel turned by 180 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.convolution import windows
from explorer.arithmetic.exact import LARGEST_EXACT, Number, as_decimal, scaled
from explorer.arithmetic.options import Padding, Pair, Sides, pair, times
from explorer.arithmetic.padding import pad2d, resolve_padding
from explorer.arithmetic.transposed import as_convolution

LARGEST_GRID = 40
INPUT, PADDING, INSERTED = 0, 1, 2
Operation = Literal["correlation", "convolution", "transposed"]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Stepping:
    """A convolution of one input (H, W) with one kernel (kh, kw), ready to be read step by step.

    ``operation`` is "correlation" (what CNN libraries call convolution), "convolution" (that of mathematics:
    the kernel is turned by 180 degrees first) or "transposed". The other options are those of ``conv2d`` and
    ``conv_transpose2d``. Raises ValueError, with the sizes, for settings that cannot be computed, for numbers
    with more than four digits after the point and for a padded input of more than 40 rows or columns.

    >>> stepping = Stepping([[7, 2, 3], [4, 5, 3], [3, 3, 2]], [[1, 0, -1]] * 3)
    >>> stepping.products[0].tolist()
    [7, 0, -3, 4, 0, -3, 3, 0, -2]
    >>> stepping.running[0].tolist(), stepping.output.tolist()
    ([7, 7, 4, 8, 8, 5, 8, 8, 6], [[6.0]])
    """

    image: ArrayLike
    kernel: ArrayLike
    bias: Number = 0
    operation: Operation = "correlation"
    stride: Pair = 1
    padding: Padding = 0
    padding_mode: str = "zeros"
    dilation: Pair = 1
    output_padding: Pair = 0
    sources: Integers = field(init=False, repr=False)
    """Which cell of the input, row * width + column, stands at each place of the padded one; -1 for none."""
    kinds: NDArray[np.uint8] = field(init=False, repr=False)
    """INPUT, PADDING or INSERTED (zeros of a transposed convolution) for each place of the padded input."""
    values: Integers = field(init=False, repr=False)
    """The padded input over 10 ** digits[0]."""
    weights: Integers = field(init=False, repr=False)
    """The kernel as it is laid on the input, (kh, kw) over 10 ** digits[1]."""
    weight_sources: Integers = field(init=False, repr=False)
    """Which cell of the kernel that was given stands at each place of `weights`."""
    windows: Integers = field(init=False, repr=False)
    """The places of the padded input that each output cell reads, (cells, kh * kw), row by row."""
    products: Integers = field(init=False, repr=False)
    """Value times weight for each of those, over 10 ** digits[2]."""
    running: Integers = field(init=False, repr=False)
    """The sum up to and with each product, over 10 ** digits[2]."""
    totals: Integers = field(init=False, repr=False)
    """The last sum plus bias, (cells,) over 10 ** digits[3]."""
    digits: tuple[int, int, int, int] = field(init=False, repr=False)
    """How many digits after the point input, kernel, products and totals have."""
    size: tuple[int, int] = field(init=False, repr=False)
    """Rows and columns of the output."""

    def __post_init__(self) -> None:
        """Work everything out, once."""
        values, value_digits = scaled(grid_of(self.image, "input"))
        weights, weight_digits = scaled(grid_of(self.kernel, "kernel"))
        sources, kinds, order, step = self._laid_out(values.shape, weights.shape)
        if max(sources.shape) > LARGEST_GRID:
            raise ValueError(
                f"the padded input would be {times(sources.shape)}; at most {LARGEST_GRID}x{LARGEST_GRID} "
                "can be drawn"
            )
        padded = np.where(sources < 0, 0, values.ravel()[sources])
        applied = weights.ravel()[order]
        places = np.arange(sources.size).reshape(sources.shape)
        dilation = pair(self.dilation, "dilation")
        seen = windows(places, pair(weights.shape, "kernel"), stride=step, dilation=dilation)
        size = (seen.shape[0], seen.shape[1])
        read = seen.reshape(size[0] * size[1], -1).astype(np.int64)
        products = padded.ravel()[read] * applied.ravel()
        running = products.cumsum(axis=1)
        digits = value_digits + weight_digits
        bias = as_decimal(self.bias, "bias")
        bias_digits = max(0, -int(bias.as_tuple().exponent))
        total_digits = max(digits, bias_digits)
        totals = running[:, -1] * 10 ** (total_digits - digits) + int(bias.scaleb(total_digits))
        if max(int(np.abs(products).sum(axis=1).max()), int(np.abs(totals).max())) >= LARGEST_EXACT:
            raise ValueError("the numbers are too large for an exact sum; use smaller ones")
        for name, value in {
            "sources": sources,
            "kinds": kinds,
            "values": padded,
            "weights": applied,
            "weight_sources": order,
            "windows": read,
            "products": products,
            "running": running,
            "totals": totals,
            "digits": (value_digits, weight_digits, digits, total_digits),
            "size": size,
        }.items():
            object.__setattr__(self, name, value)

    @property
    def output(self) -> NDArray[np.float64]:
        """Return the output, (H', W')."""
        values: NDArray[np.float64] = self.totals / 10 ** self.digits[3]
        return values.reshape(self.size)

    @property
    def uses(self) -> Integers:
        """Return how many windows read each place of the padded input.

        >>> Stepping(np.ones((4, 4)), np.ones((3, 3))).uses.tolist()[0]
        [1, 2, 2, 1]
        """
        return np.bincount(self.windows.ravel(), minlength=self.values.size).reshape(self.values.shape)

    @property
    def sides(self) -> Sides:
        """Return the padding as ((top, bottom), (left, right)); that of a transposed convolution too."""
        rows, columns = (np.flatnonzero((self.kinds != PADDING).any(axis=axis)) for axis in (1, 0))
        height, width = self.kinds.shape
        return (int(rows[0]), int(height - 1 - rows[-1])), (int(columns[0]), int(width - 1 - columns[-1]))

    def _laid_out(
        self, size: tuple[int, ...], kernel: tuple[int, ...]
    ) -> tuple[Integers, NDArray[np.uint8], Integers, Pair]:
        """Return sources, kinds, the order of the kernel's cells, and the stride on the padded input."""
        # Cells are numbered from 1, so that the zeros that padding and stretching put in are none of them.
        cells = np.arange(1, size[0] * size[1] + 1, dtype=np.float32).reshape(size)
        order = np.arange(kernel[0] * kernel[1]).reshape(kernel)
        if self.operation == "transposed":
            stretched, turned, sides = as_convolution(
                cells[None],
                order[None, None],
                stride=self.stride,
                padding=pair(self.padding, "padding", minimum=0),
                output_padding=self.output_padding,
                dilation=self.dilation,
            )
            inner, order, step, mode = stretched[0], turned[0, 0].astype(np.int64), (1, 1), "zeros"
        elif self.operation in ("correlation", "convolution"):
            height, width = size
            sides = resolve_padding(
                self.padding,
                (height, width),
                pair(kernel, "kernel"),
                stride=self.stride,
                dilation=self.dilation,
            )
            order = order[::-1, ::-1] if self.operation == "convolution" else order
            inner, step, mode = cells, pair(self.stride, "stride"), self.padding_mode
        else:
            raise ValueError(
                f"operation must be correlation, convolution or transposed, not {self.operation!r}"
            )
        padded = pad2d(inner, sides, padding_mode=mode).astype(np.int64)
        kinds = np.full(padded.shape, PADDING, np.uint8)
        (top, _), (left, _) = sides
        within = kinds[top : top + inner.shape[0], left : left + inner.shape[1]]
        within[...] = np.where(inner == 0, INSERTED, INPUT)
        return padded - 1, kinds, order, step


def grid_of(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return values as a grid (rows, columns), or raise ValueError that calls it by its name."""
    grid = np.asarray(values, np.float64)
    if grid.ndim != 2 or 0 in grid.shape:
        raise ValueError(f"the {name} needs rows and columns, not shape {grid.shape}")
    return grid
