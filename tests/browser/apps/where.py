"""A sheet with several digits and what is found on it, with the address that it follows."""

import streamlit as st

from explorer.ui.inside.where import ADDRESS, show_where
from explorer.ui.links import follow_address

st.set_page_config(layout="wide")
follow_address(ADDRESS)
show_where()
