"""The way of one filter through a picture, read cell by cell: window, products, sum, activation, pooling.

The browser gets the padded picture as integers, the kernels as integers over a power of ten, and the exact
sum of every window. It multiplies value by weight itself, integer by integer, because sending every product
would be as many times the picture as the kernel has cells; the tests hold what it prints against Python's
fractions."""

from __future__ import annotations

from explorer.arithmetic.exact import ExactFilter, ExactMap
from explorer.components.mounting import component
from explorer.components.pinning import Cell, heard_pin
from explorer.components.pixel_reader.reading import Activated, Pooled, Reading, embedded
from explorer.components.pixel_reader.sending import blob

__all__ = ["Activated", "Cell", "ExactFilter", "ExactMap", "Pooled", "Reading", "embedded", "pixel_reader"]

_mount = component(
    "pixel_reader",
    shared=(
        "elements.js",
        "views.js",
        "cells.js",
        "payload.js",
        "numbers.js",
        "painting.js",
        "controls.css",
        "figures.css",
    ),
)


def pixel_reader(reading: Reading, *, key: str, pinned: Cell | None = None) -> Cell | None:
    """Show a reading and return the cell that the visitor pinned with a click, if any.

    ``pinned`` is in force until the visitor pins or unpins one; write what is returned into the address. A
    cell that the feature maps do not have is ignored. Moving over the pictures asks the server for nothing.
    """
    said, heard = heard_pin(key)
    before = _inside(said if heard else pinned, reading)
    _mount(key=key, data=blob(reading, pinned=before), on_pinned_change=_nothing)
    said, heard = heard_pin(key)
    return _inside(said, reading) if heard else before


def _inside(cell: Cell | None, reading: Reading) -> Cell | None:
    """Return the cell if the feature maps have it."""
    if cell is None:
        return None
    height, width = reading.maps[0].sums.shape
    fits = cell.row < height and cell.column < width and cell.map < len(reading.maps)
    return cell if fits else None


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called
    `pinned`."""
