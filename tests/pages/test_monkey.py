"""The monkey reaches every kind of widget, and finds what breaks when it does."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.harness import run
from tests.pages.monkey import play


def every_widget() -> None:
    import datetime

    import streamlit as st

    from explorer.components.copy_link import copy_link

    def seen(name: str, value: object) -> None:
        st.session_state.setdefault("seen", {}).setdefault(name, set()).add(str(value))

    seen("button", st.button("b", key="button"))
    seen("checkbox", st.checkbox("c", key="checkbox"))
    seen("toggle", st.toggle("t", key="toggle"))
    seen("slider", st.slider("s", 3, 11, 3, 4, key="slider"))
    seen("range", st.slider("r", 0.0, 1.0, (0.25, 0.75), key="range"))
    seen("steps", st.select_slider("ss", [1, 2, 4, 8], format_func=lambda v: f"{v} px", key="steps"))
    seen("number", st.number_input("n", 1, 5, key="number"))
    seen("radio", st.radio("ra", [1, 2, 3], format_func=lambda v: f"{v} px", key="radio"))
    seen("select", st.selectbox("se", ["a", "b"], format_func=str.upper, key="select"))
    seen("several", st.multiselect("m", [1, 2, 3], format_func=lambda v: f"{v} px", key="several"))
    seen("segments", st.segmented_control("sc", [1, 2], format_func=lambda v: f"{v} px", key="segments"))
    seen("must", st.segmented_control("q", [1, 2], default=1, required=True, key="must"))
    seen("text", st.text_input("te", max_chars=3, key="text"))
    seen("upload", st.file_uploader("f", key="upload") is not None)
    seen("colour", st.color_picker("co", key="colour"))
    day = datetime.date(2020, 1, 2)
    seen("day", st.date_input("d", day, min_value=day, max_value=datetime.date(2020, 1, 5), key="day"))
    copy_link()


def breaks_without_a_choice() -> None:
    import streamlit as st

    choice = st.segmented_control("Padding", ["valid", "same"], default="valid", key="padding")
    st.write(choice.upper())


def test_sets_every_widget_to_legal_values_only() -> None:
    app = run(AppTest.from_function(every_widget))
    play(app, np.random.default_rng(0), steps=150)
    seen = app.session_state["seen"]
    assert {name for name, values in seen.items() if len(values) < 2} == set()
    assert seen["slider"] == {"3", "7", "11"}
    assert seen["steps"] == {"1", "2", "4", "8"}
    assert seen["number"] == {"1", "2", "3", "4", "5"}
    assert seen["radio"] == {"1", "2", "3"}
    assert seen["select"] == {"a", "b"}
    assert seen["segments"] == {"1", "2", "None"}
    assert seen["must"] == {"1", "2"}
    assert all(len(text) <= 3 for text in seen["text"])


def test_finds_the_page_that_forgot_that_a_choice_can_be_taken_away() -> None:
    app = run(AppTest.from_function(breaks_without_a_choice))
    with pytest.raises(AssertionError, match="button_group padding = None(.|\n)*AttributeError"):
        play(app, np.random.default_rng(0), steps=20)
