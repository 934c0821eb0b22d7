"""Squares on a picture: kept inside, read from an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pictures.squares import LEAST_SIDE, Square, is_square, square_in

sizes = st.tuples(st.integers(1, 500), st.integers(1, 500))


@given(sizes, st.integers(0, 99_999), st.integers(0, 99_999), st.integers(0, 99_999))
def test_a_square_never_stands_out(size: tuple[int, int], row: int, column: int, side: int) -> None:
    square = square_in(size, f"{row},{column},{side}")
    assert 0 <= square.row <= size[0] - square.side
    assert 0 <= square.column <= size[1] - square.side
    assert min(LEAST_SIDE, *size) <= square.side <= min(size)
    assert square_in(size, square.text) == square


@given(sizes)
def test_without_a_text_it_is_the_largest_in_the_middle(size: tuple[int, int]) -> None:
    square = square_in(size)
    assert square.side == min(size)
    below, beside = size[0] - square.row - square.side, size[1] - square.column - square.side
    assert 0 <= below - square.row <= 1 and 0 <= beside - square.column <= 1


@pytest.mark.parametrize(
    "text", ["", "1,2", "1,2,3,4", "-1,2,3", "1.5,2,3", " 1,2,3", "123456,1,1", "a,b,c", "１,２,３"]
)
def test_nonsense_is_no_square(text: str) -> None:
    assert not is_square(text)
    if text:
        with pytest.raises(ValueError, match="row,column,side"):
            square_in((9, 9), text)


def test_what_fits_stays() -> None:
    assert square_in((99, 99), "3,14,20") == Square(3, 14, 20)
