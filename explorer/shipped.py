"""Read a network that was trained and shipped: its description, and its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from explorer.arithmetic import layers
from explorer.arithmetic.networks import Network

LAYER_TYPES: Mapping[str, Any] = MappingProxyType(
    {
        name: getattr(layers, name)
        for name in (
            "Conv2d",
            "ReLU",
            "MaxPool2d",
            "AvgPool2d",
            "AdaptiveAvgPool2d",
            "Flatten",
            "Linear",
            "Softmax",
        )
    }
)


def read_network(folder: Path) -> Network:
    """Return the network that network.json and weights.safetensors in a folder describe."""
    from safetensors.numpy import load_file

    description = read_description(folder)
    chain = {entry["name"]: read_layer(entry) for entry in description["layers"]}
    return Network(chain, tuple(description["input_shape"]), load_file(folder / "weights.safetensors"))


def read_layer(entry: Mapping[str, Any]) -> layers.Layer:
    """Return the layer that an entry of network.json describes.

    >>> read_layer({"name": "pool1", "type": "MaxPool2d", "kernel_size": 2})
    MaxPool2d(kernel_size=2, stride=None, padding=0, dilation=1, ceil_mode=False)
    """
    options = {key: value for key, value in entry.items() if key not in ("name", "type")}
    made = LAYER_TYPES[entry["type"]](**options)
    assert isinstance(made, layers.Layer)
    return made


def read_description(folder: Path) -> dict[str, Any]:
    """Return what network.json in a folder says: "input_shape", "layers" and "limits"."""
    description: dict[str, Any] = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    return description
