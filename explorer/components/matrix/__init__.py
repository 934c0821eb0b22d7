"""A convolution as a matrix: input, kernel and output beside W x = y and the windows as rows."""

from __future__ import annotations

import streamlit as st

from explorer.components.matrix.sending import blob
from explorer.components.matrix.unrolled import LARGEST_SIDE, Facts, Unrolled
from explorer.components.mounting import component
from explorer.components.pinning import Cell, heard_pin, inside
from explorer.components.stepper import Editing, Grids, begin_editing

__all__ = ["LARGEST_SIDE", "Cell", "Facts", "Unrolled", "matrix"]

_mount = component(
    "matrix",
    shared=(
        "elements.js",
        "views.js",
        "desks.js",
        "editing.js",
        "cells.js",
        "payload.js",
        "numbers.js",
        "painting.js",
        "pins.js",
        "grids.js",
        "controls.css",
        "grids.css",
        "workings.css",
    ),
)


def matrix(unrolled: Unrolled, editing: Editing[Grids], *, pinned: Cell | None = None) -> Cell | None:
    """Show a convolution as the product of a matrix and a vector; return the pinned output cell, if any.

    ``editing`` is what `begin_editing` of the stepper made of input and kernel: their numbers can be typed.
    ``pinned`` is in force until the visitor pins or unpins one; a cell that the output does not have is
    ignored. Pointing at anything asks the server for nothing.
    """
    key, kept = editing.key, editing.kept
    said, heard = heard_pin(key)
    before = inside(said if heard else pinned, unrolled.stepping.size)
    data = blob(unrolled, pinned=before, key=key, version=kept.version, text=kept.text)
    _mount(key=key, data=data, on_text_change=_nothing, on_pinned_change=_nothing)
    # A browser that comes back to a restarted server speaks only now.
    if begin_editing(editing.parse(editing.start), key=key, origin=editing.origin).kept.text != kept.text:
        st.rerun()
    said, heard = heard_pin(key)
    return inside(said, unrolled.stepping.size) if heard else before


def _nothing() -> None:
    """Do nothing: naming callbacks is how Streamlit learns of the component's states `text` and `pinned`."""
