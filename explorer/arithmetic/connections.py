"""What it costs to connect: fully, locally, with shared weights; in groups down to depthwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import gcd, prod

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic.convolution import windows
from explorer.arithmetic.layers import Conv2d
from explorer.arithmetic.options import Array, Padding, Pair, float32, images
from explorer.arithmetic.padding import pad2d, resolve_padding
from explorer.arithmetic.receptive_fields import Shape


@dataclass(frozen=True)
class Cost:
    """One way to get from an input to an output: what is learned, and the multiply-accumulates per image."""

    name: str
    title: str
    parameters: int
    macs: int
    groups: int = 1


def compare_connections(layer: Conv2d, input_shape: Shape) -> tuple[Cost, ...]:
    """Return the cost of a fully connected, a locally connected and a convolutional layer of the same shapes.

    All three make of ``input_shape`` (C, H, W) what ``layer`` makes of it. The locally connected layer reads
    the windows of the convolution, padding included, with weights of its own at every place, and like Keras'
    former LocallyConnected2D has a bias for every place and filter.

    >>> for cost in compare_connections(Conv2d(1, 1, 3), (1, 5, 5)):
    ...     print(cost.name, cost.parameters, cost.macs)
    full 234 225
    local 90 81
    shared 10 81
    """
    shape = layer.output_shape(input_shape)
    inputs, outputs = prod(input_shape), prod(shape)
    biases = outputs if layer.bias else 0
    macs = layer.macs(input_shape)
    return (
        Cost("full", "Fully connected", inputs * outputs + biases, inputs * outputs),
        Cost("local", "Locally connected", macs + biases, macs, layer.groups),
        Cost("shared", "Convolution", layer.parameter_count, macs, layer.groups),
    )


def compare_groups(layer: Conv2d, input_shape: Shape) -> tuple[Cost, ...]:
    """Return the cost of a convolution in every number of groups that its channels allow, and of its factors.

    From 1 group (standard) to as many as divide input and output channels both; with one channel per group it
    is depthwise. Last comes the depthwise separable convolution: a depthwise one, then a 1x1 convolution that
    mixes the channels, each with its bias if the layer has one (Howard et al. 2017).

    >>> for cost in compare_groups(Conv2d(4, 8, 3, bias=False), (4, 6, 6)):
    ...     print(cost.title, cost.parameters, cost.macs)
    Standard 288 4608
    2 groups 144 2304
    Depthwise 72 1152
    Depthwise, then 1x1 68 1088
    """
    most = gcd(layer.in_channels, layer.out_channels)
    grouped = [replace(layer, groups=count) for count in range(1, most + 1) if most % count == 0]
    depthwise = replace(layer, out_channels=layer.in_channels, groups=layer.in_channels)
    pointwise = Conv2d(layer.in_channels, layer.out_channels, 1, bias=layer.bias)
    between = depthwise.output_shape(input_shape)
    return (
        *(
            Cost(
                f"groups_{each.groups}",
                _title(each),
                each.parameter_count,
                each.macs(input_shape),
                each.groups,
            )
            for each in grouped
        ),
        Cost(
            "separable",
            "Depthwise, then 1x1",
            depthwise.parameter_count + pointwise.parameter_count,
            depthwise.macs(input_shape) + pointwise.macs(between),
            layer.in_channels,
        ),
    )


def compare_kernels(channels: int, kernel_sizes: Sequence[int]) -> tuple[Cost, Cost]:
    """Return the cost of odd kernels in a row, and of the one kernel that sees as far, for one place.

    Every layer has ``channels`` in and out and no bias, as in the argument of Simonyan and Zisserman 2015;
    the multiply-accumulates are those of all filters at one place of the output.

    >>> row, one = compare_kernels(1, (3, 3))
    >>> row.parameters, one.title, one.parameters
    (18, 'One 5x5', 25)
    """
    if not kernel_sizes or any(size % 2 == 0 for size in kernel_sizes):
        raise ValueError(f"kernels in a row must be odd to keep the size, not {tuple(kernel_sizes)}")
    layers = [Conv2d(channels, channels, size, bias=False) for size in kernel_sizes]
    reach = 1 + sum(size - 1 for size in kernel_sizes)
    one = Conv2d(channels, channels, reach, bias=False).parameter_count
    several = sum(layer.parameter_count for layer in layers)
    title = ", then ".join(f"{size}x{size}" for size in kernel_sizes)
    return (
        Cost("row", title, several, several),
        Cost("one", f"One {reach}x{reach}", one, one),
    )


def locally_connected2d(
    image: ArrayLike,
    filters: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> Array:
    """Sum products like ``conv2d``, but with filters of its own at every place.

    ``image`` is (C, H, W), ``filters`` (O, H', W', C, kh, kw), ``bias`` (O, H', W'), the result (O, H', W').
    Raises ValueError where the filters are not as many as there are places.

    >>> locally_connected2d([[[1, 2, 3]]], [[[[[[1, 0]]], [[[0, 10]]]]]])
    array([[[ 1., 30.]]], dtype=float32)
    """
    image, weights = images(image), float32(filters, "filters")
    if image.ndim != 3 or weights.ndim != 6:
        raise ValueError(
            "an image (C, H, W) needs filters (O, H', W', C, kh, kw), "
            f"not of shapes {image.shape} and {weights.shape}"
        )
    kernel, size = (weights.shape[4], weights.shape[5]), (image.shape[1], image.shape[2])
    sides = resolve_padding(padding, size, kernel, stride=stride, dilation=dilation)
    seen = windows(pad2d(image, sides), kernel, stride=stride, dilation=dilation)
    if weights.shape[1:4] != (seen.shape[1], seen.shape[2], len(image)):
        raise ValueError(
            f"{seen.shape[1]}x{seen.shape[2]} places on {len(image)} channels need filters "
            f"(O, {seen.shape[1]}, {seen.shape[2]}, {len(image)}, kh, kw), not of shape {weights.shape}"
        )
    sums: Array = np.einsum("chwij,ohwcij->ohw", seen, weights)
    return sums if bias is None else sums + float32(bias, "bias").reshape(sums.shape)


def _title(layer: Conv2d) -> str:
    if layer.groups == 1:
        return "Standard"
    return "Depthwise" if layer.groups == layer.in_channels else f"{layer.groups} groups"
