"""Layer by layer: what every layer of the digit network made of the drawing, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explorer.arithmetic import AvgPool2d, Conv2d, Layer, MaxPool2d, Network, Shape
from explorer.figures.formulas import macs_formula, parameters_formula, size_formula

KINDS = {
    "Conv2d": "convolution",
    "ReLU": "ReLU, negative values become zero",
    "MaxPool2d": "max pooling, the largest of every window",
    "AvgPool2d": "average pooling, the mean of every window",
    "Flatten": "flatten, all maps as one row of numbers",
    "Linear": "linear, one weighted sum per digit",
    "Softmax": "softmax, logits become probabilities",
}


@dataclass(frozen=True)
class LayerFacts:
    """What is fixed about one layer, in words: each entry of `lines` is a name and a value."""

    name: str
    kind: str
    shape: str
    lines: Sequence[tuple[str, str]]


def layer_facts(network: Network) -> tuple[LayerFacts, ...]:
    """Return the facts of every layer in order, each number worked out from the layer.

    >>> from explorer.arithmetic import ReLU
    >>> layer_facts(Network({"relu": ReLU()}, (1, 2, 2), {}))[0].lines[0]
    ('Parameters', '0, nothing is learned here')
    """
    inputs = [network.input_shape, *network.shapes.values()]
    return tuple(
        LayerFacts(
            name,
            KINDS[type(layer).__name__],
            " x ".join(f"{size:,}" for size in network.shapes[name]),
            tuple(_lines(network, name, layer, shape)),
        )
        for (name, layer), shape in zip(network.layers.items(), inputs, strict=False)
    )


def _lines(network: Network, name: str, layer: Layer, input_shape: Shape) -> Iterator[tuple[str, str]]:
    if isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
        yield "Output size", size_formula(layer, input_shape)
    yield "Parameters", parameters_formula(layer)
    yield "Multiply-accumulates", macs_formula(layer, input_shape)
    yield "Receptive field", _seen(network, name)


def _seen(network: Network, name: str) -> str:
    field = network.receptive_field(name)
    rows, columns = field.size
    if len(network.shapes[name]) == 1:
        return "the whole input"
    steps = f"neighbours look {field.stride[0]} pixel{'' if field.stride[0] == 1 else 's'} further"
    return f"{rows}x{columns} pixels of the input, {steps}"
