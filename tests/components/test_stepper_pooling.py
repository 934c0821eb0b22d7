"""The pooling of the stepper against torch and the house's own pooling, and what it sends to the browser."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explorer.arithmetic import AdaptiveAvgPool2d, pool2d, pool2d_winners
from explorer.components.payload import unpack
from explorer.components.stepper import Cell, Pooling
from explorer.components.stepper.pooling import NONE, OUTSIDE
from explorer.components.stepper.sending import blob
from explorer.components.stepper.stepping import INPUT, LARGEST_GRID, PADDING
from tests.components.test_stepper import grids

LECTURE = [[1, 4, 6, 3], [1, 8, 9, 7], [2, 9, 1, 2], [3, 4, 4, 3]]

pairs = st.tuples(st.integers(1, 4), st.integers(1, 4))
options = st.fixed_dictionaries(
    {
        "kernel_size": pairs,
        "stride": st.none() | pairs,
        "padding": st.tuples(st.integers(0, 2), st.integers(0, 2)),
        "ceil_mode": st.booleans(),
    }
)


def made(image: Any, kind: str, chosen: dict[str, Any]) -> Pooling | None:
    """The pooling, or None where the options do not fit; the house's own arithmetic must think so too."""
    try:
        return Pooling(image, kind, **chosen)  # type: ignore[arg-type]
    except ValueError:
        with pytest.raises(ValueError, match="fit|half"):
            pool2d([image], kind, **chosen)
        return None


@settings(max_examples=200, deadline=None)
@given(image=grids(7), chosen=options, dilation=st.tuples(st.integers(1, 2), st.integers(1, 3)))
def test_every_maximum_and_winner_is_torchs(image, chosen, dilation) -> None:  # type: ignore[no-untyped-def]
    chosen = {**chosen, "dilation": dilation}
    pooling = made(image, "max", chosen)
    if pooling is None:
        return
    pixels = torch.tensor(image, dtype=torch.float64)[None, None]
    expected, indices = torch.nn.functional.max_pool2d(pixels, **chosen, return_indices=True)
    np.testing.assert_array_equal(pooling.output, expected[0, 0].numpy())
    np.testing.assert_array_equal(pooling.output.astype(np.float32), pool2d([image], "max", **chosen)[0])
    rows, columns = pool2d_winners([image], **chosen)[:, 0]
    found = np.where(pooling.winners < 0, NONE, pooling.sources.ravel()[pooling.winners])
    own = np.where(rows < 0, NONE, rows * len(image[0]) + columns)
    np.testing.assert_array_equal(found.reshape(pooling.size), own)
    # Where a dilated window meets nothing but padding, torch names a place all the same.
    torchs = indices[0, 0].numpy()
    np.testing.assert_array_equal(own[own >= 0], torchs[own >= 0])


@settings(max_examples=200, deadline=None)
@given(image=grids(7), chosen=options, counted=st.booleans())
def test_every_average_is_torchs(image, chosen, counted) -> None:  # type: ignore[no-untyped-def]
    chosen = {**chosen, "count_include_pad": counted}
    pooling = made(image, "average", chosen)
    if pooling is None:
        return
    pixels = torch.tensor(image, dtype=torch.float64)[None, None]
    expected = torch.nn.functional.avg_pool2d(pixels, **chosen)[0, 0].numpy()
    np.testing.assert_allclose(pooling.output, expected, atol=1e-12)
    own = pool2d([image], "average", **chosen)[0]
    np.testing.assert_allclose(pooling.output, own, rtol=1e-5, atol=1e-5)


@settings(max_examples=100, deadline=None)
@given(
    image=grids(6),
    chosen=options,
    kind=st.sampled_from(["max", "average"]),
    counted=st.booleans(),
)
def test_what_is_sent_is_exact(image, chosen, kind, counted) -> None:  # type: ignore[no-untyped-def]
    pooling = made(image, kind, {**chosen, "count_include_pad": counted})
    if pooling is None:
        return
    header, arrays = unpack(blob(pooling))
    unit = 10 ** header["digits"][0]
    cells = [Fraction(str(value)) for row in image for value in row]
    values = arrays["values"].ravel()
    kinds = arrays["kinds"].ravel()
    combine = max if kind == "max" else lambda one, other: one + other
    for cell, places in enumerate(arrays["windows"]):
        taken = arrays["counted"][cell].astype(bool)
        assert not (kinds[places[taken]] == OUTSIDE).any()
        assert (kinds[places[taken]] == INPUT).all() or (counted and kind == "average")
        assert taken.sum() == arrays["counts"][cell]
        read = [
            cells[arrays["sources"].ravel()[place]] if kinds[place] == INPUT else Fraction(0)
            for place in places[taken]
        ]
        assert [Fraction(int(values[place]), unit) for place in places[taken]] == read
        running = [Fraction(int(number), unit) for number in arrays["running"][cell][taken]]
        assert running == list(accumulate(read, combine))
        assert Fraction(int(arrays["totals"][cell]), unit) == running[-1]
        exact = running[-1] if kind == "max" else running[-1] / len(read)
        assert Fraction(*pooling.quotient(cell)) == exact
        winner = arrays["winners"][cell]
        first = places[taken][read.index(max(read))]
        assert winner == (first if kind == "max" else NONE)
    assert arrays["wins"].sum() == (len(arrays["windows"]) if kind == "max" else 0)


