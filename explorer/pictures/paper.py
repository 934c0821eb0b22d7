"""Tell paper from ink: the paper's brightness at every place, and which of the two is the darker."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from explorer.pictures.windows import window_maximum, window_minimum

Polarity = Literal["dark on light", "light on dark"]
Grey = NDArray[np.uint8]
Depth = NDArray[np.float32]

COARSE_SIDE = 64
MEDIAN_SIDE = 40
EVEN_SHARE = 0.35


class Marks(NamedTuple):
    """Hold how far each pixel lies from its paper towards the ink, and what the paper is like.

    The depth is 0 for paper, 1 for black on light paper or white on dark paper, and negative for grain that
    differs from the paper the other way.
    """

    depth: Depth
    polarity: Polarity
    paper_is_even: bool


def marks_on(grey: Grey) -> Marks:
    """Compare a grey picture (H, W) uint8 with its paper.

    Paper that a computer drew has one level, which is taken as it is. Any other paper is estimated: its
    local brightness is a morphological closing of the picture, which removes strokes and keeps shadows.

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
    return Marks(depth.astype(np.float32), polarity, level is not None)


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
    small = np.asarray(_small(grey, COARSE_SIDE), np.float32)
    radius = max(1, max(small.shape) // 8)
    closed = window_minimum(window_maximum(_continued(small, 2 * radius + 1), radius), radius)
    # Enlarging blurs: at the edge of a shadow the darker side must win, or the edge would look like a line.
    darker = Image.fromarray(np.ascontiguousarray(window_minimum(closed, 1)))
    return np.asarray(darker.resize((width, height), Image.Resampling.BILINEAR))


def _continued(small: Depth, margin: int) -> Depth:
    """Return a picture with a margin in which light goes on changing as it does at the edge.

    A margin of the edge's own brightness would make the darkest corner of slanting light look like ink.
    """
    return np.clip(np.pad(small, margin, mode="reflect", reflect_type="odd"), 0, 255)


def _small(grey: Grey, side: int) -> Image.Image:
    return Image.fromarray(grey).reduce(max(1, max(grey.shape) // side))
