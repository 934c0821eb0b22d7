from __future__ import annotations

import numpy as np
import pytest

from explorer.detection import overlap, suppress

BOXES = np.array([[0, 0, 10, 10], [0, 0, 10, 10], [0, 5, 10, 15], [20, 20, 30, 30]], np.float64)


def test_overlap_by_hand() -> None:
    assert overlap(BOXES[0], BOXES).tolist() == [1.0, 1.0, 50 / 150, 0.0]


def test_boxes_that_touch_or_have_no_area_do_not_overlap() -> None:
    others = np.array([[0, 10, 10, 20], [5, 5, 5, 5]], np.float64)
    assert overlap(BOXES[0], others).tolist() == [0.0, 0.0]
    assert overlap(others[1], others[1:]).tolist() == [0.0]


def test_of_equal_boxes_the_first_stays() -> None:
    assert suppress(BOXES, np.array([0.5, 0.5, 0.5, 0.9]), threshold=0.3).tolist() == [3, 0]
    assert suppress(BOXES, np.array([0.5, 0.5, 0.5, 0.9]), threshold=0.34).tolist() == [3, 0, 2]


def test_what_a_suppressed_box_overlaps_stays() -> None:
    chain = np.array([[0, 0, 10, 10], [0, 4, 10, 14], [0, 8, 10, 18]], np.float64)
    assert suppress(chain, np.array([0.9, 0.8, 0.7]), threshold=0.3).tolist() == [0, 2]


def test_nothing_in_nothing_out() -> None:
    assert suppress(np.zeros((0, 4)), np.zeros(0), threshold=0.5).size == 0


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_an_impossible_threshold_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        suppress(BOXES, np.ones(4), threshold=threshold)


def test_scores_without_boxes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"3 scores need boxes of shape \(3, 4\)"):
        suppress(BOXES, np.ones(3), threshold=0.5)
