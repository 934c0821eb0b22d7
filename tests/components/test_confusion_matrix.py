"""The confusion matrix without a browser: what it accepts, what it keeps, what it sends, what it calls."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.components.confusion_matrix import Chosen, confusion_matrix
from explorer.components.payload import unpack
from tests.pages.harness import run, send


def script() -> None:
    import numpy as np
    import streamlit as st

    from explorer.components.confusion_matrix import Example, confusion_matrix

    state = st.session_state
    counts = np.arange(9).reshape(3, 3)

    def examples(chosen):
        count = int(counts[chosen.meant, chosen.read])
        return [Example(100 + each, f"number {each}", np.zeros((4, 4), np.uint8)) for each in range(count)]

    chosen = confusion_matrix(
        counts,
        examples,
        key="matrix",
        start=state["start"],
        origin=state["origin"],
        on_open=lambda number: state["opened"].append(number),
    )
    st.text(repr(chosen))


def app(*, start: str = "", origin: str = "") -> AppTest:
    opened = AppTest.from_function(script)
    for name, value in {"start": start, "origin": origin, "opened": []}.items():
        opened.session_state[name] = value
    return run(opened)


def sent(app: AppTest) -> tuple[dict, dict]:
    return unpack(app.get_by_key("matrix").proto.bytes)


def chosen(app: AppTest) -> str:
    return app.text[0].value


def test_at_first_no_cell_is_chosen_and_no_picture_is_sent() -> None:
    opened = app()
    header, arrays = sent(opened)
    assert chosen(opened) == "None"
    assert header["examples"] == [] and header["sheet"] == "" and header["cell"] == ""
    np.testing.assert_array_equal(arrays["counts"], np.arange(9).reshape(3, 3))


def test_a_cell_brings_the_pictures_behind_it() -> None:
    opened = send(app(), "matrix", {"text": "0|1,2"})
    header, _ = sent(opened)
    assert chosen(opened) == repr(Chosen(1, 2))
    assert header["examples"] == [[100 + each, f"number {each}"] for each in range(5)]
    assert (header["columns"], header["rows"], header["side"]) == (5, 1, 4)
    assert header["sheet"].startswith("data:image/png;base64,")
    assert opened.session_state["opened"] == []


def test_a_picture_is_opened_once_before_the_script_runs() -> None:
    opened = send(app(), "matrix", {"text": "0|1,2,103"})
    assert chosen(opened) == repr(Chosen(1, 2, 103))
    assert opened.session_state["opened"] == [103]
    assert run(opened).session_state["opened"] == [103]


def test_a_new_origin_starts_again() -> None:
    opened = send(app(start="0,1"), "matrix", {"text": "0|1,2"})
    opened.session_state["origin"], opened.session_state["start"] = "link", "2,0"
    assert chosen(run(opened)) == repr(Chosen(2, 0))
    assert sent(opened)[0]["version"] == 1


@pytest.mark.parametrize(
    "said", ["0|", "0|3,0", "0|0,3", "0|a", "1,2", 5, None, ["0|1,2"], "0|1,2,", "-1|1,2"]
)
def test_nonsense_from_a_browser_changes_nothing(said: object) -> None:
    opened = send(app(start="0,1"), "matrix", {"text": said})
    assert chosen(opened) == repr(Chosen(0, 1))
    assert opened.session_state["opened"] == []


@pytest.mark.parametrize(
    ("counts", "start"), [(np.zeros((2, 3)), ""), (np.zeros((11, 11)), ""), (np.eye(2), "2,0")]
)
def test_a_wrong_call_is_refused(counts: np.ndarray, start: str) -> None:
    with pytest.raises(ValueError, match=r"counts are|no cell"):
        confusion_matrix(counts, lambda _: (), key="x", start=start)
