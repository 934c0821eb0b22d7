"""The challenges of Pixels: met by what meets them, and what is missing is told."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.challenges.pixels import BACKWARDS, COOL, FEW, Reading


def window(red: int, green: int, blue: int, side: int = 8) -> np.ndarray:
    return np.broadcast_to(np.uint8([red, green, blue])[:, None, None], (3, side, side))


def readings(*digits: str, kept: int = 81) -> tuple[Reading, ...]:
    """Make readings of levels from what was read, "4?" being in doubt."""
    levels = (10, 20, 50, 75, 100)
    return tuple(
        Reading(level, kept * level // 10, int(text[0]), text.endswith("?"))
        for level, text in zip(levels, digits, strict=True)
    )


def test_cool() -> None:
    assert COOL.is_met(window(50, 100, 200, side=6))
    assert [part.met for part in COOL.parts(window(50, 100, 200, side=5))] == [False, True, True]
    assert [part.met for part in COOL.parts(window(50, 100, 100))] == [True, False, True]
    assert [part.met for part in COOL.parts(window(200, 200, 250))] == [True, True, False]


def test_cool_counts_the_pixels_that_are_not() -> None:
    spotted = window(50, 100, 200).copy()
    spotted[2, 0, 0] = 0
    [_, bluer, _] = COOL.parts(spotted)
    assert bluer.now == "1 pixel of 64 is not"
    assert not bluer.met


def test_few() -> None:
    assert FEW.is_met(readings("4", "4", "4", "4", "4"))
    assert [part.met for part in FEW.parts(readings("4", "4", "4", "4", "4", kept=100))] == [
        False,
        True,
        True,
    ]
    missed = FEW.parts(readings("1", "4", "9?", "4", "4"))
    assert [part.met for part in missed] == [True, False, False]
    assert [part.now for part in missed] == ["81 are", "it differs at 10 and 50 %", "in doubt at 50 %"]


def test_backwards() -> None:
    assert BACKWARDS.is_met(readings("7", "3", "3", "7", "7"))
    assert [part.met for part in BACKWARDS.parts(readings("3", "3", "7", "7", "7"))] == [True, True, False]
    assert [part.met for part in BACKWARDS.parts(readings("1", "1", "1", "1", "7"))] == [True, False, False]
    assert [part.met for part in BACKWARDS.parts(readings("7", "3", "3", "7", "7?"))] == [False, True, True]


@pytest.mark.parametrize("challenge", [COOL, FEW, BACKWARDS])
def test_every_word_is_a_sentence(challenge: object) -> None:
    for text in (challenge.task, challenge.hint):  # type: ignore[attr-defined]
        assert text.endswith((".", "?"))
