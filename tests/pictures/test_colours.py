"""Colours: zero is neutral, strength is lightness, signs differ for every eye."""

import numpy as np
import pytest

from explorer.pictures.colours import DIVERGING, SEQUENTIAL, colour, oklab_to_srgb

# Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency,
# 2009: the matrices of full severity, for linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def linear(colours: np.ndarray) -> np.ndarray:
    share = colours / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def oklab(colours: np.ndarray, sight: str = "normal") -> np.ndarray:
    """Ottosson's forward transform, from his own matrices and not from the package's inverse ones."""
    to_cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    to_lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    seen = np.clip(linear(colours.astype(float)) @ SIGHT[sight].T, 0, 1)
    return np.cbrt(seen @ to_cones.T) @ to_lab.T


def test_the_conversion_from_oklab_is_the_inverse_of_the_forward_one() -> None:
    colours = np.random.default_rng(0).integers(0, 256, (500, 3)).astype(np.uint8)
    assert np.abs(oklab_to_srgb(oklab(colours)).astype(int) - colours).max() <= 1


def test_the_tables_have_their_sizes_and_cannot_be_changed() -> None:
    assert DIVERGING.shape == (255, 3)
    assert SEQUENTIAL.shape == (256, 3)
    for table in (DIVERGING, SEQUENTIAL):
        assert table.dtype == np.uint8
        with pytest.raises(ValueError, match="read-only"):
            table[0] = 0


def test_zero_is_a_neutral_grey_in_both_tables() -> None:
    red, green, blue = DIVERGING[127]
    assert red == green == blue
    assert np.array_equal(SEQUENTIAL[0], DIVERGING[127])
    assert np.array_equal(SEQUENTIAL[-1], DIVERGING[-1])


def test_lightness_falls_evenly_from_zero_on_both_sides() -> None:
    lightness = oklab(DIVERGING)[:, 0]
    assert (np.diff(lightness[:128]) > 0).all()
    assert (np.diff(lightness[127:]) < 0).all()
    assert (np.diff(oklab(SEQUENTIAL)[:, 0]) <= 0).all()
    assert np.abs(lightness - lightness[::-1]).max() < 0.004
    assert lightness[0] < 0.4 < 0.9 < lightness[127]


def test_equal_steps_look_equal() -> None:
    every_eighth = oklab(DIVERGING[7::8])
    steps = np.linalg.norm(np.diff(every_eighth, axis=0), axis=1)
    assert steps.max() < 1.25 * steps.min()


@pytest.mark.parametrize("sight", SIGHT)
def test_negative_and_positive_differ_for_every_eye(sight: str) -> None:
    seen = oklab(DIVERGING, sight)
    negative, positive = seen[126::-1], seen[128:]
    from_tenth, from_fifth = slice(13, None), slice(25, None)
    apart = np.linalg.norm(negative - positive, axis=1)
    assert apart[from_tenth].min() > 0.055
    any_pair = np.linalg.norm(negative[from_fifth, None] - positive[None, from_fifth], axis=2)
    assert any_pair.min() > 0.09


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_strengths_are_confused(sight: str) -> None:
    lightness = oklab(DIVERGING, sight)[:, 0]
    assert (np.diff(lightness[:128:8]) > 0).all()
    assert (np.diff(lightness[127::8]) < 0).all()


def test_colour_maps_the_limits_to_the_ends() -> None:
    numbers = np.array([[-3.0, -1.5, 0.0, 1.5, 3.0, 99.0, -99.0]], np.float32)
    expected = DIVERGING[[0, 63, 127, 191, 254, 254, 0]]
    assert np.abs(colour(numbers, limit=3.0).astype(int) - expected).max() <= 3
    assert np.array_equal(colour(numbers, limit=3.0)[0, [0, 2, 4, 5, 6]], DIVERGING[[0, 127, 254, 254, 0]])
    rising = np.array([[0.0, 2.0, 4.0, 9.0, -1.0]])
    assert np.array_equal(colour(rising, limit=4.0, table=SEQUENTIAL)[0], SEQUENTIAL[[0, 128, 255, 255, 0]])


@pytest.mark.parametrize("limit", [1e-30, 1e-6, 1.0, 12345.678, 1e30])
def test_zero_is_neutral_whatever_the_limit_and_signs_are_never_mixed_up(limit: float) -> None:
    step = limit / 100
    low, zero, high = colour(np.array([-step, 0.0, step]), limit=limit)
    assert np.array_equal(zero, DIVERGING[127])
    assert np.array_equal(low, DIVERGING[126])
    assert np.array_equal(high, DIVERGING[128])


def test_numbers_that_are_none_are_neutral_and_infinities_are_extremes() -> None:
    numbers = np.array([np.nan, np.inf, -np.inf], np.float32)
    assert np.array_equal(colour(numbers, limit=1.0), DIVERGING[[127, 254, 0]])


def test_a_limit_of_zero_makes_everything_neutral() -> None:
    assert (colour(np.array([[-1.0, 0.0, 5.0, np.inf]]), limit=0.0) == DIVERGING[127]).all()


@pytest.mark.parametrize("limit", [-1.0, np.nan, np.inf])
def test_a_limit_that_is_none_is_refused(limit: float) -> None:
    with pytest.raises(ValueError, match="limit"):
        colour(np.zeros((1, 1)), limit=limit)


def test_the_numbers_are_left_alone() -> None:
    numbers = np.array([[np.nan, 5.0]], np.float32)
    colour(numbers, limit=1.0)
    assert np.isnan(numbers[0, 0])
    assert numbers[0, 1] == 5.0
