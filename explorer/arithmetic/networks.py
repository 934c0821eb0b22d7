"""Networks: a chain of named layers with weights, run with every activation kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic.activations import softmax
from explorer.arithmetic.layers import Layer, Softmax
from explorer.arithmetic.options import Array, float32
from explorer.arithmetic.receptive_fields import ReceptiveField, Shape, receptive_field

# A batch runs in parts whose largest activation holds at most so many numbers: memory stays bounded.
PART = 2**19


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything that a network computed for one image, read-only: each layer's activation, in order."""

    input: Array
    activations: Mapping[str, Array]
    logits: Array
    probabilities: Array


@dataclass(frozen=True, eq=False)
class Network:
    """A chain of named layers, the shape of one input, and weights under names such as "conv1.weight".

    The chain is checked when the network is made: a layer that does not fit, and weights that are missing,
    left over or of the wrong shape, raise a ValueError that names the layer. Weights are kept as read-only
    float32 copies, buffers such as running means among them.

    >>> from explorer.arithmetic.layers import Flatten, Linear
    >>> weights = {"classes.weight": [[1, 0, 0, 0], [0, 0, 0, 1]], "classes.bias": [0, 1]}
    >>> network = Network({"flatten": Flatten(), "classes": Linear(4, 2)}, (1, 2, 2), weights)
    >>> network.trace([[[1, 2], [3, 4]]]).logits.tolist()
    [1.0, 5.0]
    """

    layers: Mapping[str, Layer]
    input_shape: Shape
    weights: Mapping[str, Array]

    def __post_init__(self) -> None:
        """Check the chain and take read-only copies of what was handed in."""
        layers, shape = dict(self.layers), tuple(self.input_shape)
        if not layers:
            raise ValueError("a network needs at least one layer")
        output_shapes(layers, shape)
        weights = _checked(layers, self.weights)
        # A frozen dataclass offers no other way to replace what was handed in.
        object.__setattr__(self, "layers", MappingProxyType(layers))
        object.__setattr__(self, "input_shape", shape)
        object.__setattr__(self, "weights", MappingProxyType(weights))

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """Return every layer's output shape, without the batch."""
        return MappingProxyType(output_shapes(self.layers, self.input_shape))

    @property
    def parameter_count(self) -> int:
        """Return how many numbers were learned."""
        return sum(layer.parameter_count for layer in self.layers.values())

    @property
    def macs(self) -> int:
        """Return the multiply-accumulates for one image."""
        inputs = (self.input_shape, *self.shapes.values())
        return sum(layer.macs(shape) for layer, shape in zip(self.layers.values(), inputs, strict=False))

    def layer_weights(self, name: str) -> Mapping[str, Array]:
        """Return the weights of the layer ``name`` under its own names, such as "weight"."""
        return self._by_layer[self._known(name)]

    def receptive_field(self, name: str) -> ReceptiveField:
        """Return what one unit of the layer ``name`` sees of the input."""
        names = list(self.layers)
        chain = [self.layers[other] for other in names[: names.index(self._known(name)) + 1]]
        return receptive_field(chain, input_shape=self.input_shape)

    def trace(self, image: ArrayLike) -> Trace:
        """Run one image, of ``input_shape``, and keep every activation.

        ``logits`` is the output of the last layer that is not a softmax, ``probabilities`` their softmax.
        """
        start = activation = _read_only(image, "the image", self.input_shape)
        activations: dict[str, Array] = {}
        for name, activation in self._run(start):
            activation.setflags(write=False)
            activations[name] = activation
        logits = activations[self._logits_name]
        probabilities = softmax(logits) if activation is logits else activation
        return Trace(start, MappingProxyType(activations), logits, probabilities)

    def forward(self, images: ArrayLike) -> Array:
        """Run a batch (N, *input_shape) and return the logits (N, ...), keeping nothing else."""
        batch = float32(images, "images")
        if batch.shape[1:] != self.input_shape:
            wanted = ", ".join(map(str, self.input_shape))
            raise ValueError(f"the network needs images of shape (N, {wanted}), not {batch.shape}")
        part = max(1, PART // max(map(prod, (self.input_shape, *self.shapes.values()))))
        starts = range(0, max(len(batch), 1), part)
        return np.concatenate([self._logits(batch[start : start + part]) for start in starts])

    def _logits(self, batch: Array) -> Array:
        return next(activation for name, activation in self._run(batch) if name == self._logits_name)

    def _run(self, activation: Array) -> Iterator[tuple[str, Array]]:
        for name, layer in self.layers.items():
            with np.errstate(over="ignore", invalid="ignore"):
                activation = layer.forward(activation, self._by_layer[name])
            yield name, activation

    @cached_property
    def _logits_name(self) -> str:
        names = list(self.layers)
        while len(names) > 1 and isinstance(self.layers[names[-1]], Softmax):
            names.pop()
        return names[-1]

    @cached_property
    def _by_layer(self) -> Mapping[str, Mapping[str, Array]]:
        return {
            name: MappingProxyType({key: self.weights[f"{name}.{key}"] for key in _weight_shapes(layer)})
            for name, layer in self.layers.items()
        }

    def _known(self, name: str) -> str:
        if name not in self.layers:
            raise ValueError(f"there is no layer {name!r}; the layers are {', '.join(self.layers)}")
        return name


def output_shapes(layers: Mapping[str, Layer], input_shape: Shape) -> dict[str, Shape]:
    """Return the shape after every layer of a chain; the ValueError names the layer that cannot follow.

    >>> from explorer.arithmetic.layers import Conv2d, MaxPool2d
    >>> output_shapes({"conv": Conv2d(1, 8, 3), "pool": MaxPool2d(2)}, (1, 28, 28))
    {'conv': (8, 26, 26), 'pool': (8, 13, 13)}
    >>> output_shapes({"pool": MaxPool2d(2), "conv": Conv2d(1, 8, 3)}, (1, 4, 4))
    Traceback (most recent call last):
    ValueError: layer 'conv' cannot follow: kernel 3x3 does not fit input 2x2 with padding 0
    """
    shapes, shape = {}, tuple(input_shape)
    for name, layer in layers.items():
        try:
            shape = shapes[name] = layer.output_shape(shape)
        except ValueError as error:
            raise ValueError(f"layer {name!r} cannot follow: {error}") from None
    return shapes


def _weight_shapes(layer: Layer) -> dict[str, Shape]:
    return layer.parameter_shapes | layer.buffer_shapes


def _checked(layers: Mapping[str, Layer], weights: Mapping[str, ArrayLike]) -> dict[str, Array]:
    expected = {
        f"{name}.{key}": shape
        for name, layer in layers.items()
        for key, shape in _weight_shapes(layer).items()
    }
    if missing := [key for key in expected if key not in weights]:
        raise ValueError(f"weights are missing: {', '.join(missing)}")
    if unknown := sorted(weights.keys() - expected.keys()):
        raise ValueError(f"weights belong to no layer: {', '.join(unknown)}")
    return {key: _read_only(weights[key], key, shape) for key, shape in expected.items()}


def _read_only(values: ArrayLike, key: str, shape: Shape) -> Array:
    array = float32(values, key).copy()
    if array.shape != shape:
        raise ValueError(f"{key} must have shape {shape}, not {array.shape}")
    array.setflags(write=False)
    return array
