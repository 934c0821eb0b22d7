"""A network as a Keras 3 script."""

from collections.abc import Sequence

from explorer.arithmetic import ActivationLayer, AvgPool2d, Conv2d, Layer, MaxPool2d, Network, Shape
from explorer.arithmetic.options import pair
from explorer.arithmetic.sizes import span
from explorer.exports.text import (
    ARRAYS_FILE,
    activation_options,
    block,
    literal,
    overhang,
    refusal,
    sides_of,
    steps,
    tolerance,
)

ACTIVATIONS = {
    "Identity": 'keras.layers.Activation("linear")',
    "ReLU": "keras.layers.ReLU()",
    "ReLU6": "keras.layers.ReLU(max_value=6)",
    "LeakyReLU": "keras.layers.LeakyReLU(negative_slope={negative_slope})",
    "ELU": "keras.layers.ELU(alpha={alpha})",
    "GELU": 'keras.layers.Activation("gelu")',
    "SiLU": 'keras.layers.Activation("silu")',
    "Sigmoid": 'keras.layers.Activation("sigmoid")',
    "Tanh": 'keras.layers.Activation("tanh")',
    "Softplus": "lambda images: keras.ops.softplus({beta} * images) / {beta}",
    "Hardswish": 'keras.layers.Activation("hard_silu")',
}
INDEX_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}

SCRIPT = '''"""Compute the layers with Keras 3 and assert that every array is the one that was saved."""

import keras
import numpy as np

keras.config.set_image_data_format("channels_last")
{functions}
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

PLACES = '''

def {name}(images):
    """Pad as "{mode}" does, which Keras has no layer for: by taking rows and columns again."""
    rows = np.pad(np.arange({height}), {rows}, mode="{numpy_mode}")
    columns = np.pad(np.arange({width}), {columns}, mode="{numpy_mode}")
    return keras.ops.take(keras.ops.take(images, rows, axis=1), columns, axis=2)

'''

LOWEST = '''

def {name}(images):
    """Pad so that no padding is ever the maximum."""
    return keras.ops.pad(images, {sides}, constant_values=-float("inf"))

'''

COUNTED = '''

def {name}(images):
    """Average over the cells that count, {meaning}."""
    average = keras.layers.AveragePooling2D({kernel}, strides={stride})
    counted = keras.ops.pad(keras.ops.ones_like({ones}), {ones_sides})
    return average(keras.ops.pad(images, {sides})) / average(counted)

