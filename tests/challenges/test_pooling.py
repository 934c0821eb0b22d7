"""One cell wins it all: solved, and each way not to."""

import numpy as np
import pytest

from explorer.arithmetic import AvgPool2d, MaxPool2d
from explorer.challenges import CHAMPION, UNMOVED, Pooled

PEAK = np.zeros((1, 5, 5), np.float32)
PEAK[0, 2, 2] = 1


@pytest.mark.parametrize(
    ("layer", "met"),
    [
        (MaxPool2d(3, stride=1), [True, True, True]),
        (MaxPool2d(3, stride=2), [True, False, True]),
        (MaxPool2d(5), [True, False, True]),
        (MaxPool2d(2, stride=1), [True, True, False]),
        (AvgPool2d(3, stride=1), [False, True, False]),
    ],
    ids=str,
)
def test_champion(layer: MaxPool2d | AvgPool2d, met: list[bool]) -> None:
    state = Pooled(PEAK, layer)
    assert [part.met for part in CHAMPION.parts(state)] == met
    assert CHAMPION.is_met(state) == all(met)


def test_windows_over_padding_alone_are_won_by_nobody() -> None:
    parts = CHAMPION.parts(Pooled(PEAK[:, 2:3, 2:3], MaxPool2d(2, padding=1, dilation=2)))
    assert parts[2].now == "the cell that wins most wins 0 windows of 1"


def test_both_can_be_solved_on_the_page() -> None:
    dot = np.zeros((1, 4, 4), np.float32)
    dot[0, 0, 0] = 1
    assert UNMOVED.is_met(Pooled(dot, MaxPool2d(2)))
