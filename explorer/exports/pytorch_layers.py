"""Layers as PyTorch writes them, and the few modules that PyTorch does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from explorer.arithmetic import Conv2d, Layer, RadialBasis, Shape, Softmax, Subsampling2d, TableConv2d
from explorer.exports.calls import Argument, Call, layer_call
from explorer.exports.text import sides_of

PADDINGS = {
    "zeros": "nn.ZeroPad2d",
    "reflect": "nn.ReflectionPad2d",
    "replicate": "nn.ReplicationPad2d",
    "circular": "nn.CircularPad2d",
}

TABLE_CONV = '''
class TableConv2d(nn.Module):
    """A convolution whose filters read only the input channels that a table names."""

    def __init__(self, in_channels, table, kernel_size):
        super().__init__()
        size = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.shape = (len(table), in_channels, *size)
        self.filters = [row for row, channels in enumerate(table) for _ in channels]
        self.channels = [channel for channels in table for channel in channels]
        self.weight = nn.Parameter(torch.empty(len(self.filters), *size))
        self.bias = nn.Parameter(torch.zeros(len(table)))
        nn.init.kaiming_uniform_(self.weight)

    def forward(self, x):
        kernels = self.weight.new_zeros(self.shape)
        kernels[self.filters, self.channels] = self.weight
        return nn.functional.conv2d(x, kernels, self.bias)
'''

SUBSAMPLING = '''
class Subsampling2d(nn.Module):
    """The sum of each window, times one weight per channel, plus its bias."""

    def __init__(self, channels, kernel_size):
        super().__init__()
        self.average = nn.AvgPool2d(kernel_size)
        height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.cells = height * width
        self.weight = nn.Parameter(torch.full((channels,), 1 / self.cells))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        weight, bias = self.weight[:, None, None], self.bias[:, None, None]
        return self.average(x) * self.cells * weight + bias
'''

RADIAL_BASIS = '''
class RadialBasis(nn.Module):
    """The squared distance from one fixed pattern per class; here the patterns are drawn by chance."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.register_buffer("weight", torch.randint(0, 2, (out_features, in_features)) * 2.0 - 1.0)

    def forward(self, x):
        return (x[:, None] - self.weight).square().sum(dim=-1)
'''

HELPERS: Mapping[str, str] = MappingProxyType(
    {"TableConv2d": TABLE_CONV, "Subsampling2d": SUBSAMPLING, "RadialBasis": RADIAL_BASIS}
)


def pytorch_calls(layer: Layer, before: Shape) -> Iterator[tuple[str, Call]]:
    """Yield the calls that make a layer behind an input shape, each with what its name ends in.

    Uneven padding, and "same" with a stride, which ``nn.Conv2d`` does not offer, become a layer in front.

    >>> [str(call) for _, call in pytorch_calls(Conv2d(1, 1, 3, padding=((1, 0), (0, 0))), (1, 5, 5))]
    ['nn.ZeroPad2d((0, 0, 1, 0))', 'nn.Conv2d(1, 1, 3)']
    """
    if isinstance(layer, Conv2d):
        yield from _convolution(layer, before)
    elif isinstance(layer, Softmax):
        yield "", Call("nn.Softmax", (Argument("dim", 1, None),))
    else:
        own = isinstance(layer, TableConv2d | Subsampling2d | RadialBasis)
        yield "", layer_call(layer, "" if own else "nn.")


def _convolution(layer: Conv2d, before: Shape) -> Iterator[tuple[str, Call]]:
    (top, bottom), (left, right) = sides_of(layer, before)
    padding = (top, left)
    if (top, left) != (bottom, right):
        sides = Argument("padding", (left, right, top, bottom))
        yield "padding", Call(PADDINGS[layer.padding_mode], (sides,))
        padding = (0, 0)
    mode = layer.padding_mode if any(padding) else "zeros"
    yield "", layer_call(layer, "nn.", padding=padding, padding_mode=mode)
