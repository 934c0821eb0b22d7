"""Every slip is recognised by its result, and its step is worked out with this task's numbers."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.lectures import EXAMPLES
from explorer.prediction import (
    Task,
    Verdict,
    check_largest,
    check_size,
    check_value,
    places_under,
    size_under,
    sum_formula,
    value_under,
)
from explorer.prediction import places as place_slips
from explorer.prediction import sizes as size_slips
from explorer.prediction import values as value_slips

NUMBERS = np.random.default_rng(3).integers(-5, 12, (6, 7))
KERNEL = [[1, 0, -1], [2, 0, -3], [0, 4, 1]]


def task(height: int, width: int, kernel: int = 3, **options: Any) -> Task:
    return Task(np.zeros((height, width)), np.ones((kernel, kernel)), **options)


def names(verdict: Verdict) -> list[str]:
    return [slip.name for slip in verdict.slips]


SIZES: list[tuple[Task, tuple[int, int], str, str]] = [
    (
        task(5, 5, padding=1),
        (3, 3),
        "padding",
        "The padding adds 1 + 1 = 2 rows to the height of 5. The height is (5 + 1 + 1 − 3) / 1 + 1",
    ),
    (task(5, 5, padding=1), (4, 4), "one_side", "padding at both ends, 1 + 1 = 2 rows"),
    (
        task(6, 6),
        (3, 3),
        "plus_one",
        "moves on 3 times; its first place counts too. The height is (6 − 3) / 1 + 1 = 3 + 1 = 4.",
    ),
    (task(6, 6, stride=2), (3, 3), "round_up", "1.5 becomes 1: after 1 step of 2, the 1 cell that is left"),
    (
        task(9, 9, dilation=2),
        (7, 7),
        "dilation",
        "the kernel covers 2 × (3 − 1) + 1 = 5 cells. The height is (9 − 5) / 1 + 1",
    ),
    (
        task(9, 9, stride=2),
        (7, 7),
        "stride",
        "The kernel moves 2 cells at a time, and there is room for 6 / 2 = 3 moves.",
    ),
    (task(5, 8), (6, 3), "swapped", "Height comes first: 3 rows, then 6 columns."),
    (task(4, 4, padding=1, transposed=True, stride=2), (9, 9), "padding", "(4 − 1) × 2 + 3 − 1 − 1 + 0 = 7"),
    (task(4, 4, transposed=True, stride=2), (11, 11), "minus_one", "Between 4 stamps lie 4 − 1 = 3 strides"),
    (task(8, 8, transposed=True, stride=2), (3, 3), "ordinary", "Each of 8 values is spread out"),
    (
        task(4, 4, transposed=True, stride=3, output_padding=2),
        (12, 12),
        "output_padding",
        "adds 2 at the end",
    ),
    (task(4, 4, transposed=True, dilation=2), (6, 6), "dilation", "At dilation 2 a stamp covers 5 cells"),
    (task(4, 4, transposed=True, stride=3), (6, 6), "stride", "The stamps stand 3 apart"),
    (
        task(4, 4, transposed=True, padding=2, stride=3),
        (10, 10),
        "one_side",
        "takes 2 + 2 = 4 rows away, 2 at either end",
    ),
    (task(2, 4, transposed=True), (6, 4), "swapped", "Height comes first: 4 rows, then 6 columns."),
]


@pytest.mark.parametrize(("asked", "answer", "name", "step"), SIZES)
def test_a_wrong_size_is_explained(asked: Task, answer: tuple[int, int], name: str, step: str) -> None:
    verdict = check_size(asked, *answer)
    assert not verdict.correct and name in names(verdict)
    slip = next(slip for slip in verdict.slips if slip.name == name)
    assert step in slip.step
    assert slip.title in verdict.sentence and verdict.right not in verdict.sentence


def test_every_slip_of_the_size_is_among_these() -> None:
    assert {name for asked, _, name, _ in SIZES if not asked.transposed} == set(size_slips.ORDINARY)
    assert {name for asked, _, name, _ in SIZES if asked.transposed} == set(size_slips.TRANSPOSED)


def test_several_slips_that_fit_are_all_named() -> None:
    verdict = check_size(task(8, 8, padding=1, stride=2), 3, 3)
    assert {"padding", "plus_one"} <= set(names(verdict))
    working = "The height is (8 + 1 + 1 − 3) / 2 + 1 = 3.5 + 1 → 3 + 1 = 4."
    assert verdict.correction.count(working) == 1 and verdict.correction.endswith(working)
    assert all(slip.lead in verdict.correction for slip in verdict.slips)
    assert verdict.sentence.startswith(
        "3x3 is not right. It could be that the padding was forgotten; or that "
    )


def test_two_slips_at_once_and_none() -> None:
    verdict = check_size(task(5, 5, padding=2), 2, 2)
    assert "padding+plus_one" in names(verdict)
    assert "the padding was forgotten and the + 1" in verdict.sentence
    nothing = check_size(task(5, 5, padding=2), 40, 2)
    assert nothing.slips == ()
    assert nothing.sentence == "40x2 is not right, and no slip that is known here leads to it."


def test_only_the_wrong_axis_needs_explaining() -> None:
    verdict = check_size(task(5, 6, padding=((1, 1), (0, 0))), 3, 4)
    assert names(verdict) == ["padding"]
    width = check_size(task(5, 6, padding=((0, 0), (1, 1))), 3, 4)
    assert "to the width of 6" in width.slips[0].step


VALUES: list[tuple[str, dict[str, Any], tuple[int, int]]] = [
    ("padding", {"padding": 1}, (2, 2)),
    ("dilation", {"dilation": 2}, (1, 1)),
    ("flipped", {}, (1, 1)),
    ("flipped", {"flipped": True}, (1, 1)),
    ("swapped", {}, (1, 2)),
    ("stride", {"stride": 2}, (1, 1)),
    ("bias", {"bias": 3}, (2, 2)),
    ("sign", {}, (2, 3)),
    ("padding", {"padding": 1, "transposed": True}, (2, 2)),
    ("stride", {"stride": 2, "transposed": True}, (3, 3)),
    ("flipped", {"transposed": True}, (3, 2)),
]


@pytest.mark.parametrize(("name", "options", "place"), VALUES)
def test_a_wrong_value_is_explained(name: str, options: dict[str, Any], place: tuple[int, int]) -> None:
    asked = Task(NUMBERS, KERNEL, **options)
    mistaken = value_under(asked, *place, {name})
    assert mistaken is not None and mistaken != asked.outputs[place]
    verdict = check_value(asked, *place, mistaken)
    assert not verdict.correct and name in names(verdict)
    slip = next(slip for slip in verdict.slips if slip.name == name)
    assert slip.step.endswith(f"The sum is {sum_formula(asked, *place)}.")
    assert check_value(asked, *place, float(asked.outputs[place])).sentence.endswith(" is right.")


def test_every_slip_of_a_value_is_among_these() -> None:
    assert {name for name, *_ in VALUES} == set(value_slips.NAMES)


def test_the_slips_of_the_lectures_first_example() -> None:
    example = EXAMPLES["first_value"]
    asked = Task(example.image[0], example.weights["weight"][0, 0])
    assert check_value(asked, 0, 0, 6).correct
    # The kernel falls from left to right, so turned by 180 degrees it changes every sign.
    assert names(check_value(asked, 0, 0, -6)) == ["flipped"]
    assert names(check_value(asked, 0, 1, float(asked.outputs[1, 0]))) == ["swapped"]
    assert names(check_value(asked, 0, 0, 22)) == ["sign"]
    assert names(check_value(asked, 0, 0, 1000)) == []


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from([{}, {"padding": 1, "bias": 0.5}, {"transposed": True, "stride": 2}, {"flipped": True}]),
    st.integers(0, 99),
)
def test_what_is_printed_adds_up(height: int, width: int, options: dict[str, Any], seed: int) -> None:
    rng = np.random.default_rng(seed)
    asked = Task(rng.integers(-9, 10, (6, 6)), rng.integers(-30, 31, (height, width)) / 10, **options)
    for row, column in [(0, 0), (1, 2), (asked.size[0] - 1, asked.size[1] - 1)]:
        left, _, right = sum_formula(asked, row, column).rpartition(" = ")
        left = re.sub(r"^\d+ products with the sum ", "", left)
        arithmetic = left.replace("×", "*").replace("−", "-")
        assert eval(arithmetic) == pytest.approx(float(right.replace("−", "-")), abs=1e-9)


PLACES: list[tuple[str, Task]] = [
    ("flipped", Task(NUMBERS, KERNEL)),
    ("flipped", Task(NUMBERS, KERNEL, flipped=True)),
    ("swapped", Task([[0, 0, 9], [1, 0, 0], [0, 0, 2]], [[1]])),
    ("padding", Task(NUMBERS, KERNEL, padding=2)),
    ("magnitude", Task([[0, 0, 9, 0, 0, 1]], [[1, -3]])),
    ("brightest", Task([[0, 5, 9, 9, 0, 0]], [[-1, 1]])),
    ("smallest", Task([[5, 1, 7, 8, 0, 0]], [[1, 1]])),
    ("padding", Task(NUMBERS, KERNEL, padding=1, transposed=True)),
]


@pytest.mark.parametrize(("name", "asked"), PLACES)
def test_a_wrong_place_of_the_largest_is_explained(name: str, asked: Task) -> None:
    right = places_under(asked, ())
    found = [tuple(place) for place in np.argwhere(places_under(asked, {name})).tolist()]
    row, column = next(place for place in found if not right[place])
    verdict = check_largest(asked, row, column)
    assert not verdict.correct and name in names(verdict)
    best = tuple(np.argwhere(right)[0].tolist())
    assert f"in row {best[0]}, column {best[1]} it is" in verdict.slips[0].step
    assert check_largest(asked, *best).correct


def test_every_slip_of_a_place_is_among_these() -> None:
    assert {name for name, _ in PLACES} == set(place_slips.NAMES)


def test_of_equal_largest_values_each_is_right() -> None:
    example = EXAMPLES["vertical_edge"]
    asked = Task(example.image[0], example.weights["weight"][0, 0])
    assert check_largest(asked, 3, 1).correct and check_largest(asked, 0, 2).correct
    # Half of the map is 0, and so is the smallest value: that explains nothing about this one cell.
    assert names(check_largest(asked, 0, 3)) == []
    assert names(check_largest(asked, 0, 0)) == ["brightest"]


@pytest.mark.parametrize(
    "check", [lambda asked: check_value(asked, 3, 0, 1.0), lambda asked: check_largest(asked, 0, 3)]
)
def test_a_cell_that_is_not_there_is_refused(check: Any) -> None:
    with pytest.raises(ValueError, match="output 3x3 has no row"):
        check(task(5, 5))
    with pytest.raises(ValueError, match="finite number"):
        check_value(task(5, 5), 0, 0, float("nan"))


def test_without_slips_everything_is_right() -> None:
    for options in ({"padding": 1, "stride": 2}, {"transposed": True, "stride": 2, "padding": 1}):
        asked = Task(NUMBERS, KERNEL, **options)
        assert size_under(asked, ()) == asked.size
        assert value_under(asked, 1, 1, ()) == asked.outputs[1, 1]
        assert places_under(asked, ())[np.unravel_index(asked.outputs.argmax(), asked.size)]
