"""Networks: a chain of named layers with weights, run with every activation kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic.activations import softmax
from explorer.arithmetic.layers import Layer, Softmax
from explorer.arithmetic.options import Array, float32
from explorer.arithmetic.receptive_fields import ReceptiveField, Shape, receptive_field

CHUNK = 32


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything a network computed for one image: the input, then every layer's activation by name, in order."""

    input: Array
    activations: Mapping[str, Array]
    logits: Array
    probabilities: Array


@dataclass(frozen=True, eq=False)
class Network:
    """A chain of named layers, the shape of one input, and the weights under names such as "conv1.weight".

    The chain is checked when the network is made: a layer that does not fit, and weights that are missing,
    left over or of the wrong shape, raise a ValueError that names the layer. Weights are kept as read-only
    float32 copies.

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
        if not self.layers:
            raise ValueError("a network needs at least one layer")
        layers = dict(self.layers)
        object.__setattr__(self, "layers", MappingProxyType(layers))
        object.__setattr__(self, "input_shape", tuple(self.input_shape))
        object.__setattr__(self, "_shapes", MappingProxyType(dict(_chain(layers, self.input_shape))))
        object.__setattr__(self, "weights", MappingProxyType(_checked(layers, self.weights)))

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """Return every layer's output shape, without the batch."""
        shapes: Mapping[str, Shape] = self._shapes  # type: ignore[attr-defined]
        return shapes

    @property
    def parameter_count(self) -> int:
        """Return how many numbers were learned."""
        return sum(layer.parameter_count for layer in self.layers.values())

    @property
    def macs(self) -> int:
        """Return the multiply-accumulates for one image."""
        inputs = [self.input_shape, *self.shapes.values()]
        return sum(layer.macs(shape) for layer, shape in zip(self.layers.values(), inputs, strict=False))

    def layer_weights(self, name: str) -> dict[str, Array]:
        """Return one layer's weights under the layer's own names, such as "weight"."""
        return {
            key.removeprefix(f"{name}."): array
            for key, array in self.weights.items()
            if key.startswith(f"{name}.")
        }

    def receptive_field(self, name: str) -> ReceptiveField:
        """Return what one unit of the layer ``name`` sees of the input."""
        if name not in self.layers:
            raise ValueError(f"there is no layer {name!r}; the layers are {', '.join(self.layers)}")
        names = list(self.layers)
        chain = [self.layers[other] for other in names[: names.index(name) + 1]]
        return receptive_field(chain, input_shape=self.input_shape)

    def trace(self, image: ArrayLike) -> Trace:
        """Run one image (C, H, W) and keep every activation."""
        image = float32(image, "image")
        if image.shape != self.input_shape:
            raise ValueError(f"the network expects an image of shape {self.input_shape}, not {image.shape}")
        activations: dict[str, Array] = {}
        activation = logits = image
        for name, layer in self.layers.items():
            activation = layer.forward(activation, self.layer_weights(name))
            activations[name] = activation
            if not isinstance(layer, Softmax):
                logits = activation
        probabilities = activation if activation is not logits else softmax(logits)
        return Trace(image, MappingProxyType(activations), logits, probabilities)

    def forward(self, images: ArrayLike) -> Array:
        """Run a batch (N, C, H, W) and return the logits, keeping nothing else.

        The images go through in chunks, so that memory stays bounded.
        """
        images = float32(images, "images")
        if images.shape[1:] != self.input_shape:
            raise ValueError(
                f"the network expects images of shape (N, {self.input_shape}), not {images.shape}"
            )
        return np.concatenate(
            [self._logits(images[start : start + CHUNK]) for start in range(0, max(len(images), 1), CHUNK)]
        )

    def _logits(self, activation: Array) -> Array:
        for name, layer in self.layers.items():
            if not isinstance(layer, Softmax):
                activation = layer.forward(activation, self.layer_weights(name))
        return activation


def _chain(layers: Mapping[str, Layer], shape: Shape) -> Iterator[tuple[str, Shape]]:
    for name, layer in layers.items():
        try:
            shape = layer.output_shape(shape)
        except ValueError as error:
            raise ValueError(f"layer {name!r} does not fit: {error}") from None
        yield name, shape


def _checked(layers: Mapping[str, Layer], weights: Mapping[str, ArrayLike]) -> dict[str, Array]:
    expected = {
        f"{name}.{key}": shape
        for name, layer in layers.items()
        for key, shape in (layer.parameter_shapes | layer.buffer_shapes).items()
    }
    if missing := sorted(expected.keys() - weights.keys()):
        raise ValueError(f"weights are missing: {', '.join(missing)}")
    if unknown := sorted(weights.keys() - expected.keys()):
        raise ValueError(f"weights belong to no layer: {', '.join(unknown)}")
    checked = {}
    for key, shape in expected.items():
        array = float32(weights[key], key).copy()
        if array.shape != shape:
            raise ValueError(f"{key} must have shape {shape}, not {array.shape}")
        array.setflags(write=False)
        checked[key] = array
    return checked
