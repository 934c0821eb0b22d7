from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.arithmetic.layers import AdaptiveAvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Softmax
from explorer.arithmetic.networks import Network
from explorer.learning.shipping import ship
from explorer.shipped import read_description, read_layer, read_network


def test_unknown_layers_are_not_read() -> None:
    with pytest.raises(KeyError):
        read_layer({"name": "x", "type": "eval"})
    assert read_layer({"name": "pool1", "type": "MaxPool2d", "kernel_size": 2}) == MaxPool2d(2)
    assert read_layer({"name": "relu1", "type": "ReLU"}) == ReLU()


def test_what_is_shipped_is_read_back(tmp_path: Path) -> None:
    layers = {
        "conv1": Conv2d(3, 4, 3, padding=1),
        "relu1": ReLU(),
        "average": AdaptiveAvgPool2d(1),
        "flatten": Flatten(),
        "linear": Linear(4, 2),
        "softmax": Softmax(),
    }
    random = np.random.default_rng(0)
    weights = {
        f"{name}.{key}": random.normal(size=shape).astype(np.float32)
        for name, layer in layers.items()
        for key, shape in layer.parameter_shapes.items()
    }
    network = Network(layers, (3, 8, 8), weights)
    ship(network, {"least_probability": 0.5}, tmp_path / "new")
    read = read_network(tmp_path / "new")
    assert dict(read.layers) == layers
    assert read_description(tmp_path / "new")["limits"] == {"least_probability": 0.5}
    images = random.random((5, 3, 8, 8), dtype=np.float32)
    np.testing.assert_array_equal(read.forward(images), network.forward(images))
