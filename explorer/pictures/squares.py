"""Square parts of a picture: where they are, kept inside it, written in an address."""

from __future__ import annotations

import re
from typing import NamedTuple

LEAST_SIDE = 8
_TEXT = re.compile(r"([0-9]{1,5}),([0-9]{1,5}),([0-9]{1,5})")


class Square(NamedTuple):
    """A square part of a picture: its first row and column, counted from 0, and its side, in pixels."""

    row: int
    column: int
    side: int

    @property
    def text(self) -> str:
        """Return the square as an address writes it.

        >>> Square(0, 75, 300).text
        '0,75,300'
        """
        return f"{self.row},{self.column},{self.side}"

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom, as Pillow counts: right and bottom lie outside.

        >>> Square(0, 75, 300).box
        (75, 0, 375, 300)
        """
        return self.column, self.row, self.column + self.side, self.row + self.side


def is_square(text: str) -> bool:
    """Say whether a text names a square.

    >>> is_square("0,75,300"), is_square("0,75"), is_square("-1,0,9")
    (True, False, False)
    """
    return _TEXT.fullmatch(text) is not None


def square_in(size: tuple[int, int], text: str = "") -> Square:
    """Return a square inside a picture of (height, width), pushed inside where it would stand out.

    Without a text it is the largest one, in the middle. No side is shorter than 8 pixels, unless the picture
    is. Raises ValueError for a text that `is_square` refuses.

    >>> square_in((300, 450)), square_in((300, 450), "280,10,100"), square_in((300, 450), "0,0,2").side
    (Square(row=0, column=75, side=300), Square(row=200, column=10, side=100), 8)
    """
    height, width = size
    most = min(size)
    if not text:
        return Square((height - most) // 2, (width - most) // 2, most)
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ValueError(f"a square is three whole numbers, row,column,side, not {text!r}")
    row, column, side = (int(part) for part in found.groups())
    side = min(max(side, LEAST_SIDE), most)
    return Square(min(row, height - side), min(column, width - side), side)
