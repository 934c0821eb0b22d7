"""Pixels: a picture down to its numbers, and how many of them are needed."""

from pathlib import Path

import streamlit as st

from explorer.challenges.pixels import BACKWARDS, COOL, FEW
from explorer.components.number_grid import is_place
from explorer.ui.challenges import show_challenge
from explorer.ui.errors import calm
from explorer.ui.filters.source import is_sample
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address
from explorer.ui.paper import is_sketch
from explorer.ui.pixels.counting import show_sizes
from explorer.ui.pixels.levels import choose_dropping, choose_subject, show_levels
from explorer.ui.pixels.source import choose_source
from explorer.ui.pixels.window import PLACE, choose_view, show_window

STYLE = Path(__file__).resolve().parents[1] / "assets" / "theme" / "pixels.css"
LESSON = (
    "To a computer, a picture is a table of numbers. Each cell of it, a pixel, holds one number for red, one "
    "for green and one for blue light: three tables of the same size, which lie on one another. Nothing in "
    "these numbers says cup or cat. What a network recognises, it has to find in how neighbouring numbers "
    "differ."
)
DROPPING = (
    "The second lecture drops pixels of a picture and says that this does not change the object. That is "
    "true while enough is left: what counts is not the share of the pixels that stays, but how many stay, "
    "and where. Here the network of Digits is asked at every level. It sees what is left cropped and scaled "
    "to 28x28, as on Digits."
)


@st.fragment
@calm()
def lesson() -> None:
    """Show everything; a change reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        picture, window = st.tabs(["Picture", "Window"])
    with picture:
        source = choose_source()
    with window:
        view = choose_view()
    with reading:
        place = show_window(source, view)
        show_challenge(COOL, place.of(source.planes[:3]))
    st.header("How many numbers that is", anchor=False)
    show_sizes(source.size)
    st.header("With fewer pixels", anchor=False)
    st.markdown(DROPPING)
    controls, table = st.columns([2, 5], gap="large")
    with controls:
        subject = choose_subject(source)
        dropping = choose_dropping()
    with table:
        readings = show_levels(subject, dropping)
    if readings:
        for column, challenge in zip(st.columns(2, gap="large"), (FEW, BACKWARDS), strict=True):
            with column:
                show_challenge(challenge, readings)


page_header("pixels")
st.html(STYLE)
st.markdown(LESSON)
follow_address({"sample": is_sample, "sketch": is_sketch, PLACE: is_place})
lesson()
