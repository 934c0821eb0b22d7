"""Draw MNIST digits again as a learner would draw them: a white canvas, dark ink, any place, any pen."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.thinning import thin

FINE = 6
THINNEST_PEN, THICKEST_PEN = 0.03, 0.17
LEAST_PEN = 0.6 * FINE
NEIGHBOURHOOD = 5
LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 0.2, 0.8


def redraw(digit28: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Redraw a digit (28, 28), light on black, as a learner would draw it: (S, S, 3) uint8, dark on white.

    The digit is uint8, or float from 0 to 1. The canvas has a side S of 280 to 600 pixels. The digit
    stands at a random place, is rotated by up to 15 degrees, and is then 25 to 90 % of the canvas high, or
    less where it would be wider than 96 %. Its pen is about 4 to 17 % of the digit's longer side wide: the
    shape's contour is moved in or out by as much, and a line along its skeleton keeps thin strokes whole.
    The same state of the generator gives the same picture. Raises ValueError for a digit of another shape
    or without ink.

    >>> digit = np.zeros((28, 28), np.uint8)
    >>> digit[4:24, 13:16] = 255
    >>> drawing = redraw(digit, np.random.default_rng(0))
    >>> drawing.shape, drawing[0, 0].tolist(), bool(drawing.min() <= 60)
    ((553, 553, 3), [255, 255, 255], True)
    """
    if digit28.shape != (28, 28) or not digit28.any():
        raise ValueError(f"a digit to redraw has shape 28x28 and some ink, not {digit28.shape}")
    side = int(rng.integers(280, 601))
    share = float(rng.uniform(0.25, 0.90))
    angle = float(rng.uniform(-15.0, 15.0))
    pen_share = float(np.exp(rng.uniform(np.log(THINNEST_PEN), np.log(THICKEST_PEN))))
    darkness = rng.integers(0, 61, size=3)
    across, down = rng.uniform(size=2)

    margin = _contour(digit28, pen_share)
    strength = _laid(margin, side=side, share=share, angle=angle, across=float(across), down=float(down))
    ink = Image.new("RGB", (side, side), tuple(darkness.tolist()))
    paper = Image.new("RGB", (side, side), "white")
    return np.asarray(Image.composite(ink, paper, Image.fromarray(strength)))


def _contour(digit28: NDArray[np.uint8], pen_share: float) -> NDArray[np.float32]:
    """Return the signed distance to the redrawn pen's edge, positive inside, in fine pixels."""
    from scipy.ndimage import distance_transform_edt, gaussian_filter

    shape = _shape(digit28)
    rows, columns = np.flatnonzero(shape.any(axis=1)), np.flatnonzero(shape.any(axis=0))
    extent = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    shape = np.pad(shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], extent // 5)
    inside, outside = distance_transform_edt(shape), distance_transform_edt(~shape)
    # Thinning removes a square of four cells altogether.
    lines = thin(shape)
    skeleton = lines if lines.any() else shape
    natural = 2 * float(np.median(inside[skeleton]))
    pen = max(pen_share * extent, LEAST_PEN)
    offset = inside - outside + (pen - natural) / 2
    traced = pen / 2 - distance_transform_edt(~skeleton)
    return np.asarray(gaussian_filter(np.maximum(offset, traced), FINE * 0.25), np.float32)


def _shape(digit28: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return the digit's shape, FINE times as large.

    The threshold is half way between the lightest and the darkest of the neighbourhood, so that a faint
    stroke stays one line and a narrow gap stays open.
    """
    from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter

    grey = digit28.astype(np.float32) / np.float32(digit28.max())
    halfway = (maximum_filter(grey, NEIGHBOURHOOD) + minimum_filter(grey, NEIGHBOURHOOD)) / 2
    threshold = np.clip(halfway, LOWEST_THRESHOLD, HIGHEST_THRESHOLD).astype(np.float32)
    return np.asarray(gaussian_filter(_enlarged(grey), FINE * 0.35) > _enlarged(threshold))


def _enlarged(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    size = (grey.shape[1] * FINE, grey.shape[0] * FINE)
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BICUBIC))


def _laid(
    margin: NDArray[np.float32], *, side: int, share: float, angle: float, across: float, down: float
) -> NDArray[np.uint8]:
    image = Image.fromarray(margin)
    turned = image.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=float(margin.min()))
    field = np.asarray(turned)
    rows, columns = np.flatnonzero((field > 0).any(axis=1)), np.flatnonzero((field > 0).any(axis=0))
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    scale = min(share * side / height, 0.96 * side / width)
    size = (round(field.shape[1] * scale), round(field.shape[0] * scale))
    distance = np.asarray(turned.resize(size, Image.Resampling.BICUBIC)) * scale
    strength = (np.clip(distance + 0.5, 0.0, 1.0) * 255).astype(np.uint8)
    rows, columns = np.flatnonzero((strength > 0).any(axis=1)), np.flatnonzero((strength > 0).any(axis=0))
    digit = strength[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    canvas = np.zeros((side, side), np.uint8)
    top, left = round(down * (side - digit.shape[0])), round(across * (side - digit.shape[1]))
    canvas[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return canvas
