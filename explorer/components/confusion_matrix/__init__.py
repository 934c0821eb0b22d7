"""What was meant against what was read: a table of counts, and the pictures behind the chosen one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.components.gallery import Sheet
from explorer.components.keeping import keep
from explorer.components.mounting import component
from explorer.components.payload import narrow, pack
from explorer.pictures.tiling import png, tile

__all__ = ["Chosen", "Example", "confusion_matrix"]

SHEET_COLUMNS = 20
_CHOICE = re.compile(r"([0-9]),([0-9])(?:,([0-9]{1,6}))?")
_mount = component(
    "confusion_matrix",
    shared=(
        "elements.js",
        "views.js",
        "cells.js",
        "payload.js",
        "numbers.js",
        "grids.js",
        "controls.css",
        "grids.css",
    ),
)


@dataclass(frozen=True)
class Chosen:
    """A cell of the table, what was meant and what was read, and the number of an opened picture, or None."""

    meant: int
    read: int
    example: int | None = None

    @property
    def cell(self) -> str:
        """Return the cell as it stands in an address.

        >>> Chosen(4, 6, 100).cell
        '4,6'
        """
        return f"{self.meant},{self.read}"

    @classmethod
    def from_text(cls, text: str) -> Chosen:
        """Return the choice that a text names, or raise ValueError.

        >>> Chosen.from_text("4,6"), Chosen.from_text("4,6,100").example
        (Chosen(meant=4, read=6, example=None), 100)
        """
        found = _CHOICE.fullmatch(text)
        if not found:
            raise ValueError(f"a cell is written meant,read, not {text[:20]!r}")
        meant, read, example = found.groups()
        return cls(int(meant), int(read), None if example is None else int(example))


@dataclass(frozen=True, eq=False)
class Example:
    """A picture behind a count, uint8 (H, W): its number, and the words for it."""

    number: int
    words: str
    picture: NDArray[np.uint8]


def confusion_matrix(
    counts: NDArray[np.int64],
    examples: Callable[[Chosen], Sequence[Example]],
    *,
    key: str,
    start: str = "",
    origin: str = "",
    on_open: Callable[[int], None] | None = None,
) -> Chosen | None:
    """Show counts (N, N), N at most 10, rows by what was meant; return the chosen cell, None at first.

    `examples` gives the pictures behind a cell, all of one size. `start` ("meant,read", or "" for no cell)
    is in force at first, and again whenever `origin` names something else than in the run before. `on_open`
    is called with a picture's number when one is clicked, before the script runs again: there the state of
    widgets may still be set. Nothing that a browser sends can raise.

    Raises ValueError for a start that names no cell, or counts that are no such table.
    """
    if counts.ndim != 2 or not 0 < len(counts) == counts.shape[1] <= 10:
        raise ValueError(f"counts are N rows and N columns, N from 1 to 10, not {counts.shape}")

    def accepts(text: str) -> bool:
        return _chosen(text, len(counts)) is not None

    if start and not accepts(start):
        raise ValueError(f"the table has {len(counts)} rows and columns and no cell {start!r}")

    def heard() -> None:
        chosen = _said(st.session_state.get(key), len(counts))
        if chosen is not None and chosen.example is not None and on_open is not None:
            on_open(chosen.example)

    kept = keep(key, lambda: start, origin=origin, accepts=accepts)
    chosen = _chosen(kept.text, len(counts))
    shown = examples(chosen) if chosen else ()
    header = {
        "version": kept.version,
        "text": kept.shown,
        "cell": chosen.cell if chosen else "",
        "examples": [[each.number, each.words] for each in shown],
        **_sheet(shown),
    }
    _mount(key=key, data=pack(header, {"counts": narrow(counts)}), on_text_change=heard)
    return _chosen(keep(key, lambda: start, origin=origin, accepts=accepts).text, len(counts))


def _sheet(examples: Sequence[Example]) -> Mapping[str, object]:
    if not examples:
        return {"sheet": "", "columns": 1, "rows": 1, "side": 1}
    columns = min(SHEET_COLUMNS, len(examples))
    pictures = np.stack([each.picture for each in examples])
    sheet = Sheet(png(tile(pictures, columns=columns, gap=0)), columns, pictures.shape[2], pixelated=True)
    rows = -(-len(examples) // columns)
    return {"sheet": sheet.address, "columns": columns, "rows": rows, "side": sheet.side}


def _chosen(text: str, classes: int) -> Chosen | None:
    try:
        chosen = Chosen.from_text(text)
    except ValueError:
        return None
    return chosen if max(chosen.meant, chosen.read) < classes else None


def _said(state: object, classes: int) -> Chosen | None:
    text = state.get("text") if isinstance(state, Mapping) else None
    return _chosen(text.partition("|")[2], classes) if isinstance(text, str) else None
