"""A kernel as one short text, "1,0,-1;2,0,-2;1,0,-1": rows between ``;``, numbers between ``,``."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import ArrayLike, NDArray

LARGEST_SIDE = 11
LARGEST_WEIGHT = 1_000_000
DECIMALS = 4
_LONGEST_TEXT = 4096
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)


class KernelError(ValueError):
    """What is wrong with a kernel, in a sentence for the learner who typed it."""


def parse_kernel(text: str) -> NDArray[np.float32]:
    """Return the kernel (rows, columns) that a text describes, its numbers rounded to four decimals.

    Rows end with ``;`` or a new line; numbers stand between commas, tabs or spaces; brackets as NumPy
    prints them are passed over. Raises KernelError, which says where and what, for a text without
    numbers, rows of different lengths, more than 11 rows or columns, something that is not a finite
    number, or one beyond a million.

    >>> parse_kernel("1,0,-1; .5,0,-.5").tolist()
    [[1.0, 0.0, -1.0], [0.5, 0.0, -0.5]]
    >>> parse_kernel("1,2;3,x")
    Traceback (most recent call last):
    explorer.components.kernel_grid.text.KernelError: row 2, column 2 is "x", which is not a number
    """
    if len(text) > _LONGEST_TEXT:
        raise KernelError(f"the kernel's text has {len(text)} characters; at most {_LONGEST_TEXT} are read")
    rows = _cells(text)
    if not rows:
        raise KernelError("the kernel has no numbers; write at least one")
    _check_shape([len(row) for row in rows])
    weights = [
        [_weight(cell, row, column) for column, cell in enumerate(cells, 1)]
        for row, cells in enumerate(rows, 1)
    ]
    return np.array(weights, np.float32)


def format_kernel(weights: ArrayLike) -> str:
    """Return the text of a kernel (rows, columns), each number with at most four decimals.

    Raises KernelError for what `parse_kernel` would not read back.

    >>> format_kernel([[1, 0, -1], [0.25, -0.0, 1 / 3]])
    '1,0,-1;0.25,0,0.3333'
    """
    array = np.asarray(weights, np.float64)
    if array.ndim != 2:
        raise KernelError(f"a kernel has rows and columns; this array has the shape {array.shape}")
    _check_shape([array.shape[1]] * array.shape[0])
    return ";".join(
        ",".join(_written(_bounded(float(value), row, column)) for column, value in enumerate(values, 1))
        for row, values in enumerate(array, 1)
    )


def _cells(text: str) -> list[list[str]]:
    # A minus sign from a book or a web page is not the one on the keyboard.
    plain = text.replace("\u2212", "-").replace("]", ";").replace("[", " ")
    rows = (row.strip(" \t,") for row in re.split(r"[;\r\n]+", plain))
    return [[cell.strip() for cell in (row.split(",") if "," in row else row.split())] for row in rows if row]


def _check_shape(lengths: list[int]) -> None:
    rows, columns = len(lengths), max(lengths, default=0)
    if rows > LARGEST_SIDE or columns > LARGEST_SIDE:
        raise KernelError(f"kernel {rows}x{columns} is too large; at most {LARGEST_SIDE}x{LARGEST_SIDE} fits")
    if rows == 0 or columns == 0:
        raise KernelError(f"kernel {rows}x{columns} has no numbers; write at least one")
    for row, length in enumerate(lengths, 1):
        if length != lengths[0]:
            raise KernelError(
                f"row {row} has {length} numbers and row 1 has {lengths[0]}; all rows need as many"
            )


def _weight(cell: str, row: int, column: int) -> float:
    if cell == "":
        raise KernelError(f"row {row}, column {column} is empty; write a number, 0 for no weight")
    if not _NUMBER.fullmatch(cell) and not _INFINITE.fullmatch(cell):
        raise KernelError(f'row {row}, column {column} is "{cell[:20]}", which is not a number')
    return _bounded(float(cell), row, column)


def _bounded(value: float, row: int, column: int) -> float:
    if not abs(value) <= LARGEST_WEIGHT:
        bounds = f"weights go from {-LARGEST_WEIGHT:,} to {LARGEST_WEIGHT:,}"
        raise KernelError(f"row {row}, column {column} is {value:g}; {bounds}")
    return round(value, DECIMALS) + 0.0


def _written(value: float) -> str:
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
