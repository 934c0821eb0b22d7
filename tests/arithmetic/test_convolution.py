"""conv2d against torch over a table and over generated settings, and against SciPy."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, signal

from explorer.arithmetic import convolution
from explorer.arithmetic.convolution import conv2d, windows
from explorer.arithmetic.options import Array
from explorer.arithmetic.sizes import same_padding

TORCH = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
# image, filters, options; None in front of an image's shape would be no batch.
TABLE: list[tuple[tuple[int, ...], tuple[int, int, int, int], dict[str, Any]]] = [
    ((1, 5, 5), (1, 1, 3, 3), {}),
    ((1, 1, 1), (1, 1, 1, 1), {}),
    ((1, 3, 3), (1, 1, 3, 3), {}),
    ((3, 7, 9), (4, 3, 3, 3), {}),
    ((3, 7, 9), (4, 3, 1, 1), {}),
    ((3, 7, 9), (4, 3, 2, 5), {"padding": (1, 2)}),
    ((1, 28, 28), (16, 1, 3, 3), {"padding": 1}),
    ((8, 28, 28), (8, 8, 3, 3), {"padding": 1}),
    ((3, 64, 64), (7, 3, 7, 7), {"padding": 3, "stride": 2}),
    ((2, 13, 11), (3, 2, 3, 3), {"stride": (2, 3)}),
    ((2, 13, 11), (3, 2, 3, 3), {"stride": (3, 1), "padding": (0, 4)}),
    ((2, 13, 11), (3, 2, 3, 2), {"dilation": (2, 3)}),
    ((2, 13, 11), (3, 2, 3, 3), {"dilation": 3, "stride": 2, "padding": 3}),
    ((6, 9, 9), (6, 1, 3, 3), {"groups": 6, "padding": 1}),
    ((6, 9, 9), (12, 1, 3, 3), {"groups": 6, "stride": 2}),
    ((6, 9, 9), (4, 3, 3, 3), {"groups": 2}),
    ((1, 40, 3), (1, 1, 9, 3), {}),
    ((1, 3, 40), (2, 1, 3, 11), {}),
    ((0, 2, 5, 5), (3, 2, 3, 3), {}),
    ((1, 2, 5, 5), (3, 2, 3, 3), {}),
    ((5, 2, 6, 7), (3, 2, 3, 3), {"padding": 1}),
    ((5, 4, 6, 7), (4, 2, 3, 3), {"padding": 1, "stride": 2, "groups": 2}),
]


def random(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)


def torch_conv2d(image: Array, filters: Array, bias: Array | None, **options: Any) -> Array:
    batch = torch.from_numpy(image if image.ndim == 4 else image[None])
    offsets = None if bias is None else torch.from_numpy(bias)
    output = F.conv2d(batch, torch.from_numpy(filters), offsets, **options).numpy()
    return output if image.ndim == 4 else output[0]


@pytest.mark.parametrize("with_bias", [True, False])
@pytest.mark.parametrize(("image_shape", "filters_shape", "options"), TABLE)
def test_equals_torch(
    image_shape: tuple[int, ...], filters_shape: tuple[int, ...], options: dict[str, Any], with_bias: bool
) -> None:
    image, filters = random(1, *image_shape), random(2, *filters_shape)
    bias = random(3, filters_shape[0]) if with_bias else None
    output = conv2d(image, filters, bias, **options)
    assert output.dtype == np.float32
    np.testing.assert_allclose(output, torch_conv2d(image, filters, bias, **options), rtol=0, atol=1e-5)


@pytest.mark.parametrize(("image_shape", "filters_shape", "options"), TABLE)
def test_blocks_of_any_size_give_the_same(
    image_shape: tuple[int, ...],
    filters_shape: tuple[int, ...],
    options: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image, filters, bias = random(1, *image_shape), random(2, *filters_shape), random(3, filters_shape[0])
    whole = conv2d(image, filters, bias, **options)
    monkeypatch.setattr(convolution, "BLOCK", 64)
    monkeypatch.setattr(convolution, "COLUMNS", 5)
    np.testing.assert_allclose(conv2d(image, filters, bias, **options), whole, rtol=0, atol=1e-5)


small = st.integers(1, 3)
pairs = st.one_of(small, st.tuples(small, small))
cells = st.integers(0, 4)
paddings = st.one_of(
    cells,
    st.tuples(cells, cells),
    st.tuples(st.tuples(cells, cells), st.tuples(cells, cells)),
    st.sampled_from(["valid", "same"]),
)


@settings(max_examples=250)
@given(
    batch=st.one_of(st.none(), st.integers(0, 3)),
    size=st.tuples(st.integers(1, 12), st.integers(1, 12)),
    kernel=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    channels=st.tuples(small, small, small),
    stride=pairs,
    dilation=pairs,
    padding=paddings,
    mode=st.sampled_from(list(TORCH)),
    seed=st.integers(0, 99),
)
def test_equals_torch_or_both_refuse(
    batch: int | None,
    size: tuple[int, int],
    kernel: tuple[int, int],
    channels: tuple[int, int, int],
    stride: Any,
    dilation: Any,
    padding: Any,
    mode: str,
    seed: int,
) -> None:
    groups, per_group, filters_per_group = channels
    shape = (groups * per_group, *size)
    image = random(seed, *(shape if batch is None else (batch, *shape)))
    filters = random(seed + 1, groups * filters_per_group, per_group, *kernel)
    bias = random(seed + 2, len(filters))
    steps, spread = (value if isinstance(value, tuple) else (value, value) for value in (stride, dilation))
    options: dict[str, Any] = {"stride": stride, "dilation": dilation, "groups": groups}
    (top, bottom), (left, right) = sides(padding, size, kernel, steps, spread)
    try:
        if image.ndim == 4 and not len(image):
            # Torch pads empty batches in one mode only; one image tells whether the rest fits.
            reference = torch_padded(np.zeros((1, *shape), np.float32), (left, right, top, bottom), mode)
            expected = torch_conv2d(reference, filters, bias, **options)[:0]
        else:
            expected = torch_conv2d(
                torch_padded(image, (left, right, top, bottom), mode), filters, bias, **options
            )
    except RuntimeError:
        with pytest.raises(
            ValueError, match=r"does not fit input|must (be smaller|not be larger) than the input"
        ):
            conv2d(image, filters, bias, padding=padding, padding_mode=mode, **options)
    else:
        output = conv2d(image, filters, bias, padding=padding, padding_mode=mode, **options)
        np.testing.assert_allclose(output, expected, rtol=0, atol=1e-5)


def sides(padding: Any, size: Any, kernel: Any, stride: Any, dilation: Any) -> Any:
    if padding == "valid":
        return (0, 0), (0, 0)
    if padding == "same":
        axes = zip(size, kernel, stride, dilation, strict=True)
        return tuple(same_padding(n, k, stride=s, dilation=d) for n, k, s, d in axes)
    vertical, horizontal = padding if isinstance(padding, tuple) else (padding, padding)
    return tuple(side if isinstance(side, tuple) else (side, side) for side in (vertical, horizontal))


def torch_padded(image: Array, padding: tuple[int, int, int, int], mode: str) -> Array:
    batch = torch.from_numpy(image if image.ndim == 4 else image[None])
    padded = F.pad(batch, padding, mode=TORCH[mode]).numpy()
    return padded if image.ndim == 4 else padded[0]


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@pytest.mark.parametrize("kernel", [(1, 1), (2, 2), (3, 4), (4, 5), (7, 2)])
@pytest.mark.parametrize("dilation", [1, 2, 3])
def test_same_at_stride_one_is_torchs_same(kernel: tuple[int, int], dilation: int) -> None:
    image, filters = random(1, 2, 9, 8), random(2, 3, 2, *kernel)
    output = conv2d(image, filters, padding="same", dilation=dilation)
    expected = torch_conv2d(image, filters, None, padding="same", dilation=dilation)
    np.testing.assert_allclose(output, expected, rtol=0, atol=1e-5)


def test_torch_refuses_same_with_a_stride_as_the_docstring_says() -> None:
    with pytest.raises(RuntimeError, match="padding='same' is not supported for strided"):
        F.conv2d(torch.zeros(1, 1, 6, 6), torch.zeros(1, 1, 3, 3), padding="same", stride=2)
    assert conv2d(np.zeros((1, 6, 5)), np.zeros((1, 1, 3, 3)), padding="same", stride=2).shape == (1, 3, 3)


def test_half_the_kernel_as_padding_shifts_strided_windows_as_the_docstring_says() -> None:
    image, first = np.arange(6).reshape(1, 1, 6), [[[[1, 0, 0]]]]
    assert conv2d(image, first, padding="same", stride=(1, 2)).tolist() == [[[0, 2, 4]]]
    assert conv2d(image, first, padding=(0, 1), stride=(1, 2)).tolist() == [[[0, 1, 3]]]


@pytest.mark.parametrize(
    ("mode", "scipy_mode"),
    [("zeros", "constant"), ("reflect", "mirror"), ("replicate", "nearest"), ("circular", "wrap")],
)
def test_equals_ndimage_correlate(mode: str, scipy_mode: str) -> None:
    image, kernel = random(1, 11, 8), random(2, 3, 5)
    output = conv2d(image[None], kernel[None, None], padding="same", padding_mode=mode)
    np.testing.assert_allclose(
        output[0], ndimage.correlate(image, kernel, mode=scipy_mode), rtol=0, atol=1e-5
    )


def test_equals_scipy_signal() -> None:
    image, kernel = random(1, 11, 8), random(2, 4, 3)
    output = conv2d(image[None], kernel[None, None])[0]
    np.testing.assert_allclose(output, signal.correlate2d(image, kernel, mode="valid"), rtol=0, atol=1e-5)
    turned = kernel[::-1, ::-1]
    np.testing.assert_allclose(output, signal.convolve2d(image, turned, mode="valid"), rtol=0, atol=1e-5)


def test_whole_numbers_come_out_exact() -> None:
    image = np.random.default_rng(0).integers(0, 256, (3, 20, 20), dtype=np.uint8)
    filters = np.random.default_rng(1).integers(-9, 10, (4, 3, 5, 5))
    seen = np.lib.stride_tricks.sliding_window_view(image.astype(np.int64), (5, 5), axis=(1, 2))
    expected = np.einsum("chwij,ocij->ohw", seen, filters)
    np.testing.assert_array_equal(conv2d(image, filters), expected)


@pytest.mark.parametrize(
    "image",
    [
        random(1, 9, 8, 2).transpose(2, 0, 1),
        random(1, 2, 18, 24)[:, ::2, ::3],
        random(1, 2, 9, 8)[:, ::-1, ::-1],
        np.broadcast_to(random(1, 9, 8), (2, 9, 8)),
        random(1, 2, 9, 8).astype(">f4"),
        random(1, 2, 9, 8).astype(np.float64),
        random(1, 2, 9, 8).tolist(),
    ],
)
@pytest.mark.parametrize("padding", [0, 1])
def test_layout_in_memory_does_not_matter(image: Any, padding: int) -> None:
    filters = random(2, 3, 2, 3, 3)
    plain = np.array(image, dtype=np.float32, order="C")
    np.testing.assert_array_equal(
        conv2d(image, filters.transpose(0, 1, 3, 2), padding=padding),
        conv2d(plain, np.ascontiguousarray(filters.transpose(0, 1, 3, 2)), padding=padding),
    )


def test_inputs_stay_as_they_were() -> None:
    image, filters, bias = random(1, 2, 6, 6), random(2, 3, 2, 3, 3), random(3, 3)
    copies = image.copy(), filters.copy(), bias.copy()
    for array in (image, filters, bias):
        array.setflags(write=False)
    output = conv2d(image, filters, bias, padding=1)
    output[:] = 0
    for array, copy in zip((image, filters, bias), copies, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("stride", [1, 2])
def test_nan_and_infinity_reach_the_sums_they_take_part_in(value: float, stride: int) -> None:
    image = np.ones((1, 8, 8), np.float32)
    image[0, 2, 7] = value
    output = conv2d(image, np.ones((2, 1, 3, 3)), stride=stride)
    np.testing.assert_array_equal(
        output, torch_conv2d(image, np.ones((2, 1, 3, 3), np.float32), None, stride=stride)
    )
    assert np.isfinite(output[:, -1]).all()


def test_overflow_is_infinite_and_silent() -> None:
    assert conv2d([[[3e38, 3e38]]], [[[[1, 1]]]]).tolist() == [[[np.inf]]]


@pytest.mark.parametrize(
    ("image", "filters", "options", "message"),
    [
        ((5, 5), (1, 1, 3, 3), {}, r"image must be \(channels, height, width\) or a batch"),
        ((1, 5, 5), (1, 3, 3), {}, r"filters must be \(out_channels, in_channels / groups, height, width\)"),
        ((1, 5, 5), (0, 1, 3, 3), {}, r"filters must be .* not of shape \(0, 1, 3, 3\)"),
        ((1, 0, 5), (1, 1, 3, 3), {"padding": 3}, r"image is empty: shape \(1, 0, 5\)"),
        ((1, 5, 5), (1, 1, 7, 7), {}, "^kernel 7x7 does not fit input 5x5 with padding 0$"),
        ((1, 5, 5), (1, 1, 7, 7), {"padding": (0, 1)}, r"with padding 0 \(vertical\) and 1 \(horizontal\)$"),
        ((3, 5, 5), (1, 2, 3, 3), {}, "filters of 2 channels in 1 groups need an image of 2 channels, not 3"),
        ((4, 5, 5), (3, 2, 3, 3), {"groups": 2}, "3 filters cannot be divided into 2 groups"),
        ((1, 5, 5), (1, 1, 3, 3), {"stride": 0}, "stride must be at least 1, not 0"),
        ((1, 5, 5), (1, 1, 3, 3), {"stride": 1.5}, "stride must be a whole number, not 1.5"),
        ((1, 5, 5), (1, 1, 3, 3), {"dilation": (1, 0)}, "dilation must be at least 1, not 0"),
        ((1, 5, 5), (1, 1, 3, 3), {"groups": 0}, "groups must be at least 1, not 0"),
        ((1, 5, 5), (1, 1, 3, 3), {"padding": -1}, "padding must be at least 0, not -1"),
        (
            (1, 5, 5),
            (1, 1, 3, 3),
            {"padding": "full"},
            "padding must be numbers, 'valid' or 'same', not 'full'",
        ),
        ((1, 5, 5), (1, 1, 3, 3), {"padding_mode": "mirror"}, "padding_mode must be one of zeros"),
        (
            (1, 3, 9),
            (1, 1, 3, 3),
            {"padding": 3, "padding_mode": "reflect"},
            "smaller than the input height 3",
        ),
        (
            (1, 5, 5),
            (2, 1, 3, 3),
            {"bias": [1]},
            r"bias must be one number per filter, shape \(2,\), not \(1,\)",
        ),
        ((1, 5, 5), (2, 1, 3, 3), {"bias": ["a", "b"]}, "bias must hold real numbers"),
    ],
)
def test_errors_state_the_sizes(
    image: tuple[int, ...], filters: tuple[int, ...], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        conv2d(np.zeros(image), np.zeros(filters), **options)


def test_memory_does_not_grow_with_the_kernel() -> None:
    # Unrolled at once, the windows would take 310 MB.
    image, filters = random(1, 3, 200, 200), random(2, 2, 3, 31, 31)
    tracemalloc.start()
    conv2d(image, filters)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20e6


@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(small, small),
    st.tuples(small, small),
    st.tuples(small, small),
)
def test_windows_are_what_conv2d_multiplies(
    size: tuple[int, int], kernel: tuple[int, int], stride: tuple[int, int], dilation: tuple[int, int]
) -> None:
    image, filters = random(1, 2, *size), random(2, 3, 2, *kernel)
    try:
        output = conv2d(image, filters, stride=stride, dilation=dilation)
    except ValueError as refused:
        with pytest.raises(ValueError, match="does not fit") as also_refused:
            windows(image, kernel, stride=stride, dilation=dilation)
        assert str(also_refused.value) == str(refused)
    else:
        seen = windows(image, kernel, stride=stride, dilation=dilation)
        np.testing.assert_allclose(np.einsum("chwij,ocij->ohw", seen, filters), output, rtol=0, atol=1e-5)


def test_windows_are_a_view_that_cannot_be_written() -> None:
    image = random(1, 5, 5)
    seen = windows(image, 3, stride=2)
    assert np.shares_memory(seen, image)
    assert not seen.flags.writeable
    with pytest.raises(ValueError, match="rows and columns"):
        windows([1, 2, 3], 1)
