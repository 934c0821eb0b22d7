"""What lies below the network view: parts, of which only the chosen one is worked out.

They are a row of buttons and not tabs: to draw six tabs anew takes ten milliseconds of every stroke.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from explorer.arithmetic import Conv2d, MaxPool2d, Network, ReLU
from explorer.components.network_view import Place
from explorer.digits import Recognition, digit_network
from explorer.surgery import operate
from explorer.ui.controls import segments
from explorer.ui.digits.source import put_sample
from explorer.ui.inside import confusion, surgery, where
from explorer.ui.inside.choosing import choose_filter, is_filter
from explorer.ui.inside.confusion import show_confusion
from explorer.ui.inside.likes import show_likes
from explorer.ui.inside.patient import PARAMETER, complaint, edits_in_force, keep_edits
from explorer.ui.inside.surgery import show_surgery
from explorer.ui.inside.where import show_where
from explorer.ui.inside.why import show_why
from explorer.ui.plain_text import plain
from explorer.ui.urls import read_query

PARTS = ("Challenges", "Likes", "Surgery", "Why", "Where", "Mistakes")
LIKES = "What does a filter like? The handwriting that makes its map largest shows what it looks for."
SURGERY = (
    "What is a part for? Take it away and see what the network still reads. The view above shows the network "
    "as it is after the operation."
)
# They ask what training made, of the network as it was trained.
ALWAYS_SHIPPED = ("Likes", "Where")
SHIPPED = "The view above shows it as it is now; this part asks the network as it was shipped."
ADDRESS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {**surgery.ADDRESS, **confusion.ADDRESS, **where.ADDRESS, "likes_filter": is_filter}
)


def choose_part() -> str:
    """Show the parts and return the title of the chosen one."""
    return segments("Below the network", {part: part for part in PARTS}, key="inside_part", is_labelled=False)


def operated(part: str, recognition: Recognition) -> Network:
    """Show the operating table if it is the chosen part, and return the network that is left.

    An operation lasts: the other parts show the patient too, or say that they do not.
    """
    if wrong := complaint(read_query(PARAMETER, str, "")):
        st.warning(
            f"The network is shown as it was shipped. What the link does to it was not done: {plain(wrong)}."
        )
    if part == "Surgery":
        st.markdown(SURGERY, width=960)
        return show_surgery(recognition)
    edits = edits_in_force()
    keep_edits(edits)
    if edits:
        done = "1 edit" if len(edits) == 1 else f"{len(edits)} edits"
        seen = SHIPPED if part in ALWAYS_SHIPPED else "Everything here shows it as it is now."
        st.info(f"The network has been operated on: {done}, listed and undone under Surgery. {seen}")
    return operate(digit_network(), edits)


def show_part(part: str, network: Network, recognition: Recognition, place: Place | None) -> None:
    """Show the chosen part of a network, if it is another than challenges and surgery."""
    if part == "Likes":
        st.markdown(LIKES, width=960)
        show_likes(digit_network(), *_filter_of(place))
    if part == "Why":
        show_why(network, recognition.trace.input)
    if part == "Where":
        show_where()
    if part == "Mistakes":
        show_confusion(network, on_open=put_sample)


def _filter_of(place: Place | None) -> tuple[str, int]:
    """Return the filter whose map is pinned, else one that the visitor chooses."""
    network = digit_network()
    names = list(network.layers)
    while place and isinstance(network.layers[place.layer], (ReLU, MaxPool2d)):
        place = Place(names[names.index(place.layer) - 1], place.map)
    if place and isinstance(network.layers[place.layer], Conv2d):
        st.caption(f"Filter {place.map} of {place.layer}, whose map is pinned above.")
        return place.layer, place.map
    return choose_filter(network, name="likes")
