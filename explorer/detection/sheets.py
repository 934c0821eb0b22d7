"""Sheets of paper with several digits: the learner's own, or made of real handwriting by a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.detection.suppression import overlap
from explorer.pictures.samples import DIGITS_COUNT, digit_label, sample_digit

SHEET = (100, 280)
"""Height and width of a sheet in pixels, and in the units of the drawing canvas."""

HEIGHTS = (24, 72)
GAPS = (8, 24)
MOST_DIGITS = 6
MARGIN = 4
FAINTEST = 0.1
RIGHT_OVERLAP = 0.5

Array = NDArray[np.float32]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Written:
    """One digit on a sheet: what its writer meant, and the box around its ink (top, left, bottom, right)."""

    digit: int
    box: Box


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet: its ink (100, 280) from 0 to 1, and what is written on it."""

    ink: Array
    written: tuple[Written, ...]


def ink_of(picture: NDArray[np.uint8]) -> Array:
    """Return the ink, 0 to 1, of a drawing (H, W): dark strokes on spotless white paper.

    >>> ink_of(np.array([[255, 0]], np.uint8)).tolist()
    [[0.0, 1.0]]
    """
    return (1 - picture / np.float32(255)).astype(np.float32)


def example_sheet(seed: int) -> Sheet:
    """Return a sheet with 3 to 6 handwritten digits in a row, each of a size and at a height of its own.

    The digits are scikit-learn's (`explorer.pictures.samples`), 24 to 72 pixels along their longer side.

    >>> [written.digit for written in example_sheet(1).written] == [w.digit for w in example_sheet(1).written]
    True
    """
    random = np.random.default_rng(seed)
    height, width = SHEET
    ink = np.zeros(SHEET, np.float32)
    written: list[Written] = []
    left = int(random.integers(MARGIN, GAPS[1]))
    for _ in range(int(random.integers(3, MOST_DIGITS + 1))):
        index = int(random.integers(DIGITS_COUNT))
        digit = _digit(index, longer=int(random.integers(HEIGHTS[0], HEIGHTS[1] + 1)))
        high, wide = digit.shape
        if left + wide > width - MARGIN:
            break
        top = int(random.integers(MARGIN, height - high - MARGIN + 1))
        ink[top : top + high, left : left + wide] = digit
        written.append(Written(digit_label(index), (top, left, top + high, left + wide)))
        left += wide + int(random.integers(*GAPS))
    return Sheet(ink, tuple(written))


def right_boxes(boxes: Sequence[tuple[int, Box]], written: Sequence[Written]) -> int:
    """Return how many written digits were found: a box of that digit that overlaps its own by half or more.

    Each box counts for one digit at most (the rule of PASCAL VOC, Everingham et al. 2010).

    >>> right_boxes([(3, (0, 0, 10, 10)), (3, (0, 0, 10, 9))], [Written(3, (0, 0, 10, 10))])
    1
    """
    free, right = list(boxes), 0
    for one in written:
        for place, (digit, box) in enumerate(free):
            shared = overlap(np.array(one.box, np.float64), np.array([box], np.float64))[0]
            if digit == one.digit and shared >= RIGHT_OVERLAP:
                right += 1
                del free[place]
                break
    return right


def _digit(index: int, *, longer: int) -> Array:
    """Return the ink of a sample digit, cut out and resized so that its longer side has so many pixels."""
    ink = ink_of(np.asarray(sample_digit(index)))
    inked = ink > FAINTEST
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = (max(1, round(side * longer / max(ink.shape))) for side in ink.shape)
    image = Image.fromarray(ink).resize((wide, high), Image.Resampling.HAMMING)
    return np.clip(np.asarray(image, np.float32), 0.0, 1.0)
