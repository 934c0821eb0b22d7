"""A page with what is asked of filters: what they like, surgery, confusion."""

import streamlit as st

from explorer.digits import digit_network, recognise
from explorer.ui.digits.pictures import digit_style
from explorer.ui.digits.source import choose_source, put_sample
from explorer.ui.inside import confusion, surgery
from explorer.ui.inside.choosing import choose_filter, is_filter
from explorer.ui.inside.confusion import show_confusion
from explorer.ui.inside.likes import show_likes
from explorer.ui.inside.surgery import show_surgery
from explorer.ui.links import follow_address

st.set_page_config(layout="wide")
digit_style()
follow_address({**surgery.ADDRESS, **confusion.ADDRESS, "likes_filter": is_filter})
part = st.radio("Part", ["surgery", "likes", "confusion"], key="part", bind="query-params")


@st.fragment
def show() -> None:
    with st.popover("Digit"):
        picture = choose_source().picture
    if part == "surgery":
        network = show_surgery(None if picture is None else recognise(picture))
        st.text(f"touched: {network is not digit_network()}")
    elif part == "likes":
        show_likes(digit_network(), *choose_filter(digit_network(), name="likes"))
    else:
        chosen = show_confusion(on_open=put_sample)
        st.text(f"chosen: {chosen}; read: {None if picture is None else recognise(picture).digit}")


show()
