"""The floor: a Streamlit app with one slider and one 256x256 picture."""

import numpy as np
import streamlit as st

level = st.slider("Level", 0, 255, 100)
st.image(np.full((256, 256), level, np.uint8))
