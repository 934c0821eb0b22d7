"""Cells that a visitor pins: how an address names one, and what a browser last said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Cell:
    """A cell of a feature map: its row and column, and which map where there are several."""

    row: int
    column: int
    map: int = 0

    @property
    def text(self) -> str:
        """Return the cell as it stands in an address.

        >>> Cell(12, 40).text, Cell(12, 40, map=2).text
        ('12,40', '12,40,2')
        """
        return ",".join(str(part) for part in (self.row, self.column, self.map or None) if part is not None)

    @classmethod
    def from_text(cls, text: str) -> Cell:
        """Return the cell that a text names, or raise ValueError.

        >>> Cell.from_text("12,40")
        Cell(row=12, column=40, map=0)
        """
        parts = text.split(",") if len(text) < 20 else []
        if len(parts) not in (2, 3) or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError(f"a cell is written row,column, not {text[:20]!r}")
        return cls(*map(int, parts))


def heard_pin(key: str) -> tuple[Cell | None, bool]:
    """Return what the component under `key` last pinned, and whether it said anything that makes sense."""
    state = st.session_state.get(key)
    text = state.get("pinned") if isinstance(state, Mapping) else None
    if not isinstance(text, str):
        return None, False
    try:
        return (Cell.from_text(text) if text else None), True
    except ValueError:
        return None, False


def inside(cell: Cell | None, size: tuple[int, int]) -> Cell | None:
    """Return a cell if an output of one map and this size (rows, columns) has it, otherwise None.

    >>> inside(Cell(1, 2), (2, 3)), inside(Cell(2, 0), (2, 3))
    (Cell(row=1, column=2, map=0), None)
    """
    rows, columns = size
    return cell if cell and cell.row < rows and cell.column < columns and not cell.map else None
