"""Grids of numbers as one short text, "7,2,3;4,5,3/1,0,-1": the input, and behind ``/`` the kernel.

A pooling has no kernel: its text is the input alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

LARGEST_INPUT, LARGEST_KERNEL = 16, 7
LARGEST_NUMBER = 9999
DECIMALS = 2
_NUMBER = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?")

Grid = NDArray[np.float64]


class Grids(NamedTuple):
    """What lies in the two grids that a learner edits, each (rows, columns) of decimals."""

    image: Grid
    kernel: Grid


def parse_grid(text: str, *, most: int) -> Grid:
    """Return the grid (rows, columns) that a text describes.

    Rows stand between ``;``, numbers between ``,``, each from -9999 to 9999 with at most two digits after the
    point. Raises ValueError, which says where and what, for anything else and for more than ``most`` rows or
    columns.

    >>> parse_grid("1,0;-.5,2", most=7)
    Traceback (most recent call last):
    ValueError: row 1, column 0 is '-.5', not a number of at most 4 digits before the point and 2 after
    >>> parse_grid("1,0;-0.5,2", most=7).tolist()
    [[1.0, 0.0], [-0.5, 2.0]]
    """
    rows = [row.split(",") for row in text.split(";", most)]
    if len(rows) > most or max(map(len, rows)) > most:
        raise ValueError(f"a grid of more than {most}x{most} numbers does not fit here")
    if len({len(row) for row in rows}) > 1:
        raise ValueError("all rows of a grid need as many numbers")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if not _NUMBER.fullmatch(cell):
                raise ValueError(
                    f"row {row}, column {column} is {cell[:20]!r}, not a number of at most "
                    f"4 digits before the point and {DECIMALS} after"
                )
    return np.array(rows, np.float64) + 0.0


def format_grid(grid: ArrayLike) -> str:
    """Return the text of a grid (rows, columns), rounded to two digits after the point.

    >>> format_grid([[1, -0.0], [2.5, 10]])
    '1,0;2.5,10'
    """
    return ";".join(",".join(_written(float(cell)) for cell in row) for row in np.asarray(grid))


def parse_grids(text: str) -> Grids:
    """Return input and kernel of a text, or raise ValueError.

    >>> parse_grids("1,2,3/1,0").kernel.tolist()
    [[1.0, 0.0]]
    """
    image, slash, kernel = text.partition("/")
    if not slash:
        raise ValueError("input and kernel need a / between them")
    return Grids(parse_grid(image, most=LARGEST_INPUT), parse_grid(kernel, most=LARGEST_KERNEL))


def format_grids(grids: Grids) -> str:
    """Return the text that `parse_grids` reads."""
    return f"{format_grid(grids.image)}/{format_grid(grids.kernel)}"


def parse_input(text: str) -> Grid:
    """Return the input of a text that has no kernel, or raise ValueError.

    >>> parse_input("1,2;3,4").tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """
    return parse_grid(text, most=LARGEST_INPUT)


def _written(value: float) -> str:
    return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")
