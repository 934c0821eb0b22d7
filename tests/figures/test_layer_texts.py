"""What the table says of a layer is worked out again from its text, for every layer of many networks."""

from __future__ import annotations

import re

import pytest

from explorer.architectures.analysis import Analysis, Row, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.figures.layer_texts import bytes_text, facts, pair_text
from tests.figures.test_formulas import value

NETWORKS = ("lenet5_1998", "alexnet_2012", "googlenet", "inception_v3", "resnet18", "mobilenet_v2", "digits")
EQUATION = re.compile(r"([0-9,.×+*/()− ]+) = ([0-9,−]+)")


def told(analysis: Analysis, row: Row) -> dict[str, str]:
    return dict(facts(analysis, row))


def number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("name", NETWORKS)
def test_every_line_adds_up_to_the_figure_of_its_column(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    for row in analysis.layers:
        lines = told(analysis, row)
        for what, figure in (
            ("Parameters", row.own.parameters),
            ("MACs", row.own.macs),
            ("Kept, not learned", row.own.buffers),
        ):
            line = lines.get(what, "0")
            assert number(line.split(" = ")[-1].split(" (")[0].split(", ")[0]) == figure, (row.path, line)
            if " = " in line:
                assert value(line.split(" = ")[0]) == figure
        counted, result = lines["Memory"].removesuffix(" bytes").split(" bytes = ")
        assert value(counted) == number(result) == row.own.memory


@pytest.mark.parametrize("name", NETWORKS)
def test_the_receptive_field_is_worked_out_from_the_layer_before(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    for row in analysis.layers:
        line = told(analysis, row)["Receptive field"].split(": ")[-1]
        assert row.field is not None
        parts = {"size": row.field.size, "stride": row.field.stride, "offset": row.field.offset}
        if len(row.output_shape or ()) == 1:
            del parts["stride"]
        if " = " not in line:
            assert line == ", ".join(f"{name} {pair_text(part)}" for name, part in parts.items())
            continue
        for (sides, result), expected in zip(
            EQUATION.findall(line), [part[0] for part in parts.values()], strict=True
        ):
            assert value(sides) == number(result) == expected, (row.path, line)


def test_an_output_says_how_its_size_comes_about() -> None:
    text = (
        "input 3x32x32\nconv 8 5x5 stride=2 padding=1\nmaxpool 2x2\nbatchnorm\nadaptivepool 3x3\nflatten\n"
        "linear 10\nsoftmax"
    )
    analysis = analyse(read_plan(text))
    assert [told(analysis, row)["Output"] for row in analysis.rows] == [
        "(32 + 1 + 1 − 5) / 2 + 1 = 14.5 + 1 → 14 + 1 = 15; 8 filters: 8 × 15 × 15",
        "(15 − 2) / 2 + 1 = 6.5 + 1 → 6 + 1 = 7; channels stay: 8 × 7 × 7",
        "as the input: 8 × 7 × 7",
        "as chosen, whatever comes in: 8 × 3 × 3",
        "8 × 3 × 3 = 72",
        "10, as chosen",
        "as the input: 10",
    ]


def test_a_block_says_how_its_branches_meet() -> None:
    stacked = analyse(read_plan("input 4x8x8\nconcat {\nconv 2 1x1\n|\n}"))
    assert told(stacked, stacked.rows[0])["Output"] == "2 + 4 = 6 channels: 6 × 8 × 8"
    added = analyse(read_plan("input 4x8x8\nadd {\nconv 4 1x1\n|\n}"))
    assert told(added, added.rows[0])["Output"] == "(4 × 8 × 8) + (4 × 8 × 8): number by number, 4 × 8 × 8"
    assert told(added, added.rows[0])["Memory"] == "2,048 bytes, 1,024 of them for what it hands on"
    aside = analyse(read_plan("input 4x8x8\naside {\nflatten\n}"))
    assert told(aside, aside.rows[0])["Output"] == "4 × 8 × 8: what came in"


def test_a_row_of_numbers_reads_all_that_comes_in_and_has_no_stride() -> None:
    analysis = analyse(read_plan("input 1x6x6\nconv 4 3x3\nflatten\nlinear 10\nrelu\nsoftmax"))
    assert [told(analysis, row)["Receptive field"] for row in analysis.rows[1:]] == [
        "all its numbers together: size 3 + (4 − 1) × 1 = 6, offset 0 + 0 × 1 = 0",
        "every output reads all 64 numbers that come in: size 6, offset 0",
        "as its input: size 6, offset 0",
        "every output reads all 10 numbers that come in: size 6, offset 0",
    ]
    flat = analyse(read_plan("input 784\nlinear 10\nrelu"))
    assert [told(flat, row)["Receptive field"] for row in flat.rows] == [
        "every output reads all 784 numbers that come in",
        "as its input",
    ]


def test_unlike_strides_have_no_one_field() -> None:
    text = "input 1x9x9\nadd {\nmaxpool 1x1 stride=2\n|\nmaxpool 1x1 stride=2\nmaxpool 1x1\n}\nrelu"
    assert told(analyse(read_plan(text)), analyse(read_plan(text)).rows[0])["Receptive field"].startswith(
        "all"
    )
    text = "input 1x9x9\nadd {\nmaxpool 1x1 stride=2\n|\nadaptivepool 5x5\n}\nrelu"
    analysis = analyse(read_plan(text))
    assert told(analysis, analysis.rows[0])["Receptive field"].startswith("differs from place to place")
    assert told(analysis, analysis.rows[-1])["Receptive field"].startswith("differs from place to place")


def test_what_cannot_work_says_what_comes_in_and_why() -> None:
    analysis = analyse(read_plan("input 1x3x3\nconv 1 5x5\nrelu"))
    assert told(analysis, analysis.rows[0]) == {
        "Input": "1 × 3 × 3",
        "Cannot work": "kernel 5x5 does not fit input 3x3 with padding 0",
    }
    assert told(analysis, analysis.rows[1]) == {}


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.00 kB"),
        (9_994, "9.99 kB"),
        (9_996, "10.0 kB"),
        (99_960, "100 kB"),
        (999_500, "1.00 MB"),
        (123_456_789, "123 MB"),
        (5 * 10**15, "5000 TB"),
    ],
)
def test_memory_is_written_in_three_digits(count: int, text: str) -> None:
    assert bytes_text(count) == text
