"""Words and pictures of the preparation hold the numbers of this very picture."""

from __future__ import annotations

import re

import numpy as np
import pytest

from explorer.pictures.digits import Preparation, prepare_digit
from explorer.ui.digits.preparation import step_sentence, variants_html
from explorer.ui.digits.variants import VARIANTS, Variant, variants_of

PAPER = np.full((120, 200), 250, np.uint8)
PAPER[20:100, 60:72] = 20
PAPER[20:32, 60:110] = 20


def sentences(preparation: Preparation) -> list[str]:
    steps = preparation.steps
    return [
        step_sentence(step, before, preparation) for step, before in zip(steps, (None, *steps), strict=False)
    ]


def test_sentences_state_the_sizes_that_the_pictures_have() -> None:
    drawing, ink, crop, scale, centre = sentences(prepare_digit(PAPER))
    assert drawing == "As it came: 200x120 in grey."
    assert re.fullmatch(r"Dark on light: \d+\.\d\xa0% of the picture is ink\.", ink)
    assert crop == "The box around the ink: 50x80 out of 200x120."
    assert scale == "The longer side is now 20: 12x20."
    assert centre.endswith("28x28.")


@pytest.mark.parametrize(("place", "step"), [(1, "find_ink"), (2, "crop"), (3, "scale"), (4, "centre")])
def test_a_step_that_is_off_says_so_and_only_it(place: int, step: str) -> None:
    off = [words.startswith("Off: ") for words in sentences(prepare_digit(PAPER, **{step: False}))]
    assert off == [number == place for number in range(5)]


def test_an_answer_that_differs_is_marked_in_words() -> None:
    prepared = np.zeros((28, 28), np.float32)
    rows = [
        Variant(name, prepared, np.eye(10, dtype=np.float32)[digit]) for name, digit in (("a", 9), ("b", 4))
    ]
    html = variants_html(rows)
    assert "<td>9</td><td>100.0 %</td>" in html
    assert "<td><strong>4</strong> instead</td><td>100.0 %</td>" in html


def test_the_table_has_the_same_rows_without_a_digit() -> None:
    filled, empty = variants_html(variants_of(PAPER)), variants_html(())
    assert all(title in filled and title in empty for title in VARIANTS)
    assert filled.count("<tr>") == empty.count("<tr>") == 1 + len(VARIANTS)
    assert "%" not in empty
