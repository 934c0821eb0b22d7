"""The window on a picture: where it stands, what is refused, what a browser may say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explorer.components.number_grid import Window, is_place, number_grid, window_in
from explorer.components.payload import unpack
from tests.pages.harness import run, send

TEXTS = [str(level) for level in range(256)]
PLANES = np.zeros((4, 20, 30), np.uint8)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(4, 16), st.integers(0, 999), st.integers(0, 999))
def test_a_window_never_stands_out(height: int, width: int, side: int, row: int, column: int) -> None:
    window = window_in((height, width), side, f"{row},{column}")
    assert window.height == min(side, height)
    assert window.width == min(side, width)
    assert window.row == min(row, height - window.height)
    assert window.column == min(column, width - window.width)
    assert window.of(np.zeros((3, height, width), np.uint8)).shape == (3, window.height, window.width)


@pytest.mark.parametrize(
    "text", ["", "1", "1,", "1,2,3", "-1,2", "1.5,2", " 1,2", "123456,1", "a,b", "１,２"]
)
def test_a_place_is_two_short_whole_numbers(text: str) -> None:
    assert not is_place(text)
    if text:
        with pytest.raises(ValueError, match="row,column"):
            window_in((9, 9), 4, text)


def test_the_place_is_written_as_it_is_read() -> None:
    window = Window(3, 14, 8, 8)
    assert window_in((99, 99), 8, window.text) == window


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"picture": PLANES[:3]}, "not uint8 3x20x30"),
        ({"picture": PLANES.astype(np.float32)}, "not float32"),
        ({"side": 3}, "4 to 16 cells a side, not 3"),
        ({"side": 17}, "not 17"),
        ({"channel": "alpha"}, "not 'alpha'"),
        ({"scale": 1}, "scale 1 of 1 does not exist"),
        ({"scales": [("Short", TEXTS[:9])]}, "writes 9 values"),
    ],
)
def test_what_cannot_be_shown_is_refused(changes: dict[str, object], words: str) -> None:
    settings: dict[str, object] = {"picture": PLANES, "scales": [("Byte", TEXTS)], **changes}
    with pytest.raises(ValueError, match=words):
        number_grid(**settings, key="window", alt="Nothing.")  # type: ignore[arg-type]


def shows_a_picture() -> None:
    import numpy as np
    import streamlit as st

    from explorer.components.number_grid import number_grid

    planes = np.arange(4 * 20 * 30, dtype=np.int64).reshape(4, 20, 30).astype(np.uint8)
    scales = [("Byte", [str(level) for level in range(256)])]
    st.session_state["there"] = number_grid(planes, key="window", scales=scales, place="5,6", alt="Numbers.")


def test_the_browser_gets_the_pictures_own_numbers() -> None:
    app = run(AppTest.from_function(shows_a_picture))
    header, arrays = unpack(app.get_by_key("window").proto.bytes)
    assert arrays["planes"].shape == (4, 20, 30)
    assert arrays["planes"][2, 7, 9] == (2 * 600 + 7 * 30 + 9) % 256
    assert header["text"] == "5,6"
    assert header["scales"] == [["Byte", TEXTS]]


@pytest.mark.parametrize(
    ("said", "there"),
    [("0|3,4", (3, 4)), ("0|99,99", (12, 22)), ("0|-1,2", (5, 6)), ("nonsense", (5, 6)), ("0|", (5, 6))],
)
def test_what_a_browser_says_is_bounded(said: str, there: tuple[int, int]) -> None:
    app = send(run(AppTest.from_function(shows_a_picture)), "window", {"text": said})
    window = app.session_state["there"]
    assert (window.row, window.column) == there
