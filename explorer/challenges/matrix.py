"""Challenges for convolution as a matrix and for kernels in a row."""

from __future__ import annotations

import numpy as np

from explorer.arithmetic import Array, ConvolutionMatrix
from explorer.arithmetic.options import times
from explorer.challenges.challenge import Challenge, Part
from explorer.prediction.task import counted

# A row of Pascal's triangle times itself: the blur that two smaller ones make.
BINOMIAL = np.outer((1, 4, 6, 4, 1), (1, 4, 6, 4, 1)) / 256
CLOSE = 1e-4


def each_once(matrix: ConvolutionMatrix) -> tuple[Part, ...]:
    """Check that every column of a W with more than one row holds exactly one weight.

    >>> from explorer.arithmetic import convolution_matrix
    >>> [part.met for part in each_once(convolution_matrix([[[[1, 2]]]], (1, 1, 4), stride=2))]
    [True, True, True]
    """
    uses = np.bincount(matrix.columns, minlength=matrix.shape[1])
    unread, several = int((uses == 0).sum()), int((uses > 1).sum())
    rows = matrix.shape[0]
    return (
        Part(
            "W has more than one row, and more columns than rows.", 1 < rows < matrix.shape[1], _shape(matrix)
        ),
        Part("No column is empty.", not unread, f"{counted(unread, 'column')} {_are(unread)}"),
        Part(
            "No column holds more than one weight.",
            not several,
            f"{counted(several, 'column')} {'does' if several == 1 else 'do'}",
        ),
    )


def blur_twice(composed: Array) -> tuple[Part, ...]:
    """Check that two kernels in a row are the 5x5 blur of Pascal's triangle.

    >>> from explorer.arithmetic import KERNELS, compose
    >>> small = KERNELS["gaussian_blur_3"].weights
    >>> [part.met for part in blur_twice(compose(small, small))]
    [True, True]
    """
    weights = np.asarray(composed, np.float64)
    fits = weights.shape == BINOMIAL.shape
    off = float(np.abs(weights - BINOMIAL).max()) if fits else np.inf
    sum_now = float(weights.sum())
    return (
        Part(
            "The weights of the one kernel sum to 1, so that a flat picture keeps its brightness.",
            abs(sum_now - 1) < CLOSE,
            f"they sum to {sum_now:.4g}".replace("-", "−"),
        ),
        Part(
            "Every weight is that of the blur 1 4 6 4 1.",
            off < CLOSE,
            "all are"
            if off < CLOSE
            else f"the largest difference is {off:.4g}"
            if fits
            else times(weights.shape),
        ),
    )


def _shape(matrix: ConvolutionMatrix) -> str:
    return f"it is {times(matrix.shape)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


EACH_ONCE: Challenge[ConvolutionMatrix] = Challenge(
    "each_once",
    "Each input once",
    "Choose numbers and settings so that every column of W holds exactly one weight: no input is read twice, "
    "none is left out.",
    "How far must a window move so that it does not meet the one before?",
    each_once,
)
BLUR_TWICE: Challenge[Array] = Challenge(
    "blur_twice",
    "A blur of a blur",
    "Find two kernels whose product is the 5x5 blur with the column 1 4 6 4 1 over 16 and the same row.",
    "1 4 6 4 1 is a row of Pascal's triangle; which smaller row, multiplied by itself, gives it?",
    blur_twice,
)
