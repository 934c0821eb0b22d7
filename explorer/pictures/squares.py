"""Square parts of a picture: where they are, kept inside it, written in an address."""

from __future__ import annotations

import re
from typing import NamedTuple

LEAST_SIDE = 8
# Links of three numbers count the pixels of a picture whose longer side was made this long, if it was longer.
FORMER_LENGTH = 400
_TEXT = re.compile(r"([0-9]{1,8}),([0-9]{1,8}),([0-9]{1,8})")
_LINK = re.compile(_TEXT.pattern + r"(?:,([1-9][0-9]{0,7}))?")


class Square(NamedTuple):
    """A square part of a picture: its first row and column, counted from 0, and its side, in pixels."""

    row: int
    column: int
    side: int

    @property
    def text(self) -> str:
        """Return the square as a component writes it.

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


def square_in(size: tuple[int, int], text: str = "", *, least: int = LEAST_SIDE) -> Square:
    """Return a square inside a picture of (height, width), pushed inside where it would stand out.

    Without a text it is the largest one, in the middle. No side is shorter than `least` pixels, unless the
    picture is. Raises ValueError for a text that `is_square` refuses.

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
    side = min(max(side, least), most)
    return Square(min(row, height - side), min(column, width - side), side)


def scaled_square(square: Square, size: tuple[int, int], *, to: tuple[int, int]) -> Square:
    """Return the square of a picture of (height, width) in the pixels of the same picture at another size.

    The largest square stays the largest, however the sizes were rounded.

    >>> scaled_square(Square(300, 0, 1500), (3000, 4000), to=(768, 1024))
    Square(row=77, column=0, side=384)
    """
    row, column, side = (_rounded(number * max(to), max(size)) for number in square)
    text = Square(row, column, min(to) if square.side == min(size) else side).text
    return square_in(to, text, least=1)


def is_link(text: str) -> bool:
    """Say whether a text from an address names a square: row,column,side and the longer side of the picture.

    >>> is_link("0,75,300,450"), is_link("0,75,300"), is_link("0,75,300,0")
    (True, True, False)
    """
    return _LINK.fullmatch(text) is not None


def link_of(square: Square, size: tuple[int, int]) -> str:
    """Return a square as an address writes it, with the longer side of the picture that counts its pixels.

    >>> link_of(Square(0, 75, 300), (300, 450))
    '0,75,300,450'
    """
    return f"{square.text},{max(size)}"


def linked_square(size: tuple[int, int], text: str, *, least: int = LEAST_SIDE) -> Square:
    """Return the square that an address names, in a picture of (height, width), whatever its size was then.

    Raises ValueError for a text that `is_link` refuses.

    >>> linked_square((300, 450), "10,75,200,450"), linked_square((600, 900), "10,75,200,450")
    (Square(row=10, column=75, side=200), Square(row=20, column=150, side=400))
    """
    found = _LINK.fullmatch(text)
    if found is None:
        raise ValueError(f"a square is row,column,side and the longer side of its picture, not {text!r}")
    *numbers, counted = found.groups()
    length = int(counted) if counted else min(FORMER_LENGTH, max(size))
    row, column, side = (_rounded(int(number) * max(size), length) for number in numbers)
    return square_in(size, Square(*(min(each, max(size)) for each in (row, column, side))).text, least=least)


def _rounded(numerator: int, denominator: int) -> int:
    """Return a quotient as the nearest whole number, a half rounded up.

    >>> _rounded(5, 2), _rounded(7, 3)
    (3, 2)
    """
    return (2 * numerator + denominator) // (2 * denominator)
