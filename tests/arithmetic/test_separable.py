"""Separation against the kernels of the registry, composition against two convolutions in a row."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from explorer.arithmetic import KERNELS, conv2d
from explorer.arithmetic.options import Array
from explorer.arithmetic.separable import compose, separate


def random(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)


@pytest.mark.parametrize("name", KERNELS)
def test_what_splits_exactly_does_in_two_passes_what_the_kernel_does_in_one(name: str) -> None:
    weights = KERNELS[name].weights
    split = separate(weights)
    assert split.rank == np.linalg.matrix_rank(
        weights.astype(np.float64), tol=1e-6 * np.linalg.norm(weights, 2)
    )
    np.testing.assert_allclose(np.linalg.norm(split.singular_values), np.linalg.norm(weights), rtol=1e-5)
    assert split.separable == (split.error == 0)
    if split.separable:
        np.testing.assert_allclose(split.product, weights, rtol=0, atol=1e-5 * np.abs(weights).max())
        image = random(1, 1, 12, 12)
        rows = conv2d(image, split.row[None, None, None])
        both = conv2d(rows, split.column[None, None, :, None])
        once = conv2d(image, weights[None, None])
        np.testing.assert_allclose(both, once, rtol=0, atol=1e-4 * np.abs(weights).sum())


@pytest.mark.parametrize(
    ("name", "column", "row"),
    [
        ("lecture_vertical", [1, 1, 1], [1, 0, -1]),
        ("lecture_horizontal", [1, 0, -1], [1, 1, 1]),
        ("lecture_sobel", [1, 2, 1], [1, 0, -1]),
        ("lecture_scharr", [3, 10, 3], [1, 0, -1]),
        ("lecture_line_top", [-1, 1, 0], [1, 1, 1]),
    ],
)
def test_the_lectures_kernels_split_into_the_whole_numbers_that_they_are_made_of(
    name: str, column: list[int], row: list[int]
) -> None:
    split = separate(KERNELS[name].weights)
    np.testing.assert_array_equal(split.product, KERNELS[name].weights)
    signs = {(tuple(column), tuple(row)), (tuple(-w for w in column), tuple(-w for w in row))}
    assert (tuple(split.column.tolist()), tuple(split.row.tolist())) in signs


@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 99))
def test_the_nearest_pair_is_the_first_of_the_decomposition(height: int, width: int, seed: int) -> None:
    kernel = random(seed, height, width)
    split = separate(kernel)
    rest = kernel - split.product
    assert split.error == pytest.approx(np.linalg.norm(rest) / np.linalg.norm(kernel), abs=1e-5)
    assert split.worst == pytest.approx(np.abs(rest).max(), abs=1e-5)
    assert split.macs == (height * width, height + width)
    assert split.rank == min(height, width)


def test_a_kernel_of_zeros_and_the_quiz_kernel() -> None:
    nothing = separate(np.zeros((3, 3)))
    assert (nothing.rank, nothing.error, nothing.separable) == (0, 0.0, True)
    quiz = separate(KERNELS["lecture_quiz"].weights)
    assert quiz.rank == 2 and not quiz.separable and quiz.worst > 0


@settings(max_examples=80, deadline=None)
@given(
    first=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    second=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 2)),
    dilation=st.tuples(st.integers(1, 2), st.integers(1, 3)),
    then=st.integers(1, 2),
    seed=st.integers(0, 99),
)
def test_composed_kernels_do_what_two_do(
    first: tuple[int, int],
    second: tuple[int, int],
    stride: tuple[int, int],
    dilation: tuple[int, int],
    then: int,
    seed: int,
) -> None:
    image, one, other = random(seed, 1, 24, 24), random(seed + 1, *first), random(seed + 2, *second)
    between = conv2d(image, one[None, None], stride=stride)
    twice = conv2d(between, other[None, None], dilation=dilation, stride=then)
    kernel = compose(one, other, stride=stride, dilation=dilation)
    once = conv2d(image, kernel[None, None], stride=(stride[0] * then, stride[1] * then))
    np.testing.assert_allclose(once[:, : twice.shape[1], : twice.shape[2]], twice, rtol=0, atol=1e-4)
    assert once.shape == twice.shape


def test_is_the_full_convolution_of_scipy_and_not_its_correlation() -> None:
    one, other = random(1, 3, 3), random(2, 3, 2)
    composed = compose(one, other)
    np.testing.assert_allclose(composed, signal.convolve2d(one, other), rtol=0, atol=1e-5)
    assert np.abs(composed - signal.correlate2d(one, other)).max() > 0.1


def test_kernels_must_be_grids() -> None:
    with pytest.raises(ValueError, match=r"a grid of finite numbers, not of shape \(2,\)"):
        separate([1, 2])
    with pytest.raises(ValueError, match="a grid of finite numbers"):
        compose([[np.inf]], [[1]])
