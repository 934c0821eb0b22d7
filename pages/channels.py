"""Channels: a volume under several filters, and how the sums of its channels become one number."""

from functools import partial

import streamlit as st

from explorer.components.channels import Cell, Numbers, Summing, begin_numbers, channels
from explorer.ui.channels.challenges import show_challenges
from explorer.ui.channels.costs import STYLE, show_costs, show_counts, show_printed
from explorer.ui.channels.numbers import LINKS, PLACE, begin, is_part, remember, show_seed
from explorer.ui.channels.presets import pictured
from explorer.ui.channels.settings import LayerSettings, choose_layer, choose_rest, choose_size
from explorer.ui.channels.shelf import choose_preset, show_pointwise
from explorer.ui.errors import calm
from explorer.ui.frame import page_header
from explorer.ui.links import follow_address, loaded, write_link
from explorer.ui.urls import makes_sense

LESSON = (
    "A colour picture is three grids of the same size, and a layer inside a network may have hundreds of "
    "them: channels. A filter has one kernel for each channel that it reads. Every kernel makes products in "
    "its own plane; all of them are added up, over the window and over the channels, and the filter's bias "
    "is added once. So one filter makes one map, however many channels it reads, and as many maps come out "
    "as there are filters."
)


def choose_settings() -> tuple[LayerSettings, int]:
    """Show the controls of the layer; return it, and the seed of its numbers."""
    layer, numbers = st.tabs(["Layer", "Numbers"])
    with layer:
        in_channels, out_channels, kernel_size, stride, padding, groups = choose_layer()
    with numbers:
        size = choose_size()
        seed = show_seed()
        bias, activation = choose_rest()
    return LayerSettings(
        in_channels, out_channels, size, kernel_size, stride, padding, groups, bias, activation
    ), seed


def show_volume(settings: LayerSettings, seed: int) -> tuple[Summing, Numbers] | None:
    """Show the volume and everything that is made of it, and return both; None where the layer cannot be."""
    try:
        settings.check()
        start, origin = begin(settings, seed)
        editing = begin_numbers(start, key="channels_view", origin=origin)
        remember(editing.numbers, settings, seed)
        summing = settings.summing(editing.numbers)
    except ValueError as error:
        st.warning(f"{str(error)[0].upper()}{str(error)[1:]}.", icon=":material/straighten:")
        return None
    there = loaded(PLACE)
    pinned = channels(
        summing,
        editing,
        pinned=Cell.from_text(there) if there else None,
        channel_names=pictured(editing.numbers),
    )
    write_link(PLACE, f"{pinned.row},{pinned.column},{pinned.map}" if pinned else "")
    return summing, editing.numbers


@st.fragment
@calm()
def lesson() -> None:
    """Show the controls and the volume; a change reruns this part of the page alone."""
    controls, reading = st.columns([2, 5], gap="large")
    with controls:
        top = st.container()
        settings, seed = choose_settings()
    with reading:
        shown = show_volume(settings, seed)
    with top:
        choose_preset(shown and shown[1], settings)
    if shown is None:
        return
    st.header("What it costs", anchor=False)
    show_counts(settings)
    show_costs(settings)
    st.header("What the slides print", anchor=False)
    show_printed()
    st.header("One by one", anchor=False)
    show_pointwise()
    st.header("Challenges", anchor=False)
    show_challenges(settings, shown[0])


page_header("channels")
st.html(STYLE)
st.markdown(LESSON, width=960)
follow_address(
    {**{name: partial(is_part, name) for name in LINKS}, PLACE: partial(makes_sense, Cell.from_text)}
)
lesson()
