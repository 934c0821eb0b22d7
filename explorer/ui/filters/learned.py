"""The kernels that networks have learned: the digit network's grey ones, the photo network's in colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import KERNELS, Network, resemblance
from explorer.components.gallery import Item
from explorer.digits import digit_network
from explorer.photos import has_photo_network, photo_network

DIGIT_FAMILY, PHOTO_FAMILY = "Learned from digits", "Learned from photos"
DIGIT_PREFIX, PHOTO_PREFIX = "learned_", "photo_"
DECIMALS = 4
# From this share on a kernel in colour is told by the classical kernel that it resembles in light and dark.
MOSTLY_LIGHT = 0.5
# From this correlation on a kernel is called by the name of a classical one.
LIKE = 0.5
# A filter whose largest weight is less than this share of the median filter's has learned nothing.
LEAST_REACH = 0.02

Grid = NDArray[np.float64]


@cache
def digit_kernels() -> Mapping[str, Grid]:
    """Return the kernels (kh, kw) of the digit network's first layer by name, rounded to four decimals."""
    kernels = _first_kernels(digit_network(), DIGIT_PREFIX, lambda kernel: kernel[0])
    return MappingProxyType({name: kernel.round(DECIMALS) for name, kernel in kernels.items()})


@cache
def photo_kernels() -> Mapping[str, Grid]:
    """Return the kernels (3, kh, kw) of the photo network's first layer by name, rounded alike.

    There are none where that network has not been shipped.
    """
    return MappingProxyType({name: kernel.round(DECIMALS) for name, kernel in photo_weights().items()})


@cache
def photo_weights() -> Mapping[str, Grid]:
    """Return the kernels (3, kh, kw) of the photo network's first layer by name, with all their digits."""
    if not has_photo_network():
        return MappingProxyType({})
    return _first_kernels(photo_network(), PHOTO_PREFIX, lambda kernel: kernel)


@cache
def usual_reach() -> float:
    """Return the median, over the photo network's first filters, of a filter's largest weight."""
    return float(np.median([np.abs(kernel).max() for kernel in photo_weights().values()]))


def has_learned(name: str) -> bool:
    """Say whether training has left a filter of the photo network's first layer something to see with."""
    return float(np.abs(photo_weights()[name]).max()) >= LEAST_REACH * usual_reach()


def light_share(kernel: Grid) -> float:
    """Return the share of a kernel (3, kh, kw) that reads light and dark, 0 to 1; the rest reads colour.

    That is the squared length of its mean over red, green and blue, laid in all three, over its own.

    >>> light_share(np.ones((3, 1, 1))), light_share(np.array([[[1.0]], [[-1.0]], [[0.0]]]))
    (1.0, 0.0)
    """
    whole = float(np.square(kernel).sum())
    return 3 * float(np.square(kernel.mean(axis=0)).sum()) / whole if whole else 0.0


def learned_items() -> list[Item]:
    """Return the items of the gallery for all learned kernels."""
    grey = [_digit_item(name, kernel) for name, kernel in digit_kernels().items()]
    return grey + [_photo_item(name, kernel) for name, kernel in photo_weights().items()]


def _first_kernels(network: Network, prefix: str, part: Callable[[Grid], Grid]) -> Mapping[str, Grid]:
    weights = next(iter(network.layer_weights(next(iter(network.layers))).values()))
    return MappingProxyType(
        {f"{prefix}{place}": np.asarray(part(kernel), np.float64) for place, kernel in enumerate(weights, 1)}
    )


def _digit_item(name: str, kernel: Grid) -> Item:
    title, correlation = _closest(kernel)
    number = name.removeprefix(DIGIT_PREFIX)
    hint = f"Learned filter {number}: of the classical kernels it resembles {title} most"
    words = f"{title} {correlation:.2f}" if correlation >= LIKE else "like none"
    little = "" if correlation >= LIKE else ", which is little"
    return Item(name, f"{number}: {words}", DIGIT_FAMILY, f"{hint}, correlation {correlation:.2f}{little}")


def _photo_item(name: str, kernel: Grid) -> Item:
    number, share = name.removeprefix(PHOTO_PREFIX), light_share(kernel)
    if not has_learned(name):
        largest, least = float(np.abs(kernel).max()), 10.0**-DECIMALS
        size = f"under {least:.{DECIMALS}f}" if largest < least else f"{largest:.{DECIMALS}f}"
        hint = (
            f"Photo filter {number}: it has learned nothing. Its largest weight is {size}; "
            f"that of the median filter is {usual_reach():.{DECIMALS}f}"
        )
        return Item(name, f"{number}: nothing", PHOTO_FAMILY, hint)
    hint = f"Photo filter {number}: {100 * share:.0f} % of it reads light and dark, the rest colour"
    if share < MOSTLY_LIGHT:
        return Item(name, f"{number}: colour", PHOTO_FAMILY, hint)
    title, correlation = _closest(kernel.sum(axis=0))
    if correlation < LIKE:
        return Item(name, f"{number}: light and dark", PHOTO_FAMILY, hint)
    hint = f"{hint}; summed over the colours it resembles {title} most, correlation {correlation:.2f}"
    return Item(name, f"{number}: {title} {correlation:.2f}", PHOTO_FAMILY, hint)


def _closest(kernel: Grid) -> tuple[str, float]:
    name, correlation = resemblance(kernel)
    return KERNELS[name].title, correlation
