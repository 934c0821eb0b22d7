"""The kinds of layers that a plan may hold: their words, their options, and the specification they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from types import MappingProxyType
from typing import Any

from explorer.architectures.plans import Item
from explorer.arithmetic import (
    ELU,
    GELU,
    PADDING_MODES,
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm1d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Hardswish,
    Identity,
    Layer,
    LeakyReLU,
    Linear,
    LocalResponseNorm,
    MaxPool2d,
    RadialBasis,
    ReLU,
    ReLU6,
    Shape,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Subsampling2d,
    TableConv2d,
    Tanh,
)

MOST_CHANNELS, MOST_SIDE, MOST_PADDING = 65_536, 4_096, 512
LARGEST_KERNEL = 512
LARGEST_TABLE = 4_096


@dataclass(frozen=True)
class Option:
    """One option of a kind: how it is written, what it may be, and what it is where nothing is written.

    ``form`` is "count" (a whole number), "pair" (one number, or height x width), "padding" (also four sides,
    "same" or "valid"), "flag" (yes or no), "number", "choice" (of ``choices``) or "table" (the input channels
    of every filter). A leading option is written without its name, and first.
    """

    name: str
    form: str
    default: Any = None
    leading: bool = False
    required: bool = False
    minimum: int = 1
    maximum: int = LARGEST_KERNEL
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of layer: its word in the notation, its title, its group in a menu, and what makes the layer."""

    word: str
    title: str
    group: str
    make: Callable[..., Layer]
    options: tuple[Option, ...] = ()
    summary: str = field(default="", kw_only=True)

    def option(self, name: str) -> Option:
        """Return an option by its name, or raise KeyError."""
        for option in self.options:
            if option.name == name:
                return option
        raise KeyError(name)


def layer_of(item: Item, input_shape: Shape) -> Layer:
    """Return the specification that a written layer becomes behind an input of this shape.

    Input channels, input features and the channels of a normalisation are taken from the shape. Raises a
    ValueError that states the sizes where the options make no sense.

    >>> layer_of(Item("conv", (("out_channels", 8), ("kernel_size", 3))), (3, 32, 32)).parameter_count
    224
    """
    kind = KINDS[item.kind]
    written = dict(item.options)
    options = {option.name: written.get(option.name, option.default) for option in kind.options}
    required = [option.name for option in kind.options if option.required]
    if missing := [name for name in required if options[name] is None]:
        raise ValueError(f"{item.kind} needs {' and '.join(missing)}")
    return kind.make(tuple(input_shape), **options)


def _conv(shape: Shape, out_channels: int, kernel_size: Any, **options: Any) -> Layer:
    return Conv2d(_channels(shape, "conv"), out_channels, kernel_size, **options)


def _depthwise(shape: Shape, kernel_size: Any, multiplier: int, **options: Any) -> Layer:
    channels = _channels(shape, "depthwise")
    return Conv2d(channels, channels * multiplier, kernel_size, groups=channels, **options)


def _table_conv(shape: Shape, table: Any, kernel_size: Any) -> Layer:
    return TableConv2d(_channels(shape, "tableconv"), table, kernel_size)


def _subsample(shape: Shape, kernel_size: Any) -> Layer:
    return Subsampling2d(_channels(shape, "subsample"), kernel_size)


def _linear(shape: Shape, out_features: int, bias: bool) -> Layer:
    _flat(shape, "linear")
    return Linear(shape[0], out_features, bias=bias)


def _rbf(shape: Shape, out_features: int) -> Layer:
    _flat(shape, "rbf")
    return RadialBasis(shape[0], out_features)


def _batch_norm(shape: Shape, **options: Any) -> Layer:
    return (BatchNorm1d if len(shape) == 1 else BatchNorm2d)(shape[0], **options)


def _plain(layer: Callable[..., Layer]) -> Callable[..., Layer]:
    """Make a layer that does not need to know its input."""
    return lambda shape, **options: layer(**options)


def _over_maps(layer: Callable[..., Layer], word: str) -> Callable[..., Layer]:
    """Make a layer that works on maps, however many there are."""

    def make(shape: Shape, **options: Any) -> Layer:
        _channels(shape, word)
        return layer(**options)

    return make


def _channels(shape: Shape, word: str) -> int:
    if len(shape) != 3:
        raise ValueError(f"{word} needs feature maps, but the input is flat: {shape[0]:,} numbers in a row")
    return shape[0]


def _flat(shape: Shape, word: str) -> None:
    if len(shape) != 1:
        sizes, numbers = "x".join(map(str, shape)), prod(shape)
        raise ValueError(
            f"{word} needs a flat input, not {sizes}: put flatten before it ({numbers:,} numbers)"
        )


KERNEL = Option("kernel_size", "pair", leading=True, required=True)
STRIDE = Option("stride", "pair", 1)
PADDING = Option("padding", "padding", 0, minimum=0, maximum=MOST_PADDING)
DILATION = Option("dilation", "pair", 1)
BIAS = Option("bias", "flag", True)
MODE = Option("padding_mode", "choice", "zeros", choices=PADDING_MODES)
OUT_CHANNELS = Option("out_channels", "count", leading=True, required=True, maximum=MOST_CHANNELS)
OUT_FEATURES = Option("out_features", "count", leading=True, required=True, maximum=MOST_CHANNELS)
POOL_STRIDE = Option("stride", "pair")
POOL_PADDING = Option("padding", "pair", 0, minimum=0, maximum=MOST_PADDING)
CEIL = Option("ceil_mode", "flag", False)

