"""Layers as Keras 3 writes them, channels last, and the few layers that Keras does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from explorer.arithmetic import (
    ActivationLayer,
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    Linear,
    LocalResponseNorm,
    MaxPool2d,
    RadialBasis,
    Shape,
    Softmax,
    Subsampling2d,
    TableConv2d,
    resolve_padding,
)
from explorer.arithmetic.options import Sides, pair
from explorer.exports.calls import REQUIRED, Argument, Call, layer_call, short
from explorer.exports.text import overhang, sides_of

KERAS = "keras.layers."
NO_SIDES: Sides = ((0, 0), (0, 0))
# What NumPy calls the ways in which PyTorch fills padding.
MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}

ACTIVATIONS: Mapping[str, tuple[str, tuple[Argument, ...]]] = MappingProxyType(
    {
        "Identity": (f"{KERAS}Identity", ()),
        "ReLU": (f"{KERAS}ReLU", ()),
        "ReLU6": (f"{KERAS}ReLU", (Argument("max_value", 6, None),)),
        **{
            name: (f"{KERAS}Activation", (Argument("activation", function),))
            for name, function in {
                "GELU": "gelu",
                "SiLU": "silu",
                "Sigmoid": "sigmoid",
                "Tanh": "tanh",
                "Hardswish": "hard_silu",
            }.items()
        },
    }
)


def keras_calls(layer: Layer, before: Shape) -> Iterator[tuple[str, Call]]:
    """Yield the calls that make a layer behind an input shape, each with what its name ends in.

    Keras pads only with zeros and in one way, pools without PyTorch's options, and knows no dilation together
    with a stride: layers in front or behind, and small ones of our own, say the same. Raises ValueError for a
    layer without code.

    >>> [str(call) for _, call in keras_calls(Conv2d(3, 8, 3, stride=2, padding=1), (3, 32, 32))]
    ['keras.layers.ZeroPadding2D(1)', 'keras.layers.Conv2D(8, 3, strides=2)']
    """
    if isinstance(layer, ActivationLayer):
        yield "", _activation(layer)
        return
    for kind, write in _WRITERS:
        if isinstance(layer, kind):
            yield from write(layer, before)
            return
    raise ValueError(f"{type(layer).__name__} cannot be exported as Keras code")


def _one(function: str, *arguments: Argument) -> Iterator[tuple[str, Call]]:
    yield "", Call(function, arguments)


def _activation(layer: ActivationLayer) -> Call:
    if type(layer).__name__ in ACTIVATIONS:
        return Call(*ACTIVATIONS[type(layer).__name__])
    known = type(layer).__name__ in ("ELU", "LeakyReLU")
    call = layer_call(layer, KERAS if known else "")
    # Keras' defaults are not PyTorch's: every option is written.
    return Call(call.function, tuple(Argument(each.name, each.value, None) for each in call.arguments))


def _convolution(layer: Conv2d, before: Shape) -> Iterator[tuple[str, Call]]:
    sides = sides_of(layer, before)
    stride, dilation = pair(layer.stride, "stride"), pair(layer.dilation, "dilation")
    apart = stride != (1, 1) and dilation != (1, 1)
    same = layer.padding_mode == "zeros" and stride == (1, 1) and sides == _same(layer, before)
    if any(map(any, sides)) and not same:
        yield "padding", _padding(sides, layer.padding_mode)
    options = (
        Argument("strides", 1 if apart else short(stride), 1),
        Argument("padding", "same" if same and any(map(any, sides)) else "valid", "valid"),
        Argument("dilation_rate", short(dilation), 1),
    )
    size = Argument("kernel_size", short(layer.kernel_size))
    bias = Argument("use_bias", layer.bias, True)
    if 1 < layer.groups == layer.in_channels and (apart or stride[0] == stride[1]):
        multiplier = Argument("depth_multiplier", layer.out_channels // layer.groups, 1)
        yield "", Call(f"{KERAS}DepthwiseConv2D", (size, *options, multiplier, bias))
    else:
        filters, groups = Argument("filters", layer.out_channels), Argument("groups", layer.groups, 1)
        yield "", Call(f"{KERAS}Conv2D", (filters, size, *options, groups, bias))
    if apart:
        yield "stride", Call("Stride2D", (Argument("strides", stride),))


def _padding(sides: Sides, mode: str) -> Call:
    if mode == "zeros":
        return Call(f"{KERAS}ZeroPadding2D", (Argument("padding", _short_sides(sides)),))
    rows, columns = sides
    chosen = (Argument("rows", rows), Argument("columns", columns), Argument("mode", MODES[mode]))
    return Call("MirrorPadding2D", chosen)


def _same(layer: Conv2d | MaxPool2d, before: Shape) -> Sides:
    """Return what Keras pads for "same"."""
    stride = layer.kernel_size if layer.stride is None else layer.stride
    size = (before[1], before[2])
    return resolve_padding("same", size, layer.kernel_size, stride=stride, dilation=layer.dilation)


def _short_sides(sides: Sides) -> Any:
    rows, columns = map(short, sides)
    both = isinstance(rows, int) and isinstance(columns, int)
    return short((rows, columns)) if both else sides


def _maximum(layer: MaxPool2d, before: Shape) -> Iterator[tuple[str, Call]]:
    sides, dilation = _pooled_sides(layer, before), short(pair(layer.dilation, "dilation"))
    size, strides = _window(layer)
    plain = dilation == 1
    same = plain and any(map(any, sides)) and sides == _same(layer, before)
    if any(map(any, sides)) and not same:
        yield "padding", Call("LowestPadding2D", (Argument("padding", sides),))
    if plain:
        mode = Argument("padding", "same" if same else "valid", "valid")
        yield "", Call(f"{KERAS}MaxPooling2D", (size, strides, mode))
    else:
        pairs = (
            layer.kernel_size,
            layer.kernel_size if layer.stride is None else layer.stride,
            layer.dilation,
        )
        names = ("pool_size", "strides", "dilation_rate")
        arguments = (Argument(name, pair(value, name)) for name, value in zip(names, pairs, strict=True))
        yield "", Call("DilatedMaxPooling2D", tuple(arguments))


def _average(layer: AvgPool2d, before: Shape) -> Iterator[tuple[str, Call]]:
    sides = _pooled_sides(layer, before)
    size, strides = _window(layer)
    if not any(map(any, sides)):
        yield "", Call(f"{KERAS}AveragePooling2D", (size, strides))
        return
    vertical, horizontal = pair(layer.padding, "padding", minimum=0)
    own: Sides = ((vertical, vertical), (horizontal, horizontal))
    counted = Argument("counted", own if layer.count_include_pad else NO_SIDES, NO_SIDES)
    chosen = Argument(strides.name, size.value if strides.value is None else strides.value)
    yield "", Call("CountingAveragePooling2D", (size, chosen, Argument("padding", sides), counted))


def _pooled_sides(layer: MaxPool2d | AvgPool2d, before: Shape) -> Sides:
    """Return the padding with what the last window hangs over the edge."""
    vertical, horizontal = pair(layer.padding, "padding", minimum=0)
    below, beyond = overhang(layer, before)
    return ((vertical, vertical + below), (horizontal, horizontal + beyond))


def _window(layer: MaxPool2d | AvgPool2d) -> tuple[Argument, Argument]:
    size = short(pair(layer.kernel_size, "kernel_size"))
    stride = None if layer.stride is None else short(pair(layer.stride, "stride"))
    return Argument("pool_size", size), Argument("strides", None if stride == size else stride, None)


def _adaptive(layer: AdaptiveAvgPool2d, before: Shape) -> Iterator[tuple[str, Call]]:
    size = pair(layer.output_size, "output_size")
    if size == (1, 1):
        return _one(f"{KERAS}GlobalAveragePooling2D", Argument("keepdims", True, False))
    windows = tuple(divmod(length, count) for length, count in zip(before[1:], size, strict=True))
    if not any(rest for _, rest in windows):
        window = short((windows[0][0], windows[1][0]))
        return _one(f"{KERAS}AveragePooling2D", Argument("pool_size", window))
    return _one("AdaptiveAveragePooling2D", Argument("output_size", size))


def _normalisation(layer: BatchNorm2d, before: Shape) -> Iterator[tuple[str, Call]]:
    # Keras keeps 0.99 of the running statistics at every step unless told, PyTorch 0.9.
    momentum, epsilon = Argument("momentum", 0.9, 0.99), Argument("epsilon", layer.eps, 0.001)
    own = [Argument(name, layer.affine, True) for name in ("center", "scale")]
    return _one(f"{KERAS}BatchNormalization", momentum, epsilon, *own)


def _flatten(layer: Flatten, before: Shape) -> Iterator[tuple[str, Call]]:
    if len(before) == 3 and before[0] > 1 and before[1] * before[2] > 1:
        yield "order", Call(f"{KERAS}Permute", (Argument("dims", (3, 1, 2)),))
    yield "", Call(f"{KERAS}Flatten")


def _dense(layer: Linear, before: Shape) -> Iterator[tuple[str, Call]]:
    return _one(
        f"{KERAS}Dense", Argument("units", layer.out_features), Argument("use_bias", layer.bias, True)
    )


def _dropout(layer: Dropout, before: Shape) -> Iterator[tuple[str, Call]]:
    return _one(f"{KERAS}Dropout", Argument("rate", layer.p))


def _softmax(layer: Softmax, before: Shape) -> Iterator[tuple[str, Call]]:
    return _one(f"{KERAS}Softmax")


def _table(layer: TableConv2d, before: Shape) -> Iterator[tuple[str, Call]]:
    size = Argument("kernel_size", pair(layer.kernel_size, "kernel_size"))
    return _one("TableConv2D", Argument("table", layer.table), size)


def _subsampling(layer: Subsampling2d, before: Shape) -> Iterator[tuple[str, Call]]:
    return _one("Subsampling2D", Argument("pool_size", pair(layer.kernel_size, "kernel_size")))


def _radial(layer: RadialBasis, before: Shape) -> Iterator[tuple[str, Call]]:
    return _one("RadialBasis", Argument("units", layer.out_features))


def _response(layer: LocalResponseNorm, before: Shape) -> Iterator[tuple[str, Call]]:
    call = layer_call(layer, "")
    return _one(call.function, *(Argument(each.name, each.value, REQUIRED) for each in call.arguments))


_WRITERS: tuple[tuple[type[Layer], Callable[[Any, Shape], Iterator[tuple[str, Call]]]], ...] = (
    (Conv2d, _convolution),
    (MaxPool2d, _maximum),
    (AvgPool2d, _average),
    (AdaptiveAvgPool2d, _adaptive),
    (BatchNorm2d, _normalisation),
    (Flatten, _flatten),
    (Linear, _dense),
    (Dropout, _dropout),
    (Softmax, _softmax),
    (TableConv2d, _table),
    (Subsampling2d, _subsampling),
    (RadialBasis, _radial),
    (LocalResponseNorm, _response),
)
