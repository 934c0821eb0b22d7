"""A convolution over channels to hold in the hand: planes, filters and maps, and the sums of one cell."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer.components.channels.sending import blob
from explorer.components.channels.summing import Summing
from explorer.components.channels.text import Numbers, format_numbers, parse_numbers
from explorer.components.keeping import Kept, keep
from explorer.components.mounting import component
from explorer.components.pinning import Cell, heard_pin

__all__ = ["Cell", "Numbers", "NumbersEditing", "Summing", "begin_numbers", "channels", "format_numbers"]

_mount = component(
    "channels",
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
        "pins.js",
        "grids.js",
        "playing.js",
        "speaking.js",
        "steps.js",
        "windows.js",
        "workings.js",
        "controls.css",
        "grids.css",
        "playing.css",
        "workings.css",
    ),
)


@dataclass(frozen=True)
class NumbersEditing:
    """The numbers in force under a key, and what they began with."""

    key: str
    origin: str
    start: str
    kept: Kept

    @property
    def numbers(self) -> Numbers:
        """Return planes, kernels and biases as the learner left them."""
        return parse_numbers(self.kept.text)


def begin_numbers(start: Numbers, *, key: str, origin: str = "") -> NumbersEditing:
    """Return what the learner made of the numbers under ``key``; build the `Summing` from them.

    ``start`` lies there at first, and again whenever ``origin`` names something else than in the run before.
    The numbers keep the shapes that they have in ``start``: nothing that a browser sends can raise, or
    change them.
    """
    text = format_numbers(start)
    return NumbersEditing(key, origin, text, _kept(key, origin, text))


def channels(
    summing: Summing,
    editing: NumbersEditing,
    *,
    pinned: Cell | None = None,
    channel_names: tuple[str, ...] = (),
) -> Cell | None:
    """Show a summing, its numbers open for editing, and return the pinned cell of an output map, if any.

    ``pinned`` is in force until the visitor pins or unpins one; a cell that no map has is ignored.
    ``channel_names`` are the planes' names where they have any, "red" and so on. Moving over the grids asks
    the server for nothing.
    """
    key = editing.key
    said, heard = heard_pin(key)
    before = _inside(said if heard else pinned, summing)
    data = blob(
        summing,
        pinned=before,
        key=key,
        version=editing.kept.version,
        text=editing.kept.text,
        names=list(channel_names),
    )
    _mount(key=key, data=data, on_text_change=_nothing, on_pinned_change=_nothing)
    if _kept(key, editing.origin, editing.start).text != editing.kept.text:
        st.rerun()
    said, heard = heard_pin(key)
    return _inside(said, summing) if heard else before


def _kept(key: str, origin: str, start: str) -> Kept:
    shapes = _shapes(start)

    def accepts(text: str) -> bool:
        try:
            return _shapes(text) == shapes
        except ValueError:
            return False

    return keep(key, lambda: start, origin=origin, accepts=accepts)


def _shapes(text: str) -> list[tuple[int, ...]]:
    return [part.shape for part in parse_numbers(text)]


def _inside(cell: Cell | None, summing: Summing) -> Cell | None:
    maps, rows, columns = summing.shape
    return cell if cell and cell.map < maps and cell.row < rows and cell.column < columns else None


def _nothing() -> None:
    """Do nothing: naming callbacks is how Streamlit learns of the component's states `text` and `pinned`."""
