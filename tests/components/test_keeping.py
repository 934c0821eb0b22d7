from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.components import keeping
from explorer.components.keeping import keep


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    state: dict[str, Any] = {}
    monkeypatch.setattr(keeping.st, "session_state", state)
    yield state


def kept(start: str = "start", origin: str = "", accepts: str = "abcdefghijklmnopqrstuvwxyz") -> keeping.Kept:
    return keep("key", lambda: start, origin=origin, accepts=lambda text: set(text) <= set(accepts))


def test_the_start_is_in_force_until_the_browser_speaks(session: dict[str, Any]) -> None:
    assert kept() == keeping.Kept("", 0, "start", "start")
    session["key"] = {"text": "0|drawn"}
    assert kept() == keeping.Kept("", 0, "drawn", "start", heard=True)


def test_what_the_component_is_told_stays_while_the_browser_speaks(session: dict[str, Any]) -> None:
    kept()
    for said in ("a", "ab", "abc"):
        session["key"] = {"text": f"0|{said}"}
        assert (kept().text, kept().shown) == (said, "start")


def test_leaving_the_page_loses_nothing(session: dict[str, Any]) -> None:
    kept()
    session["key"] = {"text": "0|drawn"}
    kept()
    del session["key"]
    assert kept() == keeping.Kept("", 0, "drawn", "drawn")


def test_another_origin_replaces_and_a_late_word_about_the_old_one_is_ignored(
    session: dict[str, Any],
) -> None:
    kept()
    session["key"] = {"text": "0|drawn"}
    kept()
    assert kept("sample", "other") == keeping.Kept("other", 1, "sample", "sample")
    session["key"] = {"text": "0|late"}
    assert kept("sample", "other").text == "sample"
    session["key"] = {"text": "1|drawn"}
    assert kept("sample", "other").text == "drawn"


def test_the_start_is_read_only_where_it_is_needed(session: dict[str, Any]) -> None:
    kept()
    assert keep("key", lambda: pytest.fail("read again"), origin="", accepts=bool).text == "start"


def test_a_browser_that_comes_back_to_a_new_server_is_right(session: dict[str, Any]) -> None:
    kept()
    session["key"] = {"text": "7|drawn"}
    assert kept() == keeping.Kept("", 7, "drawn", "drawn", heard=True)
    assert kept("sample", "other").version == 8


def test_what_is_not_accepted_is_not_heard(session: dict[str, Any]) -> None:
    kept()
    session["key"] = {"text": "0|DRAWN"}
    assert kept() == keeping.Kept("", 0, "start", "start")


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(said=json | st.fixed_dictionaries({"text": json | st.from_regex(r"\A[0-9-]{0,12}\|?.{0,5}")}))
def test_nonsense_never_raises(said: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping.st, "session_state", {"key": said})
        assert set(kept().text) <= set("abcdefghijklmnopqrstuvwxyz")


def test_a_text_beyond_all_measure_is_not_heard(session: dict[str, Any]) -> None:
    session["key"] = {"text": "0|" + "a" * keeping.LONGEST_TEXT}
    assert kept().text == "start"
