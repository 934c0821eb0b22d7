"""Pieces of code that every language needs: literals, checks, what pads by how much."""

from collections.abc import Sequence
from dataclasses import fields
from textwrap import indent

import numpy as np

from explorer.arithmetic import (
    ActivationLayer,
    Array,
    AvgPool2d,
    Conv2d,
    Layer,
    MaxPool2d,
    Network,
    Shape,
    resolve_padding,
)
from explorer.arithmetic.options import Sides, pair
from explorer.arithmetic.sizes import output_sizes, span

ARRAYS_FILE = "arrays.npz"
WEIGHTS_FILE = "weights.npz"
TOLERANCE = 1e-6
NUMBERS_PER_LINE = 12


def literal(array: Array, *, width: int = 4) -> str:
    """Write a float32 array as nested lists that read back as exactly the same numbers.

    >>> print(literal(np.array([[-1, 0.5], [2, 0]], np.float32)))
    [
        [-1, 0.5],
        [2, 0],
    ]
    """
    if array.ndim > 1:
        inner = ",\n".join(literal(part, width=width) for part in array)
        return f"[\n{indent(inner, ' ' * width)},\n]"
    numbers = [number(value) for value in array]
    if len(numbers) <= NUMBERS_PER_LINE:
        return f"[{', '.join(numbers)}]"
    lines = (numbers[at : at + NUMBERS_PER_LINE] for at in range(0, len(numbers), NUMBERS_PER_LINE))
    return "[\n" + "".join(f"{' ' * width}{', '.join(line)},\n" for line in lines) + "]"


def number(value: np.floating | float) -> str:
    """Write a float32 with as few digits as tell it from its neighbours.

    >>> number(np.float32(0.1)), number(np.float32(3)), number(-0.0)
    ('0.1', '3', '0')
    """
    single = np.float32(value)
    if single == int(single) and abs(single) < 2**24:
        return str(int(single))
    return np.format_float_positional(single, unique=True, trim="-")


def sides_of(layer: Conv2d, input_shape: Shape) -> Sides:
    """Return a convolution's padding as ((top, bottom), (left, right)) for this input."""
    size = (input_shape[-2], input_shape[-1])
    return resolve_padding(
        layer.padding, size, layer.kernel_size, stride=layer.stride, dilation=layer.dilation
    )


def overhang(layer: MaxPool2d | AvgPool2d, input_shape: Shape) -> tuple[int, int]:
    """Return how many cells the last window hangs over the padded input, (vertical, horizontal).

    >>> overhang(MaxPool2d(2, ceil_mode=True), (1, 5, 4))
    (1, 0)
    """
    kernel, padding = pair(layer.kernel_size, "kernel_size"), pair(layer.padding, "padding", minimum=0)
    step = kernel if layer.stride is None else pair(layer.stride, "stride")
    dilation = (1, 1) if isinstance(layer, AvgPool2d) else pair(layer.dilation, "dilation")
    size = (input_shape[-2], input_shape[-1])
    sides = ((padding[0], padding[0]), (padding[1], padding[1]))
    places = output_sizes(
        size, kernel, stride=step, padding=sides, dilation=dilation, ceil_mode=layer.ceil_mode
    )
    vertical, horizontal = (
        max(
            (places[axis] - 1) * step[axis]
            + span(kernel[axis], dilation[axis])
            - size[axis]
            - 2 * padding[axis],
            0,
        )
        for axis in (0, 1)
    )
    return vertical, horizontal


def steps(network: Network) -> list[tuple[str, Shape, Shape]]:
    """Return every layer's name with its input and output shape, in order."""
    shapes = [tuple(network.input_shape), *network.shapes.values()]
    return [(name, shapes[at], shapes[at + 1]) for at, name in enumerate(network.layers)]


def block(lines: Sequence[str], *, spaces: int = 4) -> str:
    """Indent pieces of code and put each on its own line."""
    return "\n".join(indent(line, " " * spaces) for line in lines)


def tolerance(network: Network) -> str:
    """Return the line that decides how close is equal.

    Sums of float32 differ in the order of their additions, by a share of the largest sum that could be: the
    largest input times the absolute weights of a filter.
    """
    largest = 1.0
    for name, layer in network.layers.items():
        if isinstance(layer, Conv2d):
            weight = network.weights[f"{name}.weight"].astype(np.float64)
            largest *= max(1.0, float(np.abs(weight).sum(axis=(1, 2, 3)).max()))
    return f'tolerance = {TOLERANCE:g} * {largest:.6g} * max(1, abs(saved["input"]).max())'


def checked(layer: Layer) -> Layer:
    """Return a layer that scripts which assert arrays can hold, or raise a ValueError that names it."""
    if isinstance(layer, Conv2d | MaxPool2d | AvgPool2d | ActivationLayer):
        return layer
    raise refusal(layer)


def refusal(layer: Layer) -> ValueError:
    """Return the error for a layer that has no code here."""
    return ValueError(
        f"{type(layer).__name__} cannot be exported as code; convolutions, activations and poolings can"
    )


def activation_options(layer: ActivationLayer) -> dict[str, str]:
    """Return the options of an activation as they are written in code.

    >>> from explorer.arithmetic import LeakyReLU
    >>> activation_options(LeakyReLU(0.2))
    {'negative_slope': '0.2'}
    """
    return {field.name: number(getattr(layer, field.name)) for field in fields(layer)}  # type: ignore[arg-type]
