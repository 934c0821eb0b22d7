"""A network as a NumPy and SciPy script."""

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

PADDING = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}

ACTIVATIONS = {
    "Identity": "activation",
    "ReLU": "np.maximum(activation, 0)",
    "ReLU6": "activation.clip(0, 6)",
    "LeakyReLU": "np.where(activation > 0, activation, {negative_slope} * activation)",
    "ELU": "np.where(activation > 0, activation, {alpha} * np.expm1(np.minimum(activation, 0)))",
    "GELU": "activation * special.ndtr(activation)",
    "SiLU": "activation * special.expit(activation)",
    "Sigmoid": "special.expit(activation)",
    "Tanh": "np.tanh(activation)",
    "Softplus": "np.logaddexp(0, {beta} * activation) / {beta}",
    "Hardswish": "activation * (activation + 3).clip(0, 6) / 6",
}

SCRIPT = '''"""Compute the layers with NumPy and SciPy and assert that every array is as it was saved."""

import numpy as np
{imports}

with np.load("{file}") as file:
    saved = dict(file)
{tolerance}


def check(name, activation):
    """Assert that a layer's output is the one that was saved."""
    expected = saved[name]
    np.testing.assert_allclose(activation, expected, rtol=0, atol=tolerance)
    print(name, expected.shape, "as expected")


activation = saved["input"]
{layers}
'''

CONVOLUTION = """
# {name}: {before} becomes {after}
weight = np.array(
{weight},
    np.float32,
)
{prepared}maps = []
for place, kernels in enumerate(weight):
    channels = {channels}
    products = [signal.correlate(channel, kernel, "valid") for channel, kernel in zip(channels, kernels)]
    maps.append(sum(products))
activation = np.stack(maps){chosen}
check("{name}", activation)"""

POOLING = """
# {name}: {before} becomes {after}
{prepared}windows = sliding_window_view({source}, {window}, axis=(1, 2)){chosen}
activation = {reduced}
check("{name}", activation)"""

ACTIVATION = """
# {name}
activation = {formula}
check("{name}", activation)"""


def scipy_code(network: Network) -> str:
    """Return a script that computes the network's activations with NumPy and SciPy and asserts them.

    `scipy.signal.correlate` is the convolution of deep learning: the kernel is not turned. Dilation writes
    the holes into the kernel, a stride leaves places out. Raises ValueError for a layer that cannot be
    exported.

    >>> import numpy as np
    >>> kernel = np.ones((1, 1, 3, 3), np.float32)
    >>> network = Network({"conv": Conv2d(1, 1, 3, bias=False, stride=2)}, (1, 5, 5), {"conv.weight": kernel})
    >>> print(scipy_code(network).splitlines()[-2])
    activation = np.stack(maps)[:, ::2, ::2]
    """
    pieces = [
        _piece(name, network.layers[name], before, after, network) for name, before, after in steps(network)
    ]
    text = "\n".join(pieces)
    return SCRIPT.format(
        imports="\n".join(_imports(text)), file=ARRAYS_FILE, tolerance=tolerance(network), layers=text
    )


def _imports(text: str) -> list[str]:
    modules = [module for module in ("signal", "special") if f"{module}." in text]
    lines = (
        ["from numpy.lib.stride_tricks import sliding_window_view"] if "sliding_window_view" in text else []
    )
    return lines + ([f"from scipy import {', '.join(modules)}"] if modules else [])


def _piece(name: str, layer: Layer, before: Shape, after: Shape, network: Network) -> str:
    if isinstance(layer, Conv2d):
        return _convolution(name, layer, before, after, network)
    if isinstance(layer, MaxPool2d | AvgPool2d):
        return _pooling(name, layer, before, after)
    if isinstance(layer, ActivationLayer):
        formula = ACTIVATIONS[type(layer).__name__].format(**activation_options(layer))
        return ACTIVATION.format(name=name, formula=formula)
    raise refusal(layer)


