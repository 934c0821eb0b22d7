"""The layers of the shipped digit network for a sample digit; `?scale=` chooses the colours."""

import numpy as np
import streamlit as st

from explorer.components.feature_maps import feature_maps
from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit
from tests.browser.layer_views import layer_views

st.set_page_config(layout="wide")
index = st.number_input("Digit", 0, 100, 3)
found = recognise(np.asarray(sample_digit(index)))
feature_maps(
    layer_views(digit_network(), found.trace),
    input=found.prepared,
    key="maps",
    scale=st.query_params.get("scale", "layer"),
    alt=f"sample digit {index}",
)
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.html(f"<p id='runs'>{st.session_state['runs']}</p>")
