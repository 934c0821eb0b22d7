"""The Counting page through the router: three ways to connect, sums that add up, counts that differ."""

from __future__ import annotations

import re
from math import prod

import pytest
from streamlit.testing.v1 import AppTest

from explorer.architectures.counting import RECKONINGS, reckon
from explorer.architectures.famous import FAMOUS
from explorer.architectures.fields import PUBLISHED_FIELDS
from explorer.architectures.growth import first_layer, whole_net
from explorer.components.payload import unpack
from tests.pages.harness import open_page, run

SUM = re.compile(
    r"<td class=\"words\" role=\"cell\">([^<]*(?:<br/>[^<]*)*)</td>"
    r"<td class=\"number\" role=\"cell\">([\d,]+)</td>"
)


def said(app: AppTest) -> str:
    kinds = [*app.markdown, *app.caption, *app.warning, *app.success]
    html = [element.proto.body for element in app.get("html")]
    return "\n".join([*(element.value for element in kinds), *html])


def curves(app: AppTest) -> str:
    svg: str = unpack(app.get_by_key("growth_curves").proto.bytes)[0]["svg"]
    return svg


def worth(text: str) -> int:
    """Return what a sum of products comes to, brackets and all."""
    plain = text.replace(",", "").replace("(", "").replace(")", "")
    return sum(prod(int(factor) for factor in term.split("×")) for term in plain.split("+"))


@pytest.mark.parametrize("side", [16, 64, 224])
@pytest.mark.parametrize("channels", ["Grey", "Colour"])
def test_what_is_worked_out_adds_up_for_a_layer(side: int, channels: str) -> None:
    app = open_page("counting", {"picture_side": str(side), "picture_channels": channels})
    found = SUM.findall(said(app))
    now = first_layer(side, channels=1 if channels == "Grey" else 3)
    assert [int(count.replace(",", "")) for _, count in found] == [now.full, now.local, now.shared]
    for text, count in found:
        sum_, printed = text.split(" = ")
        assert printed == count and worth(sum_) == int(count.replace(",", ""))


@pytest.mark.parametrize("side", [16, 100])
def test_what_is_worked_out_adds_up_for_a_net(side: int) -> None:
    app = open_page("counting", {"picture_side": str(side), "picture_channels": "Colour", "counted": "Net"})
    now = whole_net(side)
    found = SUM.findall(said(app))
    assert [int(count.replace(",", "")) for _, count in found] == [now.full, now.local, now.shared]
    for text, count in found:
        sums = [each.split(": ")[1].split(" = ") for each in text.split("<br/>")]
        assert len(sums) == 3 and all(worth(terms) == worth(total) for terms, total in sums)
        assert sum(worth(total) for _, total in sums) == int(count.replace(",", ""))
    assert f"{now.full:,}" in curves(app)


def test_the_lectures_counts_are_mended() -> None:
    told = said(open_page("counting", {"picture_side": "224", "picture_channels": "Colour"}))
    assert "256 × 100 + 100 + 100 × 26 + 26 = **28,326**" in told and "28236" in told
    assert "224 × 224 × 3 = **150,528**" in told and "those of one unit" in told
    assert "150,528 × 100 + 100 + 100 × 26 + 26 = **15,055,526** parameters" in told


def test_a_slider_moves_the_present_and_not_the_convolution() -> None:
    app = open_page("counting")
    before = SUM.findall(said(app))
    app.slider(key="picture_side").set_value(128)
    after = SUM.findall(said(run(app)))
    assert before[2] == after[2] and before[0] != after[0]


@pytest.mark.parametrize("name", RECKONINGS)
def test_every_reckoning_is_printed_and_adds_up(name: str) -> None:
    app = open_page("counting", {"counted_network": RECKONINGS[name][0]})
    told = said(app)
    for line in reckon(name).lines:
        assert f"{abs(line.count):,}" in told
    [equation] = re.findall(r"In one line: (.*?) \(", told)
    left, right = equation.replace("−", "-").replace(",", "").replace(" ", "").split("=")
    assert sum(int(term) for term in re.findall(r"[+-]?\d+", left)) == int(right.strip("*"))
    assert app.selectbox(key="counted_network").value == name


def test_resnet50_leads_from_torchvision_to_keras() -> None:
    told = said(open_page("counting"))
    assert "25,557,032 + 26,560 + 53,120 = **25,636,712**" in told
    assert "= 4,089,184,256" in told


def test_published_fields_stand_beside_ours() -> None:
    app = open_page("counting")
    told = said(app)
    for each in PUBLISHED_FIELDS:
        assert (
            FAMOUS[each.name].title in told and f"{each.size:,}, stride 32, begins at −{each.padding}" in told
        )
    ours, published = (
        unpack(app.get_by_key(key).proto.bytes)[0]["svg"] for key in ("fields_ours", "fields_published")
    )
    assert "427x427" in ours and "483x483" in published


def test_the_challenges_are_solved_by_their_solutions() -> None:
    assert "Solved." not in said(open_page("counting"))
    assert said(open_page("counting", {"picture_side": "111"})).count("Solved.") == 1
    assert said(open_page("counting", {"counted_network": "VGG-16"})).count("Solved.") == 1
