"""What lies below the network view: tabs, of which only the open one is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from explorer.arithmetic import Conv2d, Network, ReLU
from explorer.components.network_view import Place
from explorer.digits import Recognition, digit_network
from explorer.ui.inside import confusion, surgery, where
from explorer.ui.inside.choosing import choose_filter, is_filter
from explorer.ui.inside.confusion import show_confusion
from explorer.ui.inside.likes import show_likes
from explorer.ui.inside.surgery import show_surgery
from explorer.ui.inside.where import show_where
from explorer.ui.inside.why import show_why

TABS = ("Challenges", "Likes", "Surgery", "Why", "Where", "Mistakes")
LIKES = "What does a filter like? The handwriting that makes its map largest shows what it looks for."
SURGERY = (
    "What is a part for? Take it away and see what the network still reads. The view above shows the network "
    "as it is after the operation."
)
ADDRESS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {**surgery.ADDRESS, **confusion.ADDRESS, **where.ADDRESS, "likes_filter": is_filter}
)


def begin_tabs() -> Mapping[str, TabContainer]:
    """Show the tabs; return each by its title."""
    return dict(zip(TABS, st.tabs(TABS, key="inside_part", bind="query-params"), strict=True))


def operated(tabs: Mapping[str, TabContainer], recognition: Recognition) -> Network:
    """Show the operating table if its tab is open, and return the network that is left."""
    if not tabs["Surgery"].open:
        return digit_network()
    with tabs["Surgery"]:
        st.markdown(SURGERY, width=960)
        return show_surgery(recognition)


def show_parts(tabs: Mapping[str, TabContainer], recognition: Recognition, place: Place | None) -> None:
    """Show what the open tab holds, other than challenges and surgery."""
    if tabs["Likes"].open:
        with tabs["Likes"]:
            st.markdown(LIKES, width=960)
            show_likes(digit_network(), *_filter_of(place))
    if tabs["Why"].open:
        with tabs["Why"]:
            show_why(digit_network(), recognition.trace.input)
    if tabs["Where"].open:
        with tabs["Where"]:
            show_where()
    if tabs["Mistakes"].open:
        with tabs["Mistakes"]:
            show_confusion(on_open=_open_sample)


def _filter_of(place: Place | None) -> tuple[str, int]:
    """Return the filter whose map is pinned, else one that the visitor chooses."""
    network = digit_network()
    names = list(network.layers)
    if place and isinstance(network.layers[place.layer], ReLU):
        place = Place(names[names.index(place.layer) - 1], place.map)
    if place and isinstance(network.layers[place.layer], Conv2d):
        st.caption(f"Filter {place.map} of {place.layer}, whose map is pinned above.")
        return place.layer, place.map
    return choose_filter(network, name="likes")


def _open_sample(index: int) -> None:
    st.session_state["digits_source"] = "sample"
    st.session_state["digits_sample"] = index
