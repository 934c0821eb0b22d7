"""Keep some of a picture's pixels and drop the others: evenly spaced, or at random."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Gaps = Literal["white", "nearest"]

LEVELS = (10, 20, 50, 75, 100)
"""Percent of the pixels, as the second lecture shows them, and all of them to compare with."""


@dataclass(frozen=True, eq=False)
class Subsampled:
    """Hold what is left of a picture: a uint8 array (H, W) or (H, W, C), and how many pixels were kept."""

    picture: Pixels
    kept: int


def even_places(size: int, kept: int) -> NDArray[np.int64]:
    """Return `kept` different places of an axis of `size`, as evenly spaced as whole places can be.

    Each is the middle of its share of the axis. Raises ValueError unless 1 <= kept <= size.

    >>> even_places(9, 3).tolist(), even_places(4, 4).tolist()
    ([1, 4, 7], [0, 1, 2, 3])
    """
    if not 1 <= kept <= size:
        raise ValueError(f"an axis of {size} places has no {kept} different ones to keep")
    return (2 * np.arange(kept) + 1) * size // (2 * kept)


def on_grid(picture: Pixels, *, percent: int) -> Subsampled:
    """Keep evenly spaced rows and columns, about `percent` of all pixels: a smaller picture, no gaps.

    Each axis keeps the square root of the share, rounded to whole rows and columns; `kept` is what that came
    to. Nothing is averaged: every pixel left is one of the
    picture's own. Raises ValueError for a percentage outside 1 to 100.

    >>> small = on_grid(np.zeros((28, 28), np.uint8), percent=10)
    >>> small.picture.shape, small.kept
    ((9, 9), 81)
    """
    share = _share(percent)
    rows, columns = (even_places(size, max(1, round(size * sqrt(share)))) for size in picture.shape[:2])
    return Subsampled(picture[np.ix_(rows, columns)], rows.size * columns.size)


def at_random(picture: Pixels, *, percent: int, seed: int, gaps: Gaps = "nearest") -> Subsampled:
    """Keep exactly `percent` of all pixels, rounded, drawn with a seed; the picture keeps its size.

    A dropped pixel becomes white, or with `gaps` "nearest" what its nearest kept pixel is. With the same
    seed, what a lower percentage keeps is kept by every higher one. Raises ValueError for a percentage
    outside 1 to 100.

    >>> picture = np.arange(100, dtype=np.uint8).reshape(10, 10)
    >>> left = at_random(picture, percent=20, seed=1, gaps="white")
    >>> left.kept, int((left.picture == 255).sum())
    (20, 80)
    """
    height, width = picture.shape[:2]
    kept = max(1, round(_share(percent) * height * width))
    mask = np.zeros(height * width, bool)
    mask[np.random.default_rng(seed).permutation(mask.size)[:kept]] = True
    return Subsampled(_filled(picture, mask.reshape(height, width), gaps), kept)


def _filled(picture: Pixels, mask: NDArray[np.bool_], gaps: Gaps) -> Pixels:
    if gaps == "white":
        filled = np.full_like(picture, 255)
        filled[mask] = picture[mask]
        return filled
    from scipy.ndimage import distance_transform_edt

    rows, columns = distance_transform_edt(~mask, return_distances=False, return_indices=True)
    nearest: Pixels = picture[rows, columns]
    return nearest


def _share(percent: int) -> float:
    if not 1 <= percent <= 100:
        raise ValueError(f"1 to 100 % of the pixels can be kept, not {percent} %")
    return percent / 100
