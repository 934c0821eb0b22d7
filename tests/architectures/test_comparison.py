"""Two networks aligned: equal, changed, only in one; shortened; costs that add up."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.architectures.analysis import Totals, analyse
from explorer.architectures.comparison import (
    Line,
    Pair,
    Stretch,
    align,
    lines,
    opened,
    ratio,
    shortened,
    with_input,
)
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan

NAMES = ("lenet5", "alexnet", "vgg16", "vgg19", "googlenet", "resnet18", "resnet50", "mobilenet_v2")


def told(name: str) -> tuple[Line, ...]:
    return lines(analyse(FAMOUS[name].plan))


@pytest.mark.parametrize("name", FAMOUS)
def test_lines_cost_what_the_network_costs(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    assert sum((line.costs for line in lines(analysis) if not line.aside), Totals()) == analysis.totals
    for line in lines(analysis):
        assert not line.inner or sum((each.costs for each in line.inner), Totals()) == line.costs
        assert not any(each.inner for each in line.inner)


@pytest.mark.parametrize("names", list(itertools.combinations(NAMES, 2)))
def test_no_line_is_lost_and_none_moves(names: tuple[str, str]) -> None:
    left, right = (told(name) for name in names)
    pairs = align(left, right)
    assert tuple(pair.left for pair in pairs if pair.left) == left
    assert tuple(pair.right for pair in pairs if pair.right) == right
    for pair in pairs:
        assert (pair.relation == "left") == (pair.right is None)
        assert (pair.relation == "right") == (pair.left is None)
        if pair.left and pair.right:
            assert (pair.relation == "equal") == (pair.left.built == pair.right.built)
            assert pair.left.kind == pair.right.kind


def told_of(text: str) -> tuple[Line, ...]:
    return lines(analyse(read_plan(f"input 1x4x4\n{text}")))


kinds = st.lists(st.sampled_from(("relu", "tanh", "elu", "elu alpha=0.5")), max_size=12).map("\n".join)


@given(kinds, kinds)
@settings(max_examples=60)
def test_as_many_lines_are_equal_as_can_be(one: str, other: str) -> None:
    left, right = told_of(one), told_of(other)
    longest = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for row, column in itertools.product(range(len(left)), range(len(right))):
        longest[row + 1][column + 1] = (
            longest[row][column] + 1
            if left[row].built == right[column].built
            else max(longest[row][column + 1], longest[row + 1][column])
        )
    pairs = align(left, right)
    assert sum(pair.relation == "equal" for pair in pairs) == longest[-1][-1]
    assert tuple(pair.left for pair in pairs if pair.left) == left
    assert tuple(pair.right for pair in pairs if pair.right) == right


def test_the_longest_networks_are_compared_in_no_time() -> None:
    left, right = told_of("relu\n" * 1990), told_of("relu\nconv 1 1x1\n" * 995)
    assert len(align(left, right)) == 1990 + 995


def test_a_network_is_equal_to_itself() -> None:
    pairs = opened(align(told("resnet152"), told("resnet152")))
    assert {pair.relation for pair in pairs} == {"equal"} and all(pair.is_same for pair in pairs)


def test_vgg19_is_vgg16_with_three_more_convolutions() -> None:
    pairs = align(told("vgg16"), told("vgg19"))
    more = [pair.right for pair in pairs if pair.relation != "equal"]
    assert {pair.relation for pair in pairs} == {"equal", "right"}
    assert sorted(line.kind for line in more if line) == ["conv"] * 3 + ["relu"] * 3
    left, right = (analyse(FAMOUS[name].plan).totals.parameters for name in ("vgg16", "vgg19"))
    assert sum(line.costs.parameters for line in more if line) == right - left


def test_what_is_in_blocks_stays_beside_what_is_in_their_fellows() -> None:
    pairs = opened(align(told("resnet18"), told("resnet34")))
    first = [pair for pair in pairs if pair.left and pair.left.path.startswith("layer1.0")]
    assert first and all(pair.right and pair.right.path == pair.left.path for pair in first if pair.left)
    assert {pair.relation for pair in pairs} == {"equal", "right"}
    every = [line for each in told("resnet34") for line in each.inner or (each,)]
    assert [pair.right for pair in pairs if pair.right] == every


def test_resnet101_is_resnet50_with_seventeen_more_blocks() -> None:
    pairs = align(told("resnet50"), told("resnet101"))
    assert [pair.relation for pair in pairs if pair.relation != "equal"] == ["right"] * 17
    short = shortened(pairs)
    assert sum(each.count if isinstance(each, Stretch) else 1 for each in short) == len(pairs)
    assert len(short) < len(pairs)


def test_layers_that_are_built_alike_may_make_other_shapes_and_cost_more() -> None:
    plan = read_plan("input 3x32x32\nconv 8 3x3\nflatten\nlinear 10")
    left, right = (lines(analyse(each)) for each in (plan, with_input(plan, 16)))
    pairs = align(left, right)
    assert [pair.relation for pair in pairs] == ["equal"] * 3
    assert [pair.is_same for pair in pairs] == [False, False, False]
    assert [line.costs.parameters for line in (left[2], right[2])] == [72010, 15690]
    flat = read_plan("input 12\nlinear 2")
    assert with_input(flat, 9) is flat


def test_stretches_are_not_joined_across_a_change_of_shape() -> None:
    line = Line("a", "relu", "relu", "relu", (1,), Totals())
    other = Line("b", "relu", "relu", "relu", (2,), Totals())
    pairs = [Pair("equal", line, line)] * 7 + [Pair("equal", line, other)] * 7
    assert [getattr(each, "count", 1) for each in shortened(pairs)] == [1, 1, 3, 1, 1] * 2


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (25_557_032, 138_357_544, "5.41 times as much"),
        (1, 12_345, "12,345 times as much"),
        (1000, 1, "0.001 times as much"),
        (0, 0, "equal"),
    ],
)
def test_ratios_are_words(left: int, right: int, words: str) -> None:
    assert ratio(left, right) == words
