"""Numbers as decimals of two and a half bytes: what a page prints is the true number, rounded once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BITS = 20
LARGEST = 2 ** (BITS - 1) - 1


def digits_for(values: NDArray[np.float32], most: int) -> int:
    """Return how many digits after the point 20 bits can carry for these values, `most` at the most.

    Raises ValueError for values that are not finite, or of 524,288 and more.

    >>> digits_for(np.array([5.2], np.float32), 5), digits_for(np.array([-52.5], np.float32), 5)
    (5, 3)
    """
    limit = float(np.abs(values).max(initial=0))
    for digits in range(most, -1, -1):
        if limit * 10**digits < LARGEST:
            return digits
    raise ValueError(f"{limit:g} is too large to be sent, or not a number")


def decimal_units(values: NDArray[np.float32], digits: int) -> NDArray[np.int64]:
    """Return the values rounded to so many digits after the point, as whole numbers of the last digit.

    >>> decimal_units(np.array([0.12346, -2.5], np.float32), 4).tolist()
    [1235, -25000]
    """
    units: NDArray[np.int64] = np.rint(values.astype(np.float64) * 10**digits).astype(np.int64)
    return units


def squeezed(units: NDArray[np.int64]) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Return whole numbers of 20 bits as their low 16 bits, and their high 4 bits two by two.

    The first of two is in the low half of its byte.

    >>> [part.tolist() for part in squeezed(np.array([0, -1, 65536]))]
    [[0, 65535, 0], [120, 9]]
    """
    flat = units.ravel()
    if np.abs(flat).max(initial=0) > LARGEST:
        raise ValueError(f"a number of {BITS} bits is at most {LARGEST}")
    raised = flat + LARGEST + 1
    return (raised & 0xFFFF).astype(np.uint16), halved((raised >> 16).astype(np.uint8))


def halved(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return numbers from 0 to 15 two by two in a byte, the first in the low half.

    >>> halved(np.array([1, 2, 3], np.uint8)).tolist()
    [33, 3]
    """
    even = np.concatenate([small.ravel(), np.zeros(small.size % 2, np.uint8)])
    packed: NDArray[np.uint8] = (even[::2] | (even[1::2] << 4)).astype(np.uint8)
    return packed


def restored(low: NDArray[np.uint16], high: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the whole numbers that `squeezed` took apart, as the browser does.

    >>> restored(*squeezed(np.array([0, -1, 65536]))).tolist()
    [0, -1, 65536]
    """
    halves = np.stack([high & 15, high >> 4], axis=1).ravel()[: len(low)]
    units: NDArray[np.int64] = low.astype(np.int64) + (halves.astype(np.int64) << 16) - LARGEST - 1
    return units
