"""Challenges for pixels: what a window shows, and how few pixels a digit needs."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.options import times
from explorer.challenges.challenge import Challenge, Part
from explorer.prediction.task import counted

LEAST_SIDE, FEWEST_PIXELS = 6, 100


class Reading(NamedTuple):
    """What a network said of what is left of a picture: percent kept, pixels kept, the digit, any doubt."""

    percent: int
    kept: int
    digit: int
    in_doubt: bool


def cool(window: NDArray[np.uint8]) -> tuple[Part, ...]:
    """Check for a window (3, height, width) that is more blue than green and more green than red everywhere.

    >>> [part.met for part in cool(np.full((3, 8, 8), np.uint8([[[40]], [[120]], [[200]]])))]
    [True, True, True]
    """
    red, green, blue = window.astype(np.int16)
    size = window.shape[1:]
    return (
        Part(
            f"The window is {LEAST_SIDE}x{LEAST_SIDE} or larger.",
            min(size) >= LEAST_SIDE,
            f"it is {times(size)}",
        ),
        _everywhere("Every pixel is more blue than green.", blue > green),
        _everywhere("Every pixel is more green than red.", green > red),
    )


def few(readings: tuple[Reading, ...]) -> tuple[Part, ...]:
    """Check that fewer than 100 pixels are kept at the lowest level and that every level reads the same.

    >>> [part.met for part in few((Reading(10, 81, 3, False), Reading(100, 784, 3, False)))]
    [True, True, True]
    """
    lowest, whole = readings[0], readings[-1]
    others = [reading.percent for reading in readings if reading.digit != whole.digit]
    doubtful = [reading.percent for reading in readings if reading.in_doubt]
    return (
        Part(
            f"At {lowest.percent} %, fewer than {FEWEST_PIXELS} pixels are kept.",
            lowest.kept < FEWEST_PIXELS,
            f"{lowest.kept:,} are",
        ),
        Part(
            "The answer is the same at every level.",
            not others,
            f"{whole.digit} at all of them" if not others else f"it differs at {percents(others)}",
        ),
        Part(
            "No answer is in doubt.",
            not doubtful,
            "none is" if not doubtful else f"in doubt at {percents(doubtful)}",
        ),
    )


def backwards(readings: tuple[Reading, ...]) -> tuple[Part, ...]:
    """Check that a level reads what the whole picture reads without doubt, and a higher one something else.

    >>> low, middle, whole = Reading(10, 9, 7, True), Reading(50, 45, 3, True), Reading(100, 90, 7, False)
    >>> [part.met for part in backwards((low, middle, whole))]
    [True, True, True]
    """
    whole = readings[-1]
    agree = [reading.percent for reading in readings[:-1] if reading.digit == whole.digit]
    differ = [reading.percent for reading in readings[:-1] if reading.digit != whole.digit]
    least = agree[0] if agree else 100
    above = [percent for percent in differ if percent > least]
    return (
        Part(
            "The whole picture is read without doubt.",
            not whole.in_doubt,
            f"{whole.digit}, in doubt" if whole.in_doubt else f"as {whole.digit}",
        ),
        Part(
            f"Some level below 100 % reads {whole.digit}, as the whole picture does.",
            bool(agree),
            f"{percents(agree)} {'does' if len(agree) == 1 else 'do'}" if agree else "none does",
        ),
        Part(
            "A level above that one reads something else.",
            bool(above),
            f"{percents(above)} {'does' if len(above) == 1 else 'do'}" if above else "none does",
        ),
    )


def percents(levels: list[int]) -> str:
    """Write levels in words.

    >>> percents([10]), percents([10, 20, 50])
    ('10 %', '10, 20 and 50 %')
    """
    *head, last = map(str, levels)
    return f"{', '.join(head)} and {last} %" if head else f"{last} %"


def _everywhere(asked: str, holds: NDArray[np.bool_]) -> Part:
    missed = int((~holds).sum())
    now = "all are" if not missed else f"{counted(missed, 'pixel')} of {holds.size} {_are(missed)} not"
    return Part(asked, not missed, now)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


COOL: Challenge[NDArray[np.uint8]] = Challenge(
    "cool",
    "Cool all over",
    "Find a picture, and a place in it, where every pixel is more blue than green and more green than red.",
    "White, grey and black have as much of each. What in the world has more blue, even where it looks dark?",
    cool,
)
FEW: Challenge[tuple[Reading, ...]] = Challenge(
    "few",
    "Few are enough",
    f"Find a digit that is read alike at every level, with fewer than {FEWEST_PIXELS} pixels at the lowest.",
    "A share of a small picture is few pixels. Which keeps a shape better: rows and columns, or chance?",
    few,
)
BACKWARDS: Challenge[tuple[Reading, ...]] = Challenge(
    "backwards",
    "More pixels, less right",
    "Find a digit that is read as the whole picture is at one level, and as something else at a higher one.",
    "Chance can do that: leave the gaps white, and try other seeds.",
    backwards,
)
