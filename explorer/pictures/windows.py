"""The largest and the smallest value in a square around every place of an array."""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


def window_maximum(values: Values, radius: int) -> Values:
    """Return the maximum over every square of 2 radius + 1 that fits in an array (H, W) float32.

    The result is 2 radius smaller on each axis. An axis takes a few comparisons of whole arrays, each up to
    twice as far apart as the one before, so a large radius costs little more than a small one.

    >>> window_maximum(np.array([[1, 5, 2], [0, 3, 9], [4, 4, 4]], np.float32), 1)
    array([[9.]], dtype=float32)
    """
    length = 2 * radius + 1
    for _ in range(2):
        reach = 1
        while reach < length:
            step = min(reach, length - reach)
            values = np.maximum(values[:-step], values[step:])
            reach += step
        values = values.T
    return values


def window_minimum(values: Values, radius: int) -> Values:
    """Return the minimum over every square of 2 radius + 1 that fits in an array (H, W) float32.

    >>> window_minimum(np.array([[1, 5, 2], [0, 3, 9], [4, 4, 4]], np.float32), 1)
    array([[0.]], dtype=float32)
    """
    return -window_maximum(-values, radius)