'''


def keras_code(network: Network) -> str:
    """Return a script that computes the network's activations with Keras 3, on any backend, and asserts them.

    Keras pads only with zeros, and pools without the options of PyTorch: where these are used, a short
    function says the same. It knows no dilation together with a stride: the holes are then written into the
    kernel.
    Raises ValueError for a layer that cannot be exported.

    >>> import numpy as np
    >>> kernel = np.ones((1, 1, 3, 3), np.float32)
    >>> network = Network({"conv": Conv2d(1, 1, 3, bias=False)}, (1, 5, 5), {"conv.weight": kernel})
    >>> [line.strip() for line in keras_code(network).splitlines() if "Conv2D" in line]
    ['"conv": keras.layers.Conv2D(1, (3, 3), use_bias=False),']
    """
    functions: list[str] = []
    entries: list[str] = []
    weights: list[str] = []
    for name, before, _ in steps(network):
        entries += _entries(name, network.layers[name], before, functions)
        if isinstance(layer := network.layers[name], Conv2d):
            weights += _weights(name, layer, before, network)
    return SCRIPT.format(
        functions="".join(functions),
        layers=block(entries),
        file=ARRAYS_FILE,
        weights="".join(f"{line}\n" for line in weights),
        tolerance=tolerance(network),
    )


def _entries(name: str, layer: Layer, before: Shape, functions: list[str]) -> list[str]:
    if isinstance(layer, Conv2d):
        return _convolution(name, layer, before, functions)
    if isinstance(layer, MaxPool2d):
        return _maximum(name, layer, before, functions)
    if isinstance(layer, AvgPool2d):
        return _average(name, layer, before, functions)
    if isinstance(layer, ActivationLayer):
        return [f'"{name}": {ACTIVATIONS[type(layer).__name__].format(**activation_options(layer))},']
    raise refusal(layer)


def _convolution(name: str, layer: Conv2d, before: Shape, functions: list[str]) -> list[str]:
    rows, columns = sides_of(layer, before)
    padding = []
    if any((*rows, *columns)) and layer.padding_mode == "zeros":
        padding = [f'"{name}_padding": keras.layers.ZeroPadding2D({(rows, columns)}),']
    elif any((*rows, *columns)):
        padding = [f'"{name}_padding": {name}_padding,']
        functions.append(
            PLACES.format(
                name=f"{name}_padding",
                mode=layer.padding_mode,
                numpy_mode=INDEX_MODES[layer.padding_mode],
                height=before[1],
                width=before[2],
                rows=rows,
                columns=columns,
            )
        )
    stride, dilation = pair(layer.stride, "stride"), pair(layer.dilation, "dilation")
    holes = _has_holes(layer)
    options = {
        "strides": (stride, (1, 1)),
        "dilation_rate": ((1, 1) if holes else dilation, (1, 1)),
        "groups": (layer.groups, 1),
        "use_bias": (layer.bias, True),
    }
    given = [f"{key}={value}" for key, (value, default) in options.items() if value != default]
    size = _spans(layer) if holes else pair(layer.kernel_size, "kernel_size")
    return [
        *padding,
        f'"{name}": keras.layers.Conv2D({", ".join([str(layer.out_channels), str(size), *given])}),',
    ]


def _weights(name: str, layer: Conv2d, before: Shape, network: Network) -> list[str]:
    """Return the lines that build a convolution and put its weights in, in the order of Keras' axes."""
    shape = network.weights[f"{name}.weight"].shape
    lines = [
        f"weight = np.array(\n{block([literal(network.weights[f'{name}.weight'])])},\n    np.float32,\n)"
    ]
    if _has_holes(layer):
        vertical, horizontal = pair(layer.dilation, "dilation")
        lines += [
            f"holes = np.zeros({(*shape[:2], *_spans(layer))}, np.float32)",
            f"holes[:, :, ::{vertical}, ::{horizontal}] = weight",
            "weight = holes",
        ]
    (top, bottom), (left, right) = sides_of(layer, before)
    build = (None, before[1] + top + bottom, before[2] + left + right, before[0])
    values = "weight.transpose(2, 3, 1, 0)"
    if layer.bias:
        values += f", np.array({literal(network.weights[f'{name}.bias'])}, np.float32)"
    return [*lines, f'layers["{name}"].build({build})', f'layers["{name}"].set_weights([{values}])']


def _maximum(name: str, layer: MaxPool2d, before: Shape, functions: list[str]) -> list[str]:
    if pair(layer.dilation, "dilation") != (1, 1):
        raise ValueError("Keras has no dilation for pooling, so this MaxPool2d cannot be exported")
    sides, padding = _sides(layer, before), []
    if any(map(any, sides)):
        padding = [f'"{name}_padding": {name}_padding,']
        functions.append(LOWEST.format(name=f"{name}_padding", sides=sides))
    return [*padding, f'"{name}": keras.layers.MaxPooling2D({_pooling(layer)}),']


def _average(name: str, layer: AvgPool2d, before: Shape, functions: list[str]) -> list[str]:
    sides = _sides(layer, before)
    if not any(map(any, sides)):
        return [f'"{name}": keras.layers.AveragePooling2D({_pooling(layer)}),']
    vertical, horizontal = pair(layer.padding, "padding", minimum=0)
    padded = ((0, 0), (vertical, vertical), (horizontal, horizontal), (0, 0))
    hanging = tuple((0, after - before) for before, after in sides)
    include = layer.count_include_pad
    functions.append(
        COUNTED.format(
            name=name,
            meaning="those of the padding too" if include else "not those of the padding",
            kernel=pair(layer.kernel_size, "kernel_size"),
            stride=_stride(layer),
            ones=f"keras.ops.pad(images, {padded})" if include and (vertical or horizontal) else "images",
            ones_sides=hanging if include else sides,
            sides=sides,
        )
    )
    return [f'"{name}": {name},']


def _sides(layer: MaxPool2d | AvgPool2d, before: Shape) -> tuple[tuple[int, int], ...]:
    vertical, horizontal = pair(layer.padding, "padding", minimum=0)
    below, beyond = overhang(layer, before)
    return ((0, 0), (vertical, vertical + below), (horizontal, horizontal + beyond), (0, 0))


def _pooling(layer: MaxPool2d | AvgPool2d) -> str:
    return f"{pair(layer.kernel_size, 'kernel_size')}, strides={_stride(layer)}"


def _stride(layer: MaxPool2d | AvgPool2d) -> tuple[int, int]:
    return pair(layer.kernel_size if layer.stride is None else layer.stride, "stride")


def _has_holes(layer: Conv2d) -> bool:
    return pair(layer.stride, "stride") != (1, 1) and pair(layer.dilation, "dilation") != (1, 1)


def _spans(layer: Conv2d) -> Sequence[int]:
    kernel, dilation = pair(layer.kernel_size, "kernel_size"), pair(layer.dilation, "dilation")
    return span(kernel[0], dilation[0]), span(kernel[1], dilation[1])
