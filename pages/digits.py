"""Digits: draw a digit and see every step from ink to answer."""

import streamlit as st

from explorer.digits import recognise
from explorer.ui.digits.layers import show_layers, trace_of
from explorer.ui.digits.network import show_network
from explorer.ui.digits.pictures import digit_style
from explorer.ui.digits.prediction import choose_temperature, show_prediction
from explorer.ui.digits.preparation import choose_steps, show_steps, show_variants
from explorer.ui.digits.source import PARAMETER, choose_source
from explorer.ui.digits.variants import variants_of
from explorer.ui.errors import calm
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address
from explorer.ui.paper import is_sketch


@st.fragment
@calm()
def explore() -> None:
    """Answer one stroke: only this runs again while the learner draws."""
    left, right = st.columns([5, 14], gap="large")
    with left, st.container(key="digit_source"):
        source = choose_source()
    with right:
        bars = st.container()
        temperature = choose_temperature()
        st.header("From ink to input", anchor=False)
        steps = choose_steps()
    recognition = None if source.picture is None else recognise(source.picture, **steps.switched_on)
    with bars:
        show_prediction(
            recognition, temperature=temperature, settled=source.settled, invitation=source.invitation
        )
    show_steps(steps, recognition.preparation if recognition else None)
    # What takes longer waits until the pen is lifted, and stands still meanwhile.
    if source.settled:
        st.session_state["digits_settled"] = variants_of(source.picture), trace_of(recognition)
    variants, trace = st.session_state.get("digits_settled", ((), None))
    show_variants(steps, variants)
    with right:
        show_layers(trace)


page_header("digits")
digit_style()
follow_address({PARAMETER: is_sketch})
explore()
st.header("The network", anchor=False)
show_network()
