"""Real handwriting moved by a pixel: how much of a network's first feature maps changes, pooled and not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from explorer.arithmetic import Array, pool2d
from explorer.arithmetic.shifts import relative_change, shifted
from explorer.digits import digit_network
from explorer.pictures.digits import prepare_digit
from explorer.pictures.samples import DIGITS_COUNT, sample_digit

EVERY = 18
# So much black around every digit that no move brings ink to where fewer kernels read it, or round the edge.
MARGIN = 8
FIRST_MAPS = ("conv1", "relu1")
DISTANCES = (1, 2)
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))


@dataclass(frozen=True)
class Contender:
    """A way to pool maps (N, C, H, W), and how many cells of the map one cell of the pooled map moves by."""

    title: str
    pool: Callable[[Array], Array]
    stride: int


@dataclass(frozen=True)
class Line:
    """What a move does to one kind of pooled maps, as shares; the mean over digits and four directions.

    ``changes`` belongs to `DISTANCES`, place by place. ``followed`` is what is left at the longest distance
    when the old map is moved along.
    """

    title: str
    changes: tuple[float, ...]
    followed: float


@dataclass(frozen=True)
class Study:
    """All lines, of how many digits, and the share of moved digits whose answer stays, by distance."""

    count: int
    lines: tuple[Line, ...]
    stays: tuple[float, ...]


def _average(maps: Array) -> Array:
    average: Array = maps.mean(axis=(2, 3), keepdims=True, dtype=np.float64)
    return average


CONTENDERS: Mapping[str, Contender] = MappingProxyType(
    {
        "none": Contender("Not pooled", lambda maps: maps, 1),
        "max": Contender("Max 2x2, stride 2", lambda maps: pool2d(maps, "max", kernel_size=2), 2),
        "average": Contender("Average 2x2, stride 2", lambda maps: pool2d(maps, "average", kernel_size=2), 2),
        "overlapping": Contender(
            "Max 3x3, stride 2 (overlapping)", lambda maps: pool2d(maps, "max", kernel_size=3, stride=2), 2
        ),
        # Whatever moves inside the one window, the one cell stays where it is.
        "global_average": Contender("Global average", _average, 0),
        "global_max": Contender("Global max", lambda maps: maps.max(axis=(2, 3), keepdims=True), 0),
    }
)


@cache
def study() -> Study:
    """Return the whole study, worked out once."""
    digits = handwriting()
    answers = digit_network().forward(digits).argmax(axis=1)
    moves = {by: [(by * down, by * right) for down, right in DIRECTIONS] for by in DISTANCES}
    stays = tuple(
        float(np.mean([(_answers(digits, *move) == answers).mean() for move in moves[by]]))
        for by in DISTANCES
    )
    wide = np.pad(digits, ((0, 0), (0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
    before = first_maps(wide)
    after = {move: first_maps(_moved(wide, *move)) for by in DISTANCES for move in moves[by]}
    lines = []
    for contender in CONTENDERS.values():
        old, new = contender.pool(before), {move: contender.pool(maps) for move, maps in after.items()}
        changes = tuple(float(np.mean([_change(old, new[move]) for move in moves[by]])) for by in DISTANCES)
        furthest = moves[DISTANCES[-1]]
        followed = [_change(_along(old, *move, contender.stride), new[move]) for move in furthest]
        lines.append(Line(contender.title, changes, float(np.mean(followed))))
    return Study(len(digits), tuple(lines), stays)


@cache
def handwriting() -> Array:
    """Return every 18th of the sample digits, prepared for the network, (N, 1, 28, 28), read-only."""
    chosen = range(0, DIGITS_COUNT, EVERY)
    digits = np.stack([prepare_digit(np.asarray(sample_digit(index))).prepared for index in chosen])[:, None]
    digits.setflags(write=False)
    return digits


def first_maps(digits: Array) -> Array:
    """Return the maps of the network's first convolution after its ReLU; the digits may be of any size."""
    network, activation = digit_network(), digits
    for name in FIRST_MAPS:
        weights = {
            key.removeprefix(f"{name}."): array
            for key, array in network.weights.items()
            if key.startswith(f"{name}.")
        }
        activation = network.layers[name].forward(activation, weights)
    return activation


def _answers(digits: Array, down: int, right: int) -> Array:
    answers: Array = digit_network().forward(_moved(digits, down, right)).argmax(axis=1)
    return answers


def _moved(digits: Array, down: int, right: int) -> Array:
    return shifted(digits, down=down, right=right).astype(np.float32)


def _along(maps: Array, down: int, right: int, stride: int) -> Array:
    """Return pooled maps moved as far as the picture was; what comes in is the black of the other side."""
    if not stride:
        return maps
    return np.roll(maps, (down // stride, right // stride), axis=(2, 3))


def _change(old: Array, new: Array) -> float:
    return float(np.mean([relative_change(*pair) for pair in zip(old, new, strict=True)]))
