"""The Pooling page through the router: presets, links, sentences, predictions, moves, challenges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack
from explorer.lectures import EXAMPLES
from explorer.ui.pooling.examples import CHOICE
from explorer.ui.pooling.presets import presets, random_grid
from explorer.ui.pooling.study import study
from tests.pages.harness import open_page, run, send
from tests.pages.test_convolution import predict, press

STEPPER = "pooling_stepper"
SIX = ";".join(["0,1,2,3,4,5"] * 6)


def said(app: AppTest) -> str:
    kinds = [*app.markdown, *app.caption, *app.warning, *app.success, *app.info]
    return "\n".join(element.value for element in kinds)


def sent(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What the stepper got in the last run."""
    return unpack(app.get_by_key(STEPPER).proto.bytes)


def output(app: AppTest) -> list[list[float]]:
    header, arrays = sent(app)
    divisors = arrays["counts"] if header["operation"] == "average" else 1
    values: np.ndarray = arrays["totals"] / 10 ** header["digits"][0] / divisors
    return values.reshape(header["size"]).tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", presets())
def test_every_preset_is_sent_to_the_last_number(name: str) -> None:
    app = open_page("pooling", {"pooling_kind": "Average", "pooling_padding": "1", "apart": "true"})
    app.selectbox(key=CHOICE).set_value(name)
    app = run(app)
    preset = presets()[name]
    assert app.selectbox(key=CHOICE).value == name
    assert output(app) == preset.settings.pooling(preset.grid).output.tolist()
    if name in EXAMPLES:
        assert output(app) == [list(row) for row in EXAMPLES[name].printed or ()]
    assert preset.told in said(app)


def test_it_opens_with_the_lectures_example() -> None:
    app = open_page("pooling")
    assert output(app) == [[8, 9], [9, 4]]
    assert app.selectbox(key=CHOICE).value == "max_pooling"
    assert "pooling_input" not in app.query_params


@pytest.mark.parametrize(
    ("query", "numbers", "sentence"),
    [
        ({"pooling_kind": "Average"}, [[3.5, 6.25], [4.5, 2.5]], "= 2$"),
        ({"pooling_size": "3"}, [[9]], "No window reads row and column 3."),
        ({"pooling_size": "3", "pooling_ceil": "true"}, [[9, 7], [4, 3]], "the last window hangs over"),
        ({"pooling_strides": "true", "pooling_stride": "1"}, [[8, 9, 9], [9, 9, 9], [9, 9, 4]], "= 3$"),
        ({"pooling_global": "true", "pooling_kind": "Average"}, [[67 / 16]], "= 1$"),
        (
            {"apart": "true", "pooling_size": "1", "pooling_size_horizontal": "4"},
            [[6], [9], [9], [4]],
            "Height of the output",
        ),
        ({"pooling_padding": "1"}, [[1, 6, 3], [2, 9, 7], [3, 4, 3]], "4 + 1 + 1 - 2"),
        (
            {"pooling_kind": "Average", "pooling_padding": "1"},
            [[0.25, 2.5, 0.75], [0.75, 6.75, 2.25], [0.75, 2, 0.75]],
            "= 3$",
        ),
        (
            {"pooling_kind": "Average", "pooling_padding": "1", "pooling_counts": "false"},
            [[1, 5, 3], [1.5, 6.75, 4.5], [3, 4, 3]],
            "= 3$",
        ),
        ({"dilation": "3", "pooling_strides": "true"}, [[3]], "3 × (2 − 1) + 1 = 4"),
        ({"pooling_seed": "3"}, None, "= 2$"),
    ],
    ids=str,
)
def test_a_link_opens_with_what_it_says(
    query: dict[str, str], numbers: list[list[float]] | None, sentence: str
) -> None:
    app = open_page("pooling", query)
    if numbers is None:
        assert sent(app)[1]["values"].tolist() == random_grid(3, (4, 4)).tolist()
    else:
        assert output(app) == numbers
    assert sentence in said(app)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"pooling_size": "7"}, "Kernel 7x7 does not fit input 4x4 with padding 0."),
        ({"pooling_padding": "2"}, "Pooling padding 2x2 must be at most half of the kernel 2x2."),
    ],
)
def test_what_does_not_fit_is_said_with_its_sizes(query: dict[str, str], sentence: str) -> None:
    assert sentence in said(open_page("pooling", query))


def test_a_seed_fills_the_grid_at_its_size() -> None:
    app = press(open_page("pooling", {"pooling_input": "1,2;3,4;5,6"}), "Random integers")
    assert sent(app)[1]["values"].tolist() == random_grid(1, (3, 2)).tolist()
    assert app.query_params["pooling_seed"] == "1"


