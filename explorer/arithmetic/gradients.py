"""How much a unit of a network changes with every cell of the input: the gradient, walked back by hand."""

from collections.abc import Sequence

import numpy as np

from explorer.arithmetic.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Flatten,
    Identity,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Softmax,
    Weights,
)
from explorer.arithmetic.networks import Network, Trace
from explorer.arithmetic.options import Array, pair
from explorer.arithmetic.padding import resolve_padding
from explorer.arithmetic.pooling import pool2d
from explorer.arithmetic.transposed import conv_transpose2d


def input_gradient(network: Network, trace: Trace, name: str, unit: Sequence[int]) -> Array:
    """Return the gradient of one unit of the layer ``name`` with respect to the input, of the input's shape.

    ``unit`` is (channel, row, column), or (place,) where the activation is a row of numbers. Where it is zero
    the unit does not listen, although it may see: ReLU and max pooling shut out whatever did not get through
    for this very input, so this is the effective receptive field (Luo et al. 2016). At zero, ReLU passes
    nothing on, and of equal cells the first wins, as in PyTorch. Raises ValueError, with the sizes, for a
    unit that the layer does not have, and for a layer that cannot be walked back here.

    >>> network = Network({"pool": MaxPool2d(2)}, (1, 2, 2), {})
    >>> input_gradient(network, network.trace([[[1, 2], [4, 3]]]), "pool", (0, 0, 0))
    array([[[0., 0.],
            [1., 0.]]], dtype=float32)
    """
    names = list(network.layers)
    if name not in names:
        raise ValueError(f"there is no layer {name!r}; the layers are {', '.join(names)}")
    shape, place = network.shapes[name], tuple(unit)
    if len(place) != len(shape) or not all(0 <= at < size for at, size in zip(place, shape, strict=True)):
        raise ValueError(f"the layer {name!r} of shape {shape} has no unit {place}")
    gradient = np.zeros(shape, np.float32)
    gradient[place] = 1
    for at in range(names.index(name), -1, -1):
        before = trace.activations[names[at - 1]] if at else trace.input
        after = trace.activations[names[at]]
        gradient = _back(network.layers[names[at]], network.layer_weights(names[at]), before, after, gradient)
    return gradient


def few_that_carry(gradient: Array, share: float) -> int:
    """Return how few cells of a gradient carry this share of all its absolute values.

    >>> few_that_carry(np.array([8.0, -1, 1, 0], np.float32), 0.9)
    2
    >>> few_that_carry(np.zeros(4, np.float32), 0.9)
    0
    """
    sizes = np.sort(np.abs(gradient).ravel().astype(np.float64))[::-1]
    total = sizes.sum()
    return int(np.searchsorted(np.cumsum(sizes), share * total - 1e-12 * total) + 1) if total else 0


def _back(layer: Layer, weights: Weights, before: Array, after: Array, gradient: Array) -> Array:
    """Return the gradient with respect to what went into a layer, from that with respect to what came out."""
    match layer:
        case Conv2d():
            return _through_convolution(layer, weights["weight"], before, gradient)
        case MaxPool2d():
            return _through_maximum(layer, before, gradient)
        case AvgPool2d() if not layer.ceil_mode:
            return _through_average(layer, before, gradient)
        case AdaptiveAvgPool2d():
            return _through_adaptive_average(before, gradient)
        case ReLU():
            return np.where(before > 0, gradient, np.float32(0))
        case Flatten():
            return gradient.reshape(before.shape)
        case Linear():
            carried: Array = gradient @ weights["weight"]
            return carried
        case Softmax():
            moved: Array = after * (gradient - np.sum(gradient * after))
            return moved
        case Identity():
            return gradient
    raise ValueError(f"{layer} cannot be walked back here")


def _through_convolution(layer: Conv2d, filters: Array, before: Array, gradient: Array) -> Array:
    if layer.padding_mode != "zeros":
        raise ValueError(f"{layer.padding_mode} padding cannot be walked back here, only zeros")
    size, kernel = (before.shape[1], before.shape[2]), pair(layer.kernel_size, "kernel_size")
    sides = resolve_padding(layer.padding, size, kernel, stride=layer.stride, dilation=layer.dilation)
    stamped = conv_transpose2d(
        gradient, filters, stride=layer.stride, dilation=layer.dilation, groups=layer.groups
    )
    return _cropped(stamped, before, (sides[0][0], sides[1][0]))


def _cropped(stamped: Array, before: Array, corner: tuple[int, int]) -> Array:
    """Return what lies over the map itself; what no window reads stays zero."""
    _, height, width = before.shape
    rows, columns = (max(stamped.shape[1], corner[0] + height), max(stamped.shape[2], corner[1] + width))
    full = np.zeros((len(before), rows, columns), np.float32)
    full[:, : stamped.shape[1], : stamped.shape[2]] = stamped
    return full[:, corner[0] : corner[0] + height, corner[1] : corner[1] + width]


def _through_maximum(layer: MaxPool2d, before: Array, gradient: Array) -> Array:
    rows, columns = layer.winners(before)
    channels = np.broadcast_to(np.arange(len(before))[:, None, None], rows.shape)
    carried = np.zeros(before.shape, np.float32)
    inside = rows >= 0
    np.add.at(carried, (channels[inside], rows[inside], columns[inside]), gradient[inside])
    return carried


def _through_average(layer: AvgPool2d, before: Array, gradient: Array) -> Array:
    kernel = pair(layer.kernel_size, "kernel_size")
    stride = kernel if layer.stride is None else pair(layer.stride, "stride")
    corner = pair(layer.padding, "padding", minimum=0)
    counts = np.full((1, 1, 1), kernel[0] * kernel[1], np.float32)
    if not layer.count_include_pad:
        ones = np.ones((1, *before.shape[1:]), np.float32)
        counts = counts * pool2d(ones, "average", kernel_size=kernel, stride=stride, padding=corner)
    spread = np.ones((len(before), 1, *kernel), np.float32)
    stamped = conv_transpose2d(gradient / counts, spread, stride=stride, groups=len(before))
    return _cropped(stamped, before, corner)


def _through_adaptive_average(before: Array, gradient: Array) -> Array:
    carried = np.zeros(before.shape, np.float32)
    (_, height, width), (_, rows, columns) = before.shape, gradient.shape
    for row, column in np.ndindex(rows, columns):
        tall = slice(row * height // rows, -(-(row + 1) * height // rows))
        wide = slice(column * width // columns, -(-(column + 1) * width // columns))
        cells = carried[:, tall, wide]
        cells += gradient[:, row, column, None, None] / (cells.shape[1] * cells.shape[2])
    return carried
