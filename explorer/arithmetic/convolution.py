"""The one convolution of the house: windows and a matrix product."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from explorer.arithmetic.options import Array, Padding, Pair, float32, images, pair, whole
from explorer.arithmetic.padding import PADDING_MODES, check_padding, pad2d, resolve_padding
from explorer.arithmetic.sizes import output_sizes, span

__all__ = ["PADDING_MODES", "conv2d", "pad2d", "resolve_padding", "windows"]

# Patches are multiplied in blocks of at most this many numbers, so that they stay in the processor's cache
# and memory stays bounded, but of at least so many columns, so that the matrix product is worth its call.
BLOCK = 2**17
COLUMNS = 1024


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
    """Slide filters over an image and return the sums of products (cross-correlation).

    This is what every CNN library calls convolution; that of mathematics turns each kernel by 180 degrees
    first. ``image`` is (C, H, W), ``filters`` (O, C / groups, kh, kw), ``bias`` (O,), and the result is
    (O, H', W') in float32; a batch (N, C, H, W) gives (N, O, H', W'). Options mean what they mean in PyTorch,
    one number or (vertical, horizontal). ``padding`` is also ((top, bottom), (left, right)), "valid" or
    "same"; ``padding_mode`` is described at ``pad2d``.

    "same" makes the output ceil(H / stride) x ceil(W / stride), the odd cell at the bottom and right, as
    Keras and ONNX (SAME_UPPER) define it. PyTorch agrees for stride 1, even kernels included, and refuses
    larger strides; its usual substitute, padding = kernel_size // 2, has the same size for odd kernels but
    shifts the windows by one cell where this padding is uneven.

    NaN and infinities go through to the sums that they take part in. Raises ValueError, with the sizes, where
    shapes or options do not fit. Method: Chellapilla, Puri and Simard 2006 (unrolled patches, "im2col").

    >>> image = [[[7, 2, 3], [4, 5, 3], [3, 3, 2]]]
    >>> vertical_edge = [[[[1, 0, -1], [1, 0, -1], [1, 0, -1]]]]
    >>> conv2d(image, vertical_edge)
    array([[[6.]]], dtype=float32)
    >>> conv2d(image, vertical_edge, stride=2, padding="same").shape
    (1, 2, 2)
    >>> conv2d(image, vertical_edge, dilation=2)
    Traceback (most recent call last):
    ValueError: kernel 3x3 with dilation 2 (span 5x5) does not fit input 3x3 with padding 0
    """
    image, filters, groups = images(image), float32(filters, "filters"), whole(groups, "groups")
    _check_channels(image.shape[-3], filters, groups)
    offsets = _bias(bias, len(filters))
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    size, kernel = (image.shape[-2], image.shape[-1]), (filters.shape[-2], filters.shape[-1])
    sides = resolve_padding(padding, size, kernel, stride=stride, dilation=dilation)
    output = output_sizes(size, kernel, stride=stride, padding=sides, dilation=dilation)
    check_padding(size, sides, padding_mode)
    if sides != ((0, 0), (0, 0)):
        image = pad2d(image, sides, padding_mode=padding_mode)
    batch = np.ascontiguousarray(image if image.ndim == 4 else image[None])
    if not len(batch):
        return np.empty((0, len(filters), *output), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        sums = _correlate(batch, filters, offsets, stride, dilation, groups, output)
    return sums if image.ndim == 4 else sums[0]


def windows(padded: ArrayLike, kernel_size: Pair, *, stride: Pair = 1, dilation: Pair = 1) -> Array:
    """Return a read-only view of every window of an image (..., H, W), of shape (..., H', W', kh, kw).

    Nothing is copied. Pad the image first, with ``pad2d``, to have windows over its edge.

    >>> windows([[1, 2, 3]], (1, 2)).tolist()
    [[[[1.0, 2.0]], [[2.0, 3.0]]]]
    """
    padded = float32(padded, "image")
    if padded.ndim < 2:
        raise ValueError(f"an image needs rows and columns, not shape {padded.shape}")
    kernel, step = pair(kernel_size, "kernel_size"), pair(stride, "stride")
    spread = pair(dilation, "dilation")
    size = (padded.shape[-2], padded.shape[-1])
    output_sizes(size, kernel, stride=step, padding=((0, 0), (0, 0)), dilation=spread)
    spans = (span(kernel[0], spread[0]), span(kernel[1], spread[1]))
    seen = sliding_window_view(padded, spans, axis=(-2, -1))
    return seen[..., :: step[0], :: step[1], :: spread[0], :: spread[1]]


def _correlate(
    batch: Array,
    filters: Array,
    bias: Array | None,
    stride: tuple[int, int],
    dilation: tuple[int, int],
    groups: int,
    output: tuple[int, int],
) -> Array:
    """Multiply the unrolled windows of a padded batch by the filters, both group by group."""
    count, channels, height, width = batch.shape
    out_channels, per_group, *kernel = filters.shape
    matrix = filters.reshape(groups, out_channels // groups, -1)
    # At stride 1 the same cell of neighbouring windows lies in neighbouring memory, on into the next row:
    # copying whole planes, then dropping the sums of windows that straddle two rows, is faster where there
    # are fewer planes of sums than of copies.
    straddling = stride == (1, 1) and matrix.shape[1] < matrix.shape[2] and 2 * output[1] > width
    lines, line = (width * (output[0] - 1) + output[1], 1) if straddling else output
    cell = batch.itemsize
    row, plane = cell * width, cell * width * height
    steps = (cell, cell) if straddling else (row * stride[0], cell * stride[1])
    seen: Array = np.ndarray(
        (count, groups, per_group, *kernel, lines, line),
        np.float32,
        batch,
        strides=(channels * plane, per_group * plane, plane, row * dilation[0], cell * dilation[1], *steps),
    )
    sums = np.empty((count, *matrix.shape[:2], output[0] * (width if straddling else output[1])), np.float32)
    _multiply(matrix, seen, None if straddling else bias, sums)
    if not straddling:
        return sums.reshape(count, out_channels, *output)
    kept = sums.reshape(count, out_channels, output[0], width)[..., : output[1]]
    return kept.copy() if bias is None else kept + bias[:, None, None]


def _multiply(matrix: Array, seen: Array, bias: Array | None, sums: Array) -> None:
    """Fill ``sums`` block by block: as many images, or as many lines of one, as the block holds."""
    count, groups, *cells, lines, line = seen.shape
    patch = groups * matrix.shape[2]
    height = min(lines, max(BLOCK // (patch * line), -(-COLUMNS // line)))
    several = max(1, min(count, BLOCK // (patch * lines * line)))
    block = np.empty((several, groups, *cells, height, line), np.float32)
    for image in range(0, count, several):
        for top in range(0, lines, height):
            part = seen[image : image + several, ..., top : top + height, :]
            copied = block[: len(part), ..., : part.shape[-2], :]
            np.copyto(copied, part)
            columns = slice(top * line, (top + part.shape[-2]) * line)
            target = sums[image : image + several, ..., columns]
            np.matmul(matrix, copied.reshape(len(part), groups, matrix.shape[2], -1), out=target)
            if bias is not None:
                target += bias.reshape(*matrix.shape[:2], 1)


def _check_channels(channels: int, filters: Array, groups: int) -> None:
    if filters.ndim != 4 or 0 in filters.shape:
        raise ValueError(
            "filters must be (out_channels, in_channels / groups, height, width), "
            f"not of shape {filters.shape}"
        )
    out_channels, per_group = filters.shape[:2]
    if channels != per_group * groups:
        raise ValueError(
            f"filters of {per_group} channels in {groups} groups need an image of {per_group * groups} "
            f"channels, not {channels}"
        )
    if out_channels % groups:
        raise ValueError(f"{out_channels} filters cannot be divided into {groups} groups")


def _bias(bias: ArrayLike | None, out_channels: int) -> Array | None:
    if bias is None:
        return None
    values = float32(bias, "bias")
    if values.shape != (out_channels,):
        raise ValueError(f"bias must be one number per filter, shape ({out_channels},), not {values.shape}")
    return values
