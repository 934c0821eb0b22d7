"""The preparation of a digit: MNIST's recipe, whatever the picture, and every step on its own."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from explorer.pictures.digits import DIGIT_SIZE, PREPARED_SIZE, prepare_digit
from explorer.pictures.drawings import drawings
from explorer.pictures.errors import PictureError
from explorer.pictures.strokes import Stroke, draw_strokes

NAMES = list(drawings())
SWITCHES = ("find_ink", "crop", "scale", "centre")


def drawn(name: str, size: int = 280) -> np.ndarray:
    return draw_strokes(drawings()[name].strokes, size=size)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Return the correlation of two prepared digits, one of which may lie a pixel beside the other.

    Places are rounded to whole pixels, so the same digit may land on either side of a half.
    """
    shifts = itertools.product((-1, 0, 1), repeat=2)
    moved = (np.roll(one, shift, axis=(0, 1)) for shift in shifts)
    return max(float(np.corrcoef(each.ravel(), other.ravel())[0, 1]) for each in moved)


def centre_of_mass(prepared: np.ndarray) -> tuple[float, float]:
    places = np.arange(PREPARED_SIZE)
    total = prepared.sum()
    return float(prepared.sum(axis=1) @ places / total), float(prepared.sum(axis=0) @ places / total)


def extent(prepared: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(prepared > 0.02)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_prepared_as_mnist_was_made(name: str) -> None:
    preparation = prepare_digit(drawn(name))
    prepared = preparation.prepared
    assert prepared.shape == (28, 28)
    assert prepared.dtype == np.float32
    assert prepared.min() == 0
    assert 0.8 < prepared.max() <= 1
    assert max(extent(prepared)) == DIGIT_SIZE
    for centre in centre_of_mass(prepared):
        assert abs(centre - 14) <= 0.51
    assert preparation.polarity == "dark on light"
    assert not preparation.empty
    assert 0.01 < preparation.ink_fraction < 0.2


@pytest.mark.parametrize("name", NAMES)
def test_polarity_place_size_and_mode_do_not_matter(name: str) -> None:
    reference = prepare_digit(drawn(name)).prepared
    dark = drawn(name)
    moved = np.full((500, 700), 255, np.uint8)
    moved[150:430, 390:670] = dark
    colours = np.stack([dark, 255 - (255 - dark) // 2, dark], axis=2)
    clear = np.dstack([np.zeros((280, 280, 3), np.uint8), 255 - dark])
    chalk = np.dstack([np.full((280, 280, 3), 255, np.uint8), 255 - dark])
    same = {
        "inverted": 255 - dark,
        "moved": moved,
        "large": drawn(name, 1000),
        "small": drawn(name, 120),
        "in colour": colours,
        "transparent": clear,
        "transparent chalk": chalk,
        "palette": Image.fromarray(dark).convert("P"),
        "16 bits": Image.fromarray(dark.astype(np.uint16) * 257),
        "two levels": Image.fromarray(dark).convert("1", dither=Image.Dither.NONE),
        "pale": (255 - (255 - dark) // 5).astype(np.uint8),
    }
    for way, picture in same.items():
        assert likeness(prepare_digit(picture).prepared, reference) > 0.85, way
    assert np.array_equal(prepare_digit(255 - dark).prepared, reference)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("options", [{}, {"shadow": True}, {"lines": 10}, {"table": True}])
def test_a_photo_of_the_drawing_gives_the_same_digit(name: str, options: dict, photograph) -> None:
    reference = prepare_digit(drawn(name)).prepared
    photo = prepare_digit(photograph(drawn(name), **options))
    assert likeness(photo.prepared, reference) > 0.85
    assert photo.polarity == "dark on light"


@pytest.mark.parametrize("name", ["two", "five", "eight"])
def test_thin_and_thick_pens_give_nearly_the_same_digit(name: str) -> None:
    reference = prepare_digit(drawn(name)).prepared
    for width in (3.0, 6.0, 12.0, 28.0):
        strokes = [Stroke(width, stroke.points) for stroke in drawings()[name].strokes]
        preparation = prepare_digit(draw_strokes(strokes))
        assert likeness(preparation.prepared, reference) > 0.75
        assert preparation.prepared.max() > 0.7
        assert preparation.pen_width == pytest.approx(width * 20 / 195, rel=0.35)


def test_mnist_s_own_digits_come_back_as_they_were(mnist: np.ndarray) -> None:
    true = mnist.astype(np.float32) / 255
    as_they_are = np.stack([prepare_digit(digit).prepared for digit in mnist])
    assert np.abs(as_they_are - true).mean() < 0.002
    large = [np.kron(255 - digit, np.ones((10, 10), np.uint8)) for digit in mnist]
    enlarged = np.stack([prepare_digit(digit).prepared for digit in large])
    assert np.abs(enlarged - true).mean() < 0.02


def test_redrawn_mnist_digits_have_mnist_s_statistics(mnist: np.ndarray) -> None:
    augmentation = pytest.importorskip("explorer.pictures.augmentation")
    rng = np.random.default_rng(0)
    prepared = np.stack([prepare_digit(augmentation.redraw(digit, rng)).prepared for digit in mnist[:150]])
    assert 0.07 < prepared.mean() < 0.17
    pairs = zip(prepared, mnist, strict=False)
    assert np.mean([likeness(one, other) for one, other in pairs]) > 0.6


@pytest.mark.parametrize("name", SWITCHES)
def test_a_step_that_is_off_says_so_and_shows_what_happens_instead(name: str) -> None:
    small = np.full((400, 400), 255, np.uint8)
    small[10:210, 150:350] = drawn("four_open", 200)
    on, off = prepare_digit(small), prepare_digit(small, **{name: False})
    assert [step.name for step in off.steps] == ["drawing", "ink", "crop", "scale", "centre"]
    place = 1 + SWITCHES.index(name)
    assert [step.applied for step in off.steps] == [number != place for number in range(5)]
    assert off.steps[place].description != on.steps[place].description
    for step in on.steps + off.steps:
        assert step.title
        assert step.description.endswith(".")
        assert step.picture.dtype == np.uint8
        assert step.picture.ndim == 2
    assert not np.array_equal(off.prepared, on.prepared)


def test_without_finding_ink_brightness_counts_as_ink() -> None:
    dark = drawn("seven")
    off = prepare_digit(dark, find_ink=False)
    assert np.array_equal(off.steps[1].picture, dark)
    assert off.prepared.mean() > 0.3
    chalk = prepare_digit(255 - dark, find_ink=False)
    assert likeness(chalk.prepared, prepare_digit(dark).prepared) > 0.99
    assert off.polarity == "dark on light"
    assert not off.empty


def test_without_cropping_the_whole_picture_is_used() -> None:
    small = np.full((400, 300), 255, np.uint8)
    small[:120, :120] = drawn("three", 120)
    off = prepare_digit(small, crop=False)
    assert off.steps[2].picture.shape == (320, 320)
    assert off.steps[3].picture.shape == (20, 20)
    assert max(extent(off.prepared)) < 8


def test_without_scaling_the_digit_keeps_its_share_of_the_picture() -> None:
    small = np.full((280, 280), 255, np.uint8)
    small[20:120, 150:250] = drawn("three", 100)
    off = prepare_digit(small, scale=False)
    height, width = np.array(off.steps[2].picture.shape) / 10
    assert off.steps[3].picture.shape == (round(height), round(width))
    for centre in centre_of_mass(off.prepared):
        assert abs(centre - 14) < 0.6
    where_it_was = prepare_digit(small, crop=False, scale=False, centre=False).prepared
    down, right = centre_of_mass(where_it_was)
    rows, columns = np.nonzero(small < 128)
    assert (down, right) == (
        pytest.approx(rows.mean() / 10, abs=0.7),
        pytest.approx(columns.mean() / 10, abs=0.7),
    )


def test_without_centring_the_box_is_in_the_middle() -> None:
    off = prepare_digit(drawn("seven"), centre=False).prepared
    rows, columns = np.nonzero(off > 0.02)
    for places in (rows, columns):
        assert abs(places.min() + places.max() - 27) <= 1
    on = centre_of_mass(prepare_digit(drawn("seven")).prepared)
    assert max(abs(there - 14) for there in centre_of_mass(off)) > max(abs(there - 14) for there in on)


def test_lopsided_ink_is_centred_as_far_as_it_fits() -> None:
    picture = np.full((280, 280), 255, np.uint8)
    picture[40:240, 40:46] = 0
    picture[200:240, 40:240] = 0
    prepared = prepare_digit(picture).prepared
    assert max(extent(prepared)) == DIGIT_SIZE


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("size", [(280, 280), (1, 1), (3, 500), (28, 28)])
def test_empty_paper_is_empty_with_any_switches(level: int, size: tuple[int, int]) -> None:
    for switches in itertools.product([True, False], repeat=4):
        preparation = prepare_digit(
            np.full(size, level, np.uint8), **dict(zip(SWITCHES, switches, strict=True))
        )
        assert preparation.empty
        assert preparation.ink_fraction == 0
        assert preparation.prepared.shape == (28, 28)
        assert bool(preparation.prepared.any()) == (not switches[0] and level > 0)


@given(
    arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40)),
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
)
@settings(max_examples=200, deadline=None)
def test_every_picture_is_prepared_with_every_switch(picture: np.ndarray, switches: tuple[bool, ...]) -> None:
    before = picture.copy()
    preparation = prepare_digit(picture, **dict(zip(SWITCHES, switches, strict=True)))
    assert preparation.prepared.shape == (28, 28)
    assert preparation.prepared.dtype == np.float32
    assert np.isfinite(preparation.prepared).all()
    assert preparation.prepared.min() >= 0
    assert preparation.prepared.max() <= 1
    assert 0 <= preparation.ink_fraction <= 1
    assert preparation.steps[4].picture.shape == (28, 28)
    assert np.array_equal(picture, before)


@pytest.mark.parametrize("shape", [(1, 300), (300, 1), (1, 2, 3), (4000, 5), (2, 1, 4)])
def test_extreme_shapes_are_prepared(shape: tuple[int, ...]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    assert prepare_digit(picture).prepared.shape == (28, 28)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(PictureError, match="3x28x28"):
        prepare_digit(np.zeros((3, 28, 28), np.uint8))
