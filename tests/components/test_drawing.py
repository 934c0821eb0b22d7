import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explorer.components.drawing import decode_ink, drawing, encode_ink
from explorer.components.drawing.text import (
    CANVAS_SIZE,
    LARGEST_WIDTH,
    MOST_POINTS,
    MOST_STROKES,
    MOUSE_PRESSURE,
    StrokePayload,
)
from explorer.components.keeping import LONGEST_TEXT
from explorer.pictures import stroke_model as pictures
from explorer.pictures.strokes import strokes_from_payload

tenths = st.integers(0, 10 * CANVAS_SIZE).map(lambda number: number / 10)
percent = st.integers(0, 100).map(lambda number: number / 100)
stroke_payloads = st.fixed_dictionaries(
    {
        "width": st.integers(10, 10 * LARGEST_WIDTH).map(lambda number: number / 10),
        "points": st.lists(st.tuples(tenths, tenths, percent).map(list), min_size=1, max_size=30),
    }
)


def test_the_canvas_is_the_one_of_the_pictures() -> None:
    assert (CANVAS_SIZE, MOUSE_PRESSURE) == (pictures.CANVAS_SIZE, pictures.MOUSE_PRESSURE)
    assert MOST_STROKES <= pictures.MAXIMUM_STROKES
    assert MOST_POINTS <= pictures.MAXIMUM_POINTS
    assert LARGEST_WIDTH <= pictures.MAXIMUM_WIDTH


@given(payload=st.lists(stroke_payloads, max_size=10))
def test_decoding_gives_back_what_was_encoded(payload: list[StrokePayload]) -> None:
    assert decode_ink(encode_ink(payload)) == payload


@given(payload=st.lists(stroke_payloads, min_size=1, max_size=10))
def test_the_pictures_read_every_stroke(payload: list[StrokePayload]) -> None:
    read = strokes_from_payload(decode_ink(encode_ink(payload)))
    expected = [(stroke["width"], tuple(map(tuple, stroke["points"]))) for stroke in payload]
    assert [(stroke.width, stroke.points) for stroke in read] == expected


@given(text=st.text(max_size=200) | st.from_regex(r"\A([mp]?-?[0-9]{0,6}[._]?){0,40}\Z"))
def test_any_text_is_read_within_bounds(text: str) -> None:
    for stroke in decode_ink(text):
        assert 1 <= stroke["width"] <= LARGEST_WIDTH
        assert stroke["points"]
        for x, y, pressure in stroke["points"]:
            assert 0 <= x <= CANVAS_SIZE
            assert 0 <= y <= CANVAS_SIZE
            assert 0 <= pressure <= 1


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)


@given(
    payload=st.lists(
        st.dictionaries(
            st.sampled_from(["width", "points"]),
            anything | st.lists(anything | st.lists(anything, max_size=4), max_size=4),
        )
    )
)
def test_any_payload_is_encoded(payload: list[dict[str, object]]) -> None:
    text = encode_ink(payload)
    assert encode_ink(decode_ink(text)) == text


def test_the_mouse_needs_no_pressure() -> None:
    assert encode_ink([{"width": 20, "points": [[1, 2], [3, 4, 0.5]]}]) == "m200.10.20.20.20"
    assert encode_ink([{"width": 20, "points": [[1, 2], [3, 4, 0.6]]}]) == "p200.10.20.50.20.20.10"


def test_too_much_is_left_out() -> None:
    long = "m180" + ".1.1" * (MOST_POINTS + 5)
    assert [len(stroke["points"]) for stroke in decode_ink(f"{long}_m180.5.5")] == [MOST_POINTS]
    assert len(decode_ink("_".join(["m180.5.5"] * (MOST_STROKES + 5)))) == MOST_STROKES
    many = [{"width": 18, "points": [[5, 5]] * (MOST_POINTS - 1)}, {"width": 18, "points": [[5, 5]] * 9}]
    assert [len(stroke["points"]) for stroke in decode_ink(encode_ink(many))] == [MOST_POINTS - 1, 1]
    assert (
        len(decode_ink(encode_ink([{"width": 18, "points": [[5, 5]]}] * (MOST_STROKES + 5)))) == MOST_STROKES
    )


def test_the_fullest_paper_is_heard() -> None:
    widest = ".1400.1400.50" + ".-1400.-1400.-50.1400.1400.50" * (MOST_POINTS // 2)
    assert len(f"999999999|999999999.800.1|p800{widest}") < LONGEST_TEXT


@pytest.mark.parametrize(("option", "sizes"), [({"size": 100}, "100"), ({"pen_width": 81}, "81")])
def test_an_impossible_paper_is_refused(option: dict[str, float], sizes: str) -> None:
    with pytest.raises(ValueError, match=sizes):
        drawing(key="paper", **option)  # type: ignore[arg-type]


PAGE = """
import streamlit as st
from explorer.components.drawing import drawing

origin = st.session_state.get("origin", "")
samples = {"": "", "seven": [{"width": 10, "points": [[1, 2], [3, 4]]}]}
sheet = drawing(key="paper", strokes=samples[origin], origin=origin)
st.text(f"{len(sheet.strokes)} {sheet.pen_down} {sheet.touched} {sheet.text}")
"""


def said(app: AppTest) -> str:
    assert not app.exception
    return str(app.text[0].value)


def test_a_page_reads_what_the_browser_sends() -> None:
    app = AppTest.from_string(PAGE).run()
    assert said(app) == "0 False False"
    app.session_state["paper"] = {"text": "0|1.180.1|m180.10.10"}
    assert said(app.run()) == "1 True True m180.10.10"
    app.session_state["paper"] = {"text": "0|2.180.0|m180.10.10.5.5"}
    assert said(app.run()) == "1 False True m180.10.10.5.5"


def test_another_origin_lies_on_the_paper_at_once() -> None:
    app = AppTest.from_string(PAGE).run()
    app.session_state["paper"] = {"text": "0|1.180.0|m180.10.10"}
    app.run()
    app.session_state["origin"] = "seven"
    assert said(app.run()) == "1 False False m100.10.20.20.20"


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        {"text": 5},
        {"text": "0|"},
        {"text": "0|1.180|m180.10.10"},
        {"text": "0|x.180.0|m180.10.10"},
        {"text": "0|1.180.0|<script>"},
        {"text": "-1|1.180.0|m180.10.10"},
    ],
)
def test_nonsense_from_a_browser_changes_nothing(state: object) -> None:
    app = AppTest.from_string(PAGE).run()
    app.session_state["paper"] = state
    assert said(app.run()) == "0 False False"
