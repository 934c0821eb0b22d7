"""Numbers as decimals of so many digits: what a page prints is the true number, rounded once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BITS = 20
LARGEST = 2 ** (BITS - 1) - 1


def digits_for(values: NDArray[np.float32], most: int) -> int:
    """Return how many digits after the point 20 bits can carry for these values, `most` at the most.

    A product of two such numbers is exact in a browser, and so is the sum of many. Raises ValueError for
    values that are not finite, or of 524,288 and more.

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


def halved(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return numbers from 0 to 15 two by two in a byte, the first in the low half.

    >>> halved(np.array([1, 2, 3], np.uint8)).tolist()
    [33, 3]
    """
    even = np.concatenate([small.ravel(), np.zeros(small.size % 2, np.uint8)])
    packed: NDArray[np.uint8] = (even[::2] | (even[1::2] << 4)).astype(np.uint8)
    return packed
