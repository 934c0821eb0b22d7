"""The bars of what layers cost: lengths, numbers, sums, the largest in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from explorer.architectures.analysis import Totals, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.figures import cost_bars_svg
from explorer.figures.cost_bars import MOST_ROWS, cost_rows

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    for text in root.iter(f"{SVG}text"):
        for title in text.findall(f"{SVG}title"):
            title.text = None
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def bars(svg: str) -> list[float]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [float(bar.attrib["width"]) for bar in found if bar.get("class") == "bar"]


@pytest.mark.parametrize("name", FAMOUS)
def test_the_rows_of_every_famous_network_add_up_to_its_totals(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    rows = cost_rows(analysis)
    assert sum((row.costs for row in rows), Totals()) == analysis.totals
    assert 5 <= len(rows) <= 40
    written = texts(cost_bars_svg(analysis))
    totals = analysis.totals
    for cost in (totals.parameters, totals.macs, totals.memory):
        assert f"{cost:,}" in written
    for cost in (lambda each: each.parameters, lambda each: each.macs, lambda each: each.memory):
        most = max(cost(row.costs) for row in rows)
        assert any(text.startswith(f"{most:,}, most: ") for text in written)


def test_bars_are_as_long_as_their_numbers() -> None:
    analysis = analyse(FAMOUS["alexnet_2012"].plan)
    counts = [
        cost(row.costs)
        for cost in (lambda each: each.parameters, lambda each: each.macs, lambda each: each.memory)
        for row in cost_rows(analysis)
    ]
    drawn = bars(cost_bars_svg(analysis))
    lists = [counts[place : place + len(counts) // 3] for place in range(0, len(counts), len(counts) // 3)]
    assert len(drawn) == sum(count > 0 for count in counts)
    for listed in lists:
        lengths = [drawn.pop(0) for count in listed if count]
        longest = max(lengths)
        for length, count in zip(lengths, [count for count in listed if count], strict=True):
            assert length == pytest.approx(max(1, longest * count / max(listed)), abs=0.02)
    assert "58,631,144" not in texts(cost_bars_svg(analysis))
    assert any(text.startswith("37,752,832, most: ") for text in texts(cost_bars_svg(analysis)))


def test_a_chosen_layer_outlines_the_row_that_it_is_in() -> None:
    analysis = analyse(FAMOUS["resnet50"].plan)
    [row] = [row for row in analysis.rows if row.path == "layer3.4.conv2"]
    svg = cost_bars_svg(analysis, selected=row.address)
    assert svg.count('class="chosen"') == 1
    opened = cost_bars_svg(analysis, selected=row.address, unfold=row.address[:1])
    assert "layer3.4.conv2" in texts(opened) and "layer3.4.conv2" not in texts(svg)


def test_a_narrow_picture_stacks_the_lists_and_a_long_network_is_summed_up() -> None:
    analysis = analyse(FAMOUS["lenet5"].plan)
    narrow = cost_bars_svg(analysis, width=360)
    assert texts(narrow).count("Together") == 3 and texts(cost_bars_svg(analysis)).count("Together") == 1
    long = analyse(read_plan("input 1x9x9\n" + "\n".join(["conv 1 3x3 padding=1"] * 100)))
    rows = cost_rows(long)
    assert len(rows) == MOST_ROWS + 1 and rows[-1].label == "20 more"
    assert rows[-1].costs.parameters == 200
    with pytest.raises(ValueError, match="300 to 2,000 wide, not 299"):
        cost_bars_svg(analysis, width=299)


def test_words_keep_inside_the_picture() -> None:
    for width in (320, 700, 1000):
        svg = cost_bars_svg(analyse(FAMOUS["vgg16"].plan), width=width)
        for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
            x = float(re.sub("[^0-9.]", "", text.attrib["x"]))
            assert (
                x + 0.56 * 11.5 * len("".join(text.itertext())) * (not text.findall(f"{SVG}title")) <= width
            )


def test_what_cannot_work_costs_nothing() -> None:
    svg = cost_bars_svg(analyse(read_plan("input 1x4x4\nconv 2 9x9")))
    assert "most: 0.0 %" not in svg and texts(svg).count("0") == 6
