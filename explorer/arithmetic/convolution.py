"""The one convolution of the house: padding, windows, and a matrix product."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from explorer.arithmetic.options import Array, Padding, Pair, Sides, float32, images, pair, whole
from explorer.arithmetic.sizes import ends, output_sizes, same_padding, span

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


def conv2d(
    image: ArrayLike,
    filters: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Array:
    """Slide filters over an image.

    >>> conv2d([[[1, 2, 3]]], [[[[1, 10]]]])
    array([[[21., 32.]]], dtype=float32)
    """
    image, filters = images(image), float32(filters, "filters")
    groups = whole(groups, "groups")
    _check_channels(image, filters, groups)
    out_channels, _, *kernel_size = filters.shape
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    size = (image.shape[-2], image.shape[-1])
    kernel = (kernel_size[0], kernel_size[1])
    sides = resolve_padding(padding, size, kernel, stride=stride, dilation=dilation)
    height, width = output_sizes(size, kernel, stride=stride, padding=sides, dilation=dilation)
    padded = pad2d(image, sides, padding_mode=padding_mode)
    seen = windows(padded, kernel, stride=stride, dilation=dilation)
    batch = seen.reshape(-1, groups, image.shape[-3] // groups, height, width, *kernel)
    patches = batch.transpose(0, 1, 2, 5, 6, 3, 4).reshape(len(batch), groups, -1, height * width)
    with np.errstate(over="ignore", invalid="ignore"):
        output = np.matmul(filters.reshape(groups, out_channels // groups, -1), patches)
    output = output.reshape(*image.shape[:-3], out_channels, height, width)
    if bias is not None:
        output += _checked_bias(bias, out_channels)[:, None, None]
    return output


def pad2d(image: ArrayLike, padding: Sides, *, padding_mode: str = "zeros") -> Array:
    """Return the image with ((top, bottom), (left, right)) cells around it."""
    image = float32(image, "image")
    rows, columns = (ends(side) for side in padding)
    height, width = image.shape[-2:]
    if padding_mode == "zeros":
        padded = np.zeros((*image.shape[:-2], height + sum(rows), width + sum(columns)), np.float32)
        padded[..., rows[0] : rows[0] + height, columns[0] : columns[0] + width] = image
        return padded
    return image[..., _source(height, rows, padding_mode)[:, None], _source(width, columns, padding_mode)]


def resolve_padding(
    padding: Padding, size: tuple[int, int], kernel_size: Pair, *, stride: Pair = 1, dilation: Pair = 1
) -> Sides:
    """Return any way of writing a padding as ((top, bottom), (left, right))."""
    if isinstance(padding, str):
        if padding == "valid":
            return (0, 0), (0, 0)
        if padding != "same":
            raise ValueError(f"padding must be numbers, 'valid' or 'same', not {padding!r}")
        kernel, step, dilate = (
            pair(kernel_size, "kernel_size"),
            pair(stride, "stride"),
            pair(dilation, "dilation"),
        )
        vertical, horizontal = (
            same_padding(size[axis], kernel[axis], stride=step[axis], dilation=dilate[axis])
            for axis in (0, 1)
        )
        return vertical, horizontal
    if isinstance(padding, tuple | list):
        if len(padding) != 2:
            raise ValueError(
                f"padding must be one number, (vertical, horizontal) or both ends of each, not {padding!r}"
            )
        return ends(padding[0]), ends(padding[1])
    return ends(padding), ends(padding)


def windows(padded: ArrayLike, kernel_size: Pair, *, stride: Pair = 1, dilation: Pair = 1) -> Array:
    """Return a read-only view of every window, (..., H', W', kh, kw)."""
    padded = float32(padded, "image")
    kernel, step, dilate = (
        pair(kernel_size, "kernel_size"),
        pair(stride, "stride"),
        pair(dilation, "dilation"),
    )
    size = (padded.shape[-2], padded.shape[-1])
    output_sizes(size, kernel, stride=step, padding=((0, 0), (0, 0)), dilation=dilate)
    spans = (span(kernel[0], dilate[0]), span(kernel[1], dilate[1]))
    seen = sliding_window_view(padded, spans, axis=(-2, -1))
    return seen[..., :: step[0], :: step[1], :: dilate[0], :: dilate[1]]


def _source(size: int, padding: tuple[int, int], padding_mode: str) -> np.ndarray:
    before, after = padding
    places = np.arange(-before, size + after)
    largest = max(padding)
    if padding_mode == "reflect":
        if largest >= size:
            raise ValueError(f"reflect padding {largest} must be smaller than the input, {size} cells long")
        return size - 1 - abs(size - 1 - abs(places))
    if padding_mode == "replicate":
        return places.clip(0, size - 1)
    if padding_mode != "circular":
        raise ValueError(f"padding_mode must be one of {', '.join(PADDING_MODES)}, not {padding_mode!r}")
    if largest > size:
        raise ValueError(f"circular padding {largest} must not be larger than the input, {size} cells long")
    return places % size


def _check_channels(image: Array, filters: Array, groups: int) -> None:
    if filters.ndim != 4 or 0 in filters.shape:
        raise ValueError(
            f"filters must be (out_channels, in_channels / groups, height, width), not of shape {filters.shape}"
        )
    channels, (out_channels, per_filter) = image.shape[-3], filters.shape[:2]
    if channels != per_filter * groups:
        raise ValueError(
            f"filters of {per_filter} channels in {groups} groups need an image of {per_filter * groups} channels, not {channels}"
        )
    if out_channels % groups:
        raise ValueError(f"{out_channels} filters cannot be dealt to {groups} groups")


def _checked_bias(bias: ArrayLike, out_channels: int) -> Array:
    values = float32(bias, "bias")
    if values.shape != (out_channels,):
        raise ValueError(f"bias must have one number per filter: shape ({out_channels},), not {values.shape}")
    return values
