"""The presets to choose from, and what is to be known of the one that lies there."""

from __future__ import annotations

import streamlit as st

from explorer.components.channels import Numbers
from explorer.ui.channels.numbers import load
from explorer.ui.channels.presets import matching, presets
from explorer.ui.channels.settings import LayerSettings
from explorer.ui.starts import choose_example

CHOICE = "channels_preset"
POINTWISE = (
    "A 1x1 convolution looks at one place only, through all channels at once: every map is a weighted "
    "mixture of the planes. It changes the number of channels at little cost and leaves height and width "
    "as they are (Lin, Chen and Yan 2014)."
)
MIXTURES = ("grey", "swapped")


def choose_preset(numbers: Numbers | None, settings: LayerSettings) -> None:
    """Show the presets; the one that lies there is chosen, and what is to be known of it is said."""
    here = None if numbers is None else matching(numbers, settings)
    titles = {name: preset.title for name, preset in presets().items()}
    choose_example(CHOICE, titles, here.name if here else None, lambda name: load(presets()[name]))
    if here is not None:
        st.caption(here.about)


def show_pointwise() -> None:
    """Say what a 1x1 convolution is for, with the presets that show it."""
    st.markdown(POINTWISE, width=960)
    with st.container(horizontal=True):
        for name in MIXTURES:
            preset = presets()[name]
            st.button(
                preset.title.partition(": ")[2].capitalize(),
                icon=":material/palette:",
                key=f"load_{name}",
                on_click=load,
                args=(preset,),
            )
