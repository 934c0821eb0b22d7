"""Every worked example, to the digit: what the slide prints, what is right, and what is said about it."""

import math
import re

import numpy as np
import pytest

from explorer.lectures import CALCULATIONS, EXAMPLES, LECTURES, Example

PRINTED = [example for example in EXAMPLES.values() if example.printed is not None]

# What is right, worked out by hand from the numbers of the slides.
RIGHT: dict[str, list[list[float]]] = {
    "first_value": [[6, -9, -8], [-3, -2, -3], [-3, 0, -2]],
    "vertical_edge": [[0, 30, 30, 0]] * 4,
    "six_by_six": [[-5, -4, 0, 8], [-10, -2, 2, 3], [0, -2, -4, -7], [-3, -2, -3, -16]],
    "first_four": [[4, 3, 4], [2, 4, 3], [2, 3, 4]],
    "quiz": [[4, 3, 4], [2, 4, 3], [2, 3, 4]],
    "stride_three": [[-5, 8], [-3, -16]],
    "padded": [[2, 2, 3, 1, 1], [1, 4, 3, 4, 1], [2, 2, 5, 3, 3], [1, 3, 3, 4, 1], [1, 2, 3, 1, 1]],
    "horizontal": [[0] * 4, [30] * 4, [30] * 4, [0] * 4],
    "sobel": [[0, 40, 40, 0]] * 4,
    "scharr": [[0, 160, 160, 0]] * 4,
    "line_top": [[0] * 5, [1, 2, 3, 2, 1], [0] * 5, [0] * 5, [-1, -2, -3, -2, -1]],
    "max_pooling": [[8, 9], [9, 4]],
    "average_pooling": [[3.5, 6.25], [4.5, 2.5]],
    "max_pooling_stanford": [[6, 8], [3, 4]],
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right(name: str) -> None:
    assert EXAMPLES[name].output[0].tolist() == RIGHT[name]


@pytest.mark.parametrize("example", PRINTED, ids=lambda example: example.name)
def test_what_is_printed_is_right_but_for_the_misprints(example: Example) -> None:
    mended = {(misprint.row, misprint.column): misprint.right for misprint in example.misprints}
    cells = 0
    for row, numbers in enumerate(example.printed or ()):
        for column, number in enumerate(numbers):
            if number is not None:
                cells += 1
                assert mended.get((row, column), number) == example.output[0, row, column]
    assert cells > 0


def test_only_the_padded_example_is_misprinted() -> None:
    assert [example.name for example in PRINTED if example.misprints] == ["padded"]
    assert EXAMPLES["padded"].misprints == ((2, 2, 4, 5), (3, 1, 2, 3))
    assert EXAMPLES["padded"].remark.endswith(
        "In the third row and third column the slide prints 4; the sum is 5. "
        "In the fourth row and second column the slide prints 2; the sum is 3."
    )


@pytest.mark.parametrize(
    ("name", "place"),
    [("line_top", (1, 2)), ("line_left", (2, 1)), ("line_bottom", (3, 2)), ("line_right", (2, 3))],
)
def test_each_pattern_finds_its_side_of_the_square(name: str, place: tuple[int, int]) -> None:
    output = EXAMPLES[name].output[0]
    assert np.argwhere(output == output.max()).tolist() == [list(place)]
    assert output[place] == 3


def test_the_curve_answers_most_where_it_lies() -> None:
    output = EXAMPLES["curve"].output[0]
    assert output[1, 1] == output.max() == 6 * 30 * 50


def test_volumes() -> None:
    two = EXAMPLES["volume"]
    assert two.image.shape == (3, 6, 6) and two.output.shape == (2, 4, 4)
    assert two.layer.parameter_count == 3 * 3 * 3 * 2 + 2
    by_hand = sum(
        (two.image[channel, :3, :3] * two.weights["weight"][0, channel]).sum() for channel in range(3)
    )
    assert two.output[0, 0, 0] == by_hand + 1
    demo = EXAMPLES["volume_stride_two"]
    assert demo.output.shape == (1, 3, 3)
    assert demo.weights["weight"][0].tolist() == [
        [[0, 0, 1], [1, 1, 0], [0, 0, 0]],
        [[1, 0, 0], [1, -1, 1], [-1, 0, 0]],
        [[-1, 1, 0], [0, -1, 1], [1, 0, -1]],
    ]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: example.name)
def test_every_example_is_complete_and_cannot_be_written_to(example: Example) -> None:
    assert example.title and example.slide and example.lecture in LECTURES
    assert max(example.image.shape[1:]) <= 16
    assert example.note or not example.own_image
    assert example.printed is not None or example.own_image
    for array in (example.image, example.output, *example.weights.values()):
        assert array.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize("name", CALCULATIONS)
def test_every_formula_gives_the_right_result(name: str) -> None:
    line = CALCULATIONS[name]
    written = line.formula.replace("×", "*")
    value = eval(written, {"sigmoid": lambda z: round(1 / (1 + math.exp(-z)), 2), "__builtins__": {}})
    assert value == line.right


def test_calculations_that_a_slide_gets_wrong() -> None:
    assert CALCULATIONS["fully_connected"].right == 28_326
    assert CALCULATIONS["fully_connected"].printed == "28236"
    assert CALCULATIONS["layer_with_bias"].right == 98
    assert "+ 1" in CALCULATIONS["layer_with_bias"].printed
    assert CALCULATIONS["one_unit"].right == 150_528
    agree = [line for line in CALCULATIONS.values() if re.fullmatch(r"[\d.]+", line.printed)]
    assert [line.name for line in agree if float(line.printed) != line.right] == ["fully_connected"]
    assert all(line.note for line in agree if float(line.printed) != line.right)
