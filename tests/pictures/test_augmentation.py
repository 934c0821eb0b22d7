"""Digits redrawn as learners draw them: what was promised about canvas, place, size and pen."""

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from explorer.pictures.augmentation import redraw
from explorer.pictures.digits import prepare_digit
from explorer.pictures.drawings import drawings
from explorer.pictures.strokes import draw_strokes


def digit(name: str) -> np.ndarray:
    return (prepare_digit(draw_strokes(drawings()[name].strokes)).prepared * 255).astype(np.uint8)


DIGITS = [digit(name) for name in drawings()]


@pytest.fixture(scope="module")
def redrawn() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [redraw(DIGITS[number % len(DIGITS)], rng) for number in range(150)]


def box(picture: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(picture[..., 0] < 128)
    return int(rows.min()), int(rows.max()) + 1, int(columns.min()), int(columns.max()) + 1


def test_the_canvas_is_white_square_and_of_every_size(redrawn: list[np.ndarray]) -> None:
    sides = [len(picture) for picture in redrawn]
    assert all(picture.shape == (side, side, 3) for picture, side in zip(redrawn, sides, strict=True))
    assert min(sides) >= 280
    assert max(sides) <= 600
    assert max(sides) - min(sides) > 250
    for picture in redrawn:
        assert picture.dtype == np.uint8
        assert (picture == 255).all(axis=2).mean() > 0.5


def test_the_ink_is_dark(redrawn: list[np.ndarray]) -> None:
    for picture in redrawn:
        assert picture.reshape(-1, 3).min(axis=0).max() <= 60


def test_the_height_is_25_to_90_percent_and_the_place_is_anywhere(redrawn: list[np.ndarray]) -> None:
    heights, downs, acrosses = [], [], []
    for picture in redrawn:
        top, bottom, left, right = box(picture)
        side = len(picture)
        heights.append((bottom - top) / side)
        downs.append(top / max(side - (bottom - top), 1))
        acrosses.append(left / max(side - (right - left), 1))
    assert min(heights) > 0.24
    assert max(heights) < 0.91
    assert max(heights) - min(heights) > 0.55
    for places in (downs, acrosses):
        assert min(places) < 0.1
        assert max(places) > 0.9


def test_every_digit_lies_wholly_on_the_canvas() -> None:
    wide = np.zeros((28, 28), np.uint8)
    wide[12:15, 4:24] = 255
    for seed in range(30):
        picture = redraw(wide, np.random.default_rng(seed))
        top, bottom, left, right = box(picture)
        assert 0.02 * len(picture) < right - left <= 0.98 * len(picture)
        assert bottom - top < len(picture)


def test_the_pen_goes_from_thin_to_thick(redrawn: list[np.ndarray]) -> None:
    widths = np.array([prepare_digit(picture).pen_width for picture in redrawn]) / 20
    assert 0.03 < widths.min() < 0.055
    assert 0.14 < widths.max() < 0.22


def test_the_same_generator_gives_the_same_picture_and_another_another() -> None:
    first, same, other = (redraw(DIGITS[3], np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert np.array_equal(first, same)
    assert first.shape != other.shape or not np.array_equal(first, other)


def test_floats_and_bytes_give_the_same_picture() -> None:
    as_bytes, as_floats = DIGITS[6], DIGITS[6].astype(np.float32) / 255
    one, two = redraw(as_bytes, np.random.default_rng(1)), redraw(as_floats, np.random.default_rng(1))
    assert np.abs(one.astype(int) - two).max() <= 1


def test_a_redrawn_digit_is_still_the_digit(redrawn: list[np.ndarray]) -> None:
    originals = np.stack([smooth(picture / 255) for picture in DIGITS])
    right = 0
    for number, picture in enumerate(redrawn):
        prepared = smooth(prepare_digit(picture).prepared)
        likeness = [np.corrcoef(prepared.ravel(), original.ravel())[0, 1] for original in originals]
        labels = [entry.digit for entry in drawings().values()]
        right += labels[int(np.argmax(likeness))] == labels[number % len(DIGITS)]
    assert right > 0.85 * len(redrawn)


def smooth(picture: np.ndarray) -> np.ndarray:
    image = Image.fromarray((picture * 255).astype(np.uint8))
    return np.asarray(image.resize((10, 10), Image.Resampling.BILINEAR), float)


def test_faint_strokes_stay_whole_and_narrow_gaps_open() -> None:
    ring = np.zeros((28, 28), np.float32)
    ring[6:22, 8:20] = 1.0
    ring[9:19, 13:15] = 0.55
    faint = np.zeros((28, 28), np.float32)
    faint[4:24, 18] = 0.35
    faint[22:24, 4:12] = 1.0
    for seed in range(8):
        inside = redraw(ring, np.random.default_rng(seed))[..., 0] < 128
        top, bottom, left, right = box(np.where(inside, 0, 255)[..., None])
        assert not inside[(top + bottom) // 2, left:right].all()
        both = redraw(faint, np.random.default_rng(seed))[..., 0] < 128
        assert ndimage.label(both, np.ones((3, 3)))[1] == 2


def test_the_smallest_digits_are_redrawn_too() -> None:
    for size in (1, 2, 3):
        dot = np.zeros((28, 28), np.uint8)
        dot[13 : 13 + size, 13 : 13 + size] = 9
        assert redraw(dot, np.random.default_rng(0)).min() <= 60


@pytest.mark.parametrize("shape", [(28, 28), (27, 28), (8, 8), (1, 28, 28)])
def test_digits_of_another_shape_or_without_ink_are_refused(shape: tuple[int, ...]) -> None:
    value = 0 if shape == (28, 28) else 255
    with pytest.raises(ValueError, match="28x28"):
        redraw(np.full(shape, value, np.uint8), np.random.default_rng(0))
