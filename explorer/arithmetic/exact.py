"""Exact convolution of integer pictures: products and sums that add up to the last digit.

A picture holds the integers 0 to 255 and a kernel's numerators are decimals with at most four digits after
the point, so over one power of ten every product and every sum is an integer. Only the division by the
kernel's divisor can leave a remainder, and only the bias comes after it:

    total = (sum of value x numerator) x gain / divisor + bias
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.options import Pair, pair
from explorer.arithmetic.sizes import output_size

MOST_DIGITS = 4
LARGEST_EXACT = 2**53
Number = int | float | str | Decimal


@dataclass(frozen=True, eq=False)
class ExactFilter:
    """One output channel: a kernel for each input channel that it reads, as numerators over one divisor.

    ``numerators`` is (kh, kw), the same kernel for every channel, or (channels, kh, kw). ``channels`` are the
    picture's channels that are read and summed. No number has more than four digits after the point; text
    ("0.1") and Decimal say exactly which number is meant, a float is taken as it prints, an array of float32
    as the decimals that it is nearest to. Raises ValueError for anything else.

    >>> quarter = ExactFilter("Quarter", [[0.25, -1.0]], divisor=3)
    >>> quarter.weights.tolist(), quarter.digits, quarter.slope
    ([[[25, -100]]], 2, Fraction(1, 300))
    """

    title: str
    numerators: ArrayLike
    channels: tuple[int, ...] = (0,)
    divisor: Number = 1
    gain: Number = 1
    bias: Number = 0
    weights: NDArray[np.int64] = field(init=False, repr=False)
    """The numerators as integers (channels, kh, kw)."""
    digits: int = field(init=False, repr=False)
    """How many digits of ``weights`` stand after the point."""

    def __post_init__(self) -> None:
        """Make the integers once, and refuse here what is not exact."""
        numerators = np.asarray(self.numerators)
        if numerators.ndim == 2:
            numerators = np.broadcast_to(numerators, (len(self.channels), *numerators.shape))
        if numerators.ndim != 3 or 0 in numerators.shape or len(numerators) != len(self.channels):
            raise ValueError(
                f"numerators must be (kh, kw), or (channels, kh, kw) for the channels {self.channels}, "
                f"not of shape {np.shape(self.numerators)}"
            )
        weights, digits = scaled(numerators)
        if 255 * int(np.abs(weights).sum()) >= LARGEST_EXACT:
            raise ValueError(
                f"the weights of {self.title} are too large for an exact sum; use smaller numbers"
            )
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "digits", digits)
        if self.decimal("divisor") == 0:
            raise ValueError("divisor must not be 0")
        self.decimal("gain"), self.decimal("bias")

    def decimal(self, name: str) -> Decimal:
        """Return ``divisor``, ``gain`` or ``bias`` as the decimal that it is."""
        return as_decimal(getattr(self, name), name)

    @property
    def slope(self) -> Fraction:
        """Return what one unit of an integer sum is worth in the total."""
        return Fraction(self.decimal("gain")) / Fraction(self.decimal("divisor")) / Fraction(10**self.digits)

    @property
    def kernel_size(self) -> tuple[int, int]:
        """Return (kh, kw)."""
        return self.weights.shape[1], self.weights.shape[2]


@dataclass(frozen=True, eq=False)
class ExactMap:
    """A feature map before any rounding: integer ``sums`` (H', W'), and the filter that says what they are
    worth."""

    filter: ExactFilter
    sums: NDArray[np.signedinteger]

    @cached_property
    def values(self) -> NDArray[np.float32]:
        """Return the feature map, (H', W') float32."""
        return (self.sums * float(self.filter.slope) + float(self.filter.decimal("bias"))).astype(np.float32)

    def total(self, row: int, column: int) -> Fraction:
        """Return one cell of the feature map as it is, nothing rounded.

        >>> third = ExactFilter("Third", [[1]], divisor=3, bias="0.5")
        >>> exact_map(np.full((1, 1, 1), 10, np.uint8), third).total(0, 0)
        Fraction(23, 6)
        """
        return int(self.sums[row, column]) * self.filter.slope + Fraction(self.filter.decimal("bias"))


def exact_map(
    padded: NDArray[np.uint8], exact_filter: ExactFilter, *, stride: Pair = 1, dilation: Pair = 1
) -> ExactMap:
    """Return the sum of value x numerator for every window of a padded picture (C, H, W).

    >>> picture = np.full((1, 3, 3), 10, np.uint8)
    >>> exact_map(picture, ExactFilter("Tenths", np.full((3, 3), 0.1))).sums
    array([[90]], dtype=int32)
    """
    weights, step, dilate = exact_filter.weights, pair(stride, "stride"), pair(dilation, "dilation")
    height, width = (
        output_size(
            padded.shape[axis + 1], exact_filter.kernel_size[axis], stride=step[axis], dilation=dilate[axis]
        )
        for axis in (0, 1)
    )
    dtype = np.int32 if 255 * int(np.abs(weights).sum()) < 2**31 else np.int64
    sums = np.zeros((height, width), dtype)
    product = np.empty_like(sums)
    for kernel, channel in zip(weights, exact_filter.channels, strict=True):
        image = padded[channel].astype(dtype)
        for row, column in np.argwhere(kernel):
            seen = image[row * dilate[0] :: step[0], column * dilate[1] :: step[1]]
            np.multiply(seen[:height, :width], dtype(kernel[row, column]), out=product)
            sums += product
    return ExactMap(exact_filter, sums)


def scaled(values: ArrayLike) -> tuple[NDArray[np.int64], int]:
    """Return decimals as integers over one power of ten, and how many digits that power has.

    Raises ValueError for a number with more than four digits after the point, and for NaN and infinity.

    >>> scaled([0.25, -1.0])
    (array([  25, -100]), 2)
    >>> scaled([1 / 3])
    Traceback (most recent call last):
    ValueError: 0.333333 has more than 4 digits after the point; round it first
    """
    given = np.asarray(values)
    if given.dtype.kind not in "iuf" or not np.isfinite(given).all():
        raise ValueError("a kernel must hold finite numbers")
    exact = given.astype(np.float64)
    precision = np.finfo(given.dtype if given.dtype.kind == "f" else np.float64).eps
    slack = precision * np.maximum(np.abs(exact), 1)
    for digits in range(MOST_DIGITS + 1):
        whole = np.rint(exact * 10**digits)
        off = np.abs(whole / 10**digits - exact) > slack
        if not off.any():
            return whole.astype(np.int64), digits
    raise ValueError(f"{exact[off][0]:g} has more than {MOST_DIGITS} digits after the point; round it first")


def as_decimal(value: Number, name: str) -> Decimal:
    """Return a number as the decimal that it prints as.

    >>> as_decimal(0.1, "gain"), as_decimal("9.50", "divisor")
    (Decimal('0.1'), Decimal('9.5'))
    >>> as_decimal(1 / 3, "bias")
    Traceback (most recent call last):
    ValueError: bias 0.3333333333333333 has more than 4 digits after the point; round it first
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite() or abs(number) >= 10**9:
        raise ValueError(f"{name} must be a number of at most nine digits before the point, not {value}")
    if number != round(number, MOST_DIGITS):
        raise ValueError(f"{name} {value} has more than {MOST_DIGITS} digits after the point; round it first")
    return number.quantize(Decimal(1)) if number == int(number) else number.normalize()
