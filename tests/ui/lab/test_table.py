"""The table prints what the analysis counted, and its shares add up."""

from __future__ import annotations

import re

import pytest

from explorer.architectures.analysis import analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.figures import cost_bars_svg
from explorer.figures.cost_bars import MOST_ROWS
from explorer.ui.lab.table import dominating, facts_at, table_of


@pytest.mark.parametrize("name", ["lenet5", "googlenet", "resnet50", "squeezenet1_0"])
def test_lines_and_shares_add_up_to_the_totals(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    table = table_of(analysis)
    trunk = [
        line for row, line in zip(analysis.rows, table.lines, strict=True) if row.depth == 0 and not row.aside
    ]
    for figure in range(3):
        assert sum(line.shares[figure] for line in trunk) == pytest.approx(1)
    printed = sum(int(line.sums[0].split(" = ")[-1].replace(",", "")) for line in trunk)
    assert table.totals[0].sums[0] == f"{printed:,}" == f"{analysis.totals.parameters:,}"


def test_heads_for_training_are_counted_apart() -> None:
    first, second = table_of(analyse(FAMOUS["googlenet"].plan)).totals
    assert (first.title, first.sums[0]) == ("In use", "6,624,904")
    assert (second.title, second.sums[0]) == ("With heads for training", "13,004,888")


def test_a_network_that_works_in_part_says_that_its_sums_are_of_that_part() -> None:
    [total] = table_of(analyse(read_plan("input 1x4x4\nconv 2 3x3\nconv 2 3x3\nrelu"))).totals
    assert (total.title, total.sums[0]) == ("What works so far", "20")


def test_an_empty_network_has_no_lines_and_nothing_dominates() -> None:
    table = table_of(analyse(read_plan("input 1x4x4")))
    assert (list(table.lines), table.sentence) == ([], "")
    assert table.totals[0].sums == ("0", "0", "0 B")


def test_layers_that_hold_the_same_are_named_together() -> None:
    sentence = dominating(analyse(FAMOUS["digits"].plan))
    assert "conv2, conv3 and conv4 make 24 % of the MACs each" in sentence
    assert "conv1 and relu1 fill" in sentence


def test_equal_blocks_in_a_row_dominate_together() -> None:
    assert dominating(analyse(FAMOUS["resnet152"].plan)) == (
        "layer3.1 to layer3.35 hold 65 % of the parameters, 1.9 % each; layer3.1 to layer3.35 make 66 % of "
        "the MACs, 1.9 % each; layer3.1 to layer3.35 fill 49 % of the memory, 1.4 % each."
    )


@pytest.mark.parametrize("name", FAMOUS)
def test_what_dominates_is_what_the_bars_mark(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    sentence, svg = dominating(analysis), cost_bars_svg(analysis)
    marked = re.findall(r"most: ([^<]+ %)", svg)
    assert len(set(marked)) <= 3
    assert all(share in sentence for share in marked)


def test_the_rest_of_a_long_network_dominates_nothing() -> None:
    analysis = analyse(read_plan("input 1x9x9\n" + "conv 1 3x3 padding=1\n" * 100))
    assert "1.0 % of the parameters each" in dominating(analysis)
    assert cost_bars_svg(analysis).count("most: 1.0 %") == 3 * MOST_ROWS


def test_only_layers_and_blocks_have_facts() -> None:
    analysis = analyse(read_plan("input 1x4x4\nadd {\nrelu\n|\n}"))
    assert facts_at(analysis, None) == facts_at(analysis, ()) == facts_at(analysis, (0, 1)) == []
    assert facts_at(analysis, (0,))[0] == ("Input", "1 × 4 × 4")


def test_what_cannot_work_says_so_where_it_stands_and_what_is_behind_it_says_nothing() -> None:
    analysis = analyse(read_plan("input 1x4x4\nconv 2 5x5\nrelu"))
    message = "kernel 5x5 does not fit input 4x4 with padding 0"
    assert facts_at(analysis, (0,)) == [("Input", "1 × 4 × 4"), ("Cannot work", message)]
    assert facts_at(analysis, (1,)) == []


def test_numbers_in_a_row_have_no_stride() -> None:
    lines = table_of(analyse(read_plan("input 1x4x4\nconv 2 3x3\nflatten\nlinear 3"))).lines
    assert [line.field for line in lines] == [("3", "1", "0"), ("4", "–", "0"), ("4", "–", "0")]
    [line] = table_of(analyse(read_plan("input 784\nlinear 3"))).lines
    assert line.field == ("–", "–", "–")
