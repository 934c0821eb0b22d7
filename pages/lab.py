"""Lab: a network assembled layer by layer, and every size of it, before anything is trained."""

import streamlit as st

from explorer.architectures.analysis import analyse
from explorer.components.network_builder import network_builder
from explorer.ui.errors import calm
from explorer.ui.frame import THEME, page_header
from explorer.ui.lab.address import ADDRESS, begin, complaint, write_address
from explorer.ui.lab.parts import show_parts
from explorer.ui.lab.presets import choose_preset
from explorer.ui.lab.table import facts_at, table_of
from explorer.ui.links import follow_address
from explorer.ui.plain_text import plain

LESSON = (
    "A network is a row of layers, and every size in it follows from what was chosen: the shape of the "
    "input, and the options of each layer. A convolution's parameters depend on its kernels and on the "
    "channels that it reads, not on how large the picture is; its work does. A dense layer has a weight for "
    "every pair of an input and an output, which is why the first one behind the maps often holds most of a "
    "network. What a unit sees of the picture grows with every kernel, and faster behind every stride."
)


@st.fragment
@calm()
def laboratory() -> None:
    """Show the network, its table and what hangs on it; a change reruns this part of the page alone."""
    building = begin()
    choose_preset(building)
    analysis = analyse(building.plan)
    network_builder(building, analysis, table_of(analysis), facts_at(analysis, building.selected))
    write_address(building)
    show_parts(building, analysis)


page_header("lab")
st.html(THEME / "lab.css")
st.markdown(LESSON, width=960)
if nonsense := complaint():
    st.warning(plain(nonsense), icon=":material/link_off:")
follow_address(ADDRESS)
laboratory()
