"""The receptive field on the input: where it is drawn, what lies in the padding, what is said."""

from __future__ import annotations

import re
from base64 import b64decode
from xml.etree import ElementTree

import numpy as np
import pytest

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.figures import field_sentences, field_svg

SVG = "{http://www.w3.org/2000/svg}"


def worked(text: str) -> Analysis:
    return analyse(read_plan(text))


def part(svg: str, name: str) -> ElementTree.Element | None:
    found = [each for each in ElementTree.fromstring(svg).iter() if each.get("class") == name]
    return found[0] if found else None


def rectangle(element: ElementTree.Element | None) -> list[float]:
    assert element is not None
    if "d" in element.attrib:
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", element.attrib["d"])]
        x, y = min(numbers[::2]), min(numbers[1::2])
        return [x, y, max(numbers[::2]) - x, max(numbers[1::2]) - y]
    return [float(element.attrib[name]) for name in ("x", "y", "width", "height")]


def test_the_field_is_drawn_where_it_lies_and_clipped_to_the_input() -> None:
    svg = field_svg(worked("input 1x20x40\nconv 4 5x5 padding=2 stride=2"), (0,), 0, 19)
    x, y, width, height = rectangle(part(svg, "input"))
    cell = width / 40
    assert height == pytest.approx(20 * cell)
    field = rectangle(part(svg, "field"))
    assert field == pytest.approx([x + 36 * cell, y - 2 * cell, 5 * cell, 5 * cell], abs=0.02)
    assert rectangle(part(svg, "seen")) == pytest.approx([x + 36 * cell, y, 4 * cell, 3 * cell], abs=0.02)
    assert "rows 0 to 2 and columns 36 to 39" in svg and "13 of its 25 cells lie in the padding" in svg


def test_a_field_far_larger_than_its_input_is_cut_and_says_so() -> None:
    svg = field_svg(analyse(FAMOUS["resnet152"].plan), (53,), 3, 3)
    assert "even farther into the padding" in " ".join(re.sub(r"<[^>]*>", " ", svg).split())
    x, _, width, _ = rectangle(part(svg, "input"))
    assert rectangle(part(svg, "field"))[2] == pytest.approx(width * 2.5, abs=0.1)
    assert rectangle(part(svg, "seen"))[:1] == [x]


def test_a_picture_lies_under_the_field() -> None:
    picture = np.zeros((28, 28, 3), np.uint8)
    svg = field_svg(worked("input 3x28x28\nconv 4 3x3"), (0,), 1, 1, picture)
    [image] = ElementTree.fromstring(svg).iter(f"{SVG}image")
    head, data = image.attrib["href"].split(",")
    assert head == "data:image/png;base64" and b64decode(data).startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="at most 1,024 on a side, not 1025x3"):
        field_svg(worked("input 3x28x28\nconv 4 3x3"), (0,), 1, 1, np.zeros((1025, 3), np.uint8))


def test_what_has_no_single_field_is_said_to_have_none() -> None:
    row = worked("input 1x9x9\nconcat {\n  conv 4 5x5\n|\n  conv 4 1x1 stride=2\n}")
    assert row.by_address[(0,)].field is None
    [sentence] = field_sentences(row, (0,), 2, 2)
    assert "differs from place to place" in sentence
    svg = field_svg(row, (0,), 2, 2)
    assert part(svg, "field") is None and part(svg, "input") is not None


def test_a_unit_that_is_not_there_is_refused() -> None:
    analysis = worked("input 1x8x8\nconv 4 3x3\nflatten\nlinear 2")
    with pytest.raises(ValueError, match="row 6, column 0 lies outside the output 4x6x6 of conv1"):
        field_svg(analysis, (0,), 6, 0)
    assert field_sentences(analysis, (2,), 0, 0) == (
        "Every unit of linear1 sees 8x8 of the 8x8 input: rows 0 to 7 and columns 0 to 7.",
    )
    flat = worked("input 12\nlinear 2")
    assert "row of 12 numbers" in field_svg(flat, (0,), 0, 0)
    with pytest.raises(ValueError, match="the output of conv1 is not known"):
        field_svg(worked("input 1x2x2\nconv 1 3x3"), (0,), 0, 0)


def test_flatten_only_lays_out_what_all_its_units_see() -> None:
    [sentence] = field_sentences(worked("input 1x8x8\nconv 4 3x3\nmaxpool 2x2\nflatten"), (2,), 0, 0)
    assert sentence.startswith("All of flatten1 together sees 8x8 of the 8x8 input")
