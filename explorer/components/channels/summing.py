"""Every number of a small convolution over channels: products, sums of and over channels, outputs.

The numbers are decimals, held as integers over a power of ten, so that what is printed adds up to what is
printed. Only the output of an activation that is no straight line is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic import ACTIVATIONS, Array, Conv2d
from explorer.arithmetic.exact import LARGEST_EXACT, scaled
from explorer.arithmetic.options import times
from explorer.components.stepper.stepping import Integers, Stepping

LARGEST_CHANNELS, LARGEST_SIDE, LARGEST_KERNEL, LARGEST_PADDING = 8, 8, 5, 2
MOST_WEIGHTS = 576
LEAK_DIGITS = 2


@dataclass(frozen=True, eq=False)
class Summing:
    """A convolution of a volume (C, H, W) with filters (O, C / groups, kh, kw), to be read cell by cell.

    ``biases`` has one number for each filter; None is a layer without. ``activation`` is a name of
    `ACTIVATIONS`. Raises ValueError, with the sizes, for what does not fit together or here: at most 8 planes
    of 8x8, 8 filters with kernels of 5x5 and 576 weights in all, padding 2.

    >>> summing = Summing([[[1, 2]], [[3, 4]]], [[[[10]], [[0.5]]]], [-30], activation="relu")
    >>> summing.products[0, 1].tolist(), summing.sums[0, 1].tolist(), summing.digits[2]
    ([[200], [20]], [200, 20], 1)
    >>> summing.totals.tolist(), summing.output.tolist()
    ([[-185, -80]], [[[0.0, 0.0]]])
    """

    image: ArrayLike
    filters: ArrayLike
    biases: ArrayLike | None = None
    stride: int = 1
    padding: int = 0
    groups: int = 1
    activation: str = "identity"
    layer: Conv2d = field(init=False, repr=False)
    """The same as a layer's specification."""
    plane: Stepping = field(init=False, repr=False)
    """The places of the windows, the same ones in every plane: a plane under a kernel of ones."""
    values: Integers = field(init=False, repr=False)
    """The padded planes, (C, H, W) over 10 ** digits[0]."""
    weights: Integers = field(init=False, repr=False)
    """The filters, (O, C / groups, kh, kw) over 10 ** digits[1]."""
    products: Integers = field(init=False, repr=False)
    """Value times weight, (O, cells, C / groups, kh * kw) over 10 ** digits[2]."""
    sums: Integers = field(init=False, repr=False)
    """The sum of each channel, (O, cells, C / groups) over 10 ** digits[2]."""
    over: Integers = field(init=False, repr=False)
    """The sum over the channels that the filter reads, (O, cells) over 10 ** digits[2]."""
    bias: Integers = field(init=False, repr=False)
    """The biases, (O,) over 10 ** digits[3]; 0 in a layer without."""
    totals: Integers = field(init=False, repr=False)
    """That sum plus the bias, (O, cells) over 10 ** digits[4]."""
    digits: tuple[int, int, int, int, int] = field(init=False, repr=False)
    """How many digits after the point values, weights, products, biases and totals have."""

    def __post_init__(self) -> None:
        """Work everything out, once."""
        image, filters = np.asarray(self.image, np.float64), np.asarray(self.filters, np.float64)
        layer = self._checked(image, filters)
        values, value_digits = scaled(image)
        weights, weight_digits = scaled(filters)
        bias, bias_digits = scaled(np.zeros(len(filters)) if self.biases is None else self.biases)
        if bias.shape != filters.shape[:1]:
            raise ValueError(f"{len(filters)} filters need {len(filters)} biases, not {bias.size}")
        plane = Stepping(image[0], np.ones(filters.shape[2:]), stride=self.stride, padding=self.padding)
        padded = np.where(plane.sources < 0, 0, values.reshape(len(values), -1)[:, plane.sources])
        seen = padded.reshape(len(padded), -1)[:, plane.windows]
        # (groups, cells, channels of a group, terms), once for every filter of the group.
        read = seen.reshape(self.groups, -1, *seen.shape[1:]).swapaxes(1, 2)
        flat = weights.reshape(*weights.shape[:2], -1)
        products = np.repeat(read, len(flat) // self.groups, axis=0) * flat[:, None]
        digits = value_digits + weight_digits
        total_digits = max(digits, bias_digits)
        sums = products.sum(axis=3)
        over = sums.sum(axis=2)
        raised = bias * 10 ** (total_digits - bias_digits)
        totals = over * 10 ** (total_digits - digits) + raised[:, None]
        most = np.abs(products).sum(axis=(2, 3)).max() * 10 ** (total_digits - digits) + np.abs(raised).max()
        if int(most) * (10**LEAK_DIGITS if self.activation == "leaky_relu" else 1) >= LARGEST_EXACT:
            raise ValueError("the numbers are too large for an exact sum; use smaller ones")
        for name, value in {
            "layer": layer,
            "plane": plane,
            "values": padded,
            "weights": weights,
            "products": products,
            "sums": sums,
            "over": over,
            "bias": bias,
            "totals": totals,
            "digits": (value_digits, weight_digits, digits, bias_digits, total_digits),
        }.items():
            object.__setattr__(self, name, value)

    @property
    def size(self) -> tuple[int, int]:
        """Return rows and columns of a map."""
        return self.plane.size

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return the shape of the output, (O, H', W')."""
        return (len(self.weights), *self.size)

    @property
    def cells(self) -> int:
        """Return how many cells a map has."""
        return self.size[0] * self.size[1]

    @cached_property
    def exact(self) -> tuple[Integers, int] | None:
        """Return what the activation makes of the totals, and its digits; None where it has to be rounded."""
        totals, digits = self.totals, self.digits[4]
        if self.activation == "identity":
            return totals, digits
        if self.activation == "relu":
            return np.maximum(totals, 0), digits
        if self.activation == "relu6":
            return np.clip(totals, 0, 6 * 10**digits), digits
        if self.activation == "leaky_relu":
            return np.where(totals > 0, totals * 10**LEAK_DIGITS, totals), digits + LEAK_DIGITS
        return None

    @property
    def output(self) -> Array:
        """Return the output, (O, H', W') float32."""
        if self.exact is not None:
            whole, digits = self.exact
            output: Array = (whole / 10**digits).astype(np.float32)
            return output.reshape(self.shape)
        totals = self.totals.reshape(self.shape) / 10 ** self.digits[4]
        return ACTIVATIONS[self.activation].function(totals)

    def channels_of(self, filter_index: int) -> range:
        """Return the planes that a filter reads.

        >>> Summing(np.ones((4, 1, 1)), np.ones((2, 2, 1, 1)), groups=2).channels_of(1)
        range(2, 4)
        """
        count = self.weights.shape[1]
        first = filter_index // (len(self.weights) // self.groups) * count
        return range(first, first + count)

    def _checked(self, image: NDArray[np.float64], filters: NDArray[np.float64]) -> Conv2d:
        """Return the layer, or refuse what does not fit together or here."""
        if image.ndim != 3 or filters.ndim != 4 or 0 in (*image.shape, *filters.shape):
            raise ValueError(
                "a volume (C, H, W) needs filters (O, C / groups, kh, kw), "
                f"not of shapes {image.shape} and {filters.shape}"
            )
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, not {self.activation!r}")
        channels, *sides = image.shape
        filter_count, per_filter, *kernel = filters.shape
        if max(channels, filter_count) > LARGEST_CHANNELS or max(sides) > LARGEST_SIDE:
            raise ValueError(
                f"{channels} planes of {times(sides)} under {filter_count} filters are more than can be "
                f"shown; at most {LARGEST_CHANNELS} planes of {LARGEST_SIDE}x{LARGEST_SIDE} and "
                f"{LARGEST_CHANNELS} filters"
            )
        if max(kernel) > LARGEST_KERNEL or self.padding > LARGEST_PADDING:
            raise ValueError(
                f"kernel {times(kernel)} with padding {self.padding} is more than can be shown; "
                f"at most {LARGEST_KERNEL}x{LARGEST_KERNEL} and {LARGEST_PADDING}"
            )
        check_weights(filter_count, per_filter, max(kernel))
        layer = Conv2d(
            channels,
            filter_count,
            (kernel[0], kernel[1]),
            stride=self.stride,
            padding=self.padding,
            groups=self.groups,
            bias=self.biases is not None,
        )
        if per_filter * self.groups != channels:
            raise ValueError(
                f"filters of {per_filter} channels in {self.groups} groups do not fit {channels} channels"
            )
        layer.output_shape((channels, sides[0], sides[1]))
        return layer


def check_weights(filters: int, per_filter: int, kernel_size: int) -> None:
    """Raise ValueError, with what would mend it, for a layer of more weights than can be shown.

    >>> check_weights(8, 8, 3)
    >>> check_weights(8, 8, 5)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: 8 filters with 8 kernels of 5x5 have 1,600 weights; at most 576 can be shown: ...
    """
    weights = filters * per_filter * kernel_size**2
    if weights > MOST_WEIGHTS:
        raise ValueError(
            f"{filters} filters with {per_filter} kernels of {kernel_size}x{kernel_size} have {weights:,} "
            f"weights; at most {MOST_WEIGHTS} can be shown: take a smaller kernel, fewer channels or "
            "filters, or more groups"
        )
