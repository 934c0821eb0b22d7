from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.arithmetic.options import Array
from explorer.arithmetic.pooling import pool2d, pool2d_winners

small = st.integers(1, 3)
pairs = st.one_of(small, st.tuples(small, small))
kernels = st.one_of(st.integers(1, 5), st.tuples(st.integers(1, 5), st.integers(1, 5)))
paddings = st.one_of(st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 2)))
shapes = st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(1, 9), st.integers(1, 9))


def whole_numbers(seed: int, shape: tuple[int, ...]) -> Array:
    """Few different numbers, so that windows have ties."""
    return np.random.default_rng(seed).integers(-3, 4, shape).astype(np.float32)


@settings(max_examples=200)
@given(
    shapes,
    kernels,
    st.one_of(st.none(), pairs),
    paddings,
    pairs,
    st.booleans(),
    st.booleans(),
    st.integers(0, 99),
)
def test_maxima_and_their_places_equal_torch_or_both_refuse(
    shape: tuple[int, ...],
    kernel_size: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    ceil_mode: bool,
    with_nan: bool,
    seed: int,
) -> None:
    image = whole_numbers(seed, shape)
    if with_nan:
        image[whole_numbers(seed + 1, shape) == 3] = np.nan
        image[whole_numbers(seed + 2, shape) == 3] = -np.inf
    options = {
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "ceil_mode": ceil_mode,
    }
    try:
        expected, places = F.max_pool2d(torch.from_numpy(image), **options, return_indices=True)
    except RuntimeError:
        with pytest.raises(ValueError, match="does not fit input|at most half of the kernel"):
            pool2d(image, "max", **options)
        return
    np.testing.assert_array_equal(pool2d(image, "max", **options), expected.numpy())
    rows, columns = pool2d_winners(image, **options)
    # Where a dilated window meets nothing but padding, torch points outside the image.
    met = rows >= 0
    np.testing.assert_array_equal((rows * shape[-1] + columns)[met], places.numpy()[met])
    assert np.isneginf(expected.numpy()[~met]).all()


@settings(max_examples=200)
@given(
    shapes, kernels, st.one_of(st.none(), pairs), paddings, st.booleans(), st.booleans(), st.integers(0, 99)
)
def test_averages_equal_torch_or_both_refuse(
    shape: tuple[int, ...],
    kernel_size: Any,
    stride: Any,
    padding: Any,
    ceil_mode: bool,
    count_include_pad: bool,
    seed: int,
) -> None:
    image = np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)
    options = {
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "ceil_mode": ceil_mode,
        "count_include_pad": count_include_pad,
    }
    try:
        expected = F.avg_pool2d(torch.from_numpy(image), **options)
    except RuntimeError:
        with pytest.raises(ValueError, match="does not fit input|at most half of the kernel"):
            pool2d(image, "average", **options)
    else:
        np.testing.assert_allclose(pool2d(image, "average", **options), expected.numpy(), rtol=0, atol=1e-5)


