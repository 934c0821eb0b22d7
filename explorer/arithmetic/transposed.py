"""Transposed convolution, which spreads an input out instead of gathering it, and the turning of a kernel."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic.options import Array, Pair, Sides, float32, images, pair, times, whole
from explorer.arithmetic.sizes import span


def flip(filters: ArrayLike) -> Array:
    """Return kernels (..., kh, kw) turned by 180 degrees.

    ``conv2d`` of flipped filters is the convolution of mathematics and signal processing.

    >>> flip([[1, 2], [3, 4]])
    array([[4., 3.],
           [2., 1.]], dtype=float32)
    """
    weights = float32(filters, "filters")
    if weights.ndim < 2:
        raise ValueError(f"a kernel to flip needs rows and columns, not shape {weights.shape}")
    return np.ascontiguousarray(weights[..., ::-1, ::-1])


def transposed_size(
    size: Pair,
    kernel_size: Pair,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
) -> tuple[int, int]:
    """Return the (height, width) of a transposed convolution's output.

    Along each axis that is (size - 1) * stride - 2 * padding + span + output_padding (Dumoulin and Visin
    2016, relationship 14, with the dilation of PyTorch). Raises ValueError for an ``output_padding`` that is
    smaller neither than the stride nor than the dilation, as PyTorch does, and where nothing is left, where
    PyTorch returns an empty map.

    >>> transposed_size(2, 3, stride=2, padding=1, output_padding=1)
    (4, 4)
    >>> transposed_size(1, 1, padding=1)
    Traceback (most recent call last):
    ValueError: padding 1 takes everything away from the 1x1 that kernel 1x1 makes of input 1x1
    """
    places, kernel = pair(size, "size"), pair(kernel_size, "kernel_size")
    step, taken = pair(stride, "stride"), pair(padding, "padding", minimum=0)
    extra, spread = pair(output_padding, "output_padding", minimum=0), pair(dilation, "dilation")
    for axis in (0, 1):
        if extra[axis] >= max(step[axis], spread[axis]):
            raise ValueError(
                f"output_padding {extra[axis]} must be smaller than stride {step[axis]} or "
                f"dilation {spread[axis]}"
            )
    full = tuple((places[axis] - 1) * step[axis] + span(kernel[axis], spread[axis]) for axis in (0, 1))
    rows, columns = (full[axis] + extra[axis] - 2 * taken[axis] for axis in (0, 1))
    if rows < 1 or columns < 1:
        cut = f"{taken[0]}" if taken[0] == taken[1] else f"{taken[0]} (vertical) and {taken[1]} (horizontal)"
        raise ValueError(
            f"padding {cut} takes everything away from the {times(full)} that kernel {times(kernel)} "
            f"makes of input {times(places)}"
        )
    return rows, columns


def conv_transpose2d(
    image: ArrayLike,
    filters: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Array:
    """Spread an image out through filters: each value stamps the kernel, times itself, onto the output.

    ``image`` is (C, H, W) or a batch (N, C, H, W), ``filters`` (C, O / groups, kh, kw), ``bias`` (O,).
    Options mean what they mean in PyTorch: ``stride`` is how far apart the stamps are set, ``padding`` how
    much is cut off at each side, ``output_padding`` how much is added at the bottom and right. This
    multiplies by the transpose of the matrix of ``conv2d`` with the same filters and options. Raises
    ValueError, with the sizes, where shapes or options do not fit. Source: Zeiler et al. 2010; Dumoulin and
    Visin 2016, chapter 4.

    >>> conv_transpose2d([[[1, 2]]], [[[[1, 1, 1]]]], stride=2)
    array([[[1., 1., 3., 2., 2.]]], dtype=float32)
    """
    image, weights, groups = images(image), float32(filters, "filters"), whole(groups, "groups")
    _check_filters(image.shape[-3], weights, groups)
    spread = _spreading(image, weights, stride, padding, output_padding, dilation)
    out_channels = groups * weights.shape[1]
    offsets = np.zeros(out_channels, np.float32) if bias is None else float32(bias, "bias")
    if offsets.shape != (out_channels,):
        raise ValueError(f"bias must be one number per filter, shape ({out_channels},), not {offsets.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        stamped = _stamp(image if image.ndim == 4 else image[None], weights, spread, groups)
        top, left = spread.padding
        output = stamped[..., top : top + spread.output[0], left : left + spread.output[1]]
        output = output + offsets[:, None, None]
    return output if image.ndim == 4 else output[0]


def as_convolution(
    image: ArrayLike,
    filters: ArrayLike,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> tuple[Array, Array, Sides]:
    """Return the ordinary convolution that a transposed one is: (image, filters, padding) for ``conv2d``.

    The image comes with ``stride - 1`` zeros between its cells, the filters flipped and with input and output
    channels exchanged; ``conv2d`` of them at stride 1, with this padding, dilation and groups, gives what
    ``conv_transpose2d`` gives. Where more is cut off than the kernel adds, the image comes cut.

    >>> image, filters, sides = as_convolution([[[1, 2]]], [[[[1, 2, 3]]]], stride=2)
    >>> image.tolist(), filters.tolist(), sides
    ([[[1.0, 0.0, 2.0]]], [[[[3.0, 2.0, 1.0]]]], ((0, 0), (2, 2)))
    """
    image, weights, groups = images(image), float32(filters, "filters"), whole(groups, "groups")
    _check_filters(image.shape[-3], weights, groups)
    spread = _spreading(image, weights, stride, padding, output_padding, dilation)
    lengths = [(image.shape[axis - 2] - 1) * spread.stride[axis] + 1 for axis in (0, 1)]
    stretched = np.zeros((*image.shape[:-2], *lengths), np.float32)
    stretched[..., :: spread.stride[0], :: spread.stride[1]] = image
    before = [spread.spans[axis] - 1 - spread.padding[axis] for axis in (0, 1)]
    after = [before[axis] + spread.output_padding[axis] for axis in (0, 1)]
    rows, columns = (slice(max(-before[axis], 0), lengths[axis] + min(after[axis], 0)) for axis in (0, 1))
    vertical, horizontal = ((max(before[axis], 0), max(after[axis], 0)) for axis in (0, 1))
    kernel, per_group = weights.shape[2:], len(weights) // groups
    turned = flip(weights).reshape(groups, per_group, -1, *kernel).swapaxes(1, 2)
    return stretched[..., rows, columns], turned.reshape(-1, per_group, *kernel), (vertical, horizontal)


class _Spreading(NamedTuple):
    """The options of a transposed convolution, each as (vertical, horizontal)."""

    kernel: tuple[int, int]
    spans: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]
    output_padding: tuple[int, int]
    dilation: tuple[int, int]
    output: tuple[int, int]


def _spreading(
    image: Array, weights: Array, stride: Pair, padding: Pair, output_padding: Pair, dilation: Pair
) -> _Spreading:
    kernel, spread = (weights.shape[2], weights.shape[3]), pair(dilation, "dilation")
    step, taken = pair(stride, "stride"), pair(padding, "padding", minimum=0)
    extra = pair(output_padding, "output_padding", minimum=0)
    output = transposed_size(
        (image.shape[-2], image.shape[-1]),
        kernel,
        stride=step,
        padding=taken,
        output_padding=extra,
        dilation=spread,
    )
    spans = (span(kernel[0], spread[0]), span(kernel[1], spread[1]))
    return _Spreading(kernel, spans, step, taken, extra, spread, output)


def _stamp(batch: Array, weights: Array, spread: _Spreading, groups: int) -> Array:
    """Return every stamp added up, before anything is cut off."""
    count, channels, height, width = batch.shape
    per_group = channels // groups
    values = batch.reshape(count, groups, per_group, height, width)
    stamps = weights.reshape(groups, per_group, -1, *spread.kernel)
    tall, wide = (
        max(
            (batch.shape[axis + 2] - 1) * spread.stride[axis] + spread.spans[axis],
            spread.padding[axis] + spread.output[axis],
        )
        for axis in (0, 1)
    )
    full = np.zeros((count, groups * stamps.shape[2], tall, wide), np.float32)
    for row, column in np.ndindex(*spread.kernel):
        product = np.einsum("ngchw,gco->ngohw", values, stamps[..., row, column])
        top, left = row * spread.dilation[0], column * spread.dilation[1]
        places = full[..., top :: spread.stride[0], left :: spread.stride[1]]
        places[..., :height, :width] += product.reshape(count, full.shape[1], height, width)
    return full


def _check_filters(channels: int, weights: Array, groups: int) -> None:
    if weights.ndim != 4 or 0 in weights.shape:
        wanted = "(in_channels, out_channels / groups, height, width)"
        raise ValueError(f"filters to spread with must be {wanted}, not of shape {weights.shape}")
    if len(weights) != channels:
        raise ValueError(f"filters for {len(weights)} channels do not fit an image of {channels} channels")
    if channels % groups:
        raise ValueError(f"{channels} channels cannot be divided into {groups} groups")
