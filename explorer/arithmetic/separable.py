"""Kernel algebra: kernels that split into a column and a row, and kernels that follow each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.convolution import conv2d
from explorer.arithmetic.options import Array, Pair, pair
from explorer.arithmetic.sizes import span
from explorer.arithmetic.transposed import flip

# What is smaller than this share of the largest singular value is rounding.
NOISE = 1e-6


@dataclass(frozen=True, eq=False)
class Separation:
    """The column and the row whose outer product is nearest to a kernel.

    ``error`` is what is left over as a share of the kernel, both measured as the root of the sum of squares;
    0 for a kernel that splits exactly. ``worst`` is the largest difference of one weight. ``rank`` says how
    many such pairs it would take to add up to the kernel, ``singular_values`` how much each weighs.
    """

    kernel: Array
    column: Array
    row: Array
    singular_values: Array
    rank: int
    error: float
    worst: float

    @property
    def separable(self) -> bool:
        """Return whether one pair is the whole kernel."""
        return self.rank <= 1

    @property
    def product(self) -> Array:
        """Return column ⊗ row, the nearest separable kernel."""
        return np.outer(self.column, self.row).astype(np.float32)

    @property
    def macs(self) -> tuple[int, int]:
        """Return the products for one output cell: with the kernel, and with row and column in turn."""
        height, width = self.kernel.shape
        return height * width, height + width


def separate(kernel: ArrayLike) -> Separation:
    """Split a kernel (kh, kw) into a column and a row by its singular value decomposition.

    No other pair comes nearer to the kernel in the sum of squares (Eckart and Young 1936). Where the split is
    exact the row is scaled so that its smallest weight that is not 0 becomes 1 or -1, which gives back the
    whole numbers of most kernels that were made of them; otherwise both are of equal length.

    >>> sobel = separate([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    >>> sobel.column.tolist(), sobel.row.tolist(), sobel.rank, sobel.error
    ([1.0, 2.0, 1.0], [1.0, 0.0, -1.0], 1, 0.0)
    >>> cross = separate([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
    >>> cross.rank, round(cross.error, 3)
    (2, 0.447)
    """
    weights = _kernel(kernel)
    left, values, right = np.linalg.svd(weights)
    rank = int((values > NOISE * values[0]).sum())
    column, row = left[:, 0] * np.sqrt(values[0]), right[0] * np.sqrt(values[0])
    if rank == 1:
        row = np.where(np.abs(row) > NOISE * np.abs(row).max(), row, 0)
        unit = np.abs(row[row != 0]).min() * np.sign(column[np.abs(column).argmax()])
        column, row = column * unit, row / unit
    column, row = _tidy(column), _tidy(row)
    rest = weights - np.outer(column, row)
    length = float(np.linalg.norm(weights))
    exact = rank <= 1
    return Separation(
        weights.astype(np.float32),
        column,
        row,
        values.astype(np.float32),
        rank,
        0.0 if exact else float(np.linalg.norm(rest)) / length,
        0.0 if exact else float(np.abs(rest).max()),
    )


def compose(first: ArrayLike, second: ArrayLike, *, stride: Pair = 1, dilation: Pair = 1) -> Array:
    """Return the one kernel that does what two do, ``second`` on the output of ``first``.

    ``conv2d`` with the result equals ``conv2d`` with ``first`` and then with ``second``, if nothing stands
    between them (an activation makes all the difference) and neither is padded. ``stride`` is the first
    one's, which spreads the second out; the strides of both multiply. ``dilation`` is the second one's. This
    is the convolution of mathematics, one kernel turned, although both are laid on unturned.

    >>> compose([[1, 1]], [[1, -1]])
    array([[ 1.,  0., -1.]], dtype=float32)
    >>> compose(np.ones((3, 3)), np.ones((3, 3))).shape
    (5, 5)
    """
    one, other = _kernel(first), _kernel(second)
    step, spread = pair(stride, "stride"), pair(dilation, "dilation")
    apart = (step[0] * spread[0], step[1] * spread[1])
    wide = np.zeros((span(other.shape[0], apart[0]), span(other.shape[1], apart[1])))
    wide[:: apart[0], :: apart[1]] = other
    sides = ((wide.shape[0] - 1,) * 2, (wide.shape[1] - 1,) * 2)
    composed: Array = conv2d(one[None], flip(wide)[None, None], padding=sides)[0]
    return composed


def _kernel(kernel: ArrayLike) -> NDArray[np.float64]:
    weights = np.asarray(kernel, np.float64)
    if weights.ndim != 2 or not weights.size or not np.isfinite(weights).all():
        raise ValueError(f"a kernel is a grid of finite numbers, not of shape {weights.shape}")
    return weights


def _tidy(weights: NDArray[np.float64]) -> Array:
    """Return float32, whole numbers where only the rounding of the decomposition made them none."""
    whole = np.rint(weights)
    tidied = np.where(np.abs(weights - whole) < NOISE * np.maximum(1, np.abs(weights)), whole, weights)
    return (tidied + 0.0).astype(np.float32)
