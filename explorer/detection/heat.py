"""What the sliding filter answered, as one map as large as the sheet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.detection.searching import Level
from explorer.pictures.digits import PREPARED_SIZE

Array = NDArray[np.float32]


def heat_map(levels: tuple[Level, ...], size: tuple[int, int], *, digit: int | None = None) -> Array:
    """Return the probability of a digit, or of the best digit, around every pixel of a sheet (H, W).

    A pixel shows the window whose middle is nearest to it, so that each block is one place of the filter; of
    several levels it shows the highest answer.

    >>> level = Level(1.0, np.zeros((32, 32), np.float32), np.full((10, 2, 2), 0.1, np.float32), 4, 14)
    >>> heat_map((level,), (4, 4), digit=3).shape
    (4, 4)
    """
    warmest = np.zeros(size, np.float32)
    for level in levels:
        np.maximum(warmest, _spread(level, size, digit), out=warmest)
    return warmest


def _spread(level: Level, size: tuple[int, int], digit: int | None) -> Array:
    answers = level.probabilities.max(axis=0) if digit is None else level.probabilities[digit]
    rows, columns = (
        _nearest(level, length, count) for length, count in zip(size, answers.shape, strict=True)
    )
    spread: Array = answers[np.ix_(rows, columns)]
    return spread


def _nearest(level: Level, length: int, count: int) -> NDArray[np.int64]:
    """Return which place along an axis has its window's middle nearest to each pixel of the sheet."""
    here = (np.arange(length) + 0.5) * level.scale + level.margin
    return np.clip(np.rint((here - PREPARED_SIZE / 2) / level.stride), 0, count - 1).astype(np.int64)
