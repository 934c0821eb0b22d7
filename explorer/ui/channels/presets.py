"""The layers to begin with: the lectures' and a few that show what channels are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic import KERNELS, Conv2d
from explorer.arithmetic.options import pair
from explorer.components.channels import Numbers
from explorer.lectures import EXAMPLES
from explorer.ui.channels.settings import LayerSettings

LECTURES = ("volume", "volume_stride_two")
COLOURS = ("red", "green", "blue")
# What red, green and blue add to the brightness of a pixel (ITU-R BT.601).
LUMINANCE = (0.299, 0.587, 0.114)
# Nine patches: red, green, blue; yellow, white, cyan; black, grey, magenta.
PATCHES = (
    ((255, 0, 0), (255, 255, 0), (0, 128, 255)),
    ((0, 255, 0), (255, 255, 255), (0, 128, 0)),
    ((0, 0, 255), (0, 255, 255), (0, 128, 255)),
)
GROUPED_SEED = 4


@dataclass(frozen=True, eq=False)
class Preset:
    """A layer with its numbers; ``about`` says what is to be seen, ``channel_names`` what the planes are."""

    name: str
    title: str
    about: str
    settings: LayerSettings
    numbers: Numbers
    channel_names: tuple[str, ...] = ()


@cache
def presets() -> Mapping[str, Preset]:
    """Return the presets by name."""
    made = [*map(_lecture, LECTURES), _grey(), _swapped(), _grouped(), _depthwise()]
    return MappingProxyType({preset.name: preset for preset in made})


def first() -> Preset:
    """Return the one that lies there at first."""
    return presets()[LECTURES[0]]


def matching(numbers: Numbers, settings: LayerSettings) -> Preset | None:
    """Return the preset that lies there to the last number and option, or None.

    >>> matching(first().numbers, first().settings).name
    'volume'
    """
    for preset in presets().values():
        if preset.settings == settings and all(map(np.array_equal, preset.numbers, numbers)):
            return preset
    return None


def pictured(numbers: Numbers) -> tuple[str, ...]:
    """Return the names of the planes where they are those of a preset that has names."""
    for preset in presets().values():
        if preset.channel_names and np.array_equal(preset.numbers.planes, numbers.planes):
            return preset.channel_names
    return ()


def _lecture(name: str) -> Preset:
    example = EXAMPLES[name]
    layer = example.layer
    if not isinstance(layer, Conv2d):
        raise TypeError(f"{name} is no convolution")
    settings = LayerSettings(
        layer.in_channels,
        layer.out_channels,
        example.image.shape[1],
        pair(layer.kernel_size, "kernel_size")[0],
        pair(layer.stride, "stride")[0],
        pair(layer.padding, "padding", minimum=0)[0] if not isinstance(layer.padding, str) else 0,
        layer.groups,
        layer.bias,
    )
    weights = example.weights["weight"]
    about = f"**{example.lecture.name}**, {example.lecture.title} ({example.lecture.given}): {example.slide}."
    return Preset(
        name,
        f"{example.lecture.name}: {example.title}",
        f"{about} {example.remark}",
        settings,
        _numbers(example.image, weights.reshape(-1, *weights.shape[2:]), example.weights["bias"]),
    )


def _grey() -> Preset:
    return Preset(
        "grey",
        "1x1: red, green and blue to grey",
        "One 1x1 filter weighs the three planes of nine coloured patches: "
        f"{' + '.join(f'{weight} × {name}' for weight, name in zip(LUMINANCE, COLOURS, strict=True))} "
        "is the brightness of a pixel (ITU-R BT.601).",
        LayerSettings(3, 1, 6, 1, bias=False),
        _numbers(_patches(), np.reshape(LUMINANCE, (3, 1, 1)), [0]),
        COLOURS,
    )


def _swapped() -> Preset:
    return Preset(
        "swapped",
        "1x1: red and blue change places",
        "Three 1x1 filters, each with a single 1: the maps are the planes in another order, "
        "blue, green, red.",
        LayerSettings(3, 3, 6, 1, bias=False),
        _numbers(_patches(), np.eye(3)[::-1].reshape(9, 1, 1), [0, 0, 0]),
        COLOURS,
    )


def _grouped() -> Preset:
    rng = np.random.default_rng(GROUPED_SEED)
    return Preset(
        "grouped",
        "Two groups: four channels, four filters",
        "Filters 0 and 1 read channels 0 and 1, filters 2 and 3 read channels 2 and 3: half of the weights. "
        "AlexNet did this to spread a layer over two cards (Krizhevsky, Sutskever and Hinton 2012).",
        LayerSettings(4, 4, 6, 3, groups=2, activation="relu"),
        _numbers(rng.integers(0, 10, (4, 6, 6)), rng.integers(-2, 3, (8, 3, 3)), rng.integers(-3, 4, 4)),
    )


def _depthwise() -> Preset:
    vertical, horizontal = (KERNELS[f"lecture_{name}"].weights for name in ("vertical", "horizontal"))
    middle = np.zeros((3, 3))
    middle[1, 1] = 1
    return Preset(
        "depthwise",
        "Depthwise: one channel for each filter",
        "As many groups as channels: every filter reads one plane and nothing is summed over channels. "
        "Here an edge filter of either direction, and a filter that copies its plane.",
        LayerSettings(3, 3, 6, 3, padding=1, groups=3, bias=False, activation="relu"),
        _numbers(EXAMPLES[LECTURES[0]].image, np.stack([vertical, horizontal, middle]), [0, 0, 0]),
    )


def _patches() -> ArrayLike:
    return np.kron(PATCHES, np.ones((1, 2, 2)))


def _numbers(planes: ArrayLike, kernels: ArrayLike, biases: ArrayLike) -> Numbers:
    parts = [np.array(part, np.float64) for part in (planes, kernels, biases)]
    for part in parts:
        part.setflags(write=False)
    return Numbers(*parts)
