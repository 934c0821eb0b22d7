"""The short code of whole numbers: nothing is lost, and it is short."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.components.network_view.coding import LARGEST, coded, unforetold
from tests.components.decoding import decoded, foretold

RNG = np.random.default_rng(4)


@pytest.mark.parametrize("spread", [0.1, 3, 500, 200_000])
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (7, 9), (3, 1000)])
def test_numbers_come_back_as_they_were(spread: float, shape: tuple[int, int]) -> None:
    units = np.clip(RNG.normal(0, spread, shape).round().astype(np.int64), 1 - LARGEST, LARGEST - 1)
    np.testing.assert_array_equal(decoded(coded(units), shape), units)


def test_the_ends_and_rows_of_very_different_sizes_come_back() -> None:
    units = np.zeros((3, 50), np.int64)
    units[1] = 1 - LARGEST
    units[2, 7] = LARGEST - 1
    np.testing.assert_array_equal(decoded(coded(units), units.shape), units)
    with pytest.raises(ValueError, match="below 1,048,576"):
        coded(np.array([[LARGEST]]))


def test_it_is_nearly_as_short_as_the_numbers_allow() -> None:
    units = RNG.laplace(0, 300, (20, 5000)).round().astype(np.int64)
    _, counts = np.unique(units, return_counts=True)
    shares = counts / units.size
    entropy = -(shares * np.log2(shares)).sum() * units.size / 8
    assert len(coded(units)) < 1.04 * entropy


def test_one_large_number_among_zeros_costs_no_more_than_if_all_were_large() -> None:
    units = np.zeros((1, 1000), np.int64)
    units[0, 500] = LARGEST - 1
    assert len(coded(units)) < 1000 * 22 / 8


def test_maps_come_back_and_smooth_ones_are_shorter() -> None:
    noise = RNG.integers(-1000, 1000, (5, 6, 7))
    np.testing.assert_array_equal(foretold(unforetold(noise)), noise)
    rows, columns = np.mgrid[:32, :32]
    smooth = np.rint(1000 * np.sin(rows / 9) * np.cos(columns / 7)).astype(np.int64)[None]
    np.testing.assert_array_equal(foretold(unforetold(smooth)), smooth)
    rest = unforetold(smooth)
    assert len(coded(rest.reshape(1, -1))) < 0.6 * len(coded(smooth.reshape(1, -1)))
