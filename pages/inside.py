"""Inside: a whole network at work on one digit, every number of it within reach of the pointer."""

import streamlit as st

from explorer.digits import digit_network
from explorer.ui.digits.pictures import digit_style
from explorer.ui.digits.source import PARAMETER
from explorer.ui.errors import calm
from explorer.ui.frame import page_header
from explorer.ui.inside.parts import ADDRESS as PARTS
from explorer.ui.inside.parts import choose_part, operated, show_part
from explorer.ui.inside.view import ADDRESS, answer, choose_digit, show_challenges, show_view
from explorer.ui.links import follow_address
from explorer.ui.paper import is_sketch

LESSON = (
    "A column is a layer, a tile one of its maps. A convolution makes each map of all maps before it, ReLU "
    "keeps what is positive, pooling the largest number of every window; the last layer weighs what is left "
    "into one number per digit, and softmax makes probabilities of them. Click a map to see every product "
    "behind every cell. The deeper the layer, the more of the picture a cell sees; pin a cell to see what of "
    "it the cell *listens to*."
)


@st.fragment
@calm()
def explore() -> None:
    """Answer a stroke, a pinned cell, an operation: only this runs again."""
    shown, beside = choose_digit()
    stage = st.container()
    part = choose_part()
    network = operated(part, shown.recognition)
    is_shipped = network is digit_network()
    trace = shown.recognition.trace if is_shipped else network.trace(shown.recognition.trace.input)
    doubt = shown.recognition.doubt
    beside.markdown(answer(trace.probabilities, doubt, is_operated=not is_shipped))
    with stage:
        look = show_view(network, trace, alt=shown.alt)
    if part == "Challenges":
        show_challenges(network, trace, look.place)
    show_part(part, network, shown.recognition, look.place)


page_header("inside")
digit_style()
st.markdown(LESSON, width=960)
follow_address({PARAMETER: is_sketch, **ADDRESS, **PARTS})
explore()
