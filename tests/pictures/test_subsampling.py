"""Pixels that stay: how many, which, and what stands in the gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pictures.subsampling import LEVELS, Gaps, at_random, even_places, on_grid

PICTURE = np.arange(28 * 20, dtype=np.int64).reshape(28, 20).astype(np.uint8)


@given(st.integers(1, 300), st.data())
def test_even_places_are_different_and_evenly_spaced(size: int, data: st.DataObject) -> None:
    kept = data.draw(st.integers(1, size))
    places = even_places(size, kept)
    steps = np.diff(places)
    assert len(places) == kept
    assert places[0] >= 0
    assert places[-1] < size
    assert not steps.size or (steps.min() >= 1 and steps.max() - steps.min() <= 1)


@pytest.mark.parametrize(("size", "kept"), [(3, 4), (3, 0)])
def test_more_places_than_there_are_cannot_be_kept(size: int, kept: int) -> None:
    with pytest.raises(ValueError, match=f"an axis of {size} places has no {kept} different ones"):
        even_places(size, kept)


@pytest.mark.parametrize("percent", LEVELS)
def test_a_grid_keeps_the_pictures_own_pixels(percent: int) -> None:
    left = on_grid(PICTURE, percent=percent)
    assert left.kept == left.picture.size
    assert left.kept / PICTURE.size == pytest.approx(percent / 100, abs=0.04)
    rows, columns = left.picture.shape
    expected = PICTURE[even_places(28, rows)][:, even_places(20, columns)]
    assert np.array_equal(left.picture, expected)


def test_the_whole_picture_is_the_whole_picture() -> None:
    gaps: tuple[Gaps, ...] = ("white", "nearest")
    assert np.array_equal(on_grid(PICTURE, percent=100).picture, PICTURE)
    for gap in gaps:
        assert np.array_equal(at_random(PICTURE, percent=100, seed=3, gaps=gap).picture, PICTURE)


def test_chance_keeps_exactly_the_share_and_less_is_part_of_more() -> None:
    dark = np.zeros((20, 30), np.uint8)
    before = np.zeros_like(dark, bool)
    for percent in LEVELS:
        left = at_random(dark, percent=percent, seed=7, gaps="white")
        stays = left.picture == 0
        assert left.kept == stays.sum() == 6 * percent
        assert (stays >= before).all()
        before = stays
    other = at_random(dark, percent=50, seed=8, gaps="white").picture
    assert not np.array_equal(other, at_random(dark, percent=50, seed=7, gaps="white").picture)


def test_a_gap_takes_after_a_nearest_pixel_that_stayed() -> None:
    picture = np.random.default_rng(2).integers(0, 250, (9, 11), dtype=np.uint8)
    left = at_random(picture, percent=20, seed=5)
    stays = at_random(np.zeros_like(picture), percent=20, seed=5, gaps="white").picture == 0
    places = np.argwhere(stays)
    for row, column in np.ndindex(*picture.shape):
        distances = ((places - (row, column)) ** 2).sum(axis=1)
        nearest = places[distances == distances.min()]
        assert left.picture[row, column] in {int(picture[tuple(place)]) for place in nearest}


def test_colours_stay_together() -> None:
    picture = np.repeat(PICTURE[:, :, np.newaxis], 3, axis=2) + np.uint8([0, 1, 2])
    for left in (on_grid(picture, percent=20), at_random(picture, percent=20, seed=1)):
        red, green, blue = np.moveaxis(left.picture, 2, 0)
        assert np.array_equal(red + np.uint8(1), green)
        assert np.array_equal(red + np.uint8(2), blue)


def test_one_pixel_always_stays() -> None:
    dot = np.zeros((1, 1), np.uint8)
    assert on_grid(dot, percent=10).kept == at_random(dot, percent=10, seed=1).kept == 1


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_share_beyond_the_picture_is_refused(percent: int) -> None:
    for drop in (
        lambda: on_grid(PICTURE, percent=percent),
        lambda: at_random(PICTURE, percent=percent, seed=1),
    ):
        with pytest.raises(ValueError, match=f"not {percent} %"):
            drop()
