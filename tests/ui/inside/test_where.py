"""What is said and drawn about a sheet is what was found on it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from explorer.detection import SHEET, Search, Sheet, example_sheet, heat_map, right_boxes
from explorer.digits import digit_network
from explorer.ui.inside.sheets import cost_sentence, heat_html, kinds_html, table_html
from explorer.ui.inside.where import outcome, searched


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return example_sheet(2)


@pytest.fixture(scope="module")
def found(sheet: Sheet) -> Search:
    return searched(sheet.ink.tobytes())


def test_the_outcome_counts(sheet: Sheet, found: Search) -> None:
    right = right_boxes([(one.digit, one.box) for one in found.found], sheet.written)
    said = outcome(found, sheet.written)
    assert said.startswith(f"{found.windows:,} windows of {len(found.levels)} sizes, ")
    assert said.endswith(f"Right, digit and place: {right} of {len(sheet.written)}.")
    assert "Right" not in outcome(found, ())
    assert outcome(Search((), 1, 1, found.found[:1]), ()).endswith("1 proposal, 1 box.")


def test_every_found_digit_has_a_box_at_its_place(sheet: Sheet, found: Search) -> None:
    html = kinds_html(sheet, found)
    detection = html[html.index("where-wide") :]
    places = re.findall(r"top: ([\d.]+)%; left: ([\d.]+)%; height: ([\d.]+)%; width: ([\d.]+)%", detection)
    assert len(places) == len(found.found) > 2
    for one, place in zip(found.found, places, strict=True):
        top, left, height, width = (float(number) / 100 for number in place)
        box = (top * SHEET[0], left * SHEET[1], (top + height) * SHEET[0], (left + width) * SHEET[1])
        np.testing.assert_allclose(box, one.box, atol=0.05)
    assert "found from left to right" in html
    for title in ("Classification", "And localisation", "Detection"):
        assert f"<strong>{title}</strong>" in html


def test_blank_paper_shows_a_sheet_and_no_boxes() -> None:
    blank = np.zeros(SHEET, np.float32)
    nothing = searched(blank.tobytes())
    html = kinds_html(Sheet(blank, ()), nothing)
    assert "nothing was found" in html
    assert "where-box" not in html
    assert table_html(nothing) == "<p>Nothing was found.</p>"
    assert outcome(nothing, ()).endswith("0 proposals, 0 boxes.")


def test_the_table_has_a_row_for_every_digit_from_left_to_right(found: Search) -> None:
    digits = re.findall(r'<th scope="row">(\d)</th>', table_html(found))
    assert digits == [str(one.digit) for one in sorted(found.found, key=lambda one: one.box[1])]


def test_the_cost_of_one_window_alone_is_the_networks() -> None:
    found = searched(np.zeros(SHEET, np.float32).tobytes())
    network = digit_network()
    sentence = cost_sentence(network, found.levels[-1:])
    windows = found.levels[-1].probabilities[0].size
    assert f"one of {windows:,} places" in sentence
    assert "one forward pass:" in sentence
    assert f"{windows * network.macs / 1e6:,.0f} million" in sentence
    assert f"{len(found.levels)} forward passes" in cost_sentence(network, found.levels)


def test_heat_says_its_highest(sheet: Sheet, found: Search) -> None:
    heat = heat_map(found.levels, SHEET, digit=8)
    assert f"Highest: {100 * heat.max():.1f} %" in heat_html(sheet.ink, heat, "an 8")
