"""X or not X: pictures compared pixel by pixel, and by features where they belong (third lecture)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic import Array, conv2d
from explorer.lectures.letters import FEATURES, SIDE, Feature

# From here on a picture counts as an X. Every X among the letters has more, everything else less.
ENOUGH = 0.7


@dataclass(frozen=True)
class Match:
    """Where a feature fits best: ``score`` is the mean of the products, 1 for a perfect fit and -1 for none.

    ``quarter`` is where it was looked for; ``row`` and ``column`` are the window's first cell, counted from
    0, of the first such place where several are equal. ``agreeing`` of the nine pixels are as the feature has
    them.
    """

    feature: str
    quarter: str
    score: float
    agreeing: int
    row: int
    column: int


@dataclass(frozen=True)
class Comparison:
    """Two pictures laid on each other: the share of equal pixels, and of ink how much lies on ink.

    ``correlation`` is Pearson's, None where one picture is all paper or all ink.
    """

    equal: float
    equal_count: int
    shared_ink: int
    correlation: float | None


@dataclass(frozen=True)
class Evidence:
    """How well the parts of an X are found where an X has them; ``score`` is the mean of their matches."""

    matches: tuple[Match, ...]
    score: float
    is_x: bool


QUARTERS: Mapping[str, tuple[slice, slice]] = MappingProxyType(
    {
        "top left": (slice(0, 4), slice(0, 4)),
        "top right": (slice(0, 4), slice(4, 8)),
        "bottom left": (slice(4, 8), slice(0, 4)),
        "bottom right": (slice(4, 8), slice(4, 8)),
        "anywhere": (slice(0, 8), slice(0, 8)),
    }
)


def match_map(picture: ArrayLike, feature: Feature) -> Array:
    """Return how well a feature fits at every place: the mean of the nine products, (8, 8) from -1 to 1.

    >>> from explorer.lectures.letters import LETTERS
    >>> float(match_map(LETTERS["x"].picture, FEATURES["falling"])[1, 1])
    1.0
    """
    matches: Array = conv2d([_checked(picture)], feature.kernel[None, None] / feature.kernel.size)[0]
    return matches


def best_match(picture: ArrayLike, feature: Feature, quarter: str = "anywhere") -> Match:
    """Return where a feature fits best, in one quarter of its map or anywhere.

    >>> from explorer.lectures.letters import LETTERS
    >>> best_match(LETTERS["x"].picture, FEATURES["crossing"]).agreeing
    7
    """
    rows, columns = QUARTERS[quarter]
    sums = np.rint(match_map(picture, feature) * feature.kernel.size)[rows, columns]
    row, column = np.unravel_index(sums.argmax(), sums.shape)
    most = int(sums[row, column])
    return Match(
        feature.name,
        quarter,
        most / feature.kernel.size,
        (feature.kernel.size + most) // 2,
        int(row) + rows.start,
        int(column) + columns.start,
    )


def compare_pixels(picture: ArrayLike, model: ArrayLike) -> Comparison:
    """Compare two pictures pixel by pixel.

    >>> from explorer.lectures.letters import LETTERS
    >>> compare_pixels(LETTERS["blank"].picture, LETTERS["x"].picture).equal_count
    86
    """
    one, other = _checked(picture), _checked(model)
    equal = int((one == other).sum())
    flat = np.ptp(one) == 0 or np.ptp(other) == 0
    correlation = None if flat else float(np.corrcoef(one.ravel(), other.ravel())[0, 1])
    return Comparison(equal / one.size, equal, int(((one == 1) & (other == 1)).sum()), correlation)


def feature_evidence(picture: ArrayLike) -> Evidence:
    """Look for the five parts of an X: a stroke in each quarter that slants to the middle, and a crossing.

    The best match in a quarter is max pooling: where in the quarter it lies does not matter, which is why an
    X that was moved a little is still one. Taken anywhere instead, the same features fit an O as well.

    >>> from explorer.lectures.letters import LETTERS
    >>> evidence = feature_evidence(LETTERS["x"].picture)
    >>> [match.score for match in evidence.matches[:4]], round(evidence.score, 3), evidence.is_x
    ([1.0, 1.0, 1.0, 1.0], 0.911, True)
    """
    checked = _checked(picture)
    matches = tuple(
        best_match(checked, feature, quarter) for feature in FEATURES.values() for quarter in feature.quarters
    )
    score = sum(match.score for match in matches) / len(matches)
    return Evidence(matches, score, score >= ENOUGH)


def _checked(picture: ArrayLike) -> Array:
    grid = np.asarray(picture, np.float32)
    if grid.shape != (SIDE, SIDE) or not np.isin(grid, (-1, 1)).all():
        raise ValueError(f"a picture here is {SIDE}x{SIDE} pixels of -1 and 1, not of shape {grid.shape}")
    return grid
