"""Poolings to begin with: the lectures' examples, and some of ours for what the lectures leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from explorer.arithmetic import AvgPool2d, MaxPool2d
from explorer.arithmetic.options import pair
from explorer.components.stepper import Grid
from explorer.lectures import EXAMPLES, Example
from explorer.ui.pooling.settings import PoolingSettings


@dataclass(frozen=True, eq=False)
class Preset:
    """Numbers to pool and how; ``told`` says where they are from and what is to be seen."""

    title: str
    grid: Grid
    settings: PoolingSettings
    told: str


@cache
def presets() -> Mapping[str, Preset]:
    """Return every preset by name: the lectures' first, then ours."""
    lectures = {
        name: _of_lecture(example)
        for name, example in EXAMPLES.items()
        if isinstance(example.layer, MaxPool2d | AvgPool2d)
    }
    return MappingProxyType({**lectures, **_own()})


def random_grid(seed: int, size: tuple[int, ...]) -> Grid:
    """Return random integers from 0 to 9 of this size.

    >>> random_grid(7, (1, 3)).tolist() == random_grid(7, (1, 3)).tolist()
    True
    """
    return np.random.default_rng(seed).integers(0, 10, size).astype(float)


def _of_lecture(example: Example) -> Preset:
    layer = example.layer
    assert isinstance(layer, MaxPool2d | AvgPool2d)
    settings = PoolingSettings(
        kind="max" if isinstance(layer, MaxPool2d) else "average",
        kernel_size=pair(layer.kernel_size, "kernel_size"),
        stride=None if layer.stride is None else pair(layer.stride, "stride"),
        padding=pair(layer.padding, "padding", minimum=0),
        ceil_mode=layer.ceil_mode,
    )
    lecture = example.lecture
    told = f"**{lecture.name}**, {lecture.title} ({lecture.given}): {example.slide}. {example.remark}"
    grid = example.image[0].astype(float)
    return Preset(f"{lecture.name}: {example.title}", grid, settings, told.strip())


def _own() -> dict[str, Preset]:
    lines = np.zeros((8, 8))
    lines[:, 1::4] = 9
    return {
        "overlapping": Preset(
            "Overlapping windows, as in AlexNet",
            random_grid(12, (7, 7)),
            PoolingSettings(kernel_size=(3, 3), stride=(2, 2)),
            "Windows of 3x3 that move on by 2 share a row or a column with their neighbours, so one value "
            "can win several of them. Krizhevsky, Sutskever and Hinton (2012) pooled AlexNet in this way.",
        ),
        "ceil": Preset(
            "Rounded up: a window that hangs over",
            random_grid(5, (5, 5)),
            PoolingSettings(kind="average", ceil_mode=True),
            "Rounded down, the last row and column would be read by no window. Rounded up, windows hang over "
            "the edge, and only what lies inside is divided by.",
        ),
        "global": Preset(
            "Global average: one number for a map",
            random_grid(3, (4, 4)),
            PoolingSettings(kind="average", kernel_size=None),
            "One window over everything. Networks end like this to turn each feature map into one number, "
            "whatever its size (Lin, Chen and Yan 2013).",
        ),
        "everything": Preset(
            "One shift changes every output",
            lines,
            PoolingSettings(),
            "Lines one cell wide, four cells apart. Moved by one cell to the right, each passes into the "
            "next window, and every maximum changes. See Zhang 2019, Making convolutional networks "
            "shift-invariant again.",
        ),
    }
