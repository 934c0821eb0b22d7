"""A page that fails as a whole, and a part of a page that fails for itself."""

import streamlit as st

from explorer.ui.errors import calm


@st.fragment
@calm()
def part() -> None:
    st.button("Try the part again")
    raise RuntimeError("a secret of the part")


st.title("A page with faults")
part()
with calm():
    raise RuntimeError("a secret of the page")
