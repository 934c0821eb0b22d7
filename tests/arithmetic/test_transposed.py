"""conv_transpose2d against torch, against the convolution that it is, and against the transposed matrix."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from explorer.arithmetic.convolution import conv2d
from explorer.arithmetic.options import Array
from explorer.arithmetic.transposed import as_convolution, conv_transpose2d, flip, transposed_size
from explorer.arithmetic.unrolled import convolution_matrix

# image, filters, options
TABLE: list[tuple[tuple[int, ...], tuple[int, int, int, int], dict[str, Any]]] = [
    ((1, 3, 3), (1, 1, 3, 3), {}),
    ((1, 1, 1), (1, 1, 1, 1), {}),
    ((3, 4, 5), (3, 2, 3, 3), {"stride": 2}),
    ((3, 4, 5), (3, 2, 3, 3), {"stride": 2, "padding": 1, "output_padding": 1}),
    ((3, 4, 5), (3, 2, 4, 2), {"stride": (1, 3), "padding": (2, 0), "output_padding": (0, 2)}),
    ((2, 4, 5), (2, 3, 3, 2), {"dilation": (2, 3), "output_padding": (1, 2)}),
    ((2, 5, 5), (2, 1, 1, 1), {"stride": 3}),
    ((2, 5, 5), (2, 1, 1, 1), {"padding": 2}),
    ((2, 5, 5), (2, 1, 2, 2), {"padding": 2, "stride": 2, "output_padding": 1}),
    ((4, 3, 3), (4, 1, 3, 3), {"groups": 4}),
    ((4, 3, 3), (4, 3, 3, 3), {"groups": 2, "stride": 2, "padding": 1}),
    ((3, 2, 4, 4), (2, 3, 3, 3), {"stride": 2}),
    ((0, 2, 4, 4), (2, 3, 3, 3), {}),
]


def random(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)


def torch_transposed(image: Array, filters: Array, bias: Array | None, **options: Any) -> Array:
    batch = torch.from_numpy(image if image.ndim == 4 else image[None])
    offsets = None if bias is None else torch.from_numpy(bias)
    output: Array = F.conv_transpose2d(batch, torch.from_numpy(filters), offsets, **options).numpy()
    return output if image.ndim == 4 else output[0]


@pytest.mark.parametrize("with_bias", [True, False])
@pytest.mark.parametrize(("image_shape", "filters_shape", "options"), TABLE)
def test_equals_torch_and_the_convolution_that_it_is(
    image_shape: tuple[int, ...],
    filters_shape: tuple[int, int, int, int],
    options: dict[str, Any],
    with_bias: bool,
) -> None:
    image, filters = random(1, *image_shape), random(2, *filters_shape)
    groups, dilation = options.get("groups", 1), options.get("dilation", 1)
    bias = random(3, filters_shape[1] * groups) if with_bias else None
    output = conv_transpose2d(image, filters, bias, **options)
    assert output.dtype == np.float32
    np.testing.assert_allclose(output, torch_transposed(image, filters, bias, **options), rtol=0, atol=1e-5)
    stretched, turned, sides = as_convolution(image, filters, **options)
    again = conv2d(stretched, turned, bias, padding=sides, dilation=dilation, groups=groups)
    np.testing.assert_allclose(output, again, rtol=0, atol=1e-5)


small = st.integers(1, 3)
pairs = st.one_of(small, st.tuples(small, small))
none_or_more = st.one_of(st.integers(0, 3), st.tuples(st.integers(0, 3), st.integers(0, 3)))


@settings(max_examples=200, deadline=None)
@given(
    size=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    channels=st.tuples(small, small, small),
    stride=pairs,
    padding=none_or_more,
    output_padding=none_or_more,
    dilation=pairs,
    seed=st.integers(0, 99),
)
def test_equals_torch_or_both_refuse(
    size: tuple[int, int],
    kernel: tuple[int, int],
    channels: tuple[int, int, int],
    seed: int,
    **options: Any,
) -> None:
    groups, per_group, out = channels
    image, filters = (
        random(seed, groups * per_group, *size),
        random(seed + 1, groups * per_group, out, *kernel),
    )
    try:
        expected = torch_transposed(image, filters, None, groups=groups, **options)
    except RuntimeError:
        expected = np.empty(0)
    if not expected.size:
        # Where exactly nothing is left PyTorch returns an empty map; here it is refused.
        with pytest.raises(ValueError, match="output_padding|takes everything away"):
            conv_transpose2d(image, filters, groups=groups, **options)
        return
    np.testing.assert_allclose(
        conv_transpose2d(image, filters, groups=groups, **options), expected, rtol=0, atol=1e-5
    )
    assert transposed_size(size, kernel, **options) == expected.shape[1:]


def test_is_the_transpose_of_the_matrix_of_a_convolution() -> None:
    filters, options = random(1, 2, 3, 3, 2), {"stride": 2, "padding": 1, "dilation": (1, 2)}
    matrix = convolution_matrix(filters, (3, 7, 9), **options).dense
    small_map = conv2d(np.zeros((3, 7, 9)), filters, **options)
    values = random(2, *small_map.shape)
    spread = conv_transpose2d(values, filters, **options)
    np.testing.assert_allclose(matrix.T @ values.ravel(), spread.ravel(), rtol=0, atol=1e-5)


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 5), (4, 1)])
def test_conv2d_of_a_flipped_kernel_is_the_convolution_of_scipy(shape: tuple[int, int]) -> None:
    image, kernel = random(1, 6, 7), random(2, *shape)
    expected = signal.convolve2d(image, kernel, mode="valid")
    np.testing.assert_allclose(conv2d(image[None], flip(kernel)[None, None])[0], expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("image", "filters", "options", "sentence"),
    [
        ((1, 3, 3), (2, 1, 3, 3), {}, "filters for 2 channels do not fit an image of 1 channels"),
        ((3, 3, 3), (3, 1, 3, 3), {"groups": 2}, "3 channels cannot be divided into 2 groups"),
        ((1, 3, 3), (1, 3, 3), {}, r"must be \(in_channels, out_channels / groups, height, width\)"),
        ((1, 3, 3), (1, 1, 3, 3), {"bias": np.zeros(2)}, "bias must be one number per filter"),
        ((1, 2, 2), (1, 1, 2, 2), {"padding": (1, 2)}, r"padding 1 \(vertical\) and 2 \(horizontal\) takes"),
        ((1, 2, 2), (1, 1, 2, 2), {"output_padding": 1}, "must be smaller than stride 1 or dilation 1"),
    ],
)
def test_refuses_with_the_sizes(
    image: tuple[int, ...], filters: tuple[int, ...], options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        conv_transpose2d(np.zeros(image), np.zeros(filters), **options)
    with pytest.raises(ValueError, match="needs rows and columns"):
        flip([1, 2])
