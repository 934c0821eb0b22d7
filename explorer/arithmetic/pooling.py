"""Max and average pooling with PyTorch's meaning of every option, and where each maximum came from."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.options import Array, Pair, images, pair, times
from explorer.arithmetic.sizes import output_sizes


class PoolingOptions(NamedTuple):
    """The options of a pooling, each as (vertical, horizontal)."""

    kernel_size: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]
    dilation: tuple[int, int]
    ceil_mode: bool


def pool2d(
    image: ArrayLike,
    kind: str,
    *,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Summarise every window of an image by its maximum or its average, as PyTorch's pooling does.

    ``image`` is (C, H, W) or a batch (N, C, H, W); ``kind`` is "max" or "average". Options are one number or
    (vertical, horizontal); ``stride`` is the kernel size unless given. Padding counts as minus infinity for
    the maximum and as zeros for the average, and is at most half of the kernel. With ``ceil_mode`` a last
    window may hang over the edge if it starts inside the image or the padding before it; what lies beyond the
    padding is never counted, what lies in the padding only with ``count_include_pad``. Dilation of an
    average, which PyTorch does not offer, means the same as for the maximum. NaN in a window makes its result
    NaN. Raises ValueError where the options do not fit.

    >>> image = [[[1, 4, 6, 3], [1, 8, 9, 7], [2, 9, 1, 2], [3, 4, 4, 3]]]
    >>> pool2d(image, "max", kernel_size=2).tolist()
    [[[8.0, 9.0], [9.0, 4.0]]]
    >>> pool2d(image, "average", kernel_size=2).tolist()
    [[[3.5, 6.25], [4.5, 2.5]]]
    """
    image = images(image)
    options = pooling_options(kernel_size, stride, padding, dilation, ceil_mode)
    size = pooled_size((image.shape[-2], image.shape[-1]), options)
    if kind == "max":
        return _maximum(image, size, options)
    if kind == "average":
        return _average(image, size, options, count_include_pad)
    raise ValueError(f"kind must be 'max' or 'average', not {kind!r}")


def pool2d_winners(
    image: ArrayLike,
    *,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
) -> NDArray[np.int64]:
    """Return where each maximum came from, as rows and columns of the image without its padding.

    The shape is (2, C, H', W'), or (2, N, C, H', W') for a batch. Of equal values the first in reading order
    wins, and of several NaN the last, as in PyTorch's ``return_indices``. A place is -1 where a dilated
    window meets nothing but padding.

    >>> rows, columns = pool2d_winners([[[1, 4], [8, 2]]], kernel_size=2)
    >>> int(rows[0, 0, 0]), int(columns[0, 0, 0])
    (1, 0)
    """
    image = images(image)
    options = pooling_options(kernel_size, stride, padding, dilation, ceil_mode)
    size = pooled_size((image.shape[-2], image.shape[-1]), options)
    best = np.full((*image.shape[:-2], *size), -np.inf, np.float32)
    winners = np.full((2, *best.shape), -1, np.int64)
    for rows, columns, seen in _taps(image, size, options, np.nan):
        inside = _inside(rows, image.shape[-2])[:, None] & _inside(columns, image.shape[-1])
        better = inside & ((seen > best) | np.isnan(seen) | (winners[0] < 0))
        np.copyto(best, seen, where=better)
        np.copyto(winners[0], rows[:, None], where=better)
        np.copyto(winners[1], columns, where=better)
    return winners


def pooling_options(
    kernel_size: Pair, stride: Pair | None, padding: Pair, dilation: Pair, ceil_mode: bool
) -> PoolingOptions:
    """Return the options as pairs, or raise a ValueError where no image could make sense of them.

    >>> pooling_options(2, None, 2, 1, False)
    Traceback (most recent call last):
    ValueError: pooling padding 2x2 must be at most half of the kernel 2x2
    """
    kernel = pair(kernel_size, "kernel_size")
    cells = pair(padding, "padding", minimum=0)
    if any(2 * cell > length for cell, length in zip(cells, kernel, strict=True)):
        raise ValueError(f"pooling padding {times(cells)} must be at most half of the kernel {times(kernel)}")
    step = kernel if stride is None else pair(stride, "stride")
    return PoolingOptions(kernel, step, cells, pair(dilation, "dilation"), bool(ceil_mode))


