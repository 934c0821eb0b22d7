"""The specifications of pooling layers."""

from dataclasses import KW_ONLY, dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.layers.base import Layer, Weights, image_shape
from explorer.arithmetic.options import Array, Pair, pair
from explorer.arithmetic.pooling import PoolingOptions, pool2d, pool2d_winners, pooled_size, pooling_options
from explorer.arithmetic.receptive_fields import ReceptiveField, Shape
from explorer.arithmetic.sizes import span


class _Pool2d(Layer):
    def _options(self) -> PoolingOptions:
        raise NotImplementedError

    def __post_init__(self) -> None:
        self._options()

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (C, H', W')."""
        channels, height, width = image_shape(input_shape, type(self).__name__)
        return (channels, *pooled_size((height, width), self._options()))

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return the window's size, stride and start."""
        kernel, stride, (top, left), dilation, _ = self._options()
        spans = (span(kernel[0], dilation[0]), span(kernel[1], dilation[1]))
        return ReceptiveField(spans, stride, (-top, -left))


@dataclass(frozen=True)
class MaxPool2d(_Pool2d):
    """The largest value of every window; ``stride`` is the kernel size unless given.

    >>> MaxPool2d(2).output_shape((16, 28, 28)), MaxPool2d(2).parameter_count
    ((16, 14, 14), 0)
    """

    kernel_size: Pair
    _: KW_ONLY
    stride: Pair | None = None
    padding: Pair = 0
    dilation: Pair = 1
    ceil_mode: bool = False

    def _options(self) -> PoolingOptions:
        return pooling_options(self.kernel_size, self.stride, self.padding, self.dilation, self.ceil_mode)

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the maxima."""
        return pool2d(
            activation,
            "max",
            kernel_size=self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            ceil_mode=self.ceil_mode,
        )

    def winners(self, activation: Array) -> NDArray[np.int64]:
        """Return rows and columns (2, C, H', W') of the cells that win their windows, -1 where none does.

        >>> MaxPool2d(2).winners(np.array([[[1, 2], [4, 3]]], np.float32)).ravel().tolist()
        [1, 0]
        """
        return pool2d_winners(
            activation,
            kernel_size=self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            ceil_mode=self.ceil_mode,
        )


@dataclass(frozen=True)
class AvgPool2d(_Pool2d):
    """The average of every window; ``stride`` is the kernel size unless given.

    >>> AvgPool2d(3, stride=2, padding=1).output_shape((16, 28, 28))
    (16, 14, 14)
    """

    kernel_size: Pair
    _: KW_ONLY
    stride: Pair | None = None
    padding: Pair = 0
    ceil_mode: bool = False
    count_include_pad: bool = True

    def _options(self) -> PoolingOptions:
        return pooling_options(self.kernel_size, self.stride, self.padding, 1, self.ceil_mode)

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the averages."""
        return pool2d(
            activation,
            "average",
            kernel_size=self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
        )


@dataclass(frozen=True)
class AdaptiveAvgPool2d(Layer):
    """The averages of ``output_size`` windows spread evenly over the map, whatever its size.

    Window i of n over a length L runs from floor(i L / n) to ceil((i + 1) L / n), as in PyTorch.

    >>> AdaptiveAvgPool2d(1).output_shape((64, 7, 7))
    (64, 1, 1)
    """

    output_size: Pair

    def __post_init__(self) -> None:
        """Refuse sizes below 1."""
        pair(self.output_size, "output_size")

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (C, rows, columns)."""
        channels, _, _ = image_shape(input_shape, "AdaptiveAvgPool2d")
        return (channels, *pair(self.output_size, "output_size"))

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return the window's size and stride if all windows are alike, otherwise the whole map."""
        _, *size = image_shape(input_shape, "AdaptiveAvgPool2d")
        rows, columns = (
            length // count if length % count == 0 else length
            for length, count in zip(size, pair(self.output_size, "output_size"), strict=True)
        )
        return ReceptiveField(size=(rows, columns), stride=(rows, columns))

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the averages."""
        rows, columns = pair(self.output_size, "output_size")
        return _spread(_spread(activation, rows, -2), columns, -1)


def _spread(values: Array, count: int, axis: int) -> Array:
    length = values.shape[axis]
    windows = (slice(index * length // count, -(-(index + 1) * length // count)) for index in range(count))
    moved = np.moveaxis(values, axis, -1)
    averages = [moved[..., window].mean(axis=-1, dtype=np.float32) for window in windows]
    return np.moveaxis(np.stack(averages, axis=-1), -1, axis)
