"""Squares on a picture: kept inside, read from an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pictures.squares import (
    LEAST_SIDE,
    Square,
    is_link,
    is_square,
    link_of,
    linked_square,
    scaled_square,
    square_in,
)

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
    "text", ["", "1,2", "1,2,3,4", "-1,2,3", "1.5,2,3", " 1,2,3", "123456789,1,1", "a,b,c", "１,２,３"]
)
def test_nonsense_is_no_square(text: str) -> None:
    assert not is_square(text)
    if text:
        with pytest.raises(ValueError, match="row,column,side"):
            square_in((9, 9), text)


def test_what_fits_stays() -> None:
    assert square_in((99, 99), "3,14,20") == Square(3, 14, 20)


@given(sizes, st.integers(0, 499), st.integers(0, 499), st.integers(1, 500))
def test_a_link_brings_the_same_square_back(size: tuple[int, int], row: int, column: int, side: int) -> None:
    square = square_in(size, f"{row},{column},{side}")
    assert is_link(link_of(square, size))
    assert linked_square(size, link_of(square, size)) == square


def test_a_link_of_three_numbers_counts_the_pixels_of_a_copy_of_400() -> None:
    """Such links were shared when squares were measured on a copy of 400 pixels, or on a smaller picture."""
    assert linked_square((600, 800), "10,20,100") == Square(20, 40, 200)
    assert linked_square((60, 80), "10,20,30") == Square(10, 20, 30)
    assert linked_square((300, 451), "0,0,266") == Square(0, 0, 300)


@pytest.mark.parametrize("text", ["", "1,2", "1,2,3,0", "1,2,3,4,5", "1,2,3,", "a,b,c,9", "1,2,3,123456789"])
def test_nonsense_is_no_link(text: str) -> None:
    assert not is_link(text)
    with pytest.raises(ValueError, match="the longer side of its picture"):
        linked_square((9, 9), text)


def test_what_a_link_says_can_be_huge() -> None:
    assert linked_square((30, 40), "99999999,99999999,99999999,1") == Square(0, 10, 30)


@given(sizes, st.integers(0, 499), st.integers(0, 499), st.integers(1, 500), st.integers(1, 8))
def test_a_square_of_a_copy_lies_inside_and_the_largest_stays_the_largest(
    size: tuple[int, int], row: int, column: int, side: int, factor: int
) -> None:
    whole = (size[0] * factor, size[1] * factor)
    square = square_in(whole, f"{row * factor},{column * factor},{side * factor}")
    made = scaled_square(square, whole, to=size)
    assert square_in(size, made.text, least=1) == made
    assert abs(made.side * factor - square.side) <= factor / 2
    assert scaled_square(square_in(whole), whole, to=size).side == min(size)


def test_no_side_is_shorter_than_is_asked_for() -> None:
    assert square_in((99, 99), "3,14,20", least=40) == Square(3, 14, 40)
    assert square_in((20, 99), "3,14,2", least=40) == Square(0, 14, 20)