_ACTIVATIONS: tuple[Any, ...] = (
    ("relu", "ReLU", ReLU, "negative numbers become 0"),
    ("relu6", "ReLU6", ReLU6, "negative numbers become 0, numbers above 6 become 6"),
    (
        *("leakyrelu", "Leaky ReLU", LeakyReLU, "negative numbers are made small, not 0"),
        Option("negative_slope", "number", 0.01),
    ),
    ("elu", "ELU", ELU, "negative numbers bend towards −alpha", Option("alpha", "number", 1.0)),
    ("gelu", "GELU", GELU, "every number x times the chance that a normal number is below x"),
    ("silu", "SiLU", SiLU, "every number times its sigmoid"),
    ("hardswish", "Hardswish", Hardswish, "every number x times relu6(x + 3) / 6: nearly SiLU"),
    ("sigmoid", "Sigmoid", Sigmoid, "every number squeezed between 0 and 1"),
    ("tanh", "Tanh", Tanh, "every number squeezed between −1 and 1"),
    ("softplus", "Softplus", Softplus, "ReLU with a round corner", Option("beta", "number", 1.0)),
    ("identity", "Identity", Identity, "hands its input on"),
)

_ALL = (
    Kind(
        "conv",
        "Convolution",
        "Convolutions",
        _conv,
        (
            OUT_CHANNELS,
            KERNEL,
            STRIDE,
            PADDING,
            DILATION,
            Option("groups", "count", 1, maximum=MOST_CHANNELS),
            BIAS,
            MODE,
        ),
        summary="filters slide over the maps; each reads all channels and makes one map",
    ),
    Kind(
        "depthwise",
        "Depthwise convolution",
        "Convolutions",
        _depthwise,
        (
            KERNEL,
            STRIDE,
            PADDING,
            DILATION,
            Option("multiplier", "count", 1, maximum=64),
            BIAS,
            MODE,
        ),
        summary="every channel has a kernel of its own",
    ),
    Kind(
        "tableconv",
        "Partial convolution",
        "Convolutions",
        _table_conv,
        (Option("table", "table", leading=True, required=True), KERNEL),
        summary="every filter reads only the channels that a table names",
    ),
    Kind(
        "maxpool",
        "Max pooling",
        "Pooling",
        _over_maps(MaxPool2d, "maxpool"),
        (KERNEL, POOL_STRIDE, POOL_PADDING, DILATION, CEIL),
        summary="the largest number of every window",
    ),
    Kind(
        "avgpool",
        "Average pooling",
        "Pooling",
        _over_maps(AvgPool2d, "avgpool"),
        (KERNEL, POOL_STRIDE, POOL_PADDING, CEIL, Option("count_include_pad", "flag", True)),
        summary="the average of every window",
    ),
    Kind(
        "adaptivepool",
        "Adaptive average pooling",
        "Pooling",
        _over_maps(AdaptiveAvgPool2d, "adaptivepool"),
        (Option("output_size", "pair", leading=True, required=True, maximum=MOST_SIDE),),
        summary="averages over as many windows as the output has cells",
    ),
    Kind(
        "subsample",
        "Learned subsampling",
        "Pooling",
        _subsample,
        (KERNEL,),
        summary="the sum of every window, times a weight per channel, plus a bias",
    ),
    Kind(
        "batchnorm",
        "Batch normalisation",
        "Normalisation",
        _batch_norm,
        (Option("eps", "number", 1e-5), Option("affine", "flag", True)),
        summary="every channel brought to mean 0 and variance 1, then scaled and shifted",
    ),
    Kind(
        "lrn",
        "Local response normalisation",
        "Normalisation",
        _over_maps(LocalResponseNorm, "lrn"),
        (
            Option("size", "count", leading=True, required=True),
            Option("alpha", "number", 1e-4),
            Option("beta", "number", 0.75),
            Option("k", "number", 1.0),
        ),
        summary="every number divided by the energy of the channels around it",
    ),
    Kind(
        "dropout",
        "Dropout",
        "Normalisation",
        _plain(Dropout),
        (Option("p", "number", 0.5, leading=True),),
        summary="a share of the numbers is dropped while training",
    ),
    *(
        Kind(word, title, "Activations", _plain(layer), tuple(options), summary=summary)
        for word, title, layer, summary, *options in _ACTIVATIONS
    ),
    Kind("flatten", "Flatten", "Dense", _plain(Flatten), summary="all maps laid out in one row"),
    Kind(
        "linear",
        "Linear",
        "Dense",
        _linear,
        (OUT_FEATURES, BIAS),
        summary="every output a weighted sum of all inputs",
    ),
    Kind(
        "rbf",
        "Radial basis",
        "Dense",
        _rbf,
        (OUT_FEATURES,),
        summary="the squared distance from one fixed pattern per class",
    ),
    Kind("softmax", "Softmax", "Dense", _plain(Softmax), summary="probabilities that add up to 1"),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.word: kind for kind in _ALL})
