"""The digits that were drawn for this project."""

from collections import Counter

import numpy as np
import pytest

from explorer.pictures.digits import prepare_digit
from explorer.pictures.drawings import curve, drawing, drawings
from explorer.pictures.errors import PictureError
from explorer.pictures.stroke_model import CANVAS_SIZE
from explorer.pictures.strokes import draw_strokes


def test_every_digit_is_there_and_some_in_two_styles() -> None:
    styles = Counter(entry.digit for entry in drawings().values())
    assert sorted(styles) == list(range(10))
    assert [styles[digit] for digit in (1, 2, 4, 7, 9)] == [2] * 5


@pytest.mark.parametrize("name", drawings())
def test_every_drawing_stands_in_the_canvas_and_has_words(name: str) -> None:
    entry = drawing(name)
    assert entry.name == name
    assert entry.title.startswith(str(entry.digit))
    assert entry.description.endswith(".")
    points = np.array([point for stroke in entry.strokes for point in stroke.points])
    assert points[:, :2].min() > 20
    assert points[:, :2].max() < CANVAS_SIZE - 20
    assert not prepare_digit(draw_strokes(entry.strokes)).empty


def test_an_unknown_drawing_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PictureError, match="four_open"):
        drawing("eleven")


def test_the_curve_runs_through_its_control_points_and_bends_smoothly() -> None:
    controls = [(0.0, 0.0), (40.0, 80.0), (120.0, 90.0), (200.0, 10.0)]
    points = curve(controls)
    for control in controls:
        assert np.abs(points - control).sum(axis=1).min() < 1e-9
    way = np.diff(points, axis=0)
    turns = np.diff(np.unwrap(np.arctan2(way[:, 1], way[:, 0])))
    assert np.abs(turns).max() < np.radians(25)


def test_a_point_given_twice_is_a_corner() -> None:
    points = curve([(0.0, 0.0), (0.0, 100.0), (0.0, 100.0), (100.0, 100.0)])
    assert np.abs(points[:, 0] * (points[:, 1] - 100)).max() < 1e-9


def test_no_control_points_follow_each_other_too_closely_to_be_meant() -> None:
    for entry in drawings().values():
        for stroke in entry.strokes:
            steps = np.linalg.norm(np.diff(np.array(stroke.points)[:, :2], axis=0), axis=1)
            assert steps.min() > 0.5
            assert steps.max() < 20
