"""Every command does what it says, refuses what it cannot do, and never breaks the notation."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.architectures.editing import apply
from explorer.architectures.notation import read_plan, write_plan

SMALL = "input 1x28x28\nconv1: conv 8 3x3\nrelu\nflatten\nlinear 10"
RESIDUAL = "input 8x8x8\nstage: add {\nconv 8 3x3 padding=1\nrelu\n|\n}\ntail: relu"


def edited(text: str, **command: Any) -> list[str]:
    """Return the lines after one command, without the input."""
    plan = apply(read_plan(text), command).plan
    return [line.strip() for line in write_plan(plan).splitlines()[1:]]


def selected(text: str, **command: Any) -> tuple[int, ...] | None:
    return apply(read_plan(text), command).selected


def refusal(text: str, **command: Any) -> str:
    with pytest.raises(ValueError) as refused:
        apply(read_plan(text), command)
    return str(refused.value)


def test_a_layer_is_inserted_where_it_was_asked_for():
    assert edited(SMALL, op="insert", at=[1], line="batchnorm")[:3] == [
        "conv1: conv 8 3x3",
        "batchnorm",
        "relu",
    ]
    assert edited(SMALL, op="insert", at=[4], line="softmax")[-1] == "softmax"
    assert edited("input 4", op="insert", at=[0], line="linear 2") == ["linear 2"]
    assert edited(RESIDUAL, op="insert", at=[0, 1, 0], line="batchnorm")[4] == "batchnorm"


def test_a_block_is_inserted_with_room_for_its_branches():
    assert edited("input 4", op="insert", at=[0], join="add") == ["add {", "|", "}"]
    assert edited("input 4", op="insert", at=[0], join="chain", name="stem") == ["stem: chain {", "}"]


def test_removing_selects_what_takes_the_place():
    assert edited(SMALL, op="remove", at=[1]) == ["conv1: conv 8 3x3", "flatten", "linear 10"]
    assert selected(SMALL, op="remove", at=[1]) == (1,)
    assert selected(SMALL, op="remove", at=[3]) == (2,)
    assert selected("input 4\nrelu", op="remove", at=[0]) is None
    assert selected("input 4\nadd {\nrelu\n|\n}", op="remove", at=[0, 0, 0]) == (0,)


def test_a_copy_gets_the_next_free_name():
    assert edited(SMALL, op="duplicate", at=[0])[:2] == ["conv1: conv 8 3x3", "conv2: conv 8 3x3"]
    assert edited(SMALL, op="duplicate", at=[1])[1:3] == ["relu", "relu"]
    assert edited("input 4\na1: relu\na2: relu", op="duplicate", at=[0])[1] == "a3: relu"
    assert "stage1: add {" in edited(RESIDUAL, op="duplicate", at=[0])


def test_set_takes_over_a_whole_line_and_leaves_out_what_holds_anyway():
    assert edited(SMALL, op="set", at=[0], line="conv1: conv 16 5x5 stride=1 padding=2")[0] == (
        "conv1: conv 16 5x5 padding=2"
    )
    assert "open it" in refusal(RESIDUAL, op="set", at=[0], line="relu")


@pytest.mark.parametrize(
    ("at", "by", "enter", "expected"),
    [
        ([1], -1, False, (0,)),
        ([1], -1, True, (0, 1, 0)),
        ([0, 0, 1], 1, False, (0, 1, 0)),
        ([0, 0, 0], -1, False, (0,)),
        ([0, 0, 1], -1, False, (0, 0, 0)),
        ([0], -1, False, (0,)),
        ([1], 1, True, (1,)),
    ],
)
def test_a_layer_moves_past_or_into_or_out_of_blocks(at, by, enter, expected):
    assert selected(RESIDUAL, op="move", at=at, by=by, enter=enter) == expected


def test_moving_there_and_back_changes_nothing():
    plan = read_plan(RESIDUAL)
    for at in ([1], [0, 0, 0], [0, 0, 1]):
        for by in (1, -1):
            there = apply(plan, {"op": "move", "at": at, "by": by, "enter": True})
            back = apply(there.plan, {"op": "move", "at": list(there.selected), "by": -by, "enter": True})
            assert there.plan == plan or back.plan == plan


def test_layers_are_grouped_and_let_out_again():
    grouped = edited(SMALL, op="group", at=[0], count=2, join="chain", name="stem")
    assert grouped[:4] == ["stem: chain {", "conv1: conv 8 3x3", "relu", "}"]
    assert edited("\n".join(["input 1x28x28", *grouped]), op="ungroup", at=[0])[:2] == [
        "stem.conv1: conv 8 3x3",
        "relu",
    ]
    assert edited(SMALL, op="group", at=[1], count=1, join="add")[1:5] == ["add {", "relu", "|", "}"]
    assert refusal(SMALL, op="group", at=[2], count=3, join="chain") == "there are not 3 layers to group"
    two = "input 4\nadd {\nrelu\n|\ntanh\n}"
    assert "2 branches" in refusal(two, op="ungroup", at=[0])


def test_branches_come_and_go():
    assert edited(RESIDUAL, op="add_branch", at=[0]).count("|") == 2
    assert edited(RESIDUAL, op="remove_branch", at=[0], branch=0)[:2] == ["stage: add {", "}"]
    assert "at least one" in refusal("input 4\nadd {\nrelu\n}", op="remove_branch", at=[0], branch=0)
    assert "one branch" in refusal("input 4\nchain {\nrelu\n}", op="add_branch", at=[0])


def test_names_input_title_and_join_are_changed():
    assert edited(RESIDUAL, op="rename", at=[0], name="")[0] == "add {"
    assert edited(RESIDUAL, op="join", at=[0], join="concat")[0] == "stage: concat {"
    assert apply(read_plan(SMALL), {"op": "input", "shape": "3x32x32"}).plan.input_shape == (3, 32, 32)
    assert apply(read_plan(SMALL), {"op": "title", "title": "My net"}).plan.title == "My net"


@pytest.mark.parametrize(
    "command",
    [
        {},
        {"op": "explode"},
        {"op": "remove"},
        {"op": "remove", "at": []},
        {"op": "remove", "at": [9]},
        {"op": "remove", "at": ["0"]},
        {"op": "remove", "at": [True]},
        {"op": "remove", "at": [0, 0, 0]},
        {"op": "remove", "at": [0, 0]},
        {"op": "insert", "at": [0]},
        {"op": "insert", "at": [0], "line": "conv 8 3x3\nrelu"},
        {"op": "insert", "at": [0], "line": "nonsense"},
        {"op": "insert", "at": [0], "join": "nonsense"},
        {"op": "insert", "at": [99], "line": "relu"},
        {"op": "set", "at": [0], "line": 7},
        {"op": "move", "at": [0], "by": 2},
        {"op": "rename", "at": [0], "name": "two words"},
        {"op": "rename", "at": [0], "name": "x" * 61},
        {"op": "rename", "at": [0], "name": "conv 4 1x1 #"},
        {"op": "insert", "at": [0], "join": "add", "name": None},
        {"op": "insert", "at": [0], "join": "add", "name": "relu\nunit"},
        {"op": "insert", "at": [0], "line": "\ud800"},
        {"op": "insert", "at": [0], "line": "relu\u2028relu"},
        {"op": "title", "title": "\ud800"},
        {"op": "title", "title": "one\u2028input 4"},
        {"op": "join", "at": [0], "join": "add"},
        {"op": "input", "shape": "0x1x1"},
        {"op": "ungroup", "at": [0]},
        {"op": "remove_branch", "at": [0], "branch": 0},
    ],
)
def test_nonsense_is_refused_in_a_sentence(command):
    assert refusal(SMALL, **command)


def test_blocks_cannot_be_nested_without_end():
    text = SMALL
    with pytest.raises(ValueError, match="deep"):
        for _ in range(9):
            command = {"op": "group", "at": [0], "count": 1, "join": "chain"}
            text = write_plan(apply(read_plan(text), command).plan)
