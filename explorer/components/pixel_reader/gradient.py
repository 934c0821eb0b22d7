"""Magnitude and direction of a picture's gradient, from the feature maps of two derivative kernels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.exact import ExactFilter, ExactMap


def gradient(x: ExactMap, y: ExactMap) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how steep a picture is, and in which direction it grows brighter, from its two derivatives.

    Directions are degrees above -180 up to 180: 0 brighter to the right, 90 brighter downwards, because rows
    count downwards; NaN where the picture is flat. Kernels that look along the diagonals (Roberts) are
    accounted for. Raises ValueError when the two kernels do not look in directions at right angles.

    >>> from explorer.arithmetic.exact import exact_map
    >>> one = np.array([[[1, 2, 3]] * 3], np.uint8)
    >>> sobel = np.outer([1, 2, 1], [-1, 0, 1])
    >>> gradient(exact_map(one, ExactFilter("x", sobel)), exact_map(one, ExactFilter("y", sobel.T)))
    (array([[8.]], dtype=float32), array([[0.]], dtype=float32))
    """
    turn, sense = frame(x.filter, y.filter)
    # Adding 0 turns -0 into 0: the opposite of "to the right" is 180, never -180.
    across, down = x.values.astype(np.float64) + 0, y.values.astype(np.float64) + 0
    magnitude = np.hypot(across, down)
    direction = 180 - (180 - (sense * np.degrees(np.arctan2(down, across)) + turn)) % 360
    direction[magnitude == 0] = np.nan
    return magnitude.astype(np.float32), direction.astype(np.float32)


def frame(x: ExactFilter, y: ExactFilter) -> tuple[float, int]:
    """Return where the x kernel looks, in degrees, and whether y looks a right angle on (1) or back (-1) from
    there.

    >>> frame(ExactFilter("x", [[1, 0], [0, -1]]), ExactFilter("y", [[0, 1], [-1, 0]]))
    (-135.0, 1)
    """
    first, second = _axis(x), _axis(y)
    between = round((second - first) % 360, 6)
    if between not in (90, 270):
        raise ValueError(
            f"{x.title} and {y.title} must look in directions at right angles, not {between:g} degrees apart"
        )
    return first, 1 if between == 90 else -1


def _axis(exact_filter: ExactFilter) -> float:
    """Return the direction of the ramp to which a kernel answers most, in degrees."""
    weights = exact_filter.weights.sum(axis=0) * float(exact_filter.slope)
    rows, columns = (np.arange(length) - (length - 1) / 2 for length in weights.shape)
    across, down = float((weights * columns).sum()), float((weights * rows[:, None]).sum())
    if across == down == 0:
        raise ValueError(f"{exact_filter.title} does not answer to a ramp, so it has no direction")
    return float(np.degrees(np.arctan2(down, across)))
