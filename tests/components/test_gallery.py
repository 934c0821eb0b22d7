"""The gallery without a browser: what it accepts, what it keeps, what it sends."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from explorer.components.gallery import Item, Sheet, gallery, is_choice
from tests.pages.harness import run, send

NAMES = {"one", "two", "three"}


def script() -> None:
    import streamlit as st

    from explorer.components.gallery import Item, Sheet, gallery

    state = st.session_state
    items = [Item(name, name.title(), "Numbers", f"the {name}") for name in ("one", "two", "three")]
    sheet = Sheet(b"\x89PNG", columns=2, side=10)
    chosen = gallery(
        items,
        sheet,
        key="numbers",
        start=state["start"],
        origin=state["origin"],
        most=state["most"],
        label="Numbers",
    )
    st.text(",".join(chosen))


def app(*, start: str = "one", origin: str = "", most: int = 1) -> AppTest:
    opened = AppTest.from_function(script)
    for name, value in {"start": start, "origin": origin, "most": most}.items():
        opened.session_state[name] = value
    return run(opened)


def chosen(app: AppTest) -> str:
    return app.text[0].value


def test_the_start_is_in_force_until_the_visitor_chooses() -> None:
    opened = app(start="two,one", most=8)
    assert chosen(opened) == "two,one"
    assert chosen(send(opened, "numbers", {"text": "0|three"})) == "three"


@pytest.mark.parametrize(
    "said", ["0|", "0|four", "0|one,one", "nonsense", "7", "-1|two", 5, None, ["two"], {"a": 1}]
)
def test_nonsense_from_a_browser_changes_nothing(said: object) -> None:
    opened = send(app(), "numbers", {"text": "0|two"})
    assert chosen(send(opened, "numbers", {"text": said})) == "two"


def test_another_origin_puts_its_start_in_place() -> None:
    opened = send(app(origin="a"), "numbers", {"text": "0|three"})
    opened.session_state["start"], opened.session_state["origin"] = "two", "b"
    assert chosen(run(opened)) == "two"
    assert chosen(send(opened, "numbers", {"text": "0|three"})) == "two"
    assert chosen(send(opened, "numbers", {"text": "1|three"})) == "three"


def test_the_browser_gets_the_items_and_the_sheet() -> None:
    proto = app(start="three", most=4).get_by_key("numbers").proto
    data = json.loads(proto.json)
    assert data["text"] == "three" and data["most"] == 4
    assert json.loads(data["items"])[1] == ["two", "Two", "Numbers", "the two", 1]
    assert data["sheet"].startswith("data:image/png;base64,")


@pytest.mark.parametrize("start", ["", "four", "one,,two"])
def test_a_start_that_is_no_choice_is_refused(start: str) -> None:
    with pytest.raises(ValueError, match="start must name items"):
        gallery([Item("one", "One")], Sheet(b"", 1, 1), key="k", start=start, label="Numbers")


def test_a_choice_is_made_of_different_names() -> None:
    assert is_choice("one", NAMES) and is_choice("three,one", NAMES)
    assert not any(is_choice(text, NAMES) for text in ("", "one,", ",", "one, two", "ONE", "one,one"))
