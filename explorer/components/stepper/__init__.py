"""A convolution to hold in the hand: input, kernel and output, and the arithmetic of one window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from explorer.components.keeping import Kept, keep
from explorer.components.mounting import component
from explorer.components.pinning import Cell, heard_pin
from explorer.components.stepper.sending import blob
from explorer.components.stepper.stepping import Operation, Stepping
from explorer.components.stepper.text import Grids, format_grid, format_grids, parse_grid, parse_grids

__all__ = [
    "Cell",
    "Editing",
    "Grids",
    "Hidden",
    "Operation",
    "Stepping",
    "begin_editing",
    "format_grid",
    "parse_grid",
    "stepper",
]

_mount = component(
    "stepper",
    shared=(
        "elements.js",
        "clipboard.js",
        "views.js",
        "desks.js",
        "editing.js",
        "cells.js",
        "payload.js",
        "numbers.js",
        "painting.js",
        "grids.js",
        "playing.js",
        "controls.css",
        "grids.css",
        "playing.css",
    ),
)

Hidden = Literal["", "values", "all"]


@dataclass(frozen=True)
class Editing:
    """The grids in force under a key, and what they began with."""

    key: str
    origin: str
    start: str
    kept: Kept

    @property
    def grids(self) -> Grids:
        """Return input and kernel as the learner left them."""
        return parse_grids(self.kept.text)


def begin_editing(start: Grids, *, key: str, origin: str = "") -> Editing:
    """Return what the learner made of input and kernel under ``key``; build the `Stepping` from its grids.

    ``start`` lies in the grids at first, and again whenever ``origin`` names something else than in the run
    before. Nothing that a browser sends can raise.
    """
    text = format_grids(start)
    return Editing(key, origin, text, _kept(key, origin, text))


def stepper(
    stepping: Stepping, editing: Editing, *, pinned: Cell | None = None, hidden: Hidden = ""
) -> Cell | None:
    """Show a stepping, its input and kernel open for editing, and return the pinned output cell, if any.

    ``pinned`` is in force until the visitor pins or unpins one; a cell that the output does not have is
    ignored. ``hidden`` keeps back the "values" of output and products, or "all" of the output, its size too:
    for a learner who wants to predict them first. Moving over the grids asks the server for nothing.
    """
    key = editing.key
    said, heard = heard_pin(key)
    before = _inside(said if heard else pinned, stepping)
    data = blob(
        stepping,
        pinned=before,
        key=key,
        version=editing.kept.version,
        text=editing.kept.text,
        hidden=hidden,
    )
    _mount(key=key, data=data, on_text_change=_nothing, on_pinned_change=_nothing)
    if _kept(key, editing.origin, editing.start).text != editing.kept.text:
        st.rerun()
    said, heard = heard_pin(key)
    return _inside(said, stepping) if heard else before


def _kept(key: str, origin: str, start: str) -> Kept:
    return keep(key, lambda: start, origin=origin, accepts=_are_grids)


def _are_grids(text: str) -> bool:
    try:
        parse_grids(text)
    except ValueError:
        return False
    return True


def _inside(cell: Cell | None, stepping: Stepping) -> Cell | None:
    rows, columns = stepping.size
    return cell if cell and cell.row < rows and cell.column < columns and not cell.map else None


def _nothing() -> None:
    """Do nothing: naming callbacks is how Streamlit learns of the component's states `text` and `pinned`."""
