"""A network as a Keras 3 script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explorer.arithmetic import Conv2d, Network
from explorer.exports.calls import Call
from explorer.exports.keras_helpers import HELPERS
from explorer.exports.keras_layers import keras_calls
from explorer.exports.text import ARRAYS_FILE, block, checked, literal, steps, tolerance

SCRIPT = '''"""Compute the layers with Keras 3 and assert that every array is the one that was saved."""

{imports}import keras
import numpy as np

keras.config.set_image_data_format("channels_last")
{helpers}
layers = {{
{layers}
}}
with np.load("{file}") as file:
    saved = dict(file)
{tolerance}
activation = keras.ops.convert_to_tensor(saved["input"].transpose(1, 2, 0)[None])
{weights}for name, layer in layers.items():
    activation = layer(activation)
    if name in saved:
        result = keras.ops.convert_to_numpy(activation)[0].transpose(2, 0, 1)
        expected = saved[name]
        np.testing.assert_allclose(result, expected, rtol=0, atol=tolerance)
        print(name, expected.shape, "as expected")
'''


def keras_code(network: Network) -> str:
    """Return a script that computes the network's activations with Keras 3, on any backend, and asserts them.

    Keras pads only with zeros, pools without the options of PyTorch, and knows no dilation together with a
    stride: where these are used, a small layer of its own says the same.
    Raises ValueError for a layer that cannot be exported.

    >>> import numpy as np
    >>> kernel = np.ones((1, 1, 3, 3), np.float32)
    >>> network = Network({"conv": Conv2d(1, 1, 3, bias=False)}, (1, 5, 5), {"conv.weight": kernel})
    >>> [line.strip() for line in keras_code(network).splitlines() if "Conv2D" in line]
    ['"conv": keras.layers.Conv2D(1, 3, use_bias=False),']
    """
    entries: list[tuple[str, Call]] = []
    weights: list[str] = []
    for name, before, _ in steps(network):
        layer = network.layers[name]
        calls = list(keras_calls(checked(layer), before))
        named = list(_named(name, [call for _, call in calls]))
        entries += named
        if isinstance(layer, Conv2d):
            place = next(place for place, (_, call) in enumerate(calls) if "Conv2D" in call.function)
            weights += _weights(name, named[place], layer, network)
    code = "".join(f"\n{HELPERS[call.function]}\n" for call in _own(entries))
    return SCRIPT.format(
        imports="import functools\n\n" if "functools." in code else "",
        helpers=code,
        layers=block([f'"{name}": {call},' for name, call in entries]),
        file=ARRAYS_FILE,
        weights="".join(f"{line}\n" for line in weights),
        tolerance=tolerance(network),
    )


def _named(name: str, calls: Sequence[Call]) -> Iterator[tuple[str, Call]]:
    """Yield the calls of a layer with names; the last one makes what is compared, and has the layer's."""
    for number, call in enumerate(calls, start=1):
        yield (name if number == len(calls) else f"{name}_before{number}"), call


def _own(entries: Sequence[tuple[str, Call]]) -> list[Call]:
    """Return a call of every layer that Keras does not have, each once."""
    return list({call.function: call for _, call in entries if call.function in HELPERS}.values())


def _weights(name: str, made: tuple[str, Call], layer: Conv2d, network: Network) -> list[str]:
    """Return the lines that build a convolution and put its weights in, in the order of Keras' axes."""
    entry, call = made
    weight = literal(network.weights[f"{name}.weight"])
    values = "weight.transpose(2, 3, 1, 0)"
    if "Depthwise" in call.function:
        multiplier = layer.out_channels // layer.groups
        values = f"weight.reshape({layer.groups}, {multiplier}, *weight.shape[2:]).transpose(2, 3, 0, 1)"
    if layer.bias:
        values += f", np.array({literal(network.weights[f'{name}.bias'])}, np.float32)"
    return [
        f"weight = np.array(\n{block([weight])},\n    np.float32,\n)",
        f'layers["{entry}"].build((None, None, None, {layer.in_channels}))',
        f'layers["{entry}"].set_weights([{values}])',
    ]
