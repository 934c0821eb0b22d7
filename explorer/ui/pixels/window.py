"""The window on the picture: its controls, the numbers in it, and what the numbers mean."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer.components.number_grid import (
    LARGEST_WINDOW,
    SMALLEST_WINDOW,
    Channel,
    Window,
    number_grid,
    window_in,
)
from explorer.pictures.scales import SCALES
from explorer.ui.controls import segments
from explorer.ui.links import loaded, origin, write_link
from explorer.ui.pixels.source import Source

PLACE = "window"
DEFAULT_SIDE = 8
CHANNELS: dict[Channel, str] = {
    "colour": "Colour",
    "red": "Red",
    "green": "Green",
    "blue": "Blue",
    "grey": "Grey",
}
EXPLAINED: dict[Channel, str] = {
    "colour": "Three numbers for every pixel, from above: red, green, blue.",
    "red": "How much red light every pixel gives.",
    "green": "How much green light every pixel gives.",
    "blue": "How much blue light every pixel gives.",
    "grey": "0.299 red + 0.587 green + 0.114 blue: the eye is most awake to green (ITU-R BT.601).",
}


@dataclass(frozen=True)
class View:
    """How the numbers are shown: cells a side, which plane, which scale."""

    side: int
    channel: Channel
    scale: str


def choose_view() -> View:
    """Show the controls of the window."""
    side = st.slider(
        "Cells a side",
        SMALLEST_WINDOW,
        LARGEST_WINDOW,
        DEFAULT_SIDE,
        key="window_size",
        bind="query-params",
        help="Click the picture, drag on it, or use the arrow keys to move the window.",
    )
    titles = {str(name): title for name, title in CHANNELS.items()}
    chosen = segments("Numbers of", titles, key="channel")
    channel = next(name for name in CHANNELS if name == chosen)
    st.caption(EXPLAINED[channel])
    scale = segments("Written as", {name: each.title for name, each in SCALES.items()}, key="pixel_scale")
    st.caption(f"{SCALES[scale].span}. {SCALES[scale].sentence}")
    return View(side, channel, scale)


def show_window(source: Source, view: View) -> Window:
    """Show picture, window and numbers; return the window, and keep its place in the address."""
    window = number_grid(
        source.planes,
        key="pixels_window",
        scales=[(scale.span, scale.texts) for scale in SCALES.values()],
        scale=list(SCALES).index(view.scale),
        channel=view.channel,
        side=view.side,
        place=loaded(PLACE),
        origin=origin(PLACE),
        alt=source.alt,
    )
    write_link(PLACE, "" if window == window_in(source.size, view.side) else window.text)
    return window
