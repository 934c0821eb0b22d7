"""Links: what an address brings, what its Back takes away, and what neither may undo."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.ui import links


def script() -> None:
    import streamlit as st

    from explorer.ui.links import follow_address, loaded, note_page, origin, write_link, written

    note_page(st.session_state.get("page", "first"))
    follow_address({"made": str.isalpha})
    if typed := st.session_state.pop("typed", ""):
        write_link("made", typed)
    st.json({"loaded": loaded("made"), "origin": origin("made"), "written": written("made")})


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A page whose answers arrive at once."""
    monkeypatch.setattr(links, "_FOLLOWS_S", 0.0)
    return AppTest.from_function(script)


def state(app: AppTest) -> tuple[str, str]:
    """What is in place, and how many times something was put there."""
    found: dict[str, Any] = json.loads(app.json[0].value)
    return found["loaded"], found["origin"]


def at(app: AppTest, made: str | None) -> AppTest:
    """Run as the browser asks at an address."""
    app.query_params.clear()
    if made is not None:
        app.query_params["made"] = made
    return app.run()


def typed(app: AppTest, text: str) -> AppTest:
    app.session_state["typed"] = text
    return app.run()


def address(app: AppTest) -> str | None:
    found = app.query_params.get("made")
    return found[0] if isinstance(found, list) else found


def test_a_link_is_taken_over_once(app: AppTest) -> None:
    assert state(at(app, "linked")) == ("linked", "1")
    assert state(at(app, "linked")) == ("linked", "1")


def test_nonsense_is_as_good_as_nothing(app: AppTest) -> None:
    assert state(at(app, "n0nsense")) == ("", "0")
    typed(app, "one")
    assert state(at(app, "n0nsense")) == ("", "1")


def test_back_to_an_earlier_value_and_forward_again(app: AppTest) -> None:
    app.run()
    typed(app, "one")
    typed(app, "two")
    assert address(app) == "two"
    assert state(at(app, "one")) == ("one", "1")
    assert state(at(app, "two")) == ("two", "2")


def test_back_to_the_bare_address_is_the_beginning(app: AppTest) -> None:
    app.run()
    typed(app, "one")
    assert state(at(app, None)) == ("", "1")
    assert address(app) is None
    assert state(at(app, "one")) == ("one", "2")


def test_an_address_that_lags_behind_undoes_nothing(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_FOLLOWS_S", 60.0)
    app.run()
    typed(app, "one")
    assert state(at(app, None)) == ("", "0")
    assert state(at(app, "one")) == ("", "0")


def test_who_comes_back_from_another_page_finds_what_was_made(app: AppTest) -> None:
    app.run()
    typed(app, "one")
    app.session_state["page"] = "second"
    assert state(at(app, None)) == ("", "0")
    app.session_state["page"] = "first"
    assert state(at(app, None)) == ("", "0")
    typed(app, "two")
    # The bare address of this page now stands for what it showed when it was come to.
    assert state(at(app, None)) == ("one", "1")
