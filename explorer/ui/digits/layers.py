"""Layer by layer: what every layer of the digit network made of the digit, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

import streamlit as st

from explorer.arithmetic import AvgPool2d, Conv2d, Layer, Linear, MaxPool2d, Network, Shape, Softmax, Trace
from explorer.arithmetic.options import Array
from explorer.components.feature_maps import LayerView, contributions, feature_maps
from explorer.digits import Recognition, digit_network
from explorer.figures.formulas import macs_formula, parameters_formula, size_formula
from explorer.figures.percentages import percentages
from explorer.ui.controls import segments

SCALES = {"layer": "Layer", "map": "Map"}
NOTHING_YET = "What every layer makes of your digit appears here."
TITLES = {
    "Conv2d": "Convolution",
    "ReLU": "ReLU: negative values become zero",
    "MaxPool2d": "Max pooling: the largest of every window",
    "AvgPool2d": "Average pooling: the mean of every window",
    "Flatten": "Flatten: all maps as one row of numbers",
    "Linear": "Linear: one weighted sum per digit, the logits",
    "Softmax": "Softmax: the probabilities, at temperature 1",
}
DIGITS = tuple("0123456789")
Facts = tuple[tuple[str, str], ...]


def show_layers(trace: Trace | None) -> None:
    """Show every layer of the shipped network for one digit, or say that there is no digit yet."""
    st.header("Layer by layer", anchor=False)
    scale = segments(
        "One colour scale for each",
        SCALES,
        key="map_scale",
        words="With one scale for each layer, the maps of a layer can be compared. With one for each map, "
        "faint maps show their pattern too.",
    )
    if trace is None:
        st.caption(NOTHING_YET)
        return
    feature_maps(
        layer_views(digit_network(), trace),
        input=trace.input[0],
        key="digits_layers",
        scale="map" if scale == "map" else "layer",
        alt="The prepared digit, 28x28, as the network gets it",
    )


def trace_of(recognition: Recognition | None) -> Trace | None:
    """Return the trace to show, None where there is no picture or no ink in it."""
    return None if recognition is None or recognition.preparation.empty else recognition.trace


def layer_views(network: Network, trace: Trace) -> list[LayerView]:
    """Return a view of every layer of a traced network, with its facts, kernels and contributions."""
    facts = layer_facts(network)
    return [_view(network, trace, name, facts[name]) for name in network.layers]


@cache
def layer_facts(network: Network) -> Mapping[str, Facts]:
    """Return label and text of every layer's facts, each number worked out from the layer.

    >>> from explorer.arithmetic import ReLU
    >>> layer_facts(Network({"relu": ReLU()}, (1, 2, 2), {}))["relu"][0]
    ('Parameters', '0, nothing is learned here')
    """
    inputs = [network.input_shape, *network.shapes.values()]
    return MappingProxyType(
        {
            name: tuple(_facts(network, name, layer, shape))
            for (name, layer), shape in zip(network.layers.items(), inputs, strict=False)
        }
    )


def _facts(network: Network, name: str, layer: Layer, input_shape: Shape) -> Iterator[tuple[str, str]]:
    if isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
        yield "Output size", size_formula(layer, input_shape)
    yield "Parameters", parameters_formula(layer)
    yield "Multiply-accumulates", macs_formula(layer, input_shape)
    yield "Receptive field", _seen(network, name)


def _seen(network: Network, name: str) -> str:
    if len(network.shapes[name]) == 1:
        return "the whole input"
    field = network.receptive_field(name)
    further = f"{field.stride[0]} pixel{'' if field.stride[0] == 1 else 's'}"
    return f"{field.size[0]}x{field.size[1]} pixels of the input, the next cell looks {further} further"


def _view(network: Network, trace: Trace, name: str, facts: Facts) -> LayerView:
    layer, activation = network.layers[name], trace.activations[name]
    maps = activation.ndim == 3
    given, bias = _contributions(network, trace, name)
    return LayerView(
        name,
        TITLES[type(layer).__name__],
        activation,
        facts=facts,
        kernels=network.weights[f"{name}.weight"] if isinstance(layer, Conv2d) else None,
        receptive_field=network.receptive_field(name) if maps else None,
        labels=DIGITS if activation.shape == (len(DIGITS),) else (),
        printed=[f"{text} %" for text in percentages(activation)] if isinstance(layer, Softmax) else (),
        contributions=given,
        bias=bias,
    )


def _contributions(network: Network, trace: Trace, name: str) -> tuple[Array, Array] | tuple[None, None]:
    """Return what each cell of the last maps before a linear layer gives to its outputs, and its bias."""
    layer, before = network.layers[name], list(network.layers)[: list(network.layers).index(name)]
    maps = [trace.activations[other] for other in before if trace.activations[other].ndim == 3]
    if not isinstance(layer, Linear) or not maps or maps[-1].size != layer.in_features:
        return None, None
    return contributions(network.weights[f"{name}.weight"], maps[-1]), network.weights[f"{name}.bias"]
