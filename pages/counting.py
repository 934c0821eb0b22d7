"""Counting: why a convolution needs so few parameters, and why nobody counts them alike."""

from pathlib import Path

import streamlit as st

from explorer.challenges.counting import NO_QUARREL, WITHIN_BUDGET
from explorer.ui.challenges import show_challenge
from explorer.ui.counting.growing import choose_picture, show_growth, show_lectures
from explorer.ui.counting.reconciling import choose_reckoning, show_fields, show_reckoning
from explorer.ui.errors import calm
from explorer.ui.frame import page_header

STYLE = Path(__file__).resolve().parents[1] / "assets" / "theme" / "counting.css"
LESSON = (
    "Connect every pixel of a picture with every unit of the next layer, and the weights grow with the "
    "product of both. Two ideas make a convolution small. Its connections are sparse: an output reads a "
    "window and not the picture. And its weights are shared: every window is read with the same ones. Then "
    "what is to be learned no longer depends on how large the picture is."
)
DIFFER = (
    "Look a network up in two places and you may find two numbers of parameters. Mostly nobody has erred: "
    "they count different things. Every line below is computed from the network, and the lines add up to the "
    "last one."
)
FIELDS = (
    "The same happens with receptive fields. A residual network can halve its maps in the first unit of a "
    "stage or in the last unit of the stage before: the parameters are the same, what a unit sees is not."
)


@st.fragment
@calm()
def why_a_cnn() -> None:
    """Show one picture through three kinds of layers; a slider reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        picture = choose_picture()
    with reading:
        show_growth(picture)
        show_lectures(picture)
        show_challenge(WITHIN_BUDGET, (picture.side, picture.channels))


@st.fragment
@calm()
def why_counts_differ() -> None:
    """Show how the counts of a network lead to each other; another one reruns this part alone."""
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        name = choose_reckoning()
    with reading:
        show_challenge(NO_QUARREL, show_reckoning(name))


page_header("counting")
st.html(STYLE)
st.markdown(LESSON, width=960)
why_a_cnn()
st.header("Why do published counts differ?", anchor=False)
st.markdown(DIFFER, width=960)
why_counts_differ()
st.header("And what does a unit see?", anchor=False)
st.markdown(FIELDS, width=960)
show_fields()
