"""A pooling before and after a move, side by side, with every cell that changed marked."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.components.stepper import Grid
from explorer.pictures.colours import colour
from explorer.prediction.pooled_values import near
from explorer.prediction.task import written
from explorer.ui.digits.pictures import picture_html
from explorer.ui.pooling.shifting import Moved

# A browser needs long for four tables of more numbers, and nobody reads them.
LARGEST_TABLE = 8
CELL = 14
# A dark frame with a light one in it is seen on every colour.
INK, HALO, LINE = (20, 24, 28), (255, 255, 255), 205
OUTER, INNER = 2, 4

Marks = NDArray[np.bool_]


def show_move(state: Moved) -> None:
    """Show both inputs and both outputs, what changed marked, and the counts in words."""
    is_small = max(*state.before.size, *state.inputs[0].shape) <= LARGEST_TABLE
    nothing = np.zeros(state.inputs[0].shape, bool), np.zeros(state.before.size, bool)
    pairs = (
        (("Input", "Input, moved"), state.inputs, (nothing[0], state.changed_inputs)),
        (
            ("Output", "Output of the moved input"),
            (state.before.output, state.after.output),
            (nothing[1], state.changed_outputs),
        ),
    )
    figures = []
    for titles, grids, marks in pairs:
        limit = max(_largest(grid) for grid in grids)
        for title, grid, changed in zip(titles, grids, marks, strict=True):
            html = table_html(grid, changed) if is_small else map_html(title, grid, changed, limit=limit)
            figures.append(f"<figure><figcaption>{escape(title)}</figcaption>{html}</figure>")
    st.html(f'<div class="pool-shift">{"".join(figures)}</div>')
    mark = "a thick frame and bold figures" if is_small else "a frame"
    st.markdown(f"{state.sentences} Changed cells have {mark}.")


def table_html(grid: Grid, changed: Marks) -> str:
    """Return a grid (H, W) as an HTML table, its changed cells marked by more than a colour.

    >>> print(table_html(np.array([[2.0]]), np.array([[True]])))
    <table><tbody><tr><td class="changed" aria-label="2, changed">2</td></tr></tbody></table>
    """
    lines = "".join(
        f"<tr>{''.join(_cell(*cell) for cell in zip(row, marks, strict=True))}</tr>"
        for row, marks in zip(grid.tolist(), changed.tolist(), strict=True)
    )
    return f"<table><tbody>{lines}</tbody></table>"


def map_html(title: str, grid: Grid, changed: Marks, *, limit: float) -> str:
    """Return a large grid (H, W) as a picture, orange above zero and blue below, its changed cells framed."""
    cells = colour(np.where(np.isfinite(grid), grid, -limit).astype(np.float32), limit=limit)
    pixels = np.repeat(np.repeat(cells, CELL, 0), CELL, 1)
    pixels[::CELL], pixels[:, ::CELL] = LINE, LINE
    framed = np.repeat(np.repeat(changed, CELL, 0), CELL, 1)
    depth = np.minimum(np.arange(CELL), np.arange(CELL)[::-1])
    depths = np.tile(np.minimum.outer(depth, depth), grid.shape)
    pixels[framed & (depths < INNER)] = HALO
    pixels[framed & (depths < OUTER)] = INK
    height, width = grid.shape
    told = f"{title}: {height} by {width} numbers as colours, {int(changed.sum())} of them changed."
    return picture_html(pixels, told, name="pool-map")


def _largest(grid: Grid) -> float:
    return float(np.abs(grid[np.isfinite(grid)]).max(initial=0)) or 1.0


def _cell(value: float, changed: bool) -> str:
    sign, digits = near(value)
    text = digits if sign == "=" else f"≈{written(round(value, 2))}"
    marks = f' class="changed" aria-label="{text}, changed"' if changed else ""
    return f"<td{marks}>{text}</td>"
