"""A convolution as a matrix: input, kernel and output beside W x = y and the windows as rows."""

from __future__ import annotations

from explorer.components.matrix.sending import blob
from explorer.components.matrix.unrolled import LARGEST_SIDE, Facts, Unrolled
from explorer.components.mounting import component
from explorer.components.pinning import Cell, heard_pin

__all__ = ["LARGEST_SIDE", "Cell", "Facts", "Unrolled", "matrix"]

_mount = component(
    "matrix",
    shared=(
        "elements.js",
        "views.js",
        "cells.js",
        "payload.js",
        "numbers.js",
        "painting.js",
        "grids.js",
        "controls.css",
        "grids.css",
    ),
)


def matrix(unrolled: Unrolled, *, key: str, pinned: Cell | None = None) -> Cell | None:
    """Show a convolution as the product of a matrix and a vector; return the pinned output cell, if any.

    ``pinned`` is in force until the visitor pins or unpins one; a cell that the output does not have is
    ignored. Pointing at anything asks the server for nothing.
    """
    said, heard = heard_pin(key)
    before = _inside(said if heard else pinned, unrolled)
    _mount(key=key, data=blob(unrolled, pinned=before), on_pinned_change=_nothing)
    said, heard = heard_pin(key)
    return _inside(said, unrolled) if heard else before


def _inside(cell: Cell | None, unrolled: Unrolled) -> Cell | None:
    rows, columns = unrolled.stepping.size
    return cell if cell and cell.row < rows and cell.column < columns and not cell.map else None


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state `pinned`."""
