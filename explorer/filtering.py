"""What the Filters page computes: from filters and settings to a network of at most three layers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.arithmetic import (
    ACTIVATIONS,
    Array,
    AvgPool2d,
    Conv2d,
    Layer,
    MaxPool2d,
    Network,
    Padding,
    layers,
)

SMALLEST_SIZE, LARGEST_SIZE = 64, 512
LAST_RESORT = 'Pad "same" with zeros, with dilation 1 and no pooling.'
POOLINGS: dict[str, type[MaxPool2d] | type[AvgPool2d]] = {"max": MaxPool2d, "average": AvgPool2d}


@dataclass(frozen=True)
class Settings:
    """What a learner sets besides the picture and the filters; pairs are (vertical, horizontal).

    `activation` is a name of `ACTIVATIONS`; `pooling` is "none", "max" or "average", and the options that
    begin with `pool` belong to it.
    """

    stride: tuple[int, int] = (1, 1)
    padding: Padding = "valid"
    padding_mode: str = "zeros"
    dilation: tuple[int, int] = (1, 1)
    activation: str = "identity"
    pooling: str = "none"
    pool_size: int = 2
    pool_stride: int = 2
    pool_padding: int = 0
    ceil_mode: bool = False


def specify(weight: Array, bias: Array, settings: Settings, *, input_shape: tuple[int, int, int]) -> Network:
    """Return the network that the settings describe: "conv", then "activation" and "pool" if there are any.

    ``weight`` is (filters, channels that each reads, kh, kw) and ``bias`` (filters,). Where a filter reads
    fewer channels than the input has, the channels are dealt to as many groups. A bias of zeros is no bias.
    Raises ValueError, with the sizes, for what cannot be computed.

    >>> weight, bias = np.ones((1, 1, 3, 3), np.float32), np.zeros(1, np.float32)
    >>> settings = Settings(stride=(2, 2), activation="relu", pooling="max")
    >>> dict(specify(weight, bias, settings, input_shape=(1, 64, 48)).shapes)
    {'conv': (1, 31, 23), 'activation': (1, 31, 23), 'pool': (1, 15, 11)}
    """
    convolution = Conv2d(
        input_shape[0],
        len(weight),
        (weight.shape[2], weight.shape[3]),
        stride=settings.stride,
        padding=settings.padding,
        dilation=settings.dilation,
        groups=input_shape[0] // weight.shape[1],
        bias=bool(np.any(bias)),
        padding_mode=settings.padding_mode,
    )
    weights = {"conv.weight": weight} | ({"conv.bias": bias} if convolution.bias else {})
    return Network({"conv": convolution, **_followers(settings)}, input_shape, weights)


def _followers(settings: Settings) -> dict[str, Layer]:
    followers: dict[str, Layer] = {}
    if settings.activation != "identity":
        followers["activation"] = getattr(layers, ACTIVATIONS[settings.activation].layer)()
    if settings.pooling != "none":
        followers["pool"] = POOLINGS[settings.pooling](
            settings.pool_size,
            stride=settings.pool_stride,
            padding=settings.pool_padding,
            ceil_mode=settings.ceil_mode,
        )
    return followers


def remedies(
    settings: Settings, kernel_size: tuple[int, int], *, input_shape: tuple[int, int, int]
) -> list[str]:
    """Return what would make impossible settings possible, one change each, the mildest first.

    Where no single change is enough, the one sentence says what always works.

    >>> remedies(Settings(), (7, 7), input_shape=(1, 5, 5))
    ['Set the padding to "same".', 'Pad by 1.']
    """
    weight = np.zeros((1, input_shape[0], *kernel_size), np.float32)
    bias = np.zeros(1, np.float32)
    found: dict[str, str] = {}
    for kind, sentence, changed in _changes(settings):
        try:
            specify(weight, bias, changed, input_shape=input_shape)
        except ValueError:
            continue
        found.setdefault(kind, sentence)
    return list(found.values()) or [LAST_RESORT]


def _changes(settings: Settings) -> Iterator[tuple[str, str, Settings]]:
    """Yield changes, the mildest first: what kind, the sentence, the settings."""
    if settings.pooling != "none":
        for size in range(settings.pool_size - 1, 1, -1):
            padding = min(settings.pool_padding, size // 2)
            changed = replace(settings, pool_size=size, pool_padding=padding)
            yield "pool size", f"Set the pooling size to {size}.", changed
        for padding in range(settings.pool_padding - 1, -1, -1):
            yield "pool padding", f"Pad the pooling by {padding}.", replace(settings, pool_padding=padding)
        yield "pool", "Choose no pooling.", replace(settings, pooling="none")
    for dilation in range(max(settings.dilation) - 1, 0, -1):
        changed = replace(settings, dilation=(dilation, dilation))
        yield "dilation", f"Set the dilation to {dilation}.", changed
    if settings.padding_mode != "zeros":
        yield "mode", "Pad with zeros.", replace(settings, padding_mode="zeros")
    yield "same", 'Set the padding to "same".', replace(settings, padding="same")
    for amount in range(17):
        changed = replace(settings, padding=(amount, amount))
        yield "amount", f"Pad by {amount}.", changed


def working_picture(picture: Image.Image, size: int) -> Image.Image:
    """Return the picture with at most ``size`` pixels on its longest side; it is only ever made smaller.

    >>> working_picture(Image.new("RGB", (300, 200)), 64).size
    (64, 43)
    """
    if max(picture.size) <= size:
        return picture
    scale = size / max(picture.size)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BOX, reducing_gap=None)


def input_array(picture: Image.Image, *, colour: bool) -> NDArray[np.uint8]:
    """Return a picture as (1, height, width) grey values or (3, height, width) red, green, blue.

    Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).

    >>> input_array(Image.new("RGB", (3, 2), (10, 20, 30)), colour=True)[:, 0, 0].tolist()
    [10, 20, 30]
    """
    if colour:
        return np.ascontiguousarray(np.asarray(picture.convert("RGB")).transpose(2, 0, 1))
    return np.asarray(picture.convert("L"))[np.newaxis]
