"""Grids of numbers as HTML, for what one only reads."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import ArrayLike

from explorer.figures.formulas import MINUS


def signed(value: float) -> str:
    """Write a number with at most four digits and a true minus.

    >>> signed(-0.125), signed(-0.0), signed(7.0)
    ('−0.125', '0', '7')
    """
    return f"{value + 0.0:.4g}".replace("-", MINUS)


def grid(title: str, numbers: ArrayLike, note: str = "") -> str:
    """Return numbers (rows, columns) as a table with a caption; what is above and below zero is tinted."""
    values = np.atleast_2d(np.asarray(numbers, np.float64))
    limit = float(np.abs(values).max()) or 1.0
    rows = "".join(
        "<tr>" + "".join(_cell(float(value), float(value) / limit) for value in row) + "</tr>"
        for row in values
    )
    words = f"<small>{escape(note)}</small>" if note else ""
    return f"<figure><figcaption>{escape(title)}{words}</figcaption><table>{rows}</table></figure>"


def row_of(*parts: str) -> str:
    """Return grids and the signs between them as one line that wraps."""
    return f'<div class="matrix-grids">{"".join(parts)}</div>'


def sign(text: str) -> str:
    """Return a sign that stands between two grids."""
    return f'<span class="matrix-sign">{escape(text)}</span>'


def _cell(value: float, share: float) -> str:
    kind = "above" if share > 0 else "below" if share < 0 else "zero"
    return f'<td class="{kind}" style="--share: {abs(share):.3f}">{signed(value)}</td>'
