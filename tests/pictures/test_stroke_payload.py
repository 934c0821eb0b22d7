"""What the browser sends is checked, bounded and never trusted."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pictures.errors import PictureError
from explorer.pictures.stroke_model import CANVAS_SIZE, MAXIMUM_POINTS, MAXIMUM_STROKES, Stroke
from explorer.pictures.stroke_payload import strokes_from_payload

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
POINTS = st.lists(st.lists(JSON, max_size=4), max_size=4)
ALMOST = st.lists(st.fixed_dictionaries({"width": JSON, "points": POINTS}), max_size=4)


def test_good_strokes_arrive_as_they_are() -> None:
    payload = [{"width": 12, "points": [[1, 2, 0.25], [3.5, 4, 1]]}, {"width": 3.5, "points": [(9, 9)]}]
    assert strokes_from_payload(payload) == (
        Stroke(12.0, ((1.0, 2.0, 0.25), (3.5, 4.0, 1.0))),
        Stroke(3.5, ((9.0, 9.0, 0.5),)),
    )


def test_an_empty_drawing_has_no_strokes() -> None:
    assert strokes_from_payload([]) == ()


@pytest.mark.parametrize("payload", [None, "", "strokes", 7, {}, {"strokes": []}, b"", True])
def test_what_is_no_list_is_refused(payload: object) -> None:
    with pytest.raises(PictureError, match="draw"):
        strokes_from_payload(payload)


@pytest.mark.parametrize(
    "payload",
    [
        [None, 3, "x", []],
        [{"width": 3}],
        [{"points": [[1, 2, 3]]}],
        [{"width": "3", "points": [[1, 2]]}],
        [{"width": math.nan, "points": [[1, 2]]}],
        [
            {
                "width": 3,
                "points": [[1], [1, 2, 3, 4], ["1", "2"], [math.inf, 1], [True, 1], [10**400, 1], None],
            }
        ],
        [{"width": 3, "points": "0123"}],
    ],
)
def test_a_drawing_without_one_good_point_is_refused(payload: object) -> None:
    with pytest.raises(PictureError, match="draw"):
        strokes_from_payload(payload)


def test_bad_points_and_strokes_among_good_ones_are_dropped() -> None:
    payload = [{"width": 5, "points": [[1, 1, 0.5], [math.nan, 1, 0.5], [2, 2, 0.5]]}, "junk", {"width": 5}]
    assert strokes_from_payload(payload) == (Stroke(5.0, ((1.0, 1.0, 0.5), (2.0, 2.0, 0.5))),)


def test_numbers_out_of_range_are_clipped() -> None:
    payload = [{"width": 1e9, "points": [[-5, 1e300, 7]]}, {"width": -2, "points": [[1, 1, -1]]}]
    first, second = strokes_from_payload(payload)
    assert first == Stroke(80.0, ((0.0, float(CANVAS_SIZE), 1.0),))
    assert second == Stroke(1.0, ((1.0, 1.0, 0.0),))


def test_too_many_points_and_strokes_are_cut_off() -> None:
    long = {"width": 5, "points": [[1, 2, 0.5]] * (MAXIMUM_POINTS - 10)}
    strokes = strokes_from_payload([long, long, long])
    assert [len(stroke.points) for stroke in strokes] == [MAXIMUM_POINTS - 10, 10]
    many = [{"width": 5, "points": [[1, 2, 0.5]]}] * (MAXIMUM_STROKES + 50)
    assert len(strokes_from_payload(many)) == MAXIMUM_STROKES


@given(JSON | ALMOST)
def test_whatever_arrives_the_answer_is_sound(payload: object) -> None:
    try:
        strokes = strokes_from_payload(payload)
    except PictureError:
        return
    for stroke in strokes:
        assert 1 <= stroke.width <= 80
        assert stroke.points
        for x, y, pressure in stroke.points:
            assert 0 <= x <= CANVAS_SIZE
            assert 0 <= y <= CANVAS_SIZE
            assert 0 <= pressure <= 1
