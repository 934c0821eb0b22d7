"""Thin a shape to lines of one pixel (Zhang and Suen, A fast parallel algorithm for thinning, 1984)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def thin(shape: Mask) -> Mask:
    """Return the skeleton of a mask (H, W): lines of one pixel, connected as the shape is.

    >>> bar = np.zeros((7, 12), bool)
    >>> bar[2:5, 1:11] = True
    >>> for row in thin(bar)[2:5]:
    ...     print("".join("_x"[int(cell)] for cell in row))
    ____________
    __xxxxxxx___
    ____________
    """
    cells = np.pad(shape, 1).astype(np.uint8)
    middle = cells[1:-1, 1:-1]
    changed = True
    while changed:
        changed = False
        for removable in _removable_patterns():
            here = removable[_neighbour_pattern(cells)] & (middle == 1)
            if here.any():
                middle[here] = 0
                changed = True
    return middle.astype(bool)


def _neighbour_pattern(cells: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return each cell's eight neighbours as the bits of one number, clockwise, north first."""
    pattern = cells[:-2, 1:-1].copy()
    for bit, (row, column) in enumerate(((0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)), start=1):
        height, width = pattern.shape
        pattern |= cells[row : row + height, column : column + width] << np.uint8(bit)
    return pattern


@cache
def _removable_patterns() -> tuple[Mask, Mask]:
    """Return, for both halves of a pass, which of the 256 neighbourhoods let a cell be removed."""
    bits = (np.arange(256)[:, None] >> np.arange(8)) & 1
    neighbours = bits.sum(axis=1)
    turns = ((bits == 0) & (np.roll(bits, -1, axis=1) == 1)).sum(axis=1)
    thick = (neighbours >= 2) & (neighbours <= 6) & (turns == 1)
    north, east, south, west = (bits[:, side] == 1 for side in (0, 2, 4, 6))
    first = thick & ~(north & east & south) & ~(east & south & west)
    second = thick & ~(north & east & west) & ~(north & south & west)
    return first, second
