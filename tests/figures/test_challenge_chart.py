"""The timeline as a picture: where the entries stand, how large they are, that they are links and words."""

from __future__ import annotations

from math import pi
from xml.etree import ElementTree

import pytest

from explorer.architectures.famous import FAMOUS
from explorer.architectures.timeline import HUMAN, TIMELINE
from explorer.figures.challenge_chart import (
    AREA_PER_MILLION,
    BOTTOM,
    HEIGHT,
    HIGHEST,
    KINDS,
    SMALLEST,
    TOP,
    WIDTH,
    challenge_svg,
    legend,
    sentence,
)

SVG = "{http://www.w3.org/2000/svg}"


def entries() -> dict[str, ElementTree.Element]:
    """Return the drawn entries by what they say."""
    root = ElementTree.fromstring(challenge_svg(TIMELINE, HUMAN))
    return {each.attrib["data-said"]: each for each in root.iter() if "data-said" in each.attrib}


def test_every_entry_is_there_and_says_itself() -> None:
    assert set(entries()) == {sentence(entry) for entry in (*TIMELINE, HUMAN)}


def test_heights_are_errors_and_areas_are_parameters() -> None:
    for entry in TIMELINE:
        circles = list(entries()[sentence(entry)].iter(f"{SVG}circle"))
        assert len(circles) == (entry.parameters is not None)
        for circle in circles:
            height = HEIGHT - BOTTOM - entry.top5_error / HIGHEST * (HEIGHT - TOP - BOTTOM)
            assert float(circle.attrib["cy"]) == pytest.approx(height, abs=0.01)
            area = pi * float(circle.attrib["r"]) ** 2
            wanted = max(AREA_PER_MILLION * (entry.parameters or 0) / 1e6, pi * SMALLEST**2)
            assert area == pytest.approx(wanted, rel=0.005)


def test_entries_with_a_preset_are_links_to_the_lab() -> None:
    for entry in TIMELINE:
        drawn = entries()[sentence(entry)]
        assert drawn.tag == f"{SVG}{'a' if entry.famous else 'g'}"
        if entry.famous:
            assert entry.famous in FAMOUS
            assert drawn.attrib["href"] == f"lab?network={entry.famous}"
            assert drawn.attrib["aria-label"].endswith("Open it in the Lab.")


def test_entries_come_in_the_order_of_their_years() -> None:
    years = [int(words[:4]) for words in entries() if "A trained human" not in words]
    assert years == sorted(years)


def test_the_legend_says_what_is_drawn() -> None:
    marks = legend(TIMELINE)
    assert [words for _, words in marks] == [
        *KINDS.values(),
        "10 M parameters",
        "100 M parameters",
        "not counted",
    ]
    assert all(ElementTree.fromstring(mark).tag == f"{SVG}svg" for mark, _ in marks)


def test_later_years_stand_further_right_and_words_stay_inside() -> None:
    middles = {}
    for entry in TIMELINE:
        first = next(each for each in entries()[sentence(entry)].iter() if each.get("class") == "point")
        x = float(first.attrib["cx"]) if "cx" in first.attrib else float(first.attrib["d"][1:].split()[0])
        middles.setdefault(entry.year, []).append(x)
    for year in range(2010, 2018):
        assert max(middles[year]) < min(middles[year + 1])
    for text in ElementTree.fromstring(challenge_svg(TIMELINE, HUMAN)).iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= WIDTH
