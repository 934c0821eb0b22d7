"""What a byte is written as on every scale."""

from fractions import Fraction

import numpy as np
import pytest

from explorer.pictures.scales import MINUS, SCALES


def number(text: str) -> Fraction:
    return Fraction(text.replace(MINUS, "-"))


@pytest.mark.parametrize("name", SCALES)
def test_every_value_is_written_and_can_be_told_apart(name: str) -> None:
    scale = SCALES[name]
    assert len(set(scale.texts)) == 256
    for level, text in enumerate(scale.texts):
        assert abs(number(text) - scale.value(level)) <= Fraction(1, 2 * 10**scale.digits)


def test_the_spans_are_what_the_titles_say() -> None:
    spans = {name: (scale.texts[0], scale.texts[255]) for name, scale in SCALES.items()}
    assert spans == {"byte": ("0", "255"), "unit": ("0.000", "1.000"), "signed": (f"{MINUS}1.000", "1.000")}


def test_no_signed_pixel_is_zero_and_the_middle_lies_where_the_sentence_says() -> None:
    values = np.array([float(SCALES["signed"].value(level)) for level in range(256)])
    assert (values != 0).all()
    assert np.flatnonzero(np.diff(np.sign(values))).tolist() == [127]