def pooled_size(size: tuple[int, int], options: PoolingOptions) -> tuple[int, int]:
    """Return how many windows fit, (vertical, horizontal)."""
    vertical, horizontal = options.padding
    return output_sizes(
        size,
        options.kernel_size,
        stride=options.stride,
        padding=((vertical, vertical), (horizontal, horizontal)),
        dilation=options.dilation,
        ceil_mode=options.ceil_mode,
    )


def pooled_places(
    size: tuple[int, int], options: PoolingOptions
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows (H', kh) and the columns (W', kw) that the windows read, counted in the unpadded image.

    What lies before the image counts below 0; padding and what hangs over the edge are named like cells.

    >>> rows, _ = pooled_places((3, 3), pooling_options(2, 2, 1, 1, False))
    >>> rows.tolist()
    [[-1, 0], [1, 2]]
    """
    rows, columns = (
        starts_of(count, options, axis=axis)[:, None]
        + np.arange(options.kernel_size[axis]) * options.dilation[axis]
        for axis, count in enumerate(pooled_size(size, options))
    )
    return rows, columns


def starts_of(count: int, options: PoolingOptions, *, axis: int) -> NDArray[np.int64]:
    """Return where so many windows begin along an axis, counted in the unpadded image."""
    steps: NDArray[np.int64] = np.arange(count, dtype=np.int64) * options.stride[axis]
    return steps - options.padding[axis]


def _maximum(image: Array, size: tuple[int, int], options: PoolingOptions) -> Array:
    output = np.full((*image.shape[:-2], *size), -np.inf, np.float32)
    for _, _, seen in _taps(image, size, options, -np.inf):
        np.maximum(output, seen, out=output)
    return output


def _average(image: Array, size: tuple[int, int], options: PoolingOptions, count_include_pad: bool) -> Array:
    output = np.zeros((*image.shape[:-2], *size), np.float32)
    counts = np.zeros(size, np.float32)
    margins = options.padding if count_include_pad else (0, 0)
    with np.errstate(over="ignore", invalid="ignore"):
        for rows, columns, seen in _taps(image, size, options, 0):
            output += seen
            within = _inside(rows, image.shape[-2], margins[0])
            counts += np.outer(within, _inside(columns, image.shape[-1], margins[1]))
    output /= np.maximum(counts, 1)
    return output


def _taps(
    image: Array, size: tuple[int, int], options: PoolingOptions, fill: float
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Array]]:
    """Yield, cell by cell of the window, the rows and columns it reads, and what is there."""
    starts = [starts_of(size[axis], options, axis=axis) for axis in (0, 1)]
    padded = _padded(image, starts, options, fill)
    top, left = options.padding
    for row in range(options.kernel_size[0]):
        rows = starts[0] + row * options.dilation[0]
        for column in range(options.kernel_size[1]):
            columns = starts[1] + column * options.dilation[1]
            yield (
                rows,
                columns,
                padded[
                    ...,
                    rows[0] + top : rows[-1] + top + 1 : options.stride[0],
                    columns[0] + left : columns[-1] + left + 1 : options.stride[1],
                ],
            )


def _padded(image: Array, starts: list[NDArray[np.int64]], options: PoolingOptions, fill: float) -> Array:
    height, width = image.shape[-2:]
    top, left = options.padding
    ends = [
        int(starts[axis][-1]) + options.dilation[axis] * (options.kernel_size[axis] - 1) + 1
        for axis in (0, 1)
    ]
    bottom, right = max(ends[0] - height, 0), max(ends[1] - width, 0)
    if not any((top, left, bottom, right)):
        return image
    padded = np.full((*image.shape[:-2], top + height + bottom, left + width + right), fill, np.float32)
    padded[..., top : top + height, left : left + width] = image
    return padded


def _inside(places: NDArray[np.int64], size: int, margin: int = 0) -> NDArray[np.bool_]:
    return (places >= -margin) & (places < size + margin)
