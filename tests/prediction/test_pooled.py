"""Pooling predicted: the task against the stepper's exact numbers, every slip recognised by its result."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.components.stepper import Pooling
from explorer.prediction import (
    PoolingTask,
    Verdict,
    check_pooled_largest,
    check_pooled_size,
    check_pooled_value,
    pooled_formula,
    pooled_places_under,
    pooled_size_under,
    pooled_value_under,
)
from explorer.prediction.pooled_sizes import PLACES, SIZES
from explorer.prediction.pooled_values import NAMES
from tests.components.test_stepper import grids
from tests.components.test_stepper_pooling import options

LECTURE = [[1, 4, 6, 3], [1, 8, 9, 7], [2, 9, 1, 2], [3, 4, 4, 3]]
NUMBERS = np.arange(30).reshape(5, 6) * 7 % 31


def names(verdict: Verdict) -> list[str]:
    return [slip.name for slip in verdict.slips]


@settings(max_examples=150, deadline=None)
@given(image=grids(7), chosen=options, kind=st.sampled_from(["max", "average"]), counted=st.booleans())
def test_a_task_has_the_numbers_of_the_stepper(image, chosen, kind, counted) -> None:  # type: ignore[no-untyped-def]
    chosen = {**chosen, "count_include_pad": counted}
    try:
        pooling = Pooling(image, kind, **chosen)
    except ValueError as refused:
        with pytest.raises(ValueError, match=re.escape(str(refused))):
            PoolingTask(image, kind, **chosen)
        return
    task = PoolingTask(image, kind, **chosen)
    np.testing.assert_allclose(task.outputs, pooling.output, atol=1e-8)
    assert pooled_size_under(task, ()) == task.size == pooling.size
    for row, column in np.ndindex(task.size):
        value = pooled_value_under(task, row, column, ())
        assert value == pytest.approx(pooling.output[row, column], abs=1e-7)
        assert check_pooled_value(task, row, column, float(pooling.output[row, column])).correct
    row, column = np.argwhere(pooling.output == pooling.output.max())[0]
    assert check_pooled_largest(task, int(row), int(column)).correct
    assert check_pooled_size(task, *pooling.size).correct


VALUES: list[tuple[PoolingTask, tuple[int, int], float, str, str]] = [
    (PoolingTask(LECTURE, kernel_size=2), (0, 0), 3.5, "kind", "It is max(1, 4, 1, 8) = 8."),
    (
        PoolingTask(LECTURE, "average", kernel_size=2),
        (0, 1),
        9,
        "kind",
        "(6 + 3 + 9 + 7) ÷ 4 = 25 ÷ 4 = 6.25",
    ),
    (
        PoolingTask(NUMBERS, kernel_size=2),
        (1, 1),
        29,
        "stride",
        "this window begins 2 rows down and 2 columns",
    ),
    (
        PoolingTask(NUMBERS, kernel_size=2, padding=1),
        (0, 0),
        18,
        "padding",
        "up by 1 row and to the left by 1",
    ),
    (PoolingTask(LECTURE, "average", kernel_size=2), (0, 0), 14, "sum", "divided by how many cells count"),
    (
        PoolingTask([[8]], "average", kernel_size=2, padding=1, count_include_pad=False),
        (0, 0),
        2,
        "counted",
        "Padding does not count here: 1 cell of this window does. It is 8 ÷ 1 = 8.",
    ),
    (
        PoolingTask([[8]], "average", kernel_size=2, padding=1),
        (0, 0),
        8,
        "counted",
        "Padding counts as zeros here: 4 cells of this window do.",
    ),
    (
        PoolingTask([[1, 2, 6]] * 3, "average", kernel_size=2, ceil_mode=True),
        (0, 1),
        3,
        "full",
        "Only 2 cells of this window count. It is (6 + 6) ÷ 2 = 12 ÷ 2 = 6.",
    ),
    (PoolingTask([[-8]], kernel_size=2, padding=1), (0, 0), 0, "zero", "minus infinity: it never wins"),
    (PoolingTask(NUMBERS, kernel_size=2, dilation=2, stride=1), (0, 0), 18, "dilation", "At dilation 2"),
    (PoolingTask(NUMBERS, kernel_size=2), (0, 1), 29, "swapped", "Row 0, column 1: the row comes first."),
]


@pytest.mark.parametrize(
    ("task", "place", "answer", "name", "words"), VALUES, ids=[line[3] for line in VALUES]
)
def test_a_wrong_value_names_its_slip(
    task: PoolingTask, place: tuple[int, int], answer: float, name: str, words: str
) -> None:
    verdict = check_pooled_value(task, *place, answer)
    assert not verdict.correct
    assert name in names(verdict)
    assert words in next(slip.step for slip in verdict.slips if slip.name == name)


def test_every_slip_of_a_value_is_tested() -> None:
    assert {line[3] for line in VALUES} == set(NAMES)


def zeros(height: int, width: int, **more: Any) -> PoolingTask:
    return PoolingTask(np.zeros((height, width)), **more)


LENGTHS: list[tuple[PoolingTask, tuple[int, int], str, str]] = [
    (
        zeros(6, 6, kernel_size=2),
        (5, 5),
        "stride",
        "Without a stride of its own, a pooling moves on by its own",
    ),
    (
        zeros(5, 5, kernel_size=2),
        (3, 3),
        "rounding",
        "rounded down. 1.5 becomes 1: after 1 step of 2, the 1 cell",
    ),
    (
        zeros(5, 5, kernel_size=2, ceil_mode=True),
        (2, 2),
        "rounding",
        "1.5 becomes 2: the last window hangs over",
    ),
    (
        zeros(6, 6, kernel_size=2, padding=1, stride=2),
        (3, 3),
        "padding",
        "adds 1 + 1 = 2 rows to the height of 6",
    ),
    (zeros(6, 6, kernel_size=3, padding=1, stride=1), (5, 5), "one_side", "padding at both ends"),
    (zeros(8, 8, kernel_size=2), (3, 3), "plus_one", "moves on 3 times; its first place counts too"),
    (
        zeros(3, 3, kernel_size=2, stride=2, padding=1, ceil_mode=True),
        (3, 3),
        "beyond",
        "one more window would start beyond the input",
    ),
    (zeros(9, 9, kernel_size=3, stride=1, dilation=2), (7, 7), "dilation", "2 × (3 − 1) + 1 = 5 cells"),
    (zeros(4, 8, kernel_size=2), (4, 2), "swapped", "Height comes first: 2 rows, then 4 columns."),
]


@pytest.mark.parametrize(("task", "answer", "name", "words"), LENGTHS, ids=[line[2] for line in LENGTHS])
def test_a_wrong_size_names_its_slip(
    task: PoolingTask, answer: tuple[int, int], name: str, words: str
) -> None:
    verdict = check_pooled_size(task, *answer)
    assert not verdict.correct
    assert name in names(verdict)
    assert words in next(slip.step for slip in verdict.slips if slip.name == name)


def test_every_slip_of_a_size_is_tested() -> None:
    assert {line[2] for line in LENGTHS} == set(SIZES)


# One window has the largest value, another the largest average, a third the smallest of both.
PEAKS = [[9, 0, 5, 6], [0, 0, 6, 5], [1, 0, 3, 3], [0, 0, 3, 3]]


@pytest.mark.parametrize(
    ("task", "place", "name"),
    [
        (PoolingTask(PEAKS, kernel_size=2), (0, 1), "kind"),
        (PoolingTask(PEAKS, "average", kernel_size=2), (1, 0), "swapped"),
        (PoolingTask(PEAKS, kernel_size=2), (1, 0), "smallest"),
        (PoolingTask([[0, 9, 0, 0], [0] * 4, [0] * 4, [0] * 4], kernel_size=2), (0, 1), "input"),
    ],
    ids=PLACES,
)
def test_a_wrong_place_names_its_slip(task: PoolingTask, place: tuple[int, int], name: str) -> None:
    assert pooled_places_under(task, {name})[place]
    verdict = check_pooled_largest(task, *place)
    assert not verdict.correct
    assert name in names(verdict)


def test_two_digits_of_an_endless_average_are_enough() -> None:
    task = PoolingTask([[1, 1, 0]], "average")
    assert check_pooled_value(task, 0, 0, 0.67).correct
    assert check_pooled_value(task, 0, 0, 0.6667).correct
    assert not check_pooled_value(task, 0, 0, 0.7).correct
    assert not check_pooled_value(PoolingTask(LECTURE, "average", kernel_size=2), 0, 1, 6.255).correct
    assert pooled_formula(task, 0, 0) == "(1 + 1 + 0) ÷ 3 = 2 ÷ 3 ≈ 0.6667"


def test_a_window_over_padding_alone_has_nothing_to_say() -> None:
    task = PoolingTask([[5]], kernel_size=2, padding=1, dilation=2)
    verdict = check_pooled_value(task, 0, 0, 0)
    assert not verdict.correct
    assert "the window meets padding alone" in verdict.slips[0].step


def test_what_is_asked_must_exist() -> None:
    with pytest.raises(ValueError, match="output 2x2 has no row 2"):
        check_pooled_value(PoolingTask(LECTURE, kernel_size=2), 2, 0, 1)
    with pytest.raises(ValueError, match="finite"):
        check_pooled_value(PoolingTask(LECTURE, kernel_size=2), 0, 0, float("inf"))
    with pytest.raises(ValueError, match="output 2x2 has no row 0, column 5"):
        check_pooled_largest(PoolingTask(LECTURE, kernel_size=2), 0, 5)
