"""Write a trained network where the app reads it: weights, description and model card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from explorer.arithmetic.layers import Layer
from explorer.arithmetic.networks import Network


def ship(network: Network, limits: Mapping[str, float], folder: Path) -> None:
    """Write weights.safetensors and network.json, `limits` included, for `explorer.shipped` to read."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(dict(network.weights), folder / "weights.safetensors")
    description = {
        "input_shape": list(network.input_shape),
        "layers": [describe_layer(name, layer) for name, layer in network.layers.items()],
        "limits": dict(limits),
    }
    text = json.dumps(description, indent=2)
    (folder / "network.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def describe_layer(name: str, layer: Layer) -> Mapping[str, Any]:
    """Return a layer as plain data, its defaults left out; `explorer.shipped.read_layer` reads it back.

    >>> from explorer.arithmetic.layers import MaxPool2d
    >>> describe_layer("pool1", MaxPool2d(2))
    {'name': 'pool1', 'type': 'MaxPool2d', 'kernel_size': 2}
    """
    options = {
        field.name: getattr(layer, field.name)
        for field in fields(layer)  # type: ignore[arg-type]
        if getattr(layer, field.name) != field.default
    }
    return {"name": name, "type": type(layer).__name__, **options}
