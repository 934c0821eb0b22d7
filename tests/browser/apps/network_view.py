"""The shipped digit network for a sample digit; `?look=place;scale;folded;temperature` begins it."""

import numpy as np
import streamlit as st

from explorer.components.network_view import look_at, network_view
from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit

st.set_page_config(layout="wide")
index = st.number_input("Digit", 0, 100, 3)
found = recognise(np.asarray(sample_digit(index)))
network = digit_network()
parts = st.query_params.get("look", ";;").split(";")
# A pinned cell adds a parcel; what stands below the view keeps its place all the same.
with st.container():
    look = network_view(
        network,
        found.trace,
        key="view",
        labels=[str(digit) for digit in range(10)],
        alt=f"sample digit {index}",
        start=look_at(network, *parts),
    )
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.html(f"<p id='runs'>{st.session_state['runs']}</p><p id='look'>{look}</p>")
