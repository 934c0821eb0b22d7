"""Thin a shape to lines of one pixel (Zhang and Suen 1984)."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def thin(shape: Mask) -> Mask:
    """Return the skeleton of a mask (H, W): one pixel wide, connected as the shape is.

    >>> bar = np.zeros((7, 12), bool)
    >>> bar[2:5, 1:11] = True
    >>> thin(bar).sum(axis=0).max()
    np.int64(1)
    """
    mask = np.pad(shape, 1)
    changed = True
    while changed:
        changed = False
        for first in (True, False):
            removable = _removable(mask, first=first)
            if removable.any():
                mask[1:-1, 1:-1] &= ~removable
                changed = True
    return mask[1:-1, 1:-1]


def _removable(mask: Mask, *, first: bool) -> Mask:
    north, south = mask[:-2, 1:-1], mask[2:, 1:-1]
    west, east = mask[1:-1, :-2], mask[1:-1, 2:]
    northeast, northwest = mask[:-2, 2:], mask[:-2, :-2]
    southeast, southwest = mask[2:, 2:], mask[2:, :-2]
    around = (north, northeast, east, southeast, south, southwest, west, northwest)
    neighbours = sum(side.astype(np.int8) for side in around)
    turns = sum(
        (~here & there).astype(np.int8) for here, there in zip(around, around[1:] + around[:1], strict=True)
    )
    if first:
        sides = ~(north & east & south) & ~(east & south & west)
    else:
        sides = ~(north & east & west) & ~(north & south & west)
    return mask[1:-1, 1:-1] & (neighbours >= 2) & (neighbours <= 6) & (turns == 1) & sides
