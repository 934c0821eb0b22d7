"""The Digits page without a browser: strokes go in, numbers, pictures and an address come out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.digits import recognise
from explorer.pictures.samples import sample_digit
from explorer.pictures.strokes import decode_strokes, draw_strokes
from explorer.ui.digits.prediction import MINUS
from explorer.ui.digits.source import INVITATION, WAITING
from explorer.ui.digits.variants import VARIANTS
from tests.pages.harness import open_page, run, send

ONE = "m180.1400.400.0.500.0.500.0.500"
SCRIBBLE = "m180.200.200.2400.2200.-2400.-300.2400.-1500.-2200.2200.1000.-2500.-300.2400.-1200.-1700.2300.900"


def draw(app: AppTest, ink: str, *, revision: int = 1, pen_down: bool = False, version: int = 0) -> AppTest:
    return send(app, "digits_paper", {"text": f"{version}|{revision}.180.{int(pen_down)}|{ink}"})


def shown(app: AppTest) -> dict[str, Any]:
    """Return what the probabilities component was told."""
    data: dict[str, Any] = json.loads(app.get_by_key("digits_bars").proto.json)
    return {**data, "bars": json.loads(data["bars"])}


def html(app: AppTest) -> str:
    return "\n".join(node.proto.body for node in app.get("html"))


def logits(data: Mapping[str, Any]) -> list[float]:
    return [float(bar[3].replace(MINUS, "-")) for bar in data["bars"]]


def percentages(data: Mapping[str, Any]) -> list[Decimal]:
    return [Decimal(bar[2].removesuffix(" %")) for bar in data["bars"]]


def test_an_empty_paper_invites_and_guesses_nothing() -> None:
    data = shown(open_page("digits"))
    assert data["certainty"] == "none"
    assert data["sentence"] == INVITATION
    assert data["answer"] == "?"
    assert data["bars"] == [[str(digit), 0.0, "", ""] for digit in range(10)]


def test_a_drawing_is_recognised_exactly_as_the_function_does() -> None:
    app = draw(open_page("digits"), ONE)
    data = shown(app)
    strokes = decode_strokes(app.query_params["drawing"])
    expected = recognise(draw_strokes(strokes))
    assert data["answer"] == str(expected.digit) == "1"
    np.testing.assert_allclose(logits(data), expected.logits, atol=0.005 + 1e-6)
    np.testing.assert_allclose([bar[1] for bar in data["bars"]], expected.probabilities, atol=1e-6)
    assert sum(percentages(data)) == 100


def test_a_link_gives_the_same_numbers_in_another_session() -> None:
    ink = "m180.900.500.301.-99.333.201.40.322.-250.300.-333.50.-180.-200.90.-260.p"
    here = draw(open_page("digits"), ink.removesuffix(".p"))
    there = open_page("digits", {"drawing": here.query_params["drawing"]})
    assert shown(there)["bars"] == shown(here)["bars"]
    assert there.query_params["drawing"] == here.query_params["drawing"]


def test_half_a_stroke_has_an_answer_but_no_address_yet() -> None:
    app = draw(open_page("digits"), ONE, pen_down=True)
    assert shown(app)["answer"] == "1"
    assert not shown(app)["spoken"]
    assert "drawing" not in app.query_params
    draw(app, ONE, revision=2)
    assert shown(app)["spoken"]
    assert "drawing" in app.query_params


def test_clearing_invites_again_and_clears_the_address() -> None:
    app = draw(draw(open_page("digits"), ONE), "", revision=2)
    assert shown(app)["certainty"] == "none"
    assert "drawing" not in app.query_params


def test_a_scribble_is_doubted_with_its_bars_still_there() -> None:
    data = shown(draw(open_page("digits"), SCRIBBLE))
    assert data["certainty"] == "doubtful"
    assert "may not be a digit" in data["sentence"]
    assert sum(percentages(data)) == 100


def test_a_temperature_changes_probabilities_and_not_logits() -> None:
    app = draw(open_page("digits"), ONE)
    before = shown(app)
    app.slider(key="temperature").set_value(5.0)
    after = shown(run(app))
    assert logits(after) == logits(before)
    assert max(percentages(after)) < max(percentages(before))
    assert sum(percentages(after)) == 100


def test_a_step_that_is_switched_off_changes_the_answer_here_and_by_a_link() -> None:
    app = draw(open_page("digits"), ONE)
    app.toggle(key="centre").set_value(False)
    run(app)
    expected = recognise(draw_strokes(decode_strokes(app.query_params["drawing"])), centre=False)
    np.testing.assert_allclose(logits(shown(app)), expected.logits, atol=0.005 + 1e-6)
    assert "Off: the box, not the mass, is in the middle." in html(app)
    again = open_page("digits", {"drawing": app.query_params["drawing"], "centre": "false"})
    assert shown(again)["bars"] == shown(app)["bars"]


def test_every_variant_has_its_row_and_all_steps_agree_with_the_answer() -> None:
    app = draw(open_page("digits"), ONE)
    rows = re.findall(r"<th scope='row'>([^<]+)</th><td>(.*?)</td><td>([\d.]+ %)</td>", html(app))
    assert [title for title, _, _ in rows] == list(VARIANTS)
    best = max(shown(app)["bars"], key=lambda bar: bar[1])
    assert rows[0][1:] == (best[0], best[2])


def test_every_picture_of_our_own_says_what_it_shows() -> None:
    page = html(draw(open_page("digits"), ONE))
    alternatives = re.findall(r'<img class="[^"]*" alt="([^"]*)"', page)
    assert len(alternatives) == 5 + len(VARIANTS)
    assert all(len(words.split()) >= 4 for words in alternatives)
    assert any("28x28" in words and "centre of mass" in words for words in alternatives)


def test_a_sample_and_the_next_one() -> None:
    app = open_page("digits", {"digits_source": "Sample", "digits_sample": "7"})
    np.testing.assert_allclose(logits(shown(app)), recognise(sample_digit(7)).logits, atol=0.005 + 1e-6)
    app.button[0].click()
    run(app)
    assert app.number_input(key="digits_sample").value == 396
    np.testing.assert_allclose(logits(shown(app)), recognise(sample_digit(396)).logits, atol=0.005 + 1e-6)


def test_a_drawing_outlives_another_source_and_another_page() -> None:
    app = draw(open_page("digits"), ONE)
    before = shown(app)["bars"]
    app.button_group(key="digits_source").set_value("Sample")
    run(app)
    assert shown(app)["bars"] != before
    run(app.switch_page("pages/home.py"))
    app.query_params.clear()
    run(app.switch_page("pages/digits.py"))
    app.button_group(key="digits_source").set_value("Draw")
    run(app)
    assert shown(app)["bars"] == before


@pytest.mark.parametrize("nonsense", ["AAAA", "m180", "%00", "ARI", "A" * 5000])
def test_nonsense_for_a_drawing_is_an_empty_paper(nonsense: str) -> None:
    others = {"temperature": "-3", "crop": "maybe", "digits_sample": "x", "digits_source": ""}
    app = open_page("digits", {"drawing": nonsense, **others})
    assert shown(app)["certainty"] == "none"
    assert "drawing" not in app.query_params


def test_a_drawing_too_long_for_a_link_is_still_recognised() -> None:
    places = np.random.default_rng(0).integers(200, 2600, (3900, 2))
    steps = np.diff(places, axis=0, prepend=0).ravel().tolist()
    app = draw(open_page("digits"), "m20." + ".".join(map(str, steps)))
    assert "drawing" not in app.query_params
    assert "This drawing is too long for a link." in [caption.value for caption in app.caption]
    assert shown(app)["certainty"] != "none"


def test_upload_of_a_picture_and_then_of_nonsense() -> None:
    app = open_page("digits", {"digits_source": "Photo"})
    assert shown(app)["sentence"] == WAITING
    paper = np.full((200, 160, 3), 240, np.uint8)
    paper[40:160, 76:86] = 30
    app.file_uploader[0].set_value(("one.png", _png(paper), "image/png"))
    before = shown(run(app))
    assert before["answer"] == "1"
    app.file_uploader[0].set_value(("broken.png", b"nonsense", "image/png"))
    assert shown(run(app))["bars"] == before["bars"]
    assert len(app.error) == 1
    assert app.error[0].value.endswith("The picture before it is still here.")


def _png(array: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()
