"""One channel alone: what counts, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.challenges import ONE_CHANNEL, Mixed

PLANES = np.arange(12, dtype=np.float32).reshape(3, 2, 2)


@pytest.mark.parametrize(
    ("image", "output", "met"),
    [
        (PLANES, PLANES[1:2], [True, True, True]),
        (PLANES, PLANES[:2], [True, True, False]),
        (PLANES, PLANES[1:2, :1], [True, False, False]),
        (PLANES[[1, 1]], PLANES[1:2], [False, True, True]),
        (PLANES[:1], PLANES[:1], [False, True, False]),
    ],
    ids=["kept", "another", "smaller", "twins", "alone"],
)
def test_each_condition(image: np.ndarray, output: np.ndarray, met: list[bool]) -> None:
    state = Mixed(image, output)
    assert [part.met for part in ONE_CHANNEL.parts(state)] == met
    assert ONE_CHANNEL.is_met(state) is all(met)


def test_the_cells_that_differ_are_counted() -> None:
    output = PLANES[1:2].copy()
    output[0, 0, 0] += 1
    assert ONE_CHANNEL.parts(Mixed(PLANES, output))[2].now == "1 cell of 4 differs"
