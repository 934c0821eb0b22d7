"""The networks that are shipped, for digits and for photos, and the larger one that teaches the first."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.arithmetic.layers import (
    AdaptiveAvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Softmax,
    Weights,
    fold_batch_norm,
)
from explorer.arithmetic.options import Array

CLASSES = 10


def digit_layers(channels: int = 16) -> dict[str, Layer]:
    """Return the network as it is trained, batch normalisation included, for inputs (1, 28, 28).

    >>> from explorer.learning.modules import to_module
    >>> module = to_module(digit_layers())
    >>> sum(parameter.numel() for parameter in module.parameters())
    17882
    """
    chain = _block(1, 1, channels, 5, padding=0) | {"pool1": MaxPool2d(2)}
    for number in (2, 3, 4):
        chain |= _block(number, channels, channels, 3, padding=1)
    chain |= {"pool2": MaxPool2d(2)}
    for number in (5, 6):
        chain |= _block(number, channels, channels, 3, padding=1)
    return chain | {"flatten": Flatten(), "linear": Linear(channels * 36, CLASSES)}


def teacher_layers(width: int = 32) -> dict[str, Layer]:
    """Return the teacher: the same plan, wider where the maps are small. It is not shipped."""
    chain = (
        _block(1, 1, width, 5, padding=0) | _block(2, width, width, 3, padding=1) | {"pool1": MaxPool2d(2)}
    )
    chain |= _block(3, width, 2 * width, 3, padding=1) | _block(4, 2 * width, 2 * width, 3, padding=1)
    chain |= {"pool2": MaxPool2d(2)}
    chain |= _block(5, 2 * width, 4 * width, 3, padding=1) | _block(6, 4 * width, 4 * width, 3, padding=0)
    return chain | {"flatten": Flatten(), "dropout": Dropout(0.3), "linear": Linear(4 * width * 16, CLASSES)}


def photo_layers(width: int = 32) -> dict[str, Layer]:
    """Return the photo network as it is trained, batch normalisation included, for inputs (3, 32, 32).

    The maps are averaged before the linear layer, so that each class is a weighted sum of maps.

    >>> from explorer.learning.modules import to_module
    >>> module = to_module(photo_layers())
    >>> sum(parameter.numel() for parameter in module.parameters())
    276234
    """
    chain = _block(1, 3, width, 5, padding=2) | _block(2, width, width, 3, padding=1)
    chain |= {"pool1": MaxPool2d(2)} | _blocks(3, width, 3 * width // 2, count=3)
    chain |= {"pool2": MaxPool2d(2)} | _blocks(6, 3 * width // 2, 3 * width, count=3)
    chain |= {"average": AdaptiveAvgPool2d(1), "flatten": Flatten()}
    return chain | {"linear": Linear(3 * width, CLASSES)}


def fold(layers: Mapping[str, Layer], weights: Weights) -> tuple[dict[str, Layer], dict[str, Array]]:
    """Return the network with each batch normalisation folded into the convolution before it, and a softmax.

    >>> from explorer.learning.modules import to_module, weights_of
    >>> trained = digit_layers()
    >>> folded, weights = fold(trained, weights_of(to_module(trained)))
    >>> sum(layer.parameter_count for layer in folded.values()), "norm1" in folded
    (17786, False)
    """
    folded: dict[str, Layer] = {}
    kept: dict[str, Array] = {}
    for name, layer in layers.items():
        own = {
            key.removeprefix(f"{name}."): value
            for key, value in weights.items()
            if key.startswith(f"{name}.")
        }
        if isinstance(layer, BatchNorm2d):
            name, convolution = list(folded.items())[-1]
            if not isinstance(convolution, Conv2d):
                raise ValueError(f"batch normalisation follows {name!r}, which is no convolution")
            before = {key: kept[f"{name}.{key}"] for key in convolution.parameter_shapes}
            layer, own = fold_batch_norm(convolution, layer, before, own)
        folded[name] = layer
        kept |= {f"{name}.{key}": value for key, value in own.items()}
    return folded | {"softmax": Softmax()}, kept


def _block(
    number: int, in_channels: int, out_channels: int, kernel_size: int, *, padding: int
) -> dict[str, Layer]:
    """Return a convolution without bias, its normalisation and ReLU, all with one number in their names."""
    return {
        f"conv{number}": Conv2d(in_channels, out_channels, kernel_size, padding=padding, bias=False),
        f"norm{number}": BatchNorm2d(out_channels),
        f"relu{number}": ReLU(),
    }


def _blocks(number: int, in_channels: int, out_channels: int, *, count: int) -> dict[str, Layer]:
    """Return some blocks with 3x3 kernels, numbered from `number`; the first changes the channels."""
    chain = _block(number, in_channels, out_channels, 3, padding=1)
    for later in range(number + 1, number + count):
        chain |= _block(later, out_channels, out_channels, 3, padding=1)
    return chain
