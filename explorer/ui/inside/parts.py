"""What lies below the network view: parts, of which only the chosen one is worked out.

They are a row of buttons and not tabs: to draw six tabs anew takes ten milliseconds of every stroke.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from explorer.arithmetic import Conv2d, Network, ReLU
from explorer.components.network_view import Place
from explorer.digits import Recognition, digit_network
from explorer.ui.controls import segments
from explorer.ui.inside import confusion, surgery, where
from explorer.ui.inside.choosing import choose_filter, is_filter
from explorer.ui.inside.confusion import show_confusion
from explorer.ui.inside.likes import show_likes
from explorer.ui.inside.surgery import show_surgery
from explorer.ui.inside.where import show_where
from explorer.ui.inside.why import show_why

PARTS = ("Challenges", "Likes", "Surgery", "Why", "Where", "Mistakes")
LIKES = "What does a filter like? The handwriting that makes its map largest shows what it looks for."
SURGERY = (
    "What is a part for? Take it away and see what the network still reads. The view above shows the network "
    "as it is after the operation."
)
ADDRESS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {**surgery.ADDRESS, **confusion.ADDRESS, **where.ADDRESS, "likes_filter": is_filter}
)


def choose_part() -> str:
    """Show the parts and return the title of the chosen one."""
    return segments("Below the network", {part: part for part in PARTS}, key="inside_part", is_labelled=False)


def operated(part: str, recognition: Recognition) -> Network:
    """Show the operating table if it is the chosen part, and return the network that is left."""
    if part != "Surgery":
        return digit_network()
    st.markdown(SURGERY, width=960)
    return show_surgery(recognition)


def show_part(part: str, recognition: Recognition, place: Place | None) -> None:
    """Show the chosen part, if it is another than challenges and surgery."""
    if part == "Likes":
        st.markdown(LIKES, width=960)
        show_likes(digit_network(), *_filter_of(place))
    if part == "Why":
        show_why(digit_network(), recognition.trace.input)
    if part == "Where":
        show_where()
    if part == "Mistakes":
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
