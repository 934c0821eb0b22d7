"""A page with what is asked of filters: what they like, surgery, confusion."""

import streamlit as st

from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit
from explorer.ui.digits.pictures import digit_style
from explorer.ui.inside.choosing import choose_filter, is_filter
from explorer.ui.inside.confusion import is_cell, show_confusion
from explorer.ui.inside.likes import show_likes
from explorer.ui.inside.surgery import ADDRESS, show_surgery
from explorer.ui.links import follow_address

st.set_page_config(layout="wide")
digit_style()
follow_address({**ADDRESS, "confusion": is_cell, "likes_filter": is_filter})
part = st.radio("Part", ["surgery", "likes", "confusion"], key="part", bind="query-params")


def opened(index: int) -> None:
    st.session_state["digit"] = index


@st.fragment
def show() -> None:
    index = st.number_input("Digit", 0, 1796, 5, key="digit")
    if part == "surgery":
        network = show_surgery(recognise(sample_digit(index)))
        st.text(f"touched: {network is not digit_network()}")
    elif part == "likes":
        show_likes(digit_network(), *choose_filter(digit_network(), name="likes"))
    else:
        st.text(f"chosen: {show_confusion(on_open=opened)}")


show()
