"""Tell paper from ink: the paper's brightness at every place, and which of the two is the darker."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Polarity = Literal["dark on light", "light on dark"]
Grey = NDArray[np.uint8]
Depth = NDArray[np.float32]

COARSE_SIDE = 64
MEDIAN_SIDE = 40
EVEN_SHARE = 0.35


class Marks(NamedTuple):
    """Hold how far each pixel lies from its paper towards the ink, 0 to 1, and what the paper is like."""

    depth: Depth
    polarity: Polarity
    paper_is_even: bool


def marks_on(grey: Grey) -> Marks:
    """Compare a grey picture (H, W) uint8 with its paper.

    A depth of 1 is black on light paper or white on dark paper. Paper that a computer drew has one
    level, which is taken as it is. Any other paper is estimated: its local brightness is a
    morphological closing of the picture, which removes strokes and keeps shadows.

    >>> picture = np.full((40, 40), 200, np.uint8)
    >>> picture[10:30, 18:22] = 50
    >>> marks = marks_on(picture)
    >>> float(marks.depth[20, 20]), float(marks.depth[0, 0]), marks.polarity, marks.paper_is_even
    (0.75, 0.0, 'dark on light', True)
    """
    level = even_level(grey)
    polarity = _polarity(grey, level)
    if polarity == "light on dark":
        grey, level = 255 - grey, None if level is None else 255 - level
    paper = _closed(grey) if level is None else np.float32(level)
    depth = (paper - grey) / np.maximum(paper, np.float32(1))
    return Marks(np.clip(depth, 0.0, 1.0).astype(np.float32), polarity, level is not None)


def even_level(grey: Grey) -> int | None:
    """Return the level of paper that is the same everywhere, or None for paper that varies.

    >>> even_level(np.full((9, 9), 255, np.uint8)), even_level(np.arange(81, dtype=np.uint8).reshape(9, 9))
    (255, None)
    """
    counts = np.bincount(grey.ravel(), minlength=256)
    level = int(counts.argmax())
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    is_even = counts[level] >= EVEN_SHARE * grey.size and np.mean(border == level) >= 0.5
    return level if is_even else None


def _polarity(grey: Grey, level: int | None) -> Polarity:
    if level is None:
        small = _small(grey, MEDIAN_SIDE)
        paper = np.asarray(small.filter(ImageFilter.MedianFilter(MEDIAN_SIDE // 3 | 1)), np.float32)
        # Whatever lies beside the paper shows at the edge of a photo, so the middle counts more.
        offset = (np.asarray(small, np.float32) - paper) * _middle(paper.shape)
    else:
        offset = grey.astype(np.float32) - level
    squares = offset * np.abs(offset)
    return "dark on light" if squares.sum() <= 0 else "light on dark"


def _middle(shape: tuple[int, ...]) -> Depth:
    height, width = (np.sin(np.pi * (np.arange(size) + 0.5) / size) for size in shape)
    return np.outer(height, width).astype(np.float32)


def _closed(grey: Grey) -> Depth:
    height, width = grey.shape
    small = _small(grey, COARSE_SIDE)
    window = max(3, max(small.size) // 4) | 1
    closed = small.filter(ImageFilter.MaxFilter(window)).filter(ImageFilter.MinFilter(window))
    smooth = closed.filter(ImageFilter.GaussianBlur(1))
    return np.asarray(smooth.resize((width, height), Image.Resampling.BILINEAR), np.float32)


def _small(grey: Grey, side: int) -> Image.Image:
    return Image.fromarray(grey).reduce(max(1, max(grey.shape) // side))
