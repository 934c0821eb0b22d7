"""Find the ink in a picture of a drawing: which side is paper, where is the pen, how strongly did it mark."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from explorer.pictures.specks import drop_specks

Polarity = Literal["dark on light", "light on dark"]
Grey = NDArray[np.uint8]
Strength = NDArray[np.float32]

LEAST_CONTRAST = 0.06
EVEN_TOLERANCE = 8


@dataclass(frozen=True, eq=False)
class Ink:
    """Hold the ink of a picture: strength (H, W) float32 from 0 (paper) to 1 (full ink), and its facts."""

    strength: Strength
    polarity: Polarity
    fraction: float
    empty: bool


def find_ink_in(grey: Grey) -> Ink:
    """Separate ink from paper in a grey picture (H, W), whatever the polarity and the light.

    >>> picture = np.full((40, 40), 230, np.uint8)
    >>> picture[10:30, 18:22] = 30
    >>> ink = find_ink_in(picture)
    >>> ink.polarity, ink.fraction, ink.empty
    ('dark on light', 0.05, False)
    """
    polarity = _polarity(grey)
    dark = grey if polarity == "dark on light" else 255 - grey
    depth = _depth(dark)
    threshold = otsu(depth)
    if threshold is None:
        return _no_ink(grey, polarity)
    above = depth > threshold
    marked, paper = depth[above], depth[~above]
    noise = float(np.percentile(np.abs(paper - np.median(paper)), 90)) if paper.size else 0.0
    if marked.size == 0 or float(np.median(marked)) < max(LEAST_CONTRAST, 4 * noise):
        return _no_ink(grey, polarity)
    low = min(2.0 * noise, threshold)
    high = float(np.percentile(marked, 90))
    strength = np.clip((depth - low) / (high - low), 0.0, 1.0).astype(np.float32)
    strength = drop_specks(strength)
    return Ink(strength, polarity, float(np.mean(strength > 0.5)), False)


def otsu(depth: Strength) -> float | None:
    """Return the threshold that separates two groups of values best, or None if all values are equal.

    Values lie from 0 to 1 and are sorted into 256 bins; the threshold maximises the variance between
    the two groups (Otsu 1979).

    >>> round(otsu(np.array([0.0, 0.1, 0.8, 0.9], np.float32)), 2)
    0.45
    """
    counts = np.bincount((depth * 255).astype(np.uint8).ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256)
    below, total = np.cumsum(counts), counts.sum()
    moment = np.cumsum(counts * levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (moment[-1] * below / total - moment) ** 2 / (below * (total - below))
    between[~np.isfinite(between)] = -1.0
    best = between.max()
    if best <= 0:
        return None
    plateau = np.flatnonzero(between >= best * (1 - 1e-9))
    return float((plateau[0] + plateau[-1]) / 2 + 0.5) / 255


def _no_ink(grey: Grey, polarity: Polarity) -> Ink:
    return Ink(np.zeros(grey.shape, np.float32), polarity, 0.0, True)


def _polarity(grey: Grey) -> Polarity:
    ring = _border(grey)
    paper = float(np.median(ring))
    lightest, darkest = float(grey.max()), float(grey.min())
    return "dark on light" if paper - darkest >= lightest - paper else "light on dark"


def _border(grey: Grey) -> Grey:
    height, width = grey.shape
    ring = max(1, min(height, width) // 32)
    sides = (grey[:ring], grey[-ring:], grey[:, :ring], grey[:, -ring:])
    return np.concatenate([side.ravel() for side in sides])


def _depth(dark: Grey) -> Strength:
    paper = float(np.median(_border(dark)))
    lighter_half = dark[dark > (paper + float(dark.min())) / 2]
    even = np.mean(np.abs(lighter_half - np.float32(paper)) <= EVEN_TOLERANCE) > 0.8
    background = np.float32(paper) if even else _uneven_paper(dark)
    return np.clip((background - dark) / np.maximum(background, 1.0), 0.0, 1.0).astype(np.float32)


def _uneven_paper(dark: Grey) -> Strength:
    height, width = dark.shape
    factor = max(1, max(height, width) // 64)
    small = Image.fromarray(dark).reduce(factor)
    window = max(3, max(small.size) // 4) | 1
    closed = small.filter(ImageFilter.MaxFilter(window)).filter(ImageFilter.MinFilter(window))
    smooth = closed.filter(ImageFilter.GaussianBlur(window / 4))
    return np.asarray(smooth.resize((width, height), Image.Resampling.BILINEAR), np.float32)
