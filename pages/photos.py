"""Photos: a network for ten kinds of things looks at a photo, and every number of it is in reach."""

import streamlit as st

from explorer.photos import CLASS_NAMES, photo_network, recognise_photo
from explorer.pictures.squares import is_link
from explorer.ui.errors import calm
from explorer.ui.filters.source import is_sample
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address
from explorer.ui.network_look import look_address, show_network_view
from explorer.ui.paper import is_sketch
from explorer.ui.photos.answer import show_answer
from explorer.ui.photos.cam import show_cam
from explorer.ui.photos.card import lesson, show_network
from explorer.ui.photos.challenges import show_challenges
from explorer.ui.photos.seen import photo_style, show_seen
from explorer.ui.photos.source import CROP, choose_photo, choose_square

READING = (
    "Click a map to open it: its inputs, its kernels, and for the cell under the pointer every product down "
    "to the last printed digit. The deeper the layer, the smaller the map, and the more of the picture each "
    "of its cells sees."
)


@st.fragment
@calm()
def explore() -> None:
    """Answer a picture, a crop or a pinned cell: only this runs again."""
    left, right = st.columns([5, 7], gap="large")
    with left:
        photo = choose_photo()
        square = choose_square(photo)
    recognition = recognise_photo(photo.picture, photo.kept(square))
    with right:
        seen, answer = st.columns([4, 7], gap="medium")
        with seen:
            show_seen(photo, square, recognition)
        with answer:
            show_answer(photo, recognition)
        if not photo.is_blank:
            show_challenges(photo, square, recognition)
    if not photo.is_blank:
        st.header("Where it looked", anchor=False)
        show_cam(photo, square, recognition)
    st.header("Inside", anchor=False)
    st.markdown(READING, width=960)
    show_network_view(
        photo_network(),
        recognition.trace,
        page="photos",
        labels=CLASS_NAMES,
        alt="the picture as the network sees it",
    )


page_header("photos")
photo_style()
st.markdown(lesson(), width=960)
address = {"sample": is_sample, "sketch": is_sketch, CROP: is_link}
follow_address(address | dict(look_address("photos", photo_network)))
explore()
st.header("The network", anchor=False)
show_network()
