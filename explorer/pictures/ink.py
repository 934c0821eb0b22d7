"""Find the ink in a picture of a drawing: how strongly did the pen mark every place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.paper import Depth, Grey, Polarity, marks_on
from explorer.pictures.specks import keep_writing

# The depth that a mark needs at least, and the share of the picture that such marks need, on even paper and
# on other paper, where grain and light leave faint marks of their own.
LEAST_MARK = {True: (0.06, 0.0002), False: (0.12, 0.001)}
FAINTEST_EDGE = 0.06
SPREAD = 1.4826  # a normal distribution's standard deviation is this many median absolute deviations


@dataclass(frozen=True, eq=False)
class Ink:
    """Hold the ink of a picture: strength (H, W) float32 from 0 (paper) to 1 (full ink), and its facts.

    ``fraction`` is the share of the picture that ink covers, ``empty`` whether there is none.
    """

    strength: NDArray[np.float32]
    polarity: Polarity
    fraction: float
    empty: bool


def find_ink_in(grey: Grey) -> Ink:
    """Separate ink from paper in a grey picture (H, W) uint8, whatever the polarity and the light.

    >>> picture = np.full((40, 40), 230, np.uint8)
    >>> picture[10:30, 18:22] = 30
    >>> ink = find_ink_in(picture)
    >>> ink.polarity, ink.fraction, ink.empty
    ('dark on light', 0.05, False)
    """
    depth, polarity, paper_is_even = marks_on(grey)
    middle, spread = (0.0, 0.0) if paper_is_even else _typical(depth)
    least_depth, least_share = LEAST_MARK[paper_is_even]
    marks = depth[depth > max(least_depth, middle + 5 * spread)]
    if marks.size <= least_share * depth.size:
        return Ink(np.zeros(grey.shape, np.float32), polarity, 0.0, True)
    threshold = otsu(marks)
    full = float(np.percentile(marks[marks >= threshold], 90))
    low = middle + 2 * spread
    strength = np.clip((depth - low) / (full - low), 0.0, 1.0).astype(np.float32)
    # On spotless paper even the faintest edge belongs to its stroke; elsewhere it may be a shadow's.
    clear = FAINTEST_EDGE if paper_is_even else min(0.5, (threshold - low) / (full - low))
    strength = keep_writing(strength, clear=clear, edge_is_doubtful=not paper_is_even)
    return Ink(strength, polarity, float(np.count_nonzero(strength > 0.5) / strength.size), False)


def _typical(depth: Depth) -> tuple[float, float]:
    middle = float(np.median(depth))
    return middle, SPREAD * float(np.median(np.abs(depth - middle)))


def otsu(values: Depth) -> float:
    """Return the threshold that separates values from 0 to 1 into two groups best.

    The values are sorted into 256 bins; the threshold maximises the variance between the two groups
    (Otsu, A threshold selection method from gray-level histograms, 1979). Of equally good thresholds it
    is the middle one; equal values have the threshold just below themselves.

    >>> round(otsu(np.array([0.0, 0.1, 0.8, 0.9], np.float32)), 2)
    0.45
    """
    counts = np.bincount((values * 255).astype(np.uint8).ravel(), minlength=256).astype(np.float64)
    below, total = np.cumsum(counts), counts.sum()
    moment = np.cumsum(counts * np.arange(256))
    products = below * (total - below)
    between = np.where(products > 0, (moment[-1] * below / total - moment) ** 2, -1.0)
    between /= np.maximum(products, 1.0)
    if between.max() <= 0:
        return float(values.min())
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float((best[0] + best[-1]) / 2 + 0.5) / 255
