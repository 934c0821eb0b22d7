"""The Convolution page through the router: examples, links, sentences, predictions, challenges."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack
from explorer.lectures import EXAMPLES
from explorer.lectures.letters import LETTERS
from explorer.lectures.matching import feature_evidence
from explorer.ui.convolution.examples import CHOICE, examples, grids_of, matching, random_grids, settings_of
from explorer.ui.convolution.settings import SlideSettings
from tests.pages.harness import open_page, run, send

STEPPER = "convolution_stepper"


def said(app: AppTest) -> str:
    kinds = [*app.markdown, *app.caption, *app.warning, *app.success, *app.info]
    return "\n".join(element.value for element in kinds)


def sent(app: AppTest) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """What the stepper got in the last run."""
    header, arrays = unpack(app.get_by_key(STEPPER).proto.bytes)
    return header, arrays


def output(app: AppTest) -> list[list[float]]:
    header, arrays = sent(app)
    digits = header["digits"][3]  # type: ignore[index]
    return (arrays["totals"] / 10**digits).reshape(header["size"]).tolist()  # type: ignore[no-any-return, call-overload]


@pytest.mark.parametrize("name", examples())
def test_every_example_is_sent_to_the_last_number(name: str) -> None:
    app = open_page("convolution")
    if matching(*_first()) != name:
        app.selectbox(key=CHOICE).set_value(name)
        app = run(app)
    assert app.selectbox(key=CHOICE).value == name
    assert output(app) == EXAMPLES[name].output[0].tolist()
    for row, numbers in enumerate(EXAMPLES[name].printed or ()):
        for column, number in enumerate(numbers):
            wrong = {(misprint.row, misprint.column) for misprint in EXAMPLES[name].misprints}
            assert number is None or (output(app)[row][column] == number) != ((row, column) in wrong)
    assert all(misprint.sentence in said(app) for misprint in EXAMPLES[name].misprints)


def _first() -> tuple:  # type: ignore[type-arg]
    first = next(iter(examples().values()))
    return grids_of(first), settings_of(first)


def test_the_lectures_numbers_are_among_the_examples() -> None:
    app = open_page("convolution")
    assert output(app)[0][0] == 6
    outputs = {name: example.output[0].tolist() for name, example in examples().items()}
    assert outputs["vertical_edge"] == [[0, 30, 30, 0]] * 4
    assert outputs["six_by_six"][0] == [-5, -4, 0, 8]
    assert outputs["stride_three"] == [[-5, 8], [-3, -16]]
    assert outputs["padded"][:2] == [[2, 2, 3, 1, 1], [1, 4, 3, 4, 1]]
    assert outputs["quiz"] == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
    names = {"line_top", "line_left", "line_bottom", "line_right", "curve", "sobel", "scharr"}
    assert names <= outputs.keys()


@pytest.mark.parametrize(
    ("query", "size", "sentence"),
    [
        ({"stride": "2"}, [2, 2], "= 2$"),
        ({"padding": "Same"}, [5, 5], "= 5$"),
        ({"padding": "Amount", "amount": "2", "padding_mode": "Reflect"}, [7, 7], "= 7$"),
        ({"padding": "Amount", "each_side": "true", "top": "1", "right": "3"}, [4, 6], "Width of the output"),
        ({"apart": "true", "stride": "2", "stride_horizontal": "1"}, [2, 3], "Height of the output"),
        ({"dilation": "2"}, [1, 1], "2 × (3 − 1) + 1 = 5"),
        ({"operation": "Transposed", "stride": "2"}, [11, 11], "(5 − 1) × 2 + 3 − 2 × 0 = 11"),
        (
            {"operation": "Transposed", "stride": "2", "amount": "1", "output_padding": "1"},
            [10, 10],
            "(5 − 1) × 2 + 3 − 2 × 1 + 1 = 10",
        ),
        ({"input": "1,2;3,4", "kernel": "2"}, [2, 2], "= 2$"),
        ({"seed": "3"}, [3, 3], "= 3$"),
    ],
    ids=str,
)
def test_a_link_opens_with_what_it_says(query: dict[str, str], size: list[int], sentence: str) -> None:
    app = open_page("convolution", query)
    assert sent(app)[0]["size"] == size
    assert sentence in said(app)


def test_true_convolution_turns_the_kernel() -> None:
    app = open_page("convolution", {"operation": "Convolution", "bias": "1"})
    assert output(app)[0] == [-5, 10, 9]


def test_what_does_not_fit_is_said_with_its_sizes() -> None:
    app = open_page("convolution", {"dilation": "4"})
    assert "Kernel 3x3 with dilation 4 (span 9x9) does not fit input 5x5 with padding 0." in said(app)


def test_a_seed_fills_the_grids_at_their_sizes() -> None:
    app = open_page("convolution", {"input": "1,2;3,4", "kernel": "1,1"})
    app = press(app, "Random integers")
    grids = random_grids(1, (2, 2), (1, 2))
    assert sent(app)[1]["values"].tolist() == grids.image.tolist()
    assert sent(app)[1]["weights"].tolist() == grids.kernel.tolist()
    assert app.query_params["seed"] == "1"
    assert app.query_params["input"] == ";".join(",".join(f"{n:g}" for n in row) for row in grids.image)


def test_an_edit_is_the_visitors_own_and_in_the_address() -> None:
    app = send(open_page("convolution"), STEPPER, {"text": "0|9,2;3,4/1"})
    assert output(app) == [[9, 2], [3, 4]]
    assert app.selectbox(key=CHOICE).value is None
    assert app.query_params["input"] == "9,2;3,4"


def test_a_pin_is_in_the_address() -> None:
    app = send(open_page("convolution"), STEPPER, {"pinned": "1,2"})
    assert app.query_params["place"] == "1,2"
    assert sent(open_page("convolution", {"place": "2,0"}))[0]["pinned"] == [2, 0]


def test_the_schemes_stand_side_by_side() -> None:
    told = said(open_page("convolution", {"input": "1,1,1,1,1,1;" * 5 + "1,1,1,1,1,1", "stride": "2"}))
    assert "| No padding, rounded down | 0, 0 | 2 | 5 |" in told
    assert "| Keras: same | 0, 1 | 3 | nothing |" in told
    assert "refuses stride 2" in told


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return run(app)


def predict(app: AppTest, **numbers: float) -> AppTest:
    for name, number in numbers.items():
        app.number_input(key=f"predicted_{name}").set_value(number)
    return press(app, "Check")


def test_a_right_prediction_shows_the_output() -> None:
    app = open_page("convolution", {"predict": "true", "place": "0,0"})
    assert sent(app)[0]["hidden"] == "values"
    app = predict(app, value=6)
    assert "6 is right." in said(app)
    assert sent(app)[0]["hidden"] == ""


def test_a_wrong_prediction_names_the_slip_and_hides_on() -> None:
    app = predict(open_page("convolution", {"predict": "true", "place": "0,0"}), value=-6)
    assert "the kernel was turned by 180 degrees" in said(app)
    assert "The sum is 7 × 1 + 2 × 0 + 3 × (−1)" in said(app)
    assert sent(app)[0]["hidden"] == "values"
    app = press(app, "Show the answer")
    assert sent(app)[0]["hidden"] == ""


@pytest.mark.parametrize(
    ("query", "answer", "slip"),
    [
        ({"padding": "Amount", "amount": "1"}, (3, 3), "the padding was forgotten"),
        ({}, (2, 2), "its first place counts too"),
        ({"input": "1,1,1,1,1,1;" * 5 + "1,1,1,1,1,1", "stride": "2"}, (3, 3), "rounded up"),
        ({"dilation": "2"}, (3, 3), "dilated"),
        ({"input": "1,1,1,1;1,1,1,1;1,1,1,1"}, (2, 1), "changed places"),
    ],
    ids=str,
)
def test_a_wrong_size_names_the_misconception(
    query: dict[str, str], answer: tuple[int, int], slip: str
) -> None:
    app = open_page("convolution", {"predict": "true", "question": "Size", **query})
    assert sent(app)[0]["hidden"] == "all"
    assert "of the output**" not in said(app)
    app = predict(app, height=answer[0], width=answer[1])
    assert slip in said(app)


def test_the_largest_value_is_found() -> None:
    app = predict(open_page("convolution", {"predict": "true", "question": "Largest"}), row=0, column=0)
    assert "Row 0, column 0 is right." in said(app)


def test_an_empty_answer_is_no_answer() -> None:
    app = predict(open_page("convolution", {"predict": "true"}))
    assert "Type an answer first." in said(app)


def test_a_challenge_is_solved_in_the_live_state() -> None:
    app = open_page("convolution")
    assert "Solved." not in said(app)
    app = press(app, "Put the picture into the grid")
    assert sent(app)[0]["input"] == [6, 6]
    image = str(sent(app)[0]["text"]).split("/")[0]
    version = sent(app)[0]["version"]
    app = send(app, STEPPER, {"text": f"{version}|{image}/1,-1"})
    app.segmented_control(key="padding").set_value("same")
    app = run(app)
    assert "Solved." in said(app)


def test_the_letters_are_judged_by_numbers() -> None:
    app = open_page("convolution")
    told = said(app)
    for letter in LETTERS.values():
        evidence = feature_evidence(letter.picture)
        assert f"| {letter.title} |" in told
        assert f"| {evidence.score:.2f} | {'X' if letter.is_x else 'not X'} |" in told
    app.selectbox(key="letter").set_value("o")
    assert "it is judged **not an X**" in said(run(app))
    app.button(key="letter_falling").click()
    app = run(app)
    assert sent(app)[0]["input"] == [10, 10]
    assert sent(app)[0]["kernel"] == [3, 3]


def test_settings_that_say_the_same_are_the_same_example() -> None:
    grids, _ = _first()
    assert matching(grids, SlideSettings(padding=(0, 0), padding_mode="reflect")) == "first_value"
    assert matching(grids, SlideSettings(stride=(2, 2))) is None
