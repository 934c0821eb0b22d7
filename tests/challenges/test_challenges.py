"""Every challenge has a solution, and near misses are told from it, condition by condition."""

from typing import Any

import numpy as np
import pytest

from explorer.arithmetic import AvgPool2d, Conv2d, MaxPool2d
from explorer.challenges import CHALLENGES, FRUGAL, STAIRS, TWO_PASSES, UNMOVED, Challenge, Pooled
from explorer.prediction import Task

ZEROS, ONES = np.zeros((6, 6)), np.ones((3, 3))
PICTURE = np.random.default_rng(1).integers(1, 9, (5, 6))
RIGHT = [[0, 0, 0], [1, 0, 0], [0, 0, 0]]
LEFT = [[0, 0, 0], [0, 0, 1], [0, 0, 0]]
EDGE = [[0, 0, 0], [0, 1, -1], [0, 0, 0]]
RISE = [[0, -1, 0], [0, 1, 0], [0, 0, 0]]
DOT = np.zeros((1, 4, 4), np.float32)
DOT[0, 0, 0] = 1

SOLVED: list[tuple[Challenge[Any], Any]] = [
    (CHALLENGES["diagonal"], Task(STAIRS, EDGE, padding=1)),
    (CHALLENGES["diagonal"], Task(STAIRS, RISE, padding=1)),
    (CHALLENGES["diagonal"], Task(STAIRS, [[-1, 1]], padding=((0, 0), (0, 1)), flipped=True)),
    (CHALLENGES["moved"], Task(PICTURE, RIGHT, padding=1)),
    (CHALLENGES["moved"], Task(PICTURE, LEFT, padding=1, flipped=True)),
    (CHALLENGES["moved"], Task(PICTURE, [[1, 0]], padding=((0, 0), (1, 0)))),
    (CHALLENGES["leftover"], Task(ZEROS, ONES, stride=2)),
    (CHALLENGES["leftover"], Task(np.zeros((7, 7)), np.ones((2, 2)), stride=2)),
    (CHALLENGES["fair"], Task(ZEROS, ONES, stride=3)),
    (CHALLENGES["fair"], Task(ZEROS, np.ones((2, 1)), stride=(2, 1))),
    (FRUGAL, Conv2d(4, 8, 3, groups=4)),
    (FRUGAL, Conv2d(4, 8, 3, groups=4, bias=False)),
    (UNMOVED, Pooled(DOT, MaxPool2d(2))),
    (UNMOVED, Pooled(DOT, AvgPool2d(2))),
    (TWO_PASSES, np.outer([1, 2, 3], [1, -1, 2, 5])),
]
# What is nearly right, and which of the conditions it misses.
MISSED: list[tuple[Challenge[Any], Any, list[int]]] = [
    (CHALLENGES["diagonal"], Task(STAIRS, EDGE), [1, 2, 3]),
    (CHALLENGES["diagonal"], Task(STAIRS, [[1]]), [2]),
    (CHALLENGES["diagonal"], Task(np.eye(6), [[1]]), [0]),
    (CHALLENGES["diagonal"], Task(STAIRS, [[0]]), [3]),
    (CHALLENGES["diagonal"], Task(STAIRS, EDGE, padding=1, flipped=True), [2, 3]),
    (CHALLENGES["moved"], Task(PICTURE, LEFT, padding=1), [2]),
    (CHALLENGES["moved"], Task(PICTURE, RIGHT), [1, 2]),
    (CHALLENGES["moved"], Task(ZEROS, RIGHT, padding=1), [0]),
    (CHALLENGES["moved"], Task(PICTURE, RIGHT, padding=1, padding_mode="circular"), [2]),
    (CHALLENGES["leftover"], Task(ZEROS, ONES), [1]),
    (CHALLENGES["leftover"], Task(ZEROS, np.ones((1, 1)), stride=2), [2]),
    (CHALLENGES["leftover"], Task(ZEROS, ONES, transposed=True), [0, 1]),
    (CHALLENGES["fair"], Task(ZEROS, ONES), [3]),
    (CHALLENGES["fair"], Task(ZEROS, [[1]]), [2]),
    (CHALLENGES["fair"], Task(ZEROS, ONES, padding=1, padding_mode="circular"), [1]),
    (CHALLENGES["fair"], Task(ZEROS, ONES, transposed=True), [0]),
    (FRUGAL, Conv2d(4, 8, 3), [1]),
    (FRUGAL, Conv2d(4, 8, 1), [0]),
    (FRUGAL, Conv2d(3, 8, 1), [0]),
    (UNMOVED, Pooled(np.roll(DOT, 1, axis=2), MaxPool2d(2)), [2]),
    (UNMOVED, Pooled(np.zeros((1, 4, 4), np.float32), MaxPool2d(2)), [0, 1]),
    (UNMOVED, Pooled(DOT, MaxPool2d(4)), [1]),
    (TWO_PASSES, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 2]]), [3]),
    (TWO_PASSES, np.outer([1, 2, 1], [1, 0, -1]), [1]),
    (TWO_PASSES, np.ones((3, 3)), [2]),
    (TWO_PASSES, np.outer([1, 2], [1, 2]), [0]),
    (TWO_PASSES, np.zeros((3, 3)), [1, 2, 3]),
]


@pytest.mark.parametrize(("challenge", "state"), SOLVED)
def test_it_can_be_met(challenge: Challenge[Any], state: Any) -> None:
    assert [part.asked for part in challenge.parts(state) if not part.met] == []
    assert challenge.is_met(state)


@pytest.mark.parametrize(("challenge", "state", "missing"), MISSED)
def test_what_is_missing_is_told(challenge: Challenge[Any], state: Any, missing: list[int]) -> None:
    parts = challenge.parts(state)
    assert [place for place, part in enumerate(parts) if not part.met] == missing
    assert not challenge.is_met(state)
    assert all(part.asked.endswith(".") and part.now for part in parts)


def test_every_condition_is_missed_by_something() -> None:
    everything = [*CHALLENGES.values(), FRUGAL, UNMOVED, TWO_PASSES]
    for challenge in everything:
        state = next(state for each, state in SOLVED if each is challenge)
        missed = {place for each, _, places in MISSED if each is challenge for place in places}
        assert missed == set(range(len(challenge.parts(state))))


def test_how_things_stand() -> None:
    parts = CHALLENGES["diagonal"].parts(Task(STAIRS, EDGE))
    assert [part.now for part in parts] == [
        "unchanged",
        "it is 4x4",
        "not to be seen before the size is 6x6",
        "not to be seen before the size is 6x6",
    ]
    assert CHALLENGES["fair"].parts(Task(ZEROS, ONES))[3].now == "from 1 to 9 times"
    assert FRUGAL.parts(Conv2d(3, 8, 1))[0].now == "Conv2d needs 3 input channels, not the 4 of (4, 8, 8)"
