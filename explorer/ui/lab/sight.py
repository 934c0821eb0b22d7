"""What one unit sees of the input: its receptive field on a picture."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from explorer.architectures.analysis import Analysis, Row
from explorer.architectures.plans import Address
from explorer.components.network_builder import Building
from explorer.components.pinning import Cell
from explorer.components.svg_picture import svg_picture
from explorer.figures.fields import field_svg
from explorer.pictures.samples import sample_digit, sample_picture
from explorer.ui.lab.address import UNIT
from explorer.ui.lab.volumes import download_svg, node_at
from explorer.ui.links import loaded, origin, write_link

WORDS = (
    "Choose a unit of the layer that is selected in the table. What it sees grows from layer to layer; near "
    "the edges a part of it lies in the padding."
)
PHOTO, DIGIT = "cat", 23
LARGEST = 512


def show_sight(building: Building, analysis: Analysis) -> None:
    """Show sliders for a unit of the selected layer, and what the unit sees."""
    address = sighted(analysis, building.selected)
    if address is None:
        st.info(
            "No layer of this network works yet: there is nothing to see through.",
            icon=":material/visibility_off:",
        )
        return
    st.caption(WORDS)
    row = analysis.by_address[address]
    unit = _choose_unit(row)
    shape = analysis.plan.input_shape
    svg = field_svg(analysis, address, unit.row, unit.column, _picture(shape) if len(shape) == 3 else None)
    svg_picture(svg, key="lab_sight")
    download_svg(svg, analysis, "receptive_field")


def sighted(analysis: Analysis, selected: Address | None) -> Address | None:
    """Return the selected layer or block if it works, else the last one that has maps or works at all."""
    chosen = node_at(analysis, selected)
    if chosen is not None and analysis.by_address[chosen].output_shape is not None:
        return chosen
    working = [row for row in analysis.rows if row.output_shape is not None and not row.aside]
    maps = [row for row in working if len(row.output_shape or ()) == 3]
    return next((row.address for row in reversed(maps or working)), None)


def _choose_unit(row: Row) -> Cell:
    """Show a slider for row and column, and let the address say what they stand at; begin in the middle."""
    rows, columns = (row.output_shape or ())[1:] if len(row.output_shape or ()) == 3 else (1, 1)
    held = st.session_state.get("lab_unit")
    now, linked = origin(UNIT), Cell.from_text(loaded(UNIT)) if loaded(UNIT) else None
    is_new = not isinstance(held, tuple) or held[0] != now
    cell = (linked if is_new or held is None else held[1]) or Cell(rows // 2, columns // 2)
    st.markdown(f"**{row.path}**, {_units(row)}")
    with st.container(horizontal=True):
        places = [
            _slider(name, min(place, count - 1), count, is_new=is_new)
            for name, place, count in (("row", cell.row, rows), ("column", cell.column, columns))
        ]
    chosen = Cell(*places)
    is_moved = chosen != Cell(rows // 2, columns // 2)
    st.session_state["lab_unit"] = (now, chosen if is_moved else None)
    write_link(UNIT, chosen.text if is_moved else "")
    return chosen


def _units(row: Row) -> str:
    shape = row.output_shape or ()
    if len(shape) == 3:
        return f"{shape[1]:,} × {shape[2]:,} units" + (
            f" on each of {shape[0]:,} maps" if shape[0] > 1 else ""
        )
    return f"{shape[0]:,} numbers in a row, without places" if shape else ""


def _slider(name: str, place: int, count: int, *, is_new: bool) -> int:
    """Show a slider from 0 on; it begins at ``place``, and goes there again where a link ``is_new``."""
    key = f"lab_{name}_{count}"
    if count == 1:
        return 0
    if is_new or key not in st.session_state:
        st.session_state[key] = place
    chosen: int = st.slider(name.capitalize(), 0, count - 1, key=key, width=280)
    return chosen


@lru_cache(maxsize=8)
def _picture(shape: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Return a sample picture in the colours of the input, at its size."""
    channels, height, width = shape
    source = sample_digit(DIGIT) if channels == 1 else sample_picture(PHOTO)
    shrunk = min(1.0, LARGEST / max(height, width))
    size = (max(1, round(width * shrunk)), max(1, round(height * shrunk)))
    picture = ImageOps.fit(source.convert("L" if channels == 1 else "RGB"), size, Image.Resampling.LANCZOS)
    return np.asarray(picture)
