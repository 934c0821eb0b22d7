"""The style of what is said about filters."""

import streamlit as st

from explorer.ui.frame import THEME

_STYLE = THEME / "inside_filters.css"


def filter_style() -> None:
    """Lay out the HTML of the filters' likes and of surgery; harmless when it is called twice."""
    st.html(_STYLE)
