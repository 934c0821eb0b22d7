"""What is written is read back, mistakes are named with their line, and nothing unbounded comes through."""

from __future__ import annotations

import pytest

from explorer.architectures.kinds import KINDS
from explorer.architectures.notation import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_LINES,
    NotationError,
    read_item,
    read_plan,
    write_item,
    write_plan,
)
from explorer.architectures.plans import Block, Item

LINES = {
    "conv": [
        "conv 8 3x3",
        "conv 8 3x5 stride=2x1 padding=1,2,3,4 dilation=2 groups=2 bias=no padding_mode=circular",
    ],
    "depthwise": ["depthwise 3x3", "depthwise 3x3 padding=same multiplier=2"],
    "tableconv": ["tableconv 0.1,1.2,0 5x5"],
    "maxpool": ["maxpool 2x2", "maxpool 3x3 stride=2 padding=1 dilation=2 ceil_mode=yes"],
    "avgpool": ["avgpool 2x2", "avgpool 2x3 stride=1x2 padding=0x1 ceil_mode=yes count_include_pad=no"],
    "adaptivepool": ["adaptivepool 1x1", "adaptivepool 6x7"],
    "subsample": ["subsample 2x2"],
    "batchnorm": ["batchnorm", "batchnorm eps=0.001 affine=no"],
    "lrn": ["lrn 5", "lrn 5 alpha=0.0005 k=2"],
    "dropout": ["dropout", "dropout 0.2"],
    "leakyrelu": ["leakyrelu negative_slope=0.2"],
    "linear": ["linear 10", "linear 10 bias=no"],
    "rbf": ["rbf 10"],
}


@pytest.mark.parametrize("word", KINDS)
def test_every_kind_is_written_as_it_is_read(word):
    for line in LINES.get(word, [word]):
        assert write_item(read_item(line)) == line
        assert write_item(read_item(f"name.1: {line}")) == f"name.1: {line}"


def test_what_holds_anyway_is_left_out():
    plain = read_item("conv 8 3x3")
    assert read_item("conv 8 3 stride=1 padding=0 bias=yes groups=1 padding_mode=zeros") == plain
    assert read_item("conv kernel_size=3x3 out_channels=8") == plain
    assert read_item("conv out_channels=8 3x3") == plain


def test_blocks_branches_and_remarks_are_read():
    plan = read_plan(
        """
        title Two ways   # a remark
        input 3x8x8

        # another
        both: add {
          conv 3 1x1
        |
        }
        relu
        """
    )
    assert plan.title == "Two ways"
    assert plan.nodes == (Block("add", ((read_item("conv 3 1x1"),), ()), "both"), Item("relu"))
    assert write_plan(plan) == "title Two ways\ninput 3x8x8\nboth: add {\n  conv 3 1x1\n|\n}\nrelu\n"


def test_a_title_holds_what_can_be_printed():
    plan = read_plan("title  A\0 net\u202e of \ud800mine \ninput 4")
    assert plan.title == "A net of mine"
    assert read_plan(write_plan(plan)) == plan
    assert read_plan("title \0\ninput 4").title == ""
    assert read_plan(f"title {'x' * 79} y\ninput 4").title == "x" * 79


def test_a_flat_input_is_one_number():
    assert read_plan("input 784").input_shape == (784,)
    assert write_plan(read_plan("input 784")) == "input 784\n"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("CONV 8 3×3", "conv 8 3x3"),
        ("conv 8 3 x 5 padding = 1 × 2", "conv 8 3x5 padding=1x2"),
        ("Conv2d 8 3x3 bias=False padding=SAME", "conv 8 3x3 padding=same bias=no"),
        ("max pool 2x2 ceil_mode=true", "maxpool 2x2 ceil_mode=yes"),
        ("max-pool 2", "maxpool 2x2"),
        ("pool: Average Pooling 2X2", "pool: avgpool 2x2"),
        ("dense 10", "linear 10"),
        ("FC: fc 10 bias=True", "FC: linear 10"),
        ("ReLU", "relu"),
    ],
)
def test_other_spellings_are_understood(line, written):
    assert write_item(read_item(line)) == written