def test_the_lectures_numbers() -> None:
    assert Pooling(LECTURE, kernel_size=2).output.tolist() == [[8, 9], [9, 4]]
    averaged = Pooling(LECTURE, "average", kernel_size=2)
    assert averaged.output.tolist() == [[3.5, 6.25], [4.5, 2.5]]
    assert averaged.running[0].tolist() == [1, 5, 6, 14]
    assert averaged.quotient(0) == (14, 4)


@settings(max_examples=50, deadline=None)
@given(image=grids(7))
def test_global_pooling_is_the_adaptive_one(image: list[list[float]]) -> None:
    pixels = torch.tensor(image, dtype=torch.float64)[None, None]
    average = Pooling(image, "average").output
    np.testing.assert_allclose(average, torch.nn.AdaptiveAvgPool2d(1)(pixels)[0, 0].numpy(), atol=1e-12)
    ours = AdaptiveAvgPool2d(1).forward(np.array([image], np.float32), {})[0]
    np.testing.assert_allclose(average, ours, atol=1e-5)
    np.testing.assert_array_equal(Pooling(image).output, torch.nn.AdaptiveMaxPool2d(1)(pixels)[0, 0].numpy())


def test_what_hangs_over_is_outside_and_never_counts() -> None:
    pooling = Pooling([[1, 2, 3]] * 3, "average", kernel_size=2, ceil_mode=True)
    assert pooling.kinds.tolist() == [[INPUT] * 3 + [OUTSIDE]] * 3 + [[OUTSIDE] * 4]
    assert pooling.counts.tolist() == [4, 2, 2, 1]
    assert pooling.output.tolist() == [[1.5, 3], [1.5, 3]]
    assert pooling.uses[3].tolist() == [0] * 4
    assert pooling.sides == ((0, 1), (0, 1))
    both = Pooling([[1, 2]] * 2, "average", kernel_size=3, padding=1, stride=2, ceil_mode=True)
    assert set(both.kinds.ravel()) == {INPUT, PADDING, OUTSIDE}


def test_padding_counts_as_zeros_only_where_it_is_to() -> None:
    counted = Pooling([[8]], "average", kernel_size=2, padding=1)
    apart = Pooling([[8]], "average", kernel_size=2, padding=1, count_include_pad=False)
    assert (counted.output.tolist(), apart.output.tolist()) == ([[2]], [[8]])
    assert Pooling([[-8]], kernel_size=2, padding=1).output.tolist() == [[-8]]


def test_a_dilated_window_over_padding_alone_has_no_maximum() -> None:
    pooling = Pooling([[5]], kernel_size=2, padding=1, dilation=2)
    assert pooling.output.tolist() == [[-np.inf]]
    assert pooling.winners.tolist() == [NONE]
    assert unpack(blob(pooling))[1]["counts"].tolist() == [0]
    with pytest.raises(ValueError, match="nothing but padding"):
        pooling.quotient(0)


def test_of_equal_values_the_first_in_reading_order_wins() -> None:
    pooling = Pooling([[7, 7], [7, 7]], kernel_size=2)
    assert pooling.winners.tolist() == [0]
    assert pooling.wins.tolist() == [[1, 0], [0, 0]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kernel_size": 7}, "kernel 7x7 does not fit input 4x4 with padding 0"),
        ({"kernel_size": 2, "padding": 2}, "pooling padding 2x2 must be at most half of the kernel 2x2"),
        ({"kernel_size": 2, "dilation": 2, "kind": "average"}, "an average has no dilation, here 2x2"),
        ({"kind": "sum"}, "kind must be 'max' or 'average', not 'sum'"),
        ({"image": np.ones((41, 2))}, f"would be 41x2; at most {LARGEST_GRID}x{LARGEST_GRID} can be drawn"),
        ({"image": [1, 2]}, "the input needs rows and columns"),
        ({"image": [[1 / 3]]}, "more than 4 digits"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_its_sizes(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Pooling(**{"image": LECTURE, **given})


def app() -> None:
    import streamlit as st

    from explorer.components.stepper import Cell, Pooling, begin_editing_input, parse_grid, stepper

    editing = begin_editing_input(parse_grid("1,2;3,4", most=16), key="p")
    pinned = stepper(Pooling(editing.grids, kernel_size=1), editing, pinned=Cell(1, 1))
    st.text(f"{pinned.text if pinned else 'none'} {editing.kept.text}")


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ({}, "1,1 1,2;3,4"),
        ({"pinned": "0,1"}, "0,1 1,2;3,4"),
        ({"text": "0|9,8;7,6"}, "1,1 9,8;7,6"),
        ({"text": "0|9,8;7,6/1"}, "1,1 1,2;3,4"),
        ({"text": "0|"}, "1,1 1,2;3,4"),
    ],
    ids=str,
)
def test_only_an_input_is_taken_from_a_browser(state: dict[str, object], answer: str) -> None:
    script = AppTest.from_function(app)
    script.session_state["p"] = state
    script.run()
    assert not script.exception
    assert script.text[0].value == answer


def test_names_and_pin_are_sent() -> None:
    header, _ = unpack(blob(Pooling(LECTURE, kernel_size=3, padding=1), pinned=Cell(0, 1)))
    assert header["rows"] == [-1, 0, 1, 2, 3, 4]
    assert header["pinned"] == [0, 1]
    assert header["operation"] == "max"
