"""Tiles: every picture is found again at its place."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from explorer.pictures.tiling import png, tile


@given(
    count=st.integers(1, 9),
    size=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    columns=st.integers(1, 12),
    gap=st.integers(0, 3),
    channels=st.sampled_from([(), (3,), (4,)]),
)
def test_every_picture_lies_at_its_place_and_the_rest_is_filled(
    count: int, size: tuple[int, int], columns: int, gap: int, channels: tuple[int, ...]
) -> None:
    height, width = size
    pictures = np.random.default_rng(count).integers(0, 200, (count, height, width, *channels), np.uint8)
    sheet = tile(pictures, columns=columns, gap=gap, fill=222)
    rows = -(-count // columns)
    assert sheet.shape == (rows * (height + gap) - gap, columns * (width + gap) - gap, *channels)
    rest = sheet.copy()
    for number, picture in enumerate(pictures):
        top, left = number // columns * (height + gap), number % columns * (width + gap)
        assert np.array_equal(sheet[top : top + height, left : left + width], picture)
        rest[top : top + height, left : left + width] = 222
    assert (rest == 222).all()


@pytest.mark.parametrize(("columns", "gap"), [(0, 1), (-2, 1), (3, -1)])
def test_impossible_sheets_are_refused(columns: int, gap: int) -> None:
    with pytest.raises(ValueError, match=f"{columns} and {gap}"):
        tile(np.zeros((2, 3, 3), np.uint8), columns=columns, gap=gap)


@pytest.mark.parametrize("shape", [(0, 3, 3), (3, 3), (1, 2, 3, 4, 5)])
def test_what_is_no_stack_of_pictures_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="N > 0"):
        tile(np.zeros(shape, np.uint8), columns=1)


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3), (5, 7, 4)])
def test_a_png_holds_exactly_the_array(shape: tuple[int, ...]) -> None:
    array = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    read = np.asarray(Image.open(io.BytesIO(png(array))))
    assert np.array_equal(read, array)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png(array[::2, ::2])))), array[::2, ::2])
