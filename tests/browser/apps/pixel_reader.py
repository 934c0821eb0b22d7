"""One of `tests/browser/readings.py`: `?case=` says which, `?pinned=` which cell is pinned."""

import streamlit as st

from explorer.components.pixel_reader import Cell, pixel_reader
from tests.browser.readings import READINGS, plain

st.set_page_config(layout="wide")
case = st.query_params.get("case", "plain")
reading = plain(st.slider("Size", 8, 256, 128)) if case == "sized" else READINGS[case]()
asked = st.query_params.get("pinned")
pinned = pixel_reader(reading, key="reader", pinned=Cell.from_text(asked) if asked else None)
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.html(f"<p id='runs'>{st.session_state['runs']}</p>")
st.html(f"<p id='pinned'>{pinned.text if pinned else 'nothing'}</p>")
