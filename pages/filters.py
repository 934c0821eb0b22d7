"""Filters: any picture, any kernel, every hyperparameter; every size and every number explained."""

import streamlit as st

from explorer.ui.errors import calm
from explorer.ui.filters.controls import choose_settings
from explorer.ui.filters.gallery import is_kernels
from explorer.ui.filters.kernels import choose_kernels, is_own
from explorer.ui.filters.panels import is_cell, show_panels
from explorer.ui.filters.source import choose_source, is_sample
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address
from explorer.ui.paper import is_sketch

LESSON = (
    "At every place, the weights of the kernel are multiplied with the pixels under them and added up: "
    "that sum is one cell of the feature map. Orange is above zero, blue is below."
)


@st.fragment
@calm()
def lesson() -> None:
    """Show controls and pictures; a change reruns this part of the page alone."""
    controls, pictures = st.columns([1, 2], gap="medium")
    with controls:
        picture, kernel, hyperparameters, pooling = st.tabs(
            ["Picture", "Kernel", "Hyperparameters", "Pooling"], default="Kernel"
        )
    with picture:
        source = choose_source()
    with kernel:
        kernels = choose_kernels(channels=len(source.picture), each_channel=source.each_channel)
    settings = choose_settings(hyperparameters, pooling)
    with pictures:
        show_panels(source, kernels, settings)


page_header("filters")
st.caption(LESSON)
follow_address(
    {"kernels": is_kernels, "own": is_own, "sample": is_sample, "sketch": is_sketch, "cell": is_cell}
)
lesson()
