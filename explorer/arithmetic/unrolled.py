"""A convolution unrolled: which input cell stands in which place of which window, and the matrix of that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.convolution import windows
from explorer.arithmetic.options import Array, Padding, Pair, float32, images, pair, times, whole
from explorer.arithmetic.padding import pad2d, resolve_padding

# A dense matrix above this many numbers (16 MiB) is for no page: most of it would be zeros that nobody sees.
LARGEST_MATRIX = 2**22
# Indices are padded as float32, which holds every whole number below this.
LARGEST_IMAGE = 2**24


def window_sources(
    size: tuple[int, int],
    kernel_size: Pair,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    padding_mode: str = "zeros",
) -> NDArray[np.int64]:
    """Return which input cell every place of every window reads, (H', W', kh, kw).

    A cell is told by its place in the flattened input, ``row * width + column``; -1 is a zero of the padding.
    The other padding modes show cells of the input again, under their own number. ``size`` is the input's
    (height, width); the options are those of ``conv2d``.

    >>> window_sources((1, 3), (1, 2), padding=((0, 0), (1, 0))).tolist()
    [[[[-1, 0]], [[0, 1]], [[1, 2]]]]
    """
    height, width = whole(size[0], "height"), whole(size[1], "width")
    if height * width >= LARGEST_IMAGE:
        raise ValueError(f"an input of {height}x{width} is too large to unroll")
    sides = resolve_padding(padding, (height, width), kernel_size, stride=stride, dilation=dilation)
    cells = np.arange(1, height * width + 1, dtype=np.float32).reshape(height, width)
    padded = pad2d(cells, sides, padding_mode=padding_mode)
    return windows(padded, kernel_size, stride=stride, dilation=dilation).astype(np.int64) - 1


def use_counts(
    size: tuple[int, int],
    kernel_size: Pair,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    padding_mode: str = "zeros",
) -> NDArray[np.int64]:
    """Return how often every input cell is read, (H, W).

    With "zeros" that is how many windows read it; in the other padding modes one window can read a cell more
    than once, at home and in the padding, and each time counts.

    >>> use_counts((5, 5), 3)
    array([[1, 2, 3, 2, 1],
           [2, 4, 6, 4, 2],
           [3, 6, 9, 6, 3],
           [2, 4, 6, 4, 2],
           [1, 2, 3, 2, 1]])
    >>> use_counts((1, 6), (1, 3), stride=2)
    array([[1, 1, 2, 1, 1, 0]])
    """
    sources = window_sources(
        size, kernel_size, stride=stride, padding=padding, dilation=dilation, padding_mode=padding_mode
    )
    return np.bincount(sources[sources >= 0], minlength=size[0] * size[1]).reshape(size)


def unroll_windows(
    image: ArrayLike,
    kernel_size: Pair,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    padding_mode: str = "zeros",
) -> Array:
    """Return the windows of an image (C, H, W) as columns: im2col, (C * kh * kw, H' * W').

    A convolution is then one matrix product, ``filters.reshape(O, -1) @ columns``. Rows are ordered as a
    filter is, channel by channel and row by row; this is torch's ``unfold`` (Chellapilla, Puri and Simard
    2006).

    >>> unroll_windows([[[1, 2, 3], [4, 5, 6]]], 2)
    array([[1., 2.],
           [2., 3.],
           [4., 5.],
           [5., 6.]], dtype=float32)
    """
    image = images(image)
    if image.ndim != 3:
        raise ValueError(f"one image is unrolled at a time, (channels, height, width), not {image.shape}")
    size = (image.shape[1], image.shape[2])
    sides = resolve_padding(padding, size, kernel_size, stride=stride, dilation=dilation)
    padded = pad2d(image, sides, padding_mode=padding_mode)
    seen = windows(padded, kernel_size, stride=stride, dilation=dilation)
    channels, rows, columns, height, width = seen.shape
    return seen.transpose(0, 3, 4, 1, 2).reshape(channels * height * width, rows * columns)


@dataclass(frozen=True, eq=False)
class ConvolutionMatrix:
    """The matrix W of a convolution, ``W @ image.ravel() == conv2d(image, filters).ravel()``.

    Kept as its entries: entry n stands in ``rows[n]`` (output unit) and ``columns[n]`` (input unit) and holds
    weight ``weights[n]`` of the flattened filters, ``values[n]``. The same weight number in many entries is
    what is called weight sharing. Padding that shows a cell again puts several entries in one place: they
    add.
    """

    shape: tuple[int, int]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    weights: NDArray[np.int64]
    values: Array

    @property
    def dense(self) -> Array:
        """Return W with all its zeros, of ``shape``."""
        if self.shape[0] * self.shape[1] > LARGEST_MATRIX:
            raise ValueError(
                f"a matrix of {times(self.shape)} would hold {self.shape[0] * self.shape[1]:,} numbers; "
                f"{LARGEST_MATRIX:,} are the most that is drawn"
            )
        matrix = np.zeros(self.shape, np.float32)
        np.add.at(matrix, (self.rows, self.columns), self.values)
        return matrix

    def row(self, unit: int) -> Array:
        """Return one row of W: the weight that output ``unit`` gives to every input."""
        here = self.rows == unit
        return np.bincount(self.columns[here], self.values[here], minlength=self.shape[1]).astype(np.float32)


def convolution_matrix(
    filters: ArrayLike,
    input_shape: tuple[int, int, int],
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> ConvolutionMatrix:
    """Return the matrix that does what ``conv2d`` does with these filters (O, C / groups, kh, kw).

    ``input_shape`` is (C, H, W). Raises ValueError where shapes do not fit or the entries would be too many.

    >>> matrix = convolution_matrix([[[[1, 0, -1]]]], (1, 1, 5))
    >>> matrix.dense
    array([[ 1.,  0., -1.,  0.,  0.],
           [ 0.,  1.,  0., -1.,  0.],
           [ 0.,  0.,  1.,  0., -1.]], dtype=float32)
    >>> matrix.weights.tolist()
    [0, 1, 2, 0, 1, 2, 0, 1, 2]
    """
    weights, groups = float32(filters, "filters"), whole(groups, "groups")
    channels, height, width = input_shape
    if weights.ndim != 4 or weights.shape[1] * groups != channels or len(weights) % groups:
        raise ValueError(
            f"filters of shape {weights.shape} in {groups} groups do not fit an input of {channels} channels"
        )
    sources = window_sources(
        (height, width),
        pair(weights.shape[2:], "kernel_size"),
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
    )
    places = sources.shape[0] * sources.shape[1]
    if places * weights.size > LARGEST_MATRIX:
        raise ValueError(
            f"{places * weights.size:,} entries are too many for a matrix on a page; choose a smaller input"
        )
    # Axes of an entry: filter, place, channel of its group, cell of the kernel.
    out_channels, per_group = weights.shape[:2]
    cells = sources.reshape(1, places, 1, -1)
    first = np.arange(out_channels) // (out_channels // groups) * per_group
    plane = first[:, None, None, None] + np.arange(per_group)[:, None]
    whole_shape = (out_channels, places, per_group, cells.shape[-1])
    column = np.broadcast_to(cells + plane * height * width, whole_shape)
    row = np.broadcast_to(np.arange(out_channels * places).reshape(out_channels, places, 1, 1), whole_shape)
    number = np.broadcast_to(np.arange(weights.size).reshape(out_channels, 1, per_group, -1), whole_shape)
    kept = np.broadcast_to(cells >= 0, whole_shape)
    shape = (out_channels * places, channels * height * width)
    return ConvolutionMatrix(shape, row[kept], column[kept], number[kept], weights.ravel()[number[kept]])
