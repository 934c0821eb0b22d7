from __future__ import annotations

import numpy as np
import pytest

from explorer.detection import (
    SHEET,
    example_sheet,
    heat_map,
    ink_of,
    right_boxes,
    search,
)
from explorer.detection.searching import PROPOSED, whole_ink
from explorer.detection.sheets import Written
from explorer.digits import digit_limits, digit_network
from explorer.pictures.strokes import Stroke, draw_strokes


def found_on(ink: np.ndarray) -> list[tuple[int, tuple[int, int, int, int]]]:
    return [(one.digit, one.box) for one in search(digit_network(), ink, digit_limits()).found]


def test_most_digits_on_sheets_of_real_handwriting_are_found_and_few_boxes_are_wrong() -> None:
    sheets = [example_sheet(seed) for seed in range(1000, 1020)]
    answers = [found_on(sheet.ink) for sheet in sheets]
    written = sum(len(sheet.written) for sheet in sheets)
    right = sum(right_boxes(answer, sheet.written) for answer, sheet in zip(answers, sheets, strict=True))
    assert written > 70
    assert right >= 0.88 * written
    assert sum(map(len, answers)) - right <= 0.06 * written


def test_blank_paper_holds_nothing() -> None:
    result = search(digit_network(), np.zeros(SHEET, np.float32), digit_limits())
    assert (result.found, result.proposals) == ((), 0)
    assert result.windows == sum(level.probabilities[0].size for level in result.levels)
    for level in result.levels:
        assert level.probabilities.max() < PROPOSED
        # Every window of blank paper answers the same, at the edge of the sheet too.
        assert np.ptp(level.probabilities, axis=(1, 2)).max() < 1e-6


def test_a_page_of_ink_a_line_and_dots_are_no_digits() -> None:
    line = np.zeros(SHEET, np.float32)
    line[50:53] = 1
    dots = np.zeros(SHEET, np.float32)
    rows, columns = np.mgrid[: SHEET[0], : SHEET[1]]
    for column in (40, 120, 200):
        dots[np.hypot(rows - 50, columns - column) < 12] = 1
    for sheet in (np.ones(SHEET, np.float32), line, dots):
        assert found_on(sheet) == []


def test_the_box_of_a_drawn_digit_is_the_box_of_its_ink() -> None:
    one = Stroke(6.0, ((140.0, 20.0, 0.5), (140.0, 80.0, 0.5)))
    ink = ink_of(draw_strokes([one])[: SHEET[0]])
    ((digit, box),) = found_on(ink)
    assert digit == 1
    np.testing.assert_allclose(box, (17, 137, 83, 143), atol=1)


def test_two_sizes_of_the_same_digits_are_both_found() -> None:
    for seed in range(5):
        sheet = example_sheet(seed)
        half = sheet.ink[::2, ::2]
        assert len(found_on(sheet.ink)) >= len(sheet.written) - 1
        assert len(found_on(half)) >= len(sheet.written) - 2


def test_a_search_says_what_every_window_answered() -> None:
    result = search(digit_network(), example_sheet(3).ink, digit_limits())
    for level in result.levels:
        _, rows, columns = level.probabilities.shape
        assert rows == (level.ink.shape[0] - 28) // 4 + 1
        assert columns == (level.ink.shape[1] - 28) // 4 + 1
        np.testing.assert_allclose(level.probabilities.sum(axis=0), 1, atol=1e-5)
    assert all(one.proposed >= PROPOSED for one in result.found)
    assert all(one.probability >= digit_limits().least_probability for one in result.found)
    assert [one.probability for one in result.found] == sorted(
        (one.probability for one in result.found), reverse=True
    )


@pytest.mark.parametrize("shape", [(0, 10), (10, 601), (1, 10, 10), (10,)])
def test_an_impossible_sheet_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="1 to 600 pixels"):
        search(digit_network(), np.zeros(shape, np.float32), digit_limits())


def window(top: int, left: int, bottom: int, right: int) -> np.ndarray:
    ink = np.zeros((28, 28), np.float32)
    ink[top:bottom, left:right] = 1
    return ink


@pytest.mark.parametrize(
    ("box", "is_whole"),
    [
        ((4, 8, 24, 20), True),
        ((4, 4, 24, 24), True),
        ((2, 10, 27, 16), True),
        ((0, 10, 20, 16), False),
        ((8, 10, 28, 16), False),
        ((7, 10, 21, 16), False),
        ((1, 10, 27, 16), False),
        ((4, 20, 24, 26), False),
    ],
)
def test_only_ink_about_as_long_as_a_digit_in_the_middle_is_whole(
    box: tuple[int, int, int, int], is_whole: bool
) -> None:
    assert whole_ink(window(*box)) == (box if is_whole else None)


def test_a_neighbour_behind_a_gap_does_not_count() -> None:
    ink = np.maximum(window(4, 9, 24, 19), window(10, 22, 28, 28))
    assert whole_ink(ink) == (4, 9, 24, 19)


def test_an_example_is_the_same_for_the_same_seed_and_its_boxes_fit_the_ink() -> None:
    for seed in range(20):
        sheet, again = example_sheet(seed), example_sheet(seed)
        np.testing.assert_array_equal(sheet.ink, again.ink)
        assert sheet.written == again.written
        assert 2 <= len(sheet.written) <= 6
        covered = np.zeros(SHEET, bool)
        for one in sheet.written:
            top, left, bottom, right = map(int, one.box)
            assert 24 <= max(bottom - top, right - left) <= 72
            covered[top:bottom, left:right] = True
        assert not sheet.ink[~covered].any()


def test_a_box_counts_once_and_only_for_its_digit() -> None:
    written = [Written(3, (0, 0, 10, 10)), Written(3, (0, 20, 10, 30))]
    assert right_boxes([(3, (0, 0, 10, 10))], written) == 1
    assert right_boxes([(5, (0, 0, 10, 10))], written) == 0
    assert right_boxes([(3, (0, 0, 10, 4)), (3, (0, 20, 10, 25))], written) == 1


def test_heat_is_the_answer_of_the_window_whose_middle_is_nearest() -> None:
    result = search(digit_network(), example_sheet(3).ink, digit_limits())
    level = result.levels[2]
    warm = heat_map((level,), SHEET, digit=7)
    assert warm.shape == SHEET
    for row, column in ((0, 0), (50, 140), (99, 279)):
        middles = [
            ((np.arange(count) * level.stride + 14 - level.margin) / level.scale)
            for count in level.probabilities.shape[1:]
        ]
        nearest = [
            int(np.abs(at - (place + 0.5)).argmin()) for at, place in zip(middles, (row, column), strict=True)
        ]
        assert warm[row, column] == level.probabilities[7, nearest[0], nearest[1]]
    everything = heat_map(result.levels, SHEET)
    for digit in range(10):
        assert (everything >= heat_map((level,), SHEET, digit=digit)).all()
