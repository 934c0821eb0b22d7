"""The challenges of the Lab have a solution, and near misses do not solve them."""

from __future__ import annotations

import pytest

from explorer.architectures.analysis import analyse
from explorer.architectures.mending import mends
from explorer.architectures.notation import read_plan
from explorer.challenges.lab import BROKEN, MENDED, SMALL_READER

SOLUTION = """\
input 1x28x28
conv 8 5x5 padding=2
relu
maxpool 2x2
conv 16 5x5 padding=2
relu
maxpool 2x2
conv 16 5x5 padding=2
relu
flatten
linear 10
"""


def met(text: str) -> list[bool]:
    return [part.met for part in SMALL_READER.parts(analyse(read_plan(text)))]


def test_the_small_reader_can_be_built() -> None:
    analysis = analyse(read_plan(SOLUTION))
    assert SMALL_READER.is_met(analysis)
    assert analysis.totals.parameters < 20_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SOLUTION.replace("28x28", "27x27"), [False, True, True, True]),
        (SOLUTION.replace("linear 10", "linear 9"), [True, False, True, True]),
        (SOLUTION.replace("linear 10", "linear 50\nlinear 10"), [True, True, False, True]),
        (SOLUTION.replace("conv 16 5x5", "conv 16 3x3"), [True, True, True, False]),
        (SOLUTION.replace("flatten\n", ""), [True, False, True, True]),
        ("input 1x28x28\nflatten\nlinear 10", [True, True, True, False]),
        ("input 1x28x28", [True, False, False, False]),
    ],
)
def test_what_is_missing_is_said(text: str, expected: list[bool]) -> None:
    assert met(text) == expected


def test_the_broken_network_is_broken_twice_and_can_be_mended_in_two_steps() -> None:
    analysis = analyse(BROKEN)
    assert not MENDED.is_met(analysis)
    once = analyse(mends(analysis)[0].plan)
    assert once.problems
    assert MENDED.is_met(analyse(mends(once)[0].plan))


def test_a_network_without_the_convolutions_is_not_mended() -> None:
    parts = MENDED.parts(analyse(read_plan("input 1x28x28\nconv 4 3x3\nflatten\nlinear 10")))
    assert [part.met for part in parts] == [True, True, False]