def test_a_block_may_stand_on_one_line_or_have_its_brace_on_the_next():
    long = read_plan("input 4\nboth: add {\nrelu\n|\n}\ntanh")
    assert read_plan("input 4\nboth: add { relu | } tanh") == long
    assert read_plan("Input 4\nboth: Add # a remark\n\n{\nrelu |\n}\ntanh") == long
    assert read_plan("title A {b} | c\ninput 3 × 4 × 4").title == "A {b} | c"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "must begin with its input"),
        ("conv 8 3x3", 1, "must begin with its input"),
        ("input", 1, "channels x height x width"),
        ("input 3x32", 1, "channels x height x width"),
        ("input 3x32x0", 1, "must be from 1"),
        ("input 3x32x99999", 1, "must be from 1 to 4,096"),
        ("input 4\nlinaer 10", 2, "did you mean linear?"),
        ("input 4\nlinear", 2, 'linear needs out_features: "linear 16"'),
        ("input 4\nlinear ten", 2, "out_features must be a whole number from 1 to 65,536, not 'ten'"),
        ("input 4\nlinear 10 20", 2, 'does not know what to do with "20"'),
        ("input 4\nlinear 10 bais=no", 2, "did you mean bias?"),
        ("input 4\nlinear 10 bias=maybe", 2, "bias must be yes or no, not 'maybe'"),
        ("input 4\nlinear 10 bias=no bias=no", 2, "given twice"),
        ("input 4\nlinear 10 out_features=10", 2, "given twice"),
        ("input 1x8x8\nconv 8 3x3x3", 2, "height x width"),
        ("input 1x8x8\nconv 8 3x3 padding=1,2,3", 2, "four sides"),
        ("input 1x8x8\nconv 8 0x3", 2, "from 1 to"),
        ("input 1x8x8\nconv 8 3x3 stride=-1", 2, "whole number"),
        ("input 1x8x8\nlrn 5 alpha=nan", 2, "must be a number"),
        ("input 1x8x8\nlrn 5 alpha=1e999", 2, "must be a number"),
        ("input 1x8x8\ntableconv 0..1 3x3", 2, "whole number"),
        ("input 4\nadd {\nrelu", 2, "never closed"),
        ("input 4\nadd\nrelu", 2, 'add is a block: "add {" opens it'),
        ("input 4\nresidual\nrelu", 2, 'did you mean "add {"?'),
        ("input 4\nresidual {\n}", 2, 'there is no block "residual"; did you mean add?'),
        ("input 4\nrelu {\n}", 2, '"relu" is a layer and opens no block'),
        ("input 4\n{ relu }", 2, "a block has its kind before the brace"),
        ("input 4\nmax 2x2", 2, "did you mean maxpool?"),
        ("input 4\nlinear Ten", 2, "not 'Ten'"),
        ("input 4\nrelu\n}", 3, "outside of any block"),
        ("input 4\nrelu\n|", 3, "outside of any block"),
        ("input 4\nad {\n}", 2, "did you mean add?"),
        ("input 4\nchain {\nrelu\n|\nrelu\n}", 2, "one branch"),
        ("input 4\ntwo words: relu", 2, "a name holds"),
        ("input 4\n.name: relu", 2, "points between them"),
        ("input 4\nname.: relu", 2, "points between them"),
        ("input 4\na..b: relu", 2, "points between them"),
        ("input 4\nname:", 2, "remains unsaid"),
        ("input 4\n" + "chain {\n" * (DEEPEST + 1) + "}\n" * (DEEPEST + 1), 2 + DEEPEST, "deep"),
        ("input 4\n" + "relu\n" * MOST_LINES, MOST_LINES + 1, "at most 2,000 lines"),
        ("x" * (LONGEST_TEXT + 1), 1, "longer than"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, line, message):
    with pytest.raises(NotationError) as refused:
        read_plan(text)
    assert refused.value.line == line
    assert message in str(refused.value)
