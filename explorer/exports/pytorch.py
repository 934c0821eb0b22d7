"""A network as a PyTorch script."""

from dataclasses import fields
from textwrap import indent

from explorer.arithmetic import ActivationLayer, AvgPool2d, Conv2d, Layer, MaxPool2d, Network, Shape
from explorer.exports.text import ARRAYS_FILE, block, literal, number, refusal, sides_of, steps, tolerance

PADDING = {
    "zeros": "ZeroPad2d",
    "reflect": "ReflectionPad2d",
    "replicate": "ReplicationPad2d",
    "circular": "CircularPad2d",
}

SCRIPT = '''"""Compute the layers with PyTorch and assert that every array is the one that was saved."""

from collections import OrderedDict

import numpy as np
import torch
from torch import nn

layers = nn.Sequential(
    OrderedDict(
{layers}
    )
)
with torch.no_grad():
{weights}

with np.load("{file}") as file:
    saved = dict(file)
{tolerance}
with torch.no_grad():
    activation = torch.from_numpy(saved["input"])[None]
    for name, layer in layers.named_children():
        activation = layer(activation)
        if name in saved:
            expected = saved[name]
            np.testing.assert_allclose(activation[0].numpy(), expected, rtol=0, atol=tolerance)
            print(name, expected.shape, "as expected")
'''


def pytorch_code(network: Network) -> str:
    """Return a script that computes the network's activations with PyTorch and asserts them.

    It reads the input and the expected arrays from the file that `arrays_npz` writes, beside it. Uneven
    padding and "same" with a stride, which `nn.Conv2d` does not offer, become a padding layer in front.
    Raises ValueError for a layer that cannot be exported.

    >>> import numpy as np
    >>> kernel = np.ones((1, 1, 3, 3), np.float32)
    >>> network = Network({"conv": Conv2d(1, 1, 3, bias=False)}, (1, 5, 5), {"conv.weight": kernel})
    >>> [line.strip() for line in pytorch_code(network).splitlines() if "Conv2d" in line]
    ['conv=nn.Conv2d(1, 1, (3, 3), bias=False),']
    """
    modules = [
        line for name, before, _ in steps(network) for line in _modules(name, network.layers[name], before)
    ]
    weights = [
        f"layers.{name}.copy_(torch.tensor({literal(array)}))" for name, array in network.weights.items()
    ]
    return SCRIPT.format(
        layers=block(modules, spaces=8),
        weights=indent("\n".join(weights) or "pass", " " * 4),
        file=ARRAYS_FILE,
        tolerance=tolerance(network),
    )


def _modules(name: str, layer: Layer, input_shape: Shape) -> list[str]:
    if isinstance(layer, Conv2d):
        return _convolution(name, layer, input_shape)
    if isinstance(layer, ActivationLayer | MaxPool2d | AvgPool2d):
        return [f"{name}=nn.{type(layer).__name__}({_changed(layer)}),"]
    raise refusal(layer)


def _convolution(name: str, layer: Conv2d, input_shape: Shape) -> list[str]:
    (top, bottom), (left, right) = sides_of(layer, input_shape)
    lines = []
    padding = (top, left)
    if (top, left) != (bottom, right):
        lines = [f"{name}_padding=nn.{PADDING[layer.padding_mode]}({(left, right, top, bottom)}),"]
        padding = (0, 0)
    options = {
        "stride": (_pair(layer.stride), (1, 1)),
        "padding": (padding, (0, 0)),
        "dilation": (_pair(layer.dilation), (1, 1)),
        "groups": (layer.groups, 1),
        "bias": (layer.bias, True),
        "padding_mode": (layer.padding_mode if any(padding) else "zeros", "zeros"),
    }
    given = [f"{key}={value!r}" for key, (value, default) in options.items() if value != default]
    shape = f"{layer.in_channels}, {layer.out_channels}, {_pair(layer.kernel_size)}"
    return [*lines, f"{name}=nn.Conv2d({', '.join([shape, *given])}),".replace("'", '"')]


def _pair(value: int | tuple[int, int]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value


def _changed(layer: Layer) -> str:
    """Return the options that differ from their defaults, and those that have none."""
    given = []
    for option in fields(layer):  # type: ignore[arg-type]
        value = getattr(layer, option.name)
        if value != option.default:
            given.append(f"{option.name}={number(value) if isinstance(value, float) else repr(value)}")
    return ", ".join(given)
