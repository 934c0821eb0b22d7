"""The pictures of the X or not X case study: the third lecture's two, others for contrast, and features."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from explorer.arithmetic import Array

SIDE = 10


@dataclass(frozen=True, eq=False)
class Letter:
    """A 10x10 picture of -1 (paper) and 1 (ink); ``printed`` says that it is one of the lecture's two."""

    name: str
    title: str
    picture: Array
    is_x: bool
    printed: bool = False


@dataclass(frozen=True, eq=False)
class Feature:
    """A 3x3 part of an X, and in which part of the picture an X has it: quarters, or anywhere."""

    name: str
    title: str
    kernel: Array
    quarters: tuple[str, ...]


def _drawn(text: str) -> Array:
    grid = np.array([[1 if cell == "#" else -1 for cell in line] for line in text.split()], np.float32)
    grid.setflags(write=False)
    return grid


def _features() -> dict[str, Feature]:
    falling, rising = _drawn("#.. .#. ..#"), _drawn("..# .#. #..")
    crossing = _drawn("#.# .#. #.#")
    return {
        "falling": Feature(
            "falling", "Stroke that falls to the right", falling, ("top left", "bottom right")
        ),
        "rising": Feature("rising", "Stroke that rises to the right", rising, ("top right", "bottom left")),
        "crossing": Feature("crossing", "Crossing", crossing, ("anywhere",)),
    }


def _letters() -> tuple[Letter, ...]:
    # The strokes of the first meet over two rows, as the lecture prints it: its crossing is no perfect one.
    x = _drawn(
        ".......... .#.....#.. ..#...#... ...#.#.... ....#..... "
        "....#..... ...#.#.... ..#...#... .#.....#.. .........."
    )
    deformed = _drawn(
        ".......... .......#.. .#....#... ..##.#.... ....#.#... "
        ".....#.... ...#.###.. ...#....#. ..#....... .........."
    )
    moved = np.roll(x, 1, axis=1)
    moved.setflags(write=False)
    return (
        Letter("x", "The lecture's X", x, True, printed=True),
        Letter("deformed", "The lecture's deformed X", deformed, True, printed=True),
        Letter("moved", "The X moved by one pixel", moved, True),
        Letter(
            "y",
            "A Y",
            _drawn(
                ".......... .#.....#.. ..#...#... ...#.#.... ....#..... "
                "....#..... ....#..... ....#..... ....#..... .........."
            ),
            False,
        ),
        Letter(
            "o",
            "An O",
            _drawn(
                ".......... ...###.... ..#...#... .#.....#.. .#.....#.. "
                ".#.....#.. .#.....#.. ..#...#... ...###.... .........."
            ),
            False,
        ),
        Letter(
            "plus",
            "A plus",
            _drawn(
                ".......... ....#..... ....#..... ....#..... .#######.. "
                "....#..... ....#..... ....#..... ....#..... .........."
            ),
            False,
        ),
        Letter("blank", "An empty sheet", _drawn(" ".join([".........."] * SIDE)), False),
    )


FEATURES: Mapping[str, Feature] = MappingProxyType(_features())
LETTERS: Mapping[str, Letter] = MappingProxyType({letter.name: letter for letter in _letters()})