def _convolution(name: str, layer: Conv2d, before: Shape, after: Shape, network: Network) -> str:
    dilation, prepared = pair(layer.dilation, "dilation"), []
    sides = sides_of(layer, before)
    if any(map(any, sides)):
        mode = PADDING[layer.padding_mode]
        prepared.append(f'activation = np.pad(activation, {((0, 0), *sides)}, mode="{mode}")')
    if dilation != (1, 1):
        shape = (*network.weights[f"{name}.weight"].shape[:2], *_spans(layer))
        prepared += [
            f"holes = np.zeros({shape}, np.float32)",
            f"holes[:, :, {_every(dilation)}] = weight",
            "weight = holes",
        ]
    channels = "activation"
    if layer.groups > 1:
        per_group, read = layer.out_channels // layer.groups, layer.in_channels // layer.groups
        prepared.append(f"first = [place // {per_group} * {read} for place in range({layer.out_channels})]")
        channels = f"activation[first[place] : first[place] + {read}]"
    chosen = _places(pair(layer.stride, "stride"))
    if layer.bias:
        prepared.append(f"bias = np.array({literal(network.weights[f'{name}.bias'])}, np.float32)")
        chosen += " + bias[:, None, None]"
    return CONVOLUTION.format(
        name=name,
        before=before,
        after=after,
        weight=block([literal(network.weights[f"{name}.weight"])]),
        prepared="".join(f"{line}\n" for line in prepared),
        channels=channels,
        chosen=chosen,
    )


def _pooling(name: str, layer: MaxPool2d | AvgPool2d, before: Shape, after: Shape) -> str:
    kernel, padding = pair(layer.kernel_size, "kernel_size"), pair(layer.padding, "padding", minimum=0)
    step = kernel if layer.stride is None else pair(layer.stride, "stride")
    dilation = (1, 1) if isinstance(layer, AvgPool2d) else pair(layer.dilation, "dilation")
    below, beyond = overhang(layer, before)
    sides = ((0, 0), (padding[0], padding[0] + below), (padding[1], padding[1] + beyond))
    source, prepared = "activation", []
    # NaN stands for cells that do not count: nanmax and nanmean pass over them.
    uneven = any(map(any, sides)) and (
        isinstance(layer, MaxPool2d) or below or beyond or not layer.count_include_pad
    )
    if any(map(any, sides)):
        source = "padded"
        prepared.append(_padded(layer, sides, (below, beyond)))
    window = tuple(dilated * (length - 1) + 1 for dilated, length in zip(dilation, kernel, strict=True))
    kind = "max" if isinstance(layer, MaxPool2d) else "mean"
    reduced = f"np.nan{kind}(windows, axis=(3, 4))" if uneven else f"windows.{kind}(axis=(3, 4))"
    chosen = f"[:, {_every(step)}]" if dilation == (1, 1) else f"[:, {_every(step)}, {_every(dilation)}]"
    return POOLING.format(
        name=name,
        before=before,
        after=after,
        prepared="".join(f"{line}\n" for line in prepared),
        source=source,
        window=window,
        chosen="" if chosen == "[:, ::1, ::1]" else chosen,
        reduced=reduced,
    )


def _padded(layer: MaxPool2d | AvgPool2d, sides: Sequence[tuple[int, int]], beyond: tuple[int, int]) -> str:
    if isinstance(layer, AvgPool2d) and layer.count_include_pad:
        zeros = f"np.pad(activation, {tuple((before, before) for before, _ in sides)})"
        if not any(beyond):
            return f"padded = {zeros}"
        hanging = ((0, 0), *((0, cells) for cells in beyond))
        return f"padded = np.pad({zeros}, {hanging}, constant_values=np.nan)"
    return f"padded = np.pad(activation, {tuple(sides)}, constant_values=np.nan)"


def _spans(layer: Conv2d) -> tuple[int, int]:
    kernel, dilation = pair(layer.kernel_size, "kernel_size"), pair(layer.dilation, "dilation")
    return span(kernel[0], dilation[0]), span(kernel[1], dilation[1])


def _every(steps: tuple[int, int]) -> str:
    return f"::{steps[0]}, ::{steps[1]}"


def _places(stride: tuple[int, int]) -> str:
    return "" if stride == (1, 1) else f"[:, {_every(stride)}]"
