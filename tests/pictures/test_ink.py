"""Ink found."""

import numpy as np
import pytest

from explorer.pictures.drawings import drawings
from explorer.pictures.ink import find_ink_in, otsu
from explorer.pictures.strokes import draw_strokes

THREE = draw_strokes(drawings()["three"].strokes)
INKED = THREE < 128


def overlap(strength: np.ndarray) -> float:
    """Return the intersection over the union with the true ink."""
    found = strength > 0.5
    return np.count_nonzero(found & INKED) / np.count_nonzero(found | INKED)


def test_the_ink_of_a_clean_drawing_is_exactly_the_drawing() -> None:
    ink = find_ink_in(THREE)
    np.testing.assert_allclose(ink.strength, 1 - THREE / 255, atol=1e-6)
    assert ink.fraction == np.mean(THREE < 127.5)
    assert not ink.empty


@pytest.mark.parametrize(
    ("options", "board"),
    [({}, False), ({"shadow": True}, False), ({"lines": 12}, False), ({"table": True}, False)]
    + [({}, True), ({"shadow": True}, True)],
)
def test_the_ink_of_a_photo_is_the_drawing(options: dict[str, object], board: bool, photograph) -> None:
    photo = photograph(THREE, **options)
    ink = find_ink_in(255 - photo if board else photo)
    assert overlap(ink.strength) > 0.8
    rows, columns = np.nonzero(ink.strength > 0.04)
    true_rows, true_columns = np.nonzero(INKED)
    for found, true in ((rows, true_rows), (columns, true_columns)):
        assert abs(found.min() - true.min()) <= 6
        assert abs(found.max() - true.max()) <= 6


@pytest.mark.parametrize("contrast", [0.08, 0.2, 0.5])
def test_pale_ink_is_found_and_made_full(contrast: float) -> None:
    pale = (200 * (1 - contrast * (1 - THREE / 255))).astype(np.uint8)
    ink = find_ink_in(pale)
    assert not ink.empty
    assert ink.strength[INKED].mean() > 0.9
    assert overlap(ink.strength) > 0.95


def test_dust_does_not_count() -> None:
    dusty = THREE.copy()
    for row, column in ((5, 5), (270, 20), (15, 265), (260, 262)):
        dusty[row : row + 3, column : column + 3] = 0
    np.testing.assert_allclose(find_ink_in(dusty).strength, 1 - THREE / 255, atol=1e-6)


@pytest.mark.parametrize(
    "picture",
    [
        np.full((280, 280), 255, np.uint8),
        np.full((28, 28), 0, np.uint8),
        np.full((1, 1), 77, np.uint8),
        np.full((280, 3), 140, np.uint8),
        np.linspace(80, 220, 280 * 280).reshape(280, 280).astype(np.uint8),
        np.random.default_rng(0).normal(180, 5, (280, 280)).clip(0, 255).astype(np.uint8),
    ],
)
def test_paper_without_ink_is_empty(picture: np.ndarray) -> None:
    ink = find_ink_in(picture)
    assert ink.empty
    assert ink.fraction == 0
    assert not ink.strength.any()
    assert ink.strength.shape == picture.shape


def test_a_photo_of_empty_paper_is_empty(photograph) -> None:
    for seed in range(5):
        blank = photograph(np.full((280, 280), 255, np.uint8), seed=seed, shadow=bool(seed % 2))
        ink = find_ink_in(blank)
        assert ink.empty


def test_otsu_agrees_with_scikit_image() -> None:
    filters = pytest.importorskip("skimage.filters")
    rng = np.random.default_rng(3)
    for share in (0.1, 0.5, 0.9):
        low, high = rng.normal(0.3, 0.05, 4000), rng.normal(0.7, 0.05, 4000)
        values = np.where(rng.random(4000) < share, low, high).clip(0, 1).astype(np.float32)
        theirs = filters.threshold_otsu((values * 255).astype(np.uint8))
        split = np.count_nonzero((values * 255).astype(np.uint8) > theirs)
        assert abs(np.count_nonzero(values > otsu(values)) - split) <= 8


def test_otsu_of_equal_values_is_their_value() -> None:
    assert otsu(np.full(9, 0.5, np.float32)) == 0.5
