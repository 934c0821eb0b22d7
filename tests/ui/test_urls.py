from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.ui.urls import LONGEST_VALUE, read_query, write_queries, write_query


@pytest.fixture(autouse=True)
def address(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Stand in for the window's address: the two functions need no more than a mapping."""
    params: dict[str, str] = {}
    monkeypatch.setattr(st, "query_params", params)
    return params


def test_reads_what_parse_understands(address: dict[str, str]) -> None:
    address["seed"] = "7"
    assert read_query("seed", int, 0) == 7


def test_default_when_absent() -> None:
    assert read_query("seed", int, 3) == 3


def counted_writes(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Put an address in place that keeps a list of what was written into it together."""
    writes: list[dict[str, str]] = []

    class Counting(dict[str, str]):
        def update(self, values: dict[str, str]) -> None:  # type: ignore[override]
            writes.append(dict(values))
            super().update(values)

    monkeypatch.setattr(st, "query_params", Counting())
    return writes


@pytest.mark.parametrize("nonsense", ["", "x", "7.5", "9" * (LONGEST_VALUE + 1)])
def test_default_for_nonsense(address: dict[str, str], nonsense: str) -> None:
    address["seed"] = nonsense
    assert read_query("seed", int, 3) == 3


def test_default_for_an_unknown_name(address: dict[str, str]) -> None:
    address["kernel"] = "sobel_z"
    assert read_query("kernel", {"sobel_x": 1}.__getitem__, 1) == 1


def test_a_fault_of_the_parser_is_not_hidden(address: dict[str, str]) -> None:
    address["seed"] = "7"
    with pytest.raises(ZeroDivisionError):
        read_query("seed", lambda text: int(text) / 0, 0.0)


def test_writes_and_removes(address: dict[str, str]) -> None:
    write_query("cell", "2,3")
    assert address == {"cell": "2,3"}
    write_query("cell", None)
    assert address == {}
    write_query("cell", None)
    assert address == {}


def test_what_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(ValueError, match=f"cell: {LONGEST_VALUE + 1} characters"):
        write_query("cell", "x" * (LONGEST_VALUE + 1))


def test_an_unchanged_value_sends_nothing_to_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    writes = counted_writes(monkeypatch)
    for value in ("1", "1", "2", "2"):
        write_query("cell", value)
    assert writes == [{"cell": "1"}, {"cell": "2"}]


def test_what_changes_together_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    writes = counted_writes(monkeypatch)
    write_queries({"network": "~a", "layer": "1"})
    write_queries({"network": "~a", "layer": "2"})
    write_queries({"network": "~b", "layer": None})
    assert writes == [{"network": "~a", "layer": "1"}, {"layer": "2"}, {"network": "~b"}]
    assert dict(st.query_params) == {"network": "~b"}


def test_one_value_too_long_lets_none_be_written(address: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="layer: "):
        write_queries({"network": "~a", "layer": "x" * (LONGEST_VALUE + 1)})
    assert address == {}


def test_in_a_real_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    def script() -> None:
        import streamlit as st

        from explorer.ui.urls import read_query, write_query

        st.text(read_query("seed", int, 3) + 1)
        write_query("cell", "2,3")
        write_query("seed", None)

    app = AppTest.from_function(script)
    app.query_params["seed"] = "8"
    app.run()
    assert app.text[0].value == "9"
    assert app.query_params == {"cell": "2,3"}
