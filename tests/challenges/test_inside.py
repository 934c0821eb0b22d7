"""The challenges inside a network: met where they should be, and not where anything is missing."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.arithmetic import MaxPool2d, Network, few_that_carry, input_gradient
from explorer.challenges import CORNER, MIDDLE, Pinned
from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit


def pinned(layer: str, *unit: int, sample: int = 3) -> Pinned:
    return Pinned(digit_network(), recognise(np.asarray(sample_digit(sample))).trace, layer, unit)


def test_nothing_pinned_meets_nothing() -> None:
    for challenge in (MIDDLE, CORNER):
        parts = challenge.parts(pinned(""))
        assert [part.met for part in parts] == [False] * 3
        assert {part.now for part in parts} == {"no cell is pinned"}


def test_the_middle_carries_most_of_a_pooled_cell() -> None:
    state = pinned("pool2", 8, 2, 2)
    assert MIDDLE.is_met(state)
    assert state.seen == 400
    gradient = input_gradient(state.network, state.trace, "pool2", (8, 2, 2))
    assert state.carrying == few_that_carry(gradient[0], 0.9)
    assert f"{state.carrying} of 400 do" in [part.now for part in MIDDLE.parts(state)]


@pytest.mark.parametrize(
    ("state", "met"),
    [
        (pinned("relu2", 0, 5, 5), [True, False]),
        (pinned("linear", 3), [True, True]),
        (pinned("linear", 0), [False, True]),
    ],
)
def test_other_cells_miss_something(state: Pinned, met: list[bool]) -> None:
    assert [part.met for part in MIDDLE.parts(state)][:2] == met
    assert not MIDDLE.is_met(state)


def test_a_winner_in_the_corner() -> None:
    network = Network({"pool": MaxPool2d(2)}, (1, 2, 4), {})
    trace = network.trace([[[1, 2, 9, 2], [3, 4, 3, 4]]])
    assert CORNER.is_met(Pinned(network, trace, "pool", (0, 0, 0)))
    assert [part.met for part in CORNER.parts(Pinned(network, trace, "pool", (0, 0, 1)))] == [
        True,
        True,
        False,
    ]
    zero = network.trace([[[0, 2, 9, 2], [3, 4, 3, 4]]])
    assert [part.met for part in CORNER.parts(Pinned(network, zero, "pool", (0, 0, 0)))] == [
        True,
        False,
        True,
    ]


def test_another_layer_is_no_pooling() -> None:
    parts = CORNER.parts(pinned("conv2", 0, 5, 5))
    assert [part.met for part in parts] == [False] * 3
    assert parts[0].now == "it is a cell of conv2"


def test_both_can_be_met_with_the_sample_that_the_page_shows_first() -> None:
    network, trace = digit_network(), recognise(np.asarray(sample_digit(3))).trace
    cells = [Pinned(network, trace, "pool2", unit) for unit in np.ndindex(*network.shapes["pool2"])]
    assert any(MIDDLE.is_met(cell) for cell in cells)
    assert any(CORNER.is_met(cell) for cell in cells)
