"""A convolution or a pooling to hold in the hand: its grids of numbers, and the arithmetic of one window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import streamlit as st

from explorer.components.keeping import Kept, keep
from explorer.components.mounting import component
from explorer.components.pinning import Cell, heard_pin, inside
from explorer.components.stepper.pooling import Kind, Pooling
from explorer.components.stepper.sending import blob
from explorer.components.stepper.stepping import Operation, Stepping
from explorer.components.stepper.text import (
    Grid,
    Grids,
    format_grid,
    format_grids,
    parse_grid,
    parse_grids,
    parse_input,
)

__all__ = [
    "Cell",
    "Editing",
    "Grid",
    "Grids",
    "Hidden",
    "Kind",
    "Operation",
    "Pooling",
    "Stepping",
    "begin_editing",
    "begin_editing_input",
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
        "pins.js",
        "grids.js",
        "playing.js",
        "speaking.js",
        "steps.js",
        "terms.js",
        "windows.js",
        "workings.js",
        "controls.css",
        "grids.css",
        "playing.css",
        "workings.css",
    ),
)

Hidden = Literal["", "values", "all"]
Typed = TypeVar("Typed", covariant=True)


@dataclass(frozen=True)
class Editing(Generic[Typed]):
    """The grids in force under a key, and what they began with; ``parse`` reads their text."""

    key: str
    origin: str
    start: str
    kept: Kept
    parse: Callable[[str], Typed]

    @property
    def grids(self) -> Typed:
        """Return input and kernel, or the input alone, as the learner left them."""
        return self.parse(self.kept.text)


def begin_editing(start: Grids, *, key: str, origin: str = "") -> Editing[Grids]:
    """Return what the learner made of input and kernel under ``key``; build the `Stepping` from its grids.

    ``start`` lies in the grids at first, and again whenever ``origin`` names something else than in the run
    before. Nothing that a browser sends can raise.
    """
    return _begun(format_grids(start), key, origin, parse_grids)


def begin_editing_input(start: Grid, *, key: str, origin: str = "") -> Editing[Grid]:
    """Return the same for an input without a kernel; build the `Pooling` from its grids."""
    return _begun(format_grid(start), key, origin, parse_input)


def stepper(
    stepping: Stepping | Pooling,
    editing: Editing[Grids] | Editing[Grid],
    *,
    pinned: Cell | None = None,
    hidden: Hidden = "",
) -> Cell | None:
    """Show a stepping, its input and kernel open for editing, and return the pinned output cell, if any.

    A `Pooling` has no kernel; its ``editing`` comes from `begin_editing_input`.

    ``pinned`` is in force until the visitor pins or unpins one; a cell that the output does not have is
    ignored. ``hidden`` keeps back the "values" of output and products, or "all" of the output, its size too:
    for a learner who wants to predict them first. Moving over the grids asks the server for nothing.
    """
    key = editing.key
    said, heard = heard_pin(key)
    before = inside(said if heard else pinned, stepping.size)
    data = blob(
        stepping,
        pinned=before,
        key=key,
        version=editing.kept.version,
        text=editing.kept.text,
        hidden=hidden,
    )
    _mount(key=key, data=data, on_text_change=_nothing, on_pinned_change=_nothing)
    if _kept(key, editing.origin, editing.start, editing.parse).text != editing.kept.text:
        st.rerun()
    said, heard = heard_pin(key)
    return inside(said, stepping.size) if heard else before


def _begun(text: str, key: str, origin: str, parse: Callable[[str], Typed]) -> Editing[Typed]:
    return Editing(key, origin, text, _kept(key, origin, text, parse), parse)


def _kept(key: str, origin: str, start: str, parse: Callable[[str], object]) -> Kept:
    def accepts(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return keep(key, lambda: start, origin=origin, accepts=accepts)


def _nothing() -> None:
    """Do nothing: naming callbacks is how Streamlit learns of the component's states `text` and `pinned`."""
