"""W times x as it is sent, against torch and fractions; what is counted in W; what a browser may say."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.components.matrix import LARGEST_SIDE, Cell, Unrolled
from explorer.components.matrix.sending import blob
from explorer.components.payload import unpack
from explorer.lectures.convolutions import SIX
from tests.components.test_stepper import grids, hundredths

VERTICAL = [[1, 0, -1]] * 3

options = st.fixed_dictionaries(
    {"stride": st.integers(1, 4), "padding": st.integers(0, 2), "dilation": st.integers(1, 3)}
)


def fractions(numbers: np.ndarray, digits: int) -> list[Fraction]:
    return [Fraction(int(number), 10**digits) for number in numbers.ravel()]


@settings(max_examples=150, deadline=None)
@given(image=grids(LARGEST_SIDE), kernel=grids(5), chosen=options)
def test_the_matrix_that_is_sent_times_the_input_is_torchs_convolution(image, kernel, chosen) -> None:  # type: ignore[no-untyped-def]
    tensors = [torch.tensor(grid, dtype=torch.float64)[None, None] for grid in (image, kernel)]
    try:
        header, arrays = unpack(blob(Unrolled(image, kernel, **chosen)))
    except ValueError as refused:
        if "can be read" not in str(refused):
            with pytest.raises(RuntimeError):
                torch.nn.functional.conv2d(*tensors, **chosen)
        return
    expected = torch.nn.functional.conv2d(*tensors, **chosen)[0, 0]
    assert header["size"] == list(expected.shape)
    value_digits, weight_digits, _, total_digits = header["digits"]
    weights = [Fraction(0), *fractions(arrays["weights"], weight_digits)]
    x = [Fraction(str(value)) for row in image for value in row]
    y = [
        sum((weights[place] * value for place, value in zip(row, x, strict=True)), Fraction(0))
        for row in arrays["places"]
    ]
    assert y == fractions(arrays["totals"], total_digits)
    np.testing.assert_allclose([float(total) for total in y], expected.numpy().ravel(), atol=1e-10)
    patches = np.array(fractions(arrays["patches"], value_digits)).reshape(arrays["patches"].shape)
    assert list(patches @ np.array(weights[1:])) == y


@settings(max_examples=30, deadline=None)
@given(image=grids(6), kernel=grids(3), chosen=options)
def test_the_patches_that_are_sent_are_torchs_unfold(image, kernel, chosen) -> None:  # type: ignore[no-untyped-def]
    try:
        unrolled = Unrolled(image, kernel, **chosen)
    except ValueError:
        return
    header, arrays = unpack(blob(unrolled))
    unfolded = torch.nn.functional.unfold(
        torch.tensor(image, dtype=torch.float64)[None, None], np.shape(kernel), **chosen
    )
    np.testing.assert_allclose(
        arrays["patches"] / 10 ** header["digits"][0], unfolded[0].T.numpy(), atol=1e-10
    )


@settings(max_examples=50, deadline=None)
@given(image=grids(6), kernel=grids(3), chosen=options)
def test_what_is_counted_can_be_counted_in_the_dense_matrix(image, kernel, chosen) -> None:  # type: ignore[no-untyped-def]
    try:
        unrolled = Unrolled(image, kernel, **chosen)
    except ValueError:
        return
    facts, dense = unrolled.facts, unrolled.matrix.dense
    assert facts.entries == dense.size
    assert facts.zeros == int((dense == 0).sum())
    assert sum(facts.copies) == facts.connections == int((unrolled.places > 0).sum())
    assert facts.different == len({number for row in kernel for number in row})


def test_every_weight_stands_once_for_every_output_where_nothing_is_padded() -> None:
    facts = Unrolled(SIX, VERTICAL).facts
    assert (facts.shape, facts.connections, facts.nonzeros, facts.different) == ((16, 36), 144, 96, 3)
    assert facts.copies == (16,) * 9
    padded = Unrolled(SIX, VERTICAL, padding=1).facts
    assert padded.copies == (25, 30, 25, 30, 36, 30, 25, 30, 25)


def test_a_cell_that_the_output_has_is_pinned() -> None:
    unrolled = Unrolled(SIX, VERTICAL)
    assert unpack(blob(unrolled, pinned=Cell(1, 2)))[0]["pinned"] == [1, 2]
    assert unpack(blob(unrolled))[0]["pinned"] is None


def test_what_is_too_large_to_read_is_refused_with_its_sizes() -> None:
    with pytest.raises(ValueError, match="an input of 9x9 would make W 81 columns wide; at most 8x8 fits"):
        Unrolled(np.ones((9, 9)), VERTICAL)
    with pytest.raises(ValueError, match="12x12 outputs would make W 144 rows tall; at most 100"):
        Unrolled(np.ones((8, 8)), [[1]], padding=2)
    with pytest.raises(ValueError, match="kernel 3x3 does not fit input 2x2 with padding 0"):
        Unrolled(np.ones((2, 2)), VERTICAL)


@settings(max_examples=20, deadline=None)
@given(number=hundredths)
def test_numbers_are_sent_as_the_decimals_that_they_are(number: float) -> None:
    header, arrays = unpack(blob(Unrolled([[number]], [[number]])))
    assert fractions(arrays["totals"], header["digits"][3]) == [Fraction(str(number)) ** 2]
