"""Every variant is what `recognise` answers with those steps switched off."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.digits import recognise
from explorer.pictures.samples import sample_digit
from explorer.ui.digits.variants import STEPS, VARIANTS, variants_of


@pytest.mark.parametrize("index", [3, 9])
def test_each_variant_agrees_with_recognise(index: int) -> None:
    picture = sample_digit(index)
    found = variants_of(picture)
    assert [variant.title for variant in found] == list(VARIANTS)
    for variant, left_out in zip(found, VARIANTS.values(), strict=True):
        expected = recognise(picture, **{step: step not in left_out for step in STEPS})
        np.testing.assert_array_equal(variant.prepared, expected.prepared)
        np.testing.assert_allclose(variant.probabilities, expected.probabilities, atol=1e-5)
        assert variant.digit == expected.digit


def test_every_step_is_left_out_alone_and_all_together() -> None:
    assert sorted(VARIANTS.values()) == sorted([(), STEPS, *((step,) for step in STEPS)])


@pytest.mark.parametrize("picture", [None, np.full((50, 60), 255, np.uint8)])
def test_without_ink_there_is_nothing_to_compare(picture: np.ndarray | None) -> None:
    assert variants_of(picture) == ()
