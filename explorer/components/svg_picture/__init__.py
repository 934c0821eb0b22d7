"""An SVG picture in the colours of the page; what is marked with an address in it can be picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from explorer.components.mounting import component
from explorer.components.payload import pack

LONGEST_ADDRESS = 100
_mount = component(
    "svg_picture", shared=("elements.js", "views.js", "payload.js", "markup.js", "controls.css", "edges.css")
)


def svg_picture(svg: str, *, key: str, on_pick: Callable[[str], object] | None = None) -> None:
    """Show a picture that our own code drew; one that is wider than its room is moved sideways in it.

    ``st.html`` takes drawings out, and an image would not have the page's colours. ``on_pick`` is called with
    the ``data-address`` of what a visitor clicks, before the script runs again; whatever a browser sends, it
    is a text of at most 100 characters, which still has to make sense.
    """

    def pick() -> None:
        state = st.session_state.get(key)
        picked = state.get("picked") if isinstance(state, Mapping) else None
        if on_pick is not None and isinstance(picked, str) and len(picked) <= LONGEST_ADDRESS:
            on_pick(picked)

    _mount(key=key, data=pack({"svg": svg, "pickable": on_pick is not None}, {}), on_picked_change=pick)
