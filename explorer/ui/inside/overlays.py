"""Maps of numbers over the picture that they are about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.colours import colour
from explorer.ui.digits.pictures import picture_html, visible

Array = NDArray[np.float32]
Pixels = NDArray[np.uint8]

INKED = 0.5
# Pixels to a cell: enough for a line and its halo.
CELL = 12
INK, HALO = (28, 36, 34), 0.7
# Of the colours of a map over a photo; the rest is the photo in grey.
SHARE = 0.6


def map_html(map_: Array, image: Array, description: str) -> str:
    """Return a map (H, W) in colours over its image: a digit (1, H, W) as an outline, or a photo (3, H, W).

    Orange is positive, blue negative, the largest size of the map at the end of either.
    """
    colours = colour(map_, limit=float(np.abs(map_).max()))
    if image.shape[0] == 1:
        return picture_html(outlined(colours, image[0] > INKED), description, name="why-picture")
    grey = visible(image.mean(axis=0))[..., None]
    mixed = np.rint(SHARE * colours + (1 - SHARE) * grey).astype(np.uint8)
    return picture_html(mixed, description, name="why-picture")


def plain_html(image: Array, description: str, *, name: str = "why-picture") -> str:
    """Return an image (1, H, W) or (3, H, W) from 0 to 1 as the network gets it."""
    picture = visible(image[0] if image.shape[0] == 1 else image.transpose(1, 2, 0))
    return picture_html(picture, description, name=name)


def outlined(colours: Pixels, inside: NDArray[np.bool_]) -> Pixels:
    """Return colours (H, W, 3) enlarged, with a dark line and a light halo where cells (H, W) begin and end.

    >>> outlined(np.zeros((2, 2, 3), np.uint8), np.eye(2, dtype=bool)).shape
    (24, 24, 3)
    """
    large = colours.repeat(CELL, axis=0).repeat(CELL, axis=1)
    shape = inside.repeat(CELL, axis=0).repeat(CELL, axis=1)
    line = _differs(shape)
    halo = _differs(_differs(line) | line) & ~line
    large[halo] = np.rint(HALO * 255 + (1 - HALO) * large[halo]).astype(np.uint8)
    large[line] = INK
    return large


def _differs(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where a neighbour above, below, left or right is different."""
    differs = np.zeros_like(shape)
    for axis in (0, 1):
        changes = np.diff(shape, axis=axis)
        differs |= np.insert(changes, 0, False, axis=axis) | np.append(
            changes, np.zeros_like(np.take(changes, [0], axis=axis)), axis=axis
        )
    return differs
