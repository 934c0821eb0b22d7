"""Layers that the first famous networks were made of and that later ones did without."""

from dataclasses import KW_ONLY, dataclass

import numpy as np

from explorer.arithmetic.convolution import conv2d
from explorer.arithmetic.layers.base import Layer, Weights, image_shape
from explorer.arithmetic.layers.convolution import Conv2d
from explorer.arithmetic.layers.pooling import AvgPool2d
from explorer.arithmetic.options import Array, Pair, pair, whole
from explorer.arithmetic.receptive_fields import ReceptiveField, Shape


@dataclass(frozen=True)
class TableConv2d(Layer):
    """A convolution whose filters read only some of the input channels (C3 of LeCun et al. 1998, table I).

    ``table`` lists the input channels of every filter. The weight holds one kernel per connection, filter by
    filter: (connections, kh, kw).

    >>> layer = TableConv2d(3, ((0, 1), (1, 2), (0, 1, 2)), 5)
    >>> layer.output_shape((3, 14, 14)), layer.parameter_count
    ((3, 10, 10), 178)
    """

    in_channels: int
    table: tuple[tuple[int, ...], ...]
    kernel_size: Pair

    def __post_init__(self) -> None:
        """Refuse a table that names no channel, a channel twice, or one that is not there."""
        channels = whole(self.in_channels, "in_channels")
        pair(self.kernel_size, "kernel_size")
        if not self.table or not all(self.table):
            raise ValueError("every filter of the table needs at least one input channel")
        for row in self.table:
            if len(set(row)) < len(row) or min(row) < 0:
                raise ValueError(f"a filter reads a channel once, so its row cannot be {row}")
            if max(row) >= channels:
                raise ValueError(f"the table names channel {max(row)}, but the last one is {channels - 1}")

    @property
    def out_channels(self) -> int:
        """Return how many filters the table has."""
        return len(self.table)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_channels, H', W')."""
        image_shape(input_shape, "TableConv2d", self.in_channels)
        return Conv2d(self.in_channels, self.out_channels, self.kernel_size).output_shape(input_shape)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Return weight (connections, kh, kw) and bias (out_channels,)."""
        connections = sum(map(len, self.table))
        kernel = pair(self.kernel_size, "kernel_size")
        return {"weight": (connections, *kernel), "bias": (self.out_channels,)}

    def macs(self, input_shape: Shape) -> int:
        """Return one multiply-accumulate per place and weight of a connection."""
        _, rows, columns = self.output_shape(input_shape)
        connections, height, width = self.parameter_shapes["weight"]
        return rows * columns * connections * height * width

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return the kernel's size."""
        return ReceptiveField(size=pair(self.kernel_size, "kernel_size"))

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the sums of products; a connection that is missing adds nothing."""
        dense = np.zeros((self.out_channels, self.in_channels, *weights["weight"].shape[1:]), np.float32)
        filters = np.repeat(np.arange(self.out_channels), [len(row) for row in self.table])
        dense[filters, np.concatenate(self.table)] = weights["weight"]
        return conv2d(activation, dense, weights["bias"])


@dataclass(frozen=True)
class Subsampling2d(Layer):
    """The sum of each window, times one weight per channel, plus its bias (S2 and S4 of LeCun et al. 1998).

    >>> layer = Subsampling2d(6, 2)
    >>> layer.output_shape((6, 28, 28)), layer.parameter_count
    ((6, 14, 14), 12)
    """

    channels: int
    kernel_size: Pair

    def __post_init__(self) -> None:
        """Refuse sizes below 1."""
        whole(self.channels, "channels")
        pair(self.kernel_size, "kernel_size")

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (C, H', W'): windows stand side by side."""
        image_shape(input_shape, "Subsampling2d", self.channels)
        return self._average.output_shape(input_shape)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Return weight and bias, one number per channel."""
        return {"weight": (self.channels,), "bias": (self.channels,)}

    def macs(self, input_shape: Shape) -> int:
        """Return one multiply-accumulate per number of the output."""
        channels, rows, columns = self.output_shape(input_shape)
        return channels * rows * columns

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return the window's size, which is also the stride."""
        return self._average.receptive_field(input_shape)

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the weighted sums."""
        rows, columns = pair(self.kernel_size, "kernel_size")
        sums = self._average.forward(activation, {}) * np.float32(rows * columns)
        return sums * weights["weight"][:, None, None] + weights["bias"][:, None, None]

    @property
    def _average(self) -> AvgPool2d:
        return AvgPool2d(self.kernel_size)


@dataclass(frozen=True)
class RadialBasis(Layer):
    """The squared distance of the input from a fixed pattern per class (output of LeCun et al. 1998).

    The patterns were drawn by hand and not learned: they are buffers.

    >>> layer = RadialBasis(84, 10)
    >>> layer.output_shape((84,)), layer.parameter_count, layer.buffer_shapes
    ((10,), 0, {'weight': (10, 84)})
    """

    in_features: int
    out_features: int

    def __post_init__(self) -> None:
        """Refuse sizes below 1."""
        whole(self.in_features, "in_features")
        whole(self.out_features, "out_features")

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_features,)."""
        if tuple(input_shape) != (self.in_features,):
            raise ValueError(f"RadialBasis needs {self.in_features} inputs, not {tuple(input_shape)}")
        return (self.out_features,)

    @property
    def buffer_shapes(self) -> dict[str, Shape]:
        """Return weight (out_features, in_features): one pattern per class."""
        return {"weight": (self.out_features, self.in_features)}

    def macs(self, input_shape: Shape) -> int:
        """Return one multiply-accumulate per number of a pattern: a difference, squared and added."""
        self.output_shape(input_shape)
        return self.in_features * self.out_features

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the squared distances."""
        distances: Array = np.square(activation[..., None, :] - weights["weight"]).sum(axis=-1)
        return distances


@dataclass(frozen=True)
class LocalResponseNorm(Layer):
    """Each number divided by a power of its neighbours' energy in ``size`` channels around it.

    Krizhevsky et al. 2012, section 3.3, with PyTorch's convention: ``alpha`` is divided by ``size``.

    >>> LocalResponseNorm(5).output_shape((96, 55, 55))
    (96, 55, 55)
    """

    size: int
    _: KW_ONLY
    alpha: float = 1e-4
    beta: float = 0.75
    k: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a neighbourhood of nothing."""
        whole(self.size, "size")

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input shape."""
        return image_shape(input_shape, "LocalResponseNorm")

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Divide; channels beyond the first and the last count as zero."""
        before, after = self.size // 2, (self.size - 1) // 2
        squares = np.square(np.moveaxis(activation, -3, 0))
        padded = np.pad(squares, [(before, after), *[(0, 0)] * (squares.ndim - 1)])
        sums = sum(padded[first : first + len(squares)] for first in range(self.size))
        energy = np.moveaxis(np.asarray(sums, np.float32), 0, -3) / np.float32(self.size)
        return activation / (np.float32(self.k) + np.float32(self.alpha) * energy) ** np.float32(self.beta)
