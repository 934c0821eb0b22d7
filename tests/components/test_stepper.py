"""The stepper's numbers against torch, what it sends against fractions, and what a browser may say."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack
from explorer.components.stepper import Cell, Grids, Stepping, format_grid, parse_grid
from explorer.components.stepper.sending import blob, names
from explorer.components.stepper.stepping import INPUT, INSERTED, LARGEST_GRID, PADDING
from explorer.components.stepper.text import LARGEST_INPUT, LARGEST_NUMBER, format_grids, parse_grids

FIVE = [[7, 2, 3, 3, 8], [4, 5, 3, 8, 4], [3, 3, 2, 8, 4], [2, 8, 7, 2, 7], [5, 4, 4, 5, 4]]
VERTICAL = [[1, 0, -1]] * 3

hundredths = st.integers(-999, 999).map(lambda number: number / 100)
options = st.fixed_dictionaries(
    {
        "stride": st.tuples(st.integers(1, 4), st.integers(1, 4)),
        "padding": st.tuples(st.integers(0, 3), st.integers(0, 3)),
        "dilation": st.tuples(st.integers(1, 3), st.integers(1, 3)),
    }
)


def grids(most: int) -> st.SearchStrategy[list[list[float]]]:
    return st.tuples(st.integers(1, most), st.integers(1, most)).flatmap(
        lambda size: st.lists(
            st.lists(hundredths, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


@settings(max_examples=150, deadline=None)
@given(
    image=grids(8),
    kernel=grids(5),
    bias=hundredths,
    operation=st.sampled_from(["correlation", "convolution", "transposed"]),
    chosen=options,
)
def test_every_option_is_torchs(image, kernel, bias, operation, chosen) -> None:  # type: ignore[no-untyped-def]
    pixels = torch.tensor(image, dtype=torch.float64)[None, None]
    weights = torch.tensor(kernel, dtype=torch.float64)[None, None]
    if operation == "convolution":
        weights = weights.flip(2, 3)
    function = (
        torch.nn.functional.conv_transpose2d if operation == "transposed" else torch.nn.functional.conv2d
    )
    try:
        stepping = Stepping(image, kernel, bias=bias, operation=operation, **chosen)
    except ValueError as refused:
        if "can be drawn" not in str(refused):
            with pytest.raises(RuntimeError):
                function(pixels, weights, **chosen)
        return
    expected = function(pixels, weights, torch.tensor([bias], dtype=torch.float64), **chosen)
    np.testing.assert_allclose(stepping.output, expected[0, 0].numpy(), atol=1e-10)


@settings(max_examples=50, deadline=None)
@given(image=grids(6), kernel=grids(3), bias=hundredths, padding=st.integers(0, 2))
def test_what_is_sent_adds_up_exactly(  # type: ignore[no-untyped-def]
    image, kernel, bias, padding
) -> None:
    if len(kernel) > len(image) + 2 * padding or len(kernel[0]) > len(image[0]) + 2 * padding:
        return
    header, arrays = unpack(blob(Stepping(image, kernel, bias=bias, padding=padding)))
    values, weights, products, totals = (10**digits for digits in header["digits"])
    padded = arrays["values"].ravel()
    flat = arrays["weights"].ravel()
    bias_fraction = Fraction(header["bias"][0], 10 ** header["bias"][1])
    assert bias_fraction == Fraction(str(bias))
    for cell, read in enumerate(arrays["windows"]):
        terms = [
            Fraction(int(padded[place]), values) * Fraction(int(weight), weights)
            for place, weight in zip(read, flat, strict=True)
        ]
        assert [Fraction(int(number), products) for number in arrays["products"][cell]] == terms
        assert [Fraction(int(number), products) for number in arrays["running"][cell]] == list(
            accumulate(terms)
        )
        assert Fraction(int(arrays["totals"][cell]), totals) == sum(terms) + bias_fraction


def test_a_window_of_the_lecture() -> None:
    stepping = Stepping(FIVE, VERTICAL)
    assert stepping.size == (3, 3)
    assert stepping.output[0].tolist() == [6, -9, -8]
    assert stepping.running[0].tolist() == [7, 7, 4, 8, 8, 5, 8, 8, 6]


def test_corners_are_used_once_and_the_centre_nine_times() -> None:
    assert Stepping(FIVE, VERTICAL).uses.tolist()[0] == [1, 2, 3, 2, 1]
    assert Stepping(FIVE, VERTICAL).uses[2, 2] == 9
    leftover = Stepping(np.ones((6, 6)), VERTICAL, stride=2).uses
    assert leftover[5].tolist() == [0] * 6
    assert leftover[:, 5].tolist() == [0] * 6


def test_padding_copies_cells_in_the_other_modes() -> None:
    stepping = Stepping([[1, 2, 3]], [[1]], padding=((0, 0), (2, 1)), padding_mode="reflect")
    assert stepping.values.tolist() == [[3, 2, 1, 2, 3, 2]]
    assert stepping.sources.tolist() == [[2, 1, 0, 1, 2, 1]]
    assert stepping.kinds.tolist() == [[PADDING, PADDING, INPUT, INPUT, INPUT, PADDING]]
    assert stepping.sides == ((0, 0), (2, 1))


def test_a_transposed_convolution_spreads_its_input() -> None:
    stepping = Stepping([[1, 2]], [[1, 2, 3]], operation="transposed", stride=2)
    assert stepping.output.tolist() == [[1, 2, 5, 4, 6]]
    assert stepping.weights.tolist() == [[3, 2, 1]]
    assert stepping.weight_sources.tolist() == [[2, 1, 0]]
    assert stepping.kinds.tolist() == [[PADDING, PADDING, INPUT, INSERTED, INPUT, PADDING, PADDING]]
    assert names(stepping, axis=1) == [None, None, 0, None, 1, None, None]


def test_true_convolution_comes_with_the_correlation_beside_it() -> None:
    _, arrays = unpack(blob(Stepping(FIVE, VERTICAL, operation="convolution")))
    assert arrays["totals"].tolist() == (-arrays["unturned"]).tolist()
    assert arrays["unturned"][0] == 6
    assert "unturned" not in unpack(blob(Stepping(FIVE, VERTICAL)))[1]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kernel": np.ones((7, 7))}, "kernel 7x7 does not fit input 5x5 with padding 0"),
        ({"padding": 20}, f"at most {LARGEST_GRID}x{LARGEST_GRID} can be drawn"),
        ({"padding": 5, "padding_mode": "reflect"}, "reflect padding 5 must be smaller"),
        ({"operation": "pooling"}, "operation must be"),
        ({"kernel": [1, 2]}, "the kernel needs rows and columns"),
        ({"bias": 1 / 3}, "more than 4 digits"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_its_sizes(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Stepping(**{"image": FIVE, "kernel": VERTICAL, **given})  # type: ignore[arg-type]


@given(image=grids(LARGEST_INPUT), kernel=grids(7))
@settings(max_examples=30)
def test_grids_come_back_from_their_text(image: list[list[float]], kernel: list[list[float]]) -> None:
    written = format_grids(Grids(np.array(image), np.array(kernel)))
    read = parse_grids(written)
    assert format_grids(read) == written
    np.testing.assert_array_equal(read.image, image)


@pytest.mark.parametrize(
    "text", ["", "1,2;3", "1,x", "nan", "1e3", "12345", "0.123", "1;" * 17 + "1", ",".join("1" * 17), "١"]
)
def test_other_texts_are_no_grids(text: str) -> None:
    with pytest.raises(ValueError, match="grid|row"):
        parse_grid(text, most=LARGEST_INPUT)


def test_zero_has_no_sign() -> None:
    assert format_grid([[-0.0, -0.001, LARGEST_NUMBER]]) == "0,0,9999"


def app() -> None:
    import streamlit as st

    from explorer.components.stepper import Cell, Grids, Stepping, begin_editing, parse_grid, stepper

    start = Grids(parse_grid("1,2;3,4", most=16), parse_grid("1", most=7))
    editing = begin_editing(start, key="s", origin=st.session_state.get("origin", ""))
    pinned = stepper(Stepping(*editing.grids), editing, pinned=Cell(1, 1))
    st.text(f"{pinned.text if pinned else 'none'} {editing.kept.text}")


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ({}, "1,1 1,2;3,4/1"),
        ({"pinned": "0,1"}, "0,1 1,2;3,4/1"),
        ({"pinned": ""}, "none 1,2;3,4/1"),
        ({"pinned": "5,5"}, "none 1,2;3,4/1"),
        ({"pinned": 7}, "1,1 1,2;3,4/1"),
        ({"pinned": "x"}, "1,1 1,2;3,4/1"),
        ({"text": "0|9,8;7,6/2"}, "1,1 9,8;7,6/2"),
        ({"text": "0|9,8;7/2"}, "1,1 1,2;3,4/1"),
        ({"text": "0|1,2/1"}, "none 1,2/1"),
        ({"text": "nonsense"}, "1,1 1,2;3,4/1"),
    ],
    ids=str,
)
def test_nothing_that_a_browser_says_can_raise(state: dict[str, object], answer: str) -> None:
    script = AppTest.from_function(app)
    script.session_state["s"] = state
    script.run()
    assert not script.exception
    assert script.text[0].value == answer


def test_a_new_origin_lays_the_start_in_the_grids_again() -> None:
    script = AppTest.from_function(app)
    script.session_state["s"] = {"text": "0|9,8;7,6/2"}
    script.run()
    assert script.text[0].value == "1,1 9,8;7,6/2"
    script.session_state["origin"] = "other"
    script.run()
    assert script.text[0].value == "1,1 1,2;3,4/1"


def test_the_pinned_cell_is_sent() -> None:
    header, _ = unpack(blob(Stepping(FIVE, VERTICAL), pinned=Cell(1, 2), hidden="values"))
    assert header["pinned"] == [1, 2]
    assert header["hidden"] == "values"
