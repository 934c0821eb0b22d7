"""Challenges on matrices and kernels in a row: what solves them, what does not, and what they say."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.arithmetic import KERNELS, compose, convolution_matrix
from explorer.challenges.matrix import BINOMIAL, BLUR_TWICE, EACH_ONCE

FIVE_BY_FIVE = KERNELS["gaussian_blur_5"].weights


@pytest.mark.parametrize(
    ("side", "kernel", "stride", "dilation"), [(6, 3, 3, 1), (6, 2, 2, 1), (4, 2, 2, 1), (8, 4, 4, 1)]
)
def test_windows_that_lie_side_by_side_read_every_input_once(
    side: int, kernel: int, stride: int, dilation: int
) -> None:
    filters = np.ones((1, 1, kernel, kernel))
    matrix = convolution_matrix(filters, (1, side, side), stride=stride, dilation=dilation)
    assert EACH_ONCE.is_met(matrix)


@pytest.mark.parametrize(
    ("side", "kernel", "stride", "missed"),
    [(6, 3, 1, 2), (6, 1, 1, 0), (5, 5, 1, 0), (5, 2, 2, 1), (6, 1, 2, 1)],
)
def test_other_windows_miss_one_condition(side: int, kernel: int, stride: int, missed: int) -> None:
    matrix = convolution_matrix(np.ones((1, 1, kernel, kernel)), (1, side, side), stride=stride)
    assert [part.met for part in EACH_ONCE.parts(matrix)].index(False) == missed


def test_the_standing_counts_columns() -> None:
    parts = EACH_ONCE.parts(convolution_matrix(np.ones((1, 1, 3, 3)), (1, 6, 6)))
    assert [part.now for part in parts] == ["it is 16x36", "0 columns are", "32 columns do"]


def test_a_blur_of_a_blur_is_pascals() -> None:
    small = KERNELS["gaussian_blur_3"].weights
    assert BLUR_TWICE.is_met(compose(small, small))
    np.testing.assert_allclose(BINOMIAL, FIVE_BY_FIVE, atol=1e-7)
    pairs = [
        (one.name, other.name)
        for one in KERNELS.values()
        for other in KERNELS.values()
        if one.weights.shape == other.weights.shape == (3, 3)
        and BLUR_TWICE.is_met(compose(one.weights, other.weights))
    ]
    assert pairs == [("gaussian_blur_3", "gaussian_blur_3")]


def test_what_is_no_blur_is_told_how_far_off_it_is() -> None:
    edges = compose(KERNELS["sobel_x"].weights, KERNELS["sobel_x"].weights)
    parts = BLUR_TWICE.parts(edges)
    assert [part.met for part in parts] == [False, False]
    assert parts[0].now == "they sum to 0"
    box = KERNELS["box_blur_3"].weights
    assert [part.met for part in BLUR_TWICE.parts(compose(box, box))] == [True, False]
