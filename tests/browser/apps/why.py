"""Why the shipped network answers what it answers for a sample digit; `?sample=` chooses it."""

import streamlit as st

from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit
from explorer.ui.errors import calm
from explorer.ui.inside.why import show_why


@st.fragment
@calm()
def why() -> None:
    sample = st.number_input("Sample", 0, 1796, 7, key="sample", bind="query-params")
    show_why(digit_network(), recognise(sample_digit(sample)).prepared[None])


why()
