"""A network that cannot work says why, and every proposal that is made mends it."""

from __future__ import annotations

import pytest

from explorer.architectures import mending
from explorer.architectures.analysis import analyse, work_out
from explorer.architectures.mending import mends
from explorer.architectures.notation import read_plan, write_plan

BROKEN = {
    "a window too large": (
        "input 1x4x4\nmaxpool 2x2\nconv 8 3x3",
        "kernel 3x3 does not fit input 2x2 with padding 0",
        ["Pad by 1", "Use a 2x2 window", "Drop maxpool1", "Start from 6x6"],
    ),
    "maps into a linear layer": (
        "input 1x8x8\nconv 4 3x3\nlinear 10",
        "linear needs a flat input, not 4x6x6: put flatten before it (144 numbers)",
        ["Put flatten before it", "Average each map, then flatten", "Remove linear1"],
    ),
    "a convolution behind flatten": (
        "input 1x8x8\nflatten\nconv 4 3x3",
        "conv needs feature maps, but the input is flat: 64 numbers in a row",
        ["Move conv1 before flatten1", "Remove conv1"],
    ),
    "filters that no groups divide": (
        "input 4x8x8\nconv 6 3x3 groups=4",
        "out_channels 6 cannot be divided into 4 groups",
        ["Use 8 filters", "Use 2 groups", "Set groups to 1", "Remove conv1"],
    ),
    "a mirror larger than the picture": (
        "input 1x2x2\nconv 4 3x3 padding=2 padding_mode=reflect",
        None,
        ["Pad by 1", "Use a 2x2 window", "Start from 3x3", "Set padding_mode to zeros"],
    ),
    "a window of eight": (
        "input 1x8x8\nconv 4 9x9",
        "kernel 9x9 does not fit input 8x8 with padding 0",
        ["Pad by 1", "Pad by 4", "Use an 8x8 window", "Start from 9x9"],
    ),
    "more filters than memory": (
        "input 3x4096x4096\nconv 65536 3x3 padding=1\nrelu",
        "an output of 1,099,511,627,776 numbers is more than any computer here could hold",
        ["Use 128 filters", "Remove conv1"],
    ),
    "an average over a row": (
        "input 1x8x8\nflatten\nadaptivepool 1x1\nlinear 10",
        "adaptivepool needs feature maps, but the input is flat: 64 numbers in a row",
        ["Move adaptivepool1 before flatten1", "Remove adaptivepool1"],
    ),
    "two of one name": ("input 4\na: relu\na: relu", "two layers are called a", ["Call it a_2"]),
    "a sum of unlike channels": (
        "input 8x8x8\nadd {\nconv 16 3x3 padding=1\n|\n}",
        "the branches make 16x8x8 and 8x8x8; only equal shapes can be added",
        ["Put a 1x1 convolution into the shortcut", "Give conv1 8 filters", "Stack the branches instead"],
    ),
    "a sum of unlike sizes": (
        "input 8x8x8\nadd {\nconv 8 3x3\n|\n}",
        "the branches make 8x6x6 and 8x8x8; only equal shapes can be added",
        ["Keep the sizes with padding=same"],
    ),
    "a strided branch and a shortcut": (
        "input 8x8x8\nadd {\nconv 16 3x3 stride=2 padding=1\n|\n}",
        None,
        ["Put a 1x1 convolution into the shortcut"],
    ),
    "a stack of unlike sizes": (
        "input 8x8x8\nconcat {\nconv 4 3x3\n|\nconv 4 1x1\n}",
        "the branches make 4x6x6 and 4x8x8; to be stacked, they need one height and width",
        ["Keep the sizes with padding=same"],
    ),
    "a sum of unlike sizes and channels": (
        "input 1x32x32\nadd {\nconv 16 3x3\n|\n}",
        "the branches make 16x30x30 and 1x32x32; only equal shapes can be added",
        [
            "Keep the sizes with padding=same, then put a 1x1 convolution into the shortcut",
            "Keep the sizes with padding=same, then give conv1 1 filter",
        ],
    ),
    "a strided branch without padding": (
        "input 16x32x32\nadd {\nconv 32 3x3 stride=2\nrelu\nconv 32 3x3\n|\n}",
        "the branches make 32x13x13 and 16x32x32; only equal shapes can be added",
        ["Pad by half of every window, then put a 1x1 convolution into the shortcut"],
    ),
    "a strided branch and a convolution in the shortcut": (
        "input 16x32x32\nadd {\nconv 32 3x3 stride=2 padding=1\n|\nconv 32 1x1\n}",
        "the branches make 32x16x16 and 32x32x32; only equal shapes can be added",
        ["Let every window step by 1 and keep the sizes", "Give conv2 stride 2"],
    ),
    "a sum of rows of unlike length": (
        "input 10\nadd {\nlinear 20\n|\n}",
        "the branches make 20 and 10; only equal shapes can be added",
        ["Put a linear layer into the shortcut", "Give linear1 10 features", "Stack the branches instead"],
    ),
    "a sum of a row and maps": (
        "input 4x4x4\nadd {\nflatten\nlinear 10\n|\n}",
        "the branches make 10 and 4x4x4; only equal shapes can be added",
        ["Put flatten and a linear layer into the shortcut"],
    ),
    "a stack with a pooling that shrinks by its window": (
        "input 4x8x8\nconcat {\nmaxpool 3x3 stride=1\n|\nconv 4 1x1\n}",
        "the branches make 4x6x6 and 4x8x8; to be stacked, they need one height and width",
        ["Pad by half of every window"],
    ),
    "a stack with a pooling that halves": (
        "input 4x8x8\nconcat {\nmaxpool 2x2\n|\nconv 4 1x1\n}",
        "the branches make 4x4x4 and 4x8x8; to be stacked, they need one height and width",
        ["Let every window step by 1 and keep the sizes", "Give conv1 stride 2"],
    ),
    "a stack of a row and maps": (
        "input 4x8x8\nconcat {\nflatten\n|\nconv 4 1x1\n}",
        None,
        ["Flatten every branch"],
    ),
    "padding wider than half a pooling window": (
        "input 1x8x8\nmaxpool 2x2 padding=2",
        None,
        ["Pad by 1", "Remove maxpool1"],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_first_problem_is_named_and_mended(case):
    text, message, titles = BROKEN[case]
    analysis = analyse(read_plan(text))
    assert analysis.problems
    if message is not None:
        assert analysis.problems[0].message == message
    assert [mend.title for mend in mends(analysis)] == titles


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_proposed_works_and_can_be_written(case):
    for mend in mends(analyse(read_plan(BROKEN[case][0]))):
        assert not analyse(mend.plan).problems
        assert read_plan(write_plan(mend.plan)) == mend.plan


@pytest.mark.parametrize(
    "lines",
    [
        ["input 1x28x28", "conv 8 10x10 dilation=512"],
        ["input 3x4000x4000", "conv 8 20x20 dilation=512"],
        ["input 3x4096x4096", "conv 8 20x20 dilation=512"],
        ["input 3x64x64", "add {", "conv 65536 1x1", "concat {", "|", "}", "|", "conv 3 1x1", "}"],
        ["input 3x4096x4096", "add {", "adaptivepool 1x1", "|", "}"],
        ["input 4", f"{'a' * 60}: relu", f"{'a' * 60}: relu"],
    ],
    ids=["padding", "input", "largest input", "filters", "stride", "name"],
)
def test_what_the_notation_cannot_write_is_not_proposed(lines):
    for mend in mends(analyse(read_plan("\n".join(lines)))):
        assert read_plan(write_plan(mend.plan)) == mend.plan


def test_of_a_huge_network_few_mends_are_tried(monkeypatch):
    tried = []
    monkeypatch.setattr(mending, "MOST_ROWS", 2_000)
    monkeypatch.setattr(mending, "work_out", lambda plan: tried.append(plan) or work_out(plan))
    branches = "|\n".join(f"conv {number} 3x3\n" for number in range(1, 100))
    mends(analyse(read_plan(f"input 3x16x16\nadd {{\n{branches}}}")))
    assert 12 < len(tried) < 30


def test_a_network_that_works_needs_no_mending():
    assert mends(analyse(read_plan("input 1x8x8\nconv 4 3x3"))) == ()


def test_what_mends_one_of_two_problems_follows_where_only_a_removal_mends_all():
    analysis = analyse(read_plan("input 1x8x8\nconv 4 3x3\nlinear 10\nconv 4 3x3"))
    assert [(mend.title, mend.is_complete) for mend in mends(analysis)] == [
        ("Remove linear1", True),
        ("Put flatten before it", False),
        ("Average each map, then flatten", False),
    ]


def test_a_window_is_padded_or_shrunk_until_the_layers_behind_work_too():
    text = "input 1x14x14\nconv 16 20x20\nmaxpool 2x2\nflatten\nlinear 10"
    found = mends(analyse(read_plan(text)))
    assert [mend.title for mend in found] == [
        "Pad by 4",
        "Pad by 10",
        "Use a 13x13 window",
        "Start from 21x21",
    ]
    assert all(mend.is_complete and not analyse(mend.plan).problems for mend in found)


def test_an_even_window_in_a_sum_keeps_its_size():
    text = "input 8x8x8\nadd {\nconv 8 1x1\nconv 8 20x20\n|\n}"
    assert "Keep the size with padding=same" in [mend.title for mend in mends(analyse(read_plan(text)))]


def test_the_first_problem_is_found_deep_in_a_block():
    analysis = analyse(read_plan("input 8x2x2\nouter: chain {\nadd {\nconv 8 3x3\nrelu\n|\n}\n}\nrelu"))
    assert analysis.problems[0].path == "outer.conv1"
    assert mends(analysis)[0].title == "Pad by 1"
