from dataclasses import FrozenInstanceError
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from explorer.arithmetic import KERNELS, Kernel


@pytest.mark.parametrize("kernel", KERNELS.values(), ids=KERNELS.keys())
def test_numerators_and_divisor_are_short_decimals(kernel: Kernel) -> None:
    for number in (*kernel.numerators.ravel().tolist(), kernel.divisor):
        digits = Decimal(repr(number)).normalize().as_tuple().exponent
        assert isinstance(digits, int)
        assert -digits <= 4


def test_weights_are_the_quotient() -> None:
    kernel = Kernel("third", "Third", "Custom", [[1, 2]], divisor=3)
    assert kernel.weights.tolist() == np.array([[1 / 3, 2 / 3]], np.float32).tolist()


@pytest.mark.parametrize(
    ("numerators", "divisor", "message"),
    [
        ([1, 2, 3], 1, "a grid of rows and columns"),
        ([[]], 1, "a grid of rows and columns"),
        ([[0.12345]], 1, "at most 4 digits"),
        ([[np.nan]], 1, "at most 4 digits"),
        ([[np.inf]], 1, "at most 4 digits"),
        ([[1]], 0, "the divisor of odd must"),
        ([[1]], np.nan, "the divisor of odd must"),
        ([[1]], 1 / 3, "the divisor of odd must"),
    ],
)
def test_inexact_numbers_are_refused(numerators: Any, divisor: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Kernel("odd", "Odd", "Custom", numerators, divisor=divisor)


def test_a_kernel_cannot_be_changed() -> None:
    grid = np.ones((2, 2))
    kernel = Kernel("one", "One", "Custom", grid)
    grid[:] = 5
    assert kernel.numerators.sum() == 4
    with pytest.raises(FrozenInstanceError):
        kernel.divisor = 2  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        kernel.numerators[0, 0] = 2


def test_zero_has_no_sign() -> None:
    assert str(Kernel("zero", "Zero", "Custom", [[-0.0]]).numerators[0, 0]) == "0.0"
