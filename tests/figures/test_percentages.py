"""Printed percentages add up to exactly 100."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.figures.percentages import percentages

WEIGHTS = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=40).filter(
    lambda row: sum(row) > 1e-3
)


@given(WEIGHTS, st.integers(0, 4))
def test_sum_is_exactly_100_and_no_entry_is_off_by_a_step(weights: list[float], decimals: int) -> None:
    shares = np.array(weights) / sum(weights)
    printed = [Decimal(text) for text in percentages(shares, decimals=decimals)]
    assert sum(printed) == 100
    step = 10.0**-decimals
    assert all(
        abs(float(text) - 100 * share) < step + 1e-9 for text, share in zip(printed, shares, strict=True)
    )


@given(WEIGHTS)
def test_a_larger_share_is_never_printed_smaller(weights: list[float]) -> None:
    shares = np.array(weights) / sum(weights)
    printed = [Decimal(text) for text in percentages(shares)]
    order = np.argsort(-shares, kind="stable")
    assert all(
        printed[a] >= printed[b] for a, b in zip(order, order[1:], strict=False) if shares[a] > shares[b]
    )


def test_equal_shares_and_certainty() -> None:
    assert percentages([0.1] * 10) == ("10.0",) * 10
    assert percentages([0, 1, 0], decimals=0) == ("0", "100", "0")
    assert percentages(np.full(7, 1 / 7, np.float32)).count("14.3") == 6


@pytest.mark.parametrize("shares", [[0.5, 0.6], [1.5, -0.5], [float("nan"), 1], [[1.0]], []])
def test_what_is_no_distribution_is_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        percentages(shares)
