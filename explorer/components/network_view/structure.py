"""What a network is, for its view: the layers, how their windows lie, their weights. Sent once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from explorer.arithmetic import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
    Shape,
    Softmax,
)
from explorer.arithmetic.options import pair
from explorer.components.network_view.coding import coded
from explorer.components.network_view.decimals import decimal_units, digits_for
from explorer.components.payload import pack
from explorer.pictures.colours import DIVERGING

WEIGHT_DIGITS = BIAS_DIGITS = 5
# A large layer has fewer digits: its weights are most of what a visitor waits for.
FEWER_WEIGHT_DIGITS = 3
MANY_WEIGHTS = 10_000
MOST_OUTPUTS = 32
TITLES = {
    Conv2d: ("conv", "Convolution"),
    ReLU: ("relu", "ReLU"),
    MaxPool2d: ("max", "Max pooling"),
    AvgPool2d: ("average", "Average pooling"),
    AdaptiveAvgPool2d: ("average", "Average pooling"),
    Flatten: ("flatten", "Flatten"),
    Linear: ("linear", "Linear"),
    Softmax: ("softmax", "Softmax"),
}
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Start:
    """How a view begins: what a link said of it. `origin` changes whenever a link said something new."""

    origin: str = ""
    place: str = ""
    scale: str = ""
    folded: str = ""
    temperature: str = ""


@lru_cache(maxsize=4)
def structure_blob(network: Network, labels: tuple[str, ...], start: Start, key: str) -> bytes:
    """Return layers and weights of a network as bytes.

    Weights have five digits after the point, those of a layer of more than 10,000 three: one to two bytes
    each. Biases always have five. Raises ValueError, naming the layer, for one that the view cannot draw.
    """
    arrays: Arrays = {"diverging": DIVERGING}
    shapes = [network.input_shape, *network.shapes.values()]
    layers = [
        _layer(network, name, layer, shape, arrays)
        for (name, layer), shape in zip(network.layers.items(), shapes, strict=False)
    ]
    header = {
        "key": key,
        "network": identity(network),
        "input": list(network.input_shape),
        "labels": list(labels),
        "layers": layers,
        "start": asdict(start),
    }
    return pack(header, arrays)


@lru_cache(maxsize=16)
def identity(network: Network) -> str:
    """Return a short word that another network, or other weights, would not have."""
    digest = blake2b(digest_size=6)
    for name, layer in network.layers.items():
        digest.update(f"{name} {layer}".encode())
    for weights in network.weights.values():
        digest.update(weights.tobytes())
    return digest.hexdigest()


def _layer(network: Network, name: str, layer: Layer, shape: Shape, arrays: Arrays) -> dict[str, Any]:
    after = network.shapes[name]
    kind, title = _kind(name, layer, shape, after)
    # A row of numbers is drawn map by map, each laid out in a line.
    tiles = [shape[0], 1, shape[1] * shape[2]] if kind == "flatten" else [*after, 1, 1][:3]
    sent: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "title": title,
        "shape": list(after),
        "tiles": tiles,
        "parameters": layer.parameter_count,
    }
    if len(shape) == 3 and kind not in ("relu", "flatten"):
        field = layer.receptive_field(shape)
        sent["field"] = [field.size, field.stride, field.offset]
    if isinstance(layer, MaxPool2d):
        sent |= {
            "kernel": pair(layer.kernel_size, "kernel_size"),
            "dilation": pair(layer.dilation, "dilation"),
        }
    if isinstance(layer, Conv2d | Linear):
        sent |= _weights(network, name, layer, arrays)
    return sent


def _kind(name: str, layer: Layer, shape: Shape, after: Shape) -> tuple[str, str]:
    if type(layer) not in TITLES:
        raise ValueError(f"layer {name!r}: the view cannot draw {layer}")
    kind, title = TITLES[type(layer)]
    if len(after) == 1 and kind != "flatten" and after[0] > MOST_OUTPUTS:
        raise ValueError(f"layer {name!r}: the view draws at most {MOST_OUTPUTS} outputs, not {after[0]}")
    if isinstance(layer, Conv2d) and layer.padding_mode != "zeros":
        raise ValueError(f"layer {name!r}: the view pads with zeros, not with {layer.padding_mode}")
    if isinstance(layer, MaxPool2d) and np.prod(pair(layer.kernel_size, "kernel_size")) > 16:
        raise ValueError(f"layer {name!r}: the view shows windows of at most 16 cells")
    if isinstance(layer, AvgPool2d) and (
        pair(layer.padding, "padding", minimum=0) != (0, 0) or layer.ceil_mode
    ):
        raise ValueError(f"layer {name!r}: the view averages windows that lie inside the map")
    return kind, title


def _weights(network: Network, name: str, layer: Conv2d | Linear, arrays: Arrays) -> dict[str, Any]:
    weights = network.weights[f"{name}.weight"]
    bias = network.weights[f"{name}.bias"] if layer.bias else np.zeros(len(weights), np.float32)
    digits = digits_for(weights, FEWER_WEIGHT_DIGITS if weights.size > MANY_WEIGHTS else WEIGHT_DIGITS)
    arrays[f"{name}.weight"] = coded(decimal_units(weights, digits).reshape(len(weights), -1))
    arrays[f"{name}.bias"] = decimal_units(bias, BIAS_DIGITS).astype(np.int32)
    sent: dict[str, Any] = {"digits": digits, "weights": list(weights.shape)}
    if isinstance(layer, Conv2d):
        sent |= {
            "kernel": pair(layer.kernel_size, "kernel_size"),
            "dilation": pair(layer.dilation, "dilation"),
            "groups": layer.groups,
        }
    return sent