def test_an_edit_and_a_pin_are_in_the_address() -> None:
    app = send(open_page("pooling"), STEPPER, {"text": "0|9,2;3,4", "pinned": "0,0"})
    assert output(app) == [[9]]
    assert app.selectbox(key=CHOICE).value is None
    assert app.query_params["pooling_input"] == "9,2;3,4"
    assert app.query_params["pooling_place"] == "0,0"
    again = open_page("pooling", {"pooling_input": "9,2;3,4", "pooling_place": "0,0"})
    assert sent(again)[0]["pinned"] == [0, 0]


def test_a_wrong_value_names_the_slip_and_a_right_one_shows_the_output() -> None:
    app = predict(open_page("pooling", {"predict": "true", "pooling_place": "0,0"}), value=3.5)
    assert "Perhaps the average was taken" in said(app)
    assert sent(app)[0]["hidden"] == "values"
    assert "What pooling is for" not in [heading.value for heading in app.subheader]
    app = predict(app, value=8)
    assert "8 is right." in said(app)
    assert sent(app)[0]["hidden"] == ""


def test_two_digits_of_an_endless_average_are_right() -> None:
    query = {"predict": "true", "pooling_kind": "Average", "pooling_input": "1,0,1", "pooling_global": "true"}
    app = open_page("pooling", query)
    assert "two digits after the point are enough" in said(app)
    assert "is right." in said(predict(app, value=0.67))


@pytest.mark.parametrize(
    ("query", "answer", "slip"),
    [
        ({"pooling_input": SIX}, (5, 5), "the stride was taken as 1"),
        ({"pooling_size": "3"}, (2, 2), "the quotient was rounded up"),
        ({"pooling_size": "3", "pooling_ceil": "true"}, (1, 1), "the quotient was rounded down"),
        ({"pooling_padding": "1"}, (2, 2), "the padding was forgotten"),
    ],
    ids=str,
)
def test_a_wrong_size_names_the_misconception(
    query: dict[str, str], answer: tuple[int, int], slip: str
) -> None:
    app = open_page("pooling", {"predict": "true", "question": "Size", **query})
    assert sent(app)[0]["hidden"] == "all"
    assert "of the output**" not in said(app)
    assert slip in said(predict(app, height=answer[0], width=answer[1]))


def test_the_largest_value_is_found() -> None:
    app = open_page("pooling", {"predict": "true", "question": "Largest", "pooling_kind": "Average"})
    assert "Row 1, column 0 is not right." in said(predict(app, row=1, column=0))
    assert "Row 0, column 1 is right." in said(predict(app, row=0, column=1))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "3 of 4 cells of the output change. Without pooling 15 of 16 cells change."),
        ({"direction": "Up"}, "Something passed out of the picture"),
        ({"pooling_input": SIX, "direction": "Left", "distance": "2"}, "moves along, by 1 cell, exactly"),
    ],
    ids=str,
)
def test_a_move_is_counted(query: dict[str, str], words: str) -> None:
    assert words in said(open_page("pooling", query))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "needs 36 multiply-accumulates on 2x2 instead of 144 on 4x4"),
        ({"pooling_global": "true"}, "has 20 parameters instead of 170"),
    ],
    ids=str,
)
def test_what_is_saved_is_counted(query: dict[str, str], words: str) -> None:
    assert words in said(open_page("pooling", query))


def test_the_study_is_told_with_its_numbers() -> None:
    told = said(open_page("pooling", {"pooling_part": "Real handwriting"}))
    assert f"{100 * study().lines[0].changes[0]:.1f} %" in told
    assert f"{100 * study().stays[0]:.1f} %" in told


def test_challenges_look_at_the_live_state() -> None:
    app = open_page("pooling", {"pooling_input": "0,0,0,0;0,9,0,0;0,0,0,0;0,0,0,0"})
    assert said(app).count("Solved.") == 0
    app = open_page("pooling", {"pooling_input": "9,0,0,0;0,0,0,0;0,0,0,0;0,0,0,0"})
    assert said(app).count("Solved.") == 1
    peak = "0,0,0,0,0;0,0,0,0,0;0,0,9,0,0;0,0,0,0,0;0,0,0,0,0"
    query = {"pooling_input": peak, "pooling_size": "3", "pooling_strides": "true"}
    assert "One cell of the input wins all of them. The cell that wins most wins 9 windows of 9." in said(
        open_page("pooling", query)
    )


@pytest.mark.parametrize("place", ["9,9", "0,0,3", "x", "-1,0"])
def test_a_place_that_is_none_is_passed_over(place: str) -> None:
    assert sent(open_page("pooling", {"pooling_place": place}))[0]["pinned"] is None
