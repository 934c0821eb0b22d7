"""A page with a sheet of paper, and another page to leave it for."""

import time

import streamlit as st

from explorer.components.drawing import drawing

SAMPLES = {
    "blank": "",
    "sample": "m180.500.500.100.400.300.300",
    "nearly full": "m180.500.500" + ".100.100.-100.-100" * 1998,
}


def paper() -> None:
    sample = st.radio("Start", SAMPLES)
    delay = st.number_input("Delay in ms", 0, 5000, 0)
    st.button("Rerun")

    @st.fragment
    def answer() -> None:
        sheet = drawing(key="sheet", strokes=SAMPLES[sample], origin=sample, hint="Draw a digit")
        time.sleep(delay / 1000)
        st.session_state.answers = st.session_state.get("answers", 0) + 1
        points = sum(len(stroke["points"]) for stroke in sheet.strokes)
        facts = {"strokes": len(sheet.strokes), "points": points, "down": int(sheet.pen_down)}
        facts |= {"touched": int(sheet.touched), "answers": st.session_state.answers, "ink": sheet.text}
        attributes = " ".join(f"data-{name}={fact!r}" for name, fact in facts.items())
        st.html(f"<p id=answer {attributes}>{points}</p>")

    answer()
    st.html("<div style='height: 1200px'></div>")


def elsewhere() -> None:
    st.text("Elsewhere")


st.navigation([st.Page(paper, default=True), st.Page(elsewhere)], position="top").run()