@given(
    st.tuples(st.integers(1, 8), st.integers(1, 8)),
    st.tuples(small, small),
    st.tuples(small, small),
    st.tuples(small, small),
    st.booleans(),
)
def test_a_dilated_average_is_what_a_loop_says(
    size: tuple[int, int],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    dilation: tuple[int, int],
    count_include_pad: bool,
) -> None:
    image = whole_numbers(5, (1, *size))
    padding = (kernel[0] // 2, kernel[1] // 2)
    try:
        output = pool2d(
            image,
            "average",
            kernel_size=kernel,
            stride=stride,
            padding=padding,
            dilation=dilation,
            count_include_pad=count_include_pad,
        )
    except ValueError:
        return
    for row, column in np.ndindex(output.shape[1:]):
        rows = [row * stride[0] - padding[0] + cell * dilation[0] for cell in range(kernel[0])]
        columns = [column * stride[1] - padding[1] + cell * dilation[1] for cell in range(kernel[1])]
        inside = [image[0, r, c] for r in rows for c in columns if 0 <= r < size[0] and 0 <= c < size[1]]
        count = kernel[0] * kernel[1] if count_include_pad else max(len(inside), 1)
        assert output[0, row, column] == pytest.approx(sum(inside) / count, abs=1e-6)


def test_one_image_and_a_batch_agree() -> None:
    batch = whole_numbers(0, (3, 2, 6, 7))
    for kind in ("max", "average"):
        together = pool2d(batch, kind, kernel_size=2, stride=1)
        for image, output in zip(batch, together, strict=True):
            np.testing.assert_array_equal(pool2d(image, kind, kernel_size=2, stride=1), output)
    together = pool2d_winners(batch, kernel_size=2)
    np.testing.assert_array_equal(pool2d_winners(batch[1], kernel_size=2), together[:, 1])


def test_an_empty_batch_stays_empty() -> None:
    batch = np.zeros((0, 2, 6, 7))
    assert pool2d(batch, "max", kernel_size=2).shape == (0, 2, 3, 3)
    assert pool2d(batch, "average", kernel_size=2, padding=1).shape == (0, 2, 4, 4)
    assert pool2d_winners(batch, kernel_size=2).shape == (2, 0, 2, 3, 3)


def test_of_equals_the_first_wins_and_the_winner_is_never_in_the_padding() -> None:
    rows, columns = pool2d_winners(np.full((1, 3, 3), -np.inf), kernel_size=3, stride=1, padding=1)
    assert rows[0].tolist() == [[0, 0, 0], [0, 0, 0], [1, 1, 1]]
    assert columns[0].tolist() == [[0, 0, 1], [0, 0, 1], [0, 0, 1]]


def test_a_window_that_meets_only_padding_has_no_winner() -> None:
    options = {"kernel_size": (1, 2), "padding": (0, 1), "dilation": 2}
    assert pool2d([[[5]]], "max", **options).tolist() == [[[-np.inf]]]
    assert pool2d_winners([[[5]]], **options).tolist() == [[[[-1]]], [[[-1]]]]
    assert pool2d([[[5]]], "average", count_include_pad=False, **options).tolist() == [[[0]]]


def test_results_are_float32_and_the_image_is_left_alone() -> None:
    image = np.arange(16, dtype=np.uint8).reshape(1, 4, 4)
    image.setflags(write=False)
    for kind in ("max", "average"):
        assert pool2d(image, kind, kernel_size=1).dtype == np.float32
    output = pool2d(np.ones((1, 2, 2), np.float32), "max", kernel_size=1)
    assert output.flags.writeable


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kernel_size": 5}, "^kernel 5x5 does not fit input 4x4 with padding 0$"),
        ({"kernel_size": 2, "padding": 2}, "pooling padding 2x2 must be at most half of the kernel 2x2"),
        ({"kernel_size": 0}, "kernel_size must be at least 1"),
        ({"kernel_size": 2, "stride": 0}, "stride must be at least 1"),
        ({"kernel_size": 2, "padding": -1}, "padding must be at least 0"),
        ({"kernel_size": 2, "padding": "same"}, "padding must be a whole number, not 'same'"),
        ({"kernel_size": 2, "dilation": 0.5}, "dilation must be a whole number"),
    ],
)
def test_errors_state_the_sizes(options: dict[str, Any], message: str) -> None:
    for kind in ("max", "average"):
        with pytest.raises(ValueError, match=message):
            pool2d(np.zeros((1, 4, 4)), kind, **options)
    with pytest.raises(ValueError, match=message):
        pool2d_winners(np.zeros((1, 4, 4)), **options)


def test_there_are_two_kinds() -> None:
    with pytest.raises(ValueError, match="kind must be 'max' or 'average', not 'median'"):
        pool2d(np.zeros((1, 4, 4)), "median", kernel_size=2)


def test_infinities_average_silently() -> None:
    assert pool2d([[[np.inf, 1]]], "average", kernel_size=(1, 2)).tolist() == [[[np.inf]]]
    assert np.isnan(pool2d([[[np.inf, -np.inf]]], "average", kernel_size=(1, 2))).all()
