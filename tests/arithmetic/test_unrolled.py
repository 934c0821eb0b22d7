"""Unrolled windows against torch's unfold, the matrix against conv2d, use against a count by hand."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.arithmetic import unrolled
from explorer.arithmetic.convolution import conv2d
from explorer.arithmetic.options import Array
from explorer.arithmetic.padding import PADDING_MODES
from explorer.arithmetic.sizes import unread
from explorer.arithmetic.unrolled import convolution_matrix, unroll_windows, use_counts, window_sources

OPTIONS: list[dict[str, Any]] = [
    {},
    {"stride": 2},
    {"padding": 1},
    {"stride": (1, 2), "padding": ((0, 1), (2, 0)), "dilation": (2, 1)},
    {"padding": "same", "stride": 2},
    *({"padding": 2, "padding_mode": mode} for mode in PADDING_MODES),
]


def random(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize(("filters", "groups"), [((2, 3, 3, 3), 1), ((6, 1, 2, 3), 3), ((1, 3, 1, 1), 1)])
def test_the_matrix_and_the_unrolled_windows_do_what_conv2d_does(
    filters: tuple[int, int, int, int], groups: int, options: dict[str, Any]
) -> None:
    image, weights = random(1, 3, 7, 6), random(2, *filters)
    expected = conv2d(image, weights, groups=groups, **options)
    matrix = convolution_matrix(weights, (3, 7, 6), groups=groups, **options)
    dense = matrix.dense
    assert dense.shape == matrix.shape == (expected.size, image.size)
    np.testing.assert_allclose(dense @ image.ravel(), expected.ravel(), rtol=0, atol=1e-5)
    np.testing.assert_array_equal(matrix.values, weights.ravel()[matrix.weights])
    np.testing.assert_allclose(matrix.row(expected.size - 1), dense[-1], rtol=0, atol=1e-6)
    if groups == 1:
        columns = unroll_windows(image, filters[2:], **options)
        product = weights.reshape(len(weights), -1) @ columns
        np.testing.assert_allclose(product, expected.reshape(len(weights), -1), rtol=0, atol=1e-5)


def test_every_weight_is_shared_by_every_place() -> None:
    matrix = convolution_matrix(random(1, 2, 1, 3, 3), (1, 6, 6))
    assert np.bincount(matrix.weights).tolist() == [16] * 18


@settings(max_examples=60, deadline=None)
@given(
    size=st.tuples(st.integers(3, 9), st.integers(3, 9)),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
)
def test_unrolled_windows_equal_torch(
    size: tuple[int, int], kernel: tuple[int, int], stride: tuple[int, int], padding: tuple[int, int]
) -> None:
    image = random(5, 2, *size)
    expected = F.unfold(torch.from_numpy(image)[None], kernel, 1, padding, stride)[0].numpy()
    np.testing.assert_array_equal(unroll_windows(image, kernel, stride=stride, padding=padding), expected)
    counts = use_counts(size, kernel, stride=stride, padding=padding)
    ones = torch.ones(1, kernel[0] * kernel[1], expected.shape[1])
    np.testing.assert_array_equal(counts, F.fold(ones, size, kernel, 1, padding, stride)[0, 0].numpy())
    rows = unread(size[0], kernel[0], stride=stride[0], padding=padding[0])
    columns = unread(size[1], kernel[1], stride=stride[1], padding=padding[1])
    expected_unread = np.zeros(size, bool)
    expected_unread[list(rows)], expected_unread[:, list(columns)] = True, True
    np.testing.assert_array_equal(counts == 0, expected_unread)


def test_corners_are_used_once_and_the_centre_nine_times() -> None:
    counts = use_counts((5, 5), 3)
    assert (counts[0, 0], counts[0, 4], counts[4, 0], counts[2, 2]) == (1, 1, 1, 9)
    assert counts.sum() == 9 * 9
    assert use_counts((5, 5), 3, padding=1)[0, 0] == 4
    assert use_counts((5, 5), 3, padding=1, padding_mode="circular").tolist() == [[9] * 5] * 5


def test_padding_reads_zeros_or_cells_again() -> None:
    assert window_sources((2, 2), 1, padding=1)[0, :, 0, 0].tolist() == [-1] * 4
    circular = window_sources((2, 2), 1, padding=1, padding_mode="circular")
    assert circular[0, :, 0, 0].tolist() == [3, 2, 3, 2]


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="too large to unroll"):
        window_sources((4096, 4096), 3)
    with pytest.raises(ValueError, match="one image is unrolled at a time"):
        unroll_windows(np.zeros((1, 1, 3, 3)), 3)
    with pytest.raises(ValueError, match="do not fit an input of 2 channels"):
        convolution_matrix(np.zeros((1, 1, 3, 3)), (2, 5, 5))
    monkeypatch.setattr(unrolled, "LARGEST_MATRIX", 100)
    with pytest.raises(ValueError, match="a matrix of 9x25 would hold 225 numbers"):
        _ = convolution_matrix(np.zeros((1, 1, 3, 3)), (1, 5, 5)).dense
    with pytest.raises(ValueError, match="144 entries are too many"):
        convolution_matrix(np.zeros((1, 1, 3, 3)), (1, 6, 6))
