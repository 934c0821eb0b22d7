"""Drawings in links: short, safe, and the same drawing when they come back."""

import base64
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pictures.drawings import drawings
from explorer.pictures.errors import PictureError
from explorer.pictures.stroke_links import MAXIMUM_TEXT, decode_strokes, encode_strokes
from explorer.pictures.stroke_model import CANVAS_SIZE, MAXIMUM_STROKES, Stroke
from explorer.pictures.strokes import draw_strokes

POINT = st.tuples(st.floats(0, CANVAS_SIZE), st.floats(0, CANVAS_SIZE), st.floats(0, 1))
STROKE = st.builds(Stroke, st.floats(1, 80), st.lists(POINT, min_size=1, max_size=12).map(tuple))


@pytest.mark.parametrize("name", drawings())
def test_a_drawn_digit_looks_the_same_after_a_link_and_is_short(name: str) -> None:
    strokes = drawings()[name].strokes
    text = encode_strokes(strokes)
    assert len(text) < 150
    before, after = draw_strokes(strokes), draw_strokes(decode_strokes(text))
    inked = np.count_nonzero(before < 128)
    assert np.count_nonzero((before < 128) != (after < 128)) < 0.08 * inked


@given(st.lists(STROKE, max_size=6))
def test_every_point_of_a_drawing_stays_within_a_unit_and_the_tolerance(strokes: list[Stroke]) -> None:
    text = encode_strokes(strokes)
    assert re.fullmatch(r"[A-Za-z0-9_-]*", text)
    decoded = decode_strokes(text)
    assert [round(stroke.width) for stroke in strokes] == [stroke.width for stroke in decoded]
    for stroke, read in zip(strokes, decoded, strict=True):
        for end in (0, -1):
            assert np.abs(np.subtract(stroke.points[end], read.points[end])).max() <= 0.5 + 1e-9
        for point in stroke.points:
            assert distance_to_path(point, read) < 0.6 + 0.75


def distance_to_path(point: tuple[float, float, float], stroke: Stroke) -> float:
    corners = np.array(stroke.points)[:, :2]
    starts, stops = (corners, corners) if len(corners) == 1 else (corners[:-1], corners[1:])
    way = stops - starts
    length = np.maximum((way**2).sum(axis=1), 1e-9)
    share = np.clip(((point[:2] - starts) * way).sum(axis=1) / length, 0, 1)[:, None]
    return float(np.linalg.norm(starts + share * way - point[:2], axis=1).min())


@given(st.lists(STROKE, max_size=6))
def test_a_link_read_and_written_again_is_read_the_same(strokes: list[Stroke]) -> None:
    once = decode_strokes(encode_strokes(strokes))
    twice = decode_strokes(encode_strokes(once))
    first, second = draw_strokes(once).astype(int), draw_strokes(twice).astype(int)
    assert np.abs(first - second).mean() < 6


def test_pressure_survives() -> None:
    points = ((10.0, 10.0, 0.1), (100.0, 90.0, 0.9), (200.0, 30.0, 0.4))
    assert decode_strokes(encode_strokes([Stroke(40.0, points)])) == (Stroke(40.0, points),)


def test_an_empty_drawing_has_a_link_too() -> None:
    assert decode_strokes(encode_strokes([])) == ()
    assert decode_strokes(encode_strokes([Stroke(3.0, ())])) == ()


def test_a_long_scribble_is_simplified_until_it_fits() -> None:
    turn = np.linspace(0, 60 * np.pi, 20_000)
    x, y = 140 + 0.7 * turn * np.cos(turn), 140 + 0.7 * turn * np.sin(turn)
    strokes = [Stroke(4.0, tuple((float(right), float(down), 0.5) for right, down in zip(x, y, strict=True)))]
    text = encode_strokes(strokes)
    assert len(text) <= MAXIMUM_TEXT
    before, after = draw_strokes(strokes).astype(int), draw_strokes(decode_strokes(text)).astype(int)
    assert np.abs(before - after).mean() < 30


def test_what_cannot_fit_is_refused() -> None:
    places = np.random.default_rng(0).uniform(0, CANVAS_SIZE, (5000, 2))
    scribble = Stroke(4.0, tuple((float(x), float(y), 0.5) for x, y in places))
    with pytest.raises(PictureError, match="too long for a link"):
        encode_strokes([scribble])
    with pytest.raises(PictureError, match="too long for a link"):
        encode_strokes([Stroke(4.0, ((1.0, 1.0, 0.5),))] * (MAXIMUM_STROKES + 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "====",
        "not base64 at all!",
        "ä",
        "ARQFCgoKAK",
        "AhQFCgoKAKAB",
        "A" * (MAXIMUM_TEXT + 1),
        "\0",
    ],
)
def test_damaged_links_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(PictureError, match="link"):
        decode_strokes(text)


@pytest.mark.parametrize("text", [None, 5, b"ARQFCgoKAKAB", ["AR"]])
def test_what_is_no_text_is_refused(text: object) -> None:
    with pytest.raises(PictureError, match="link"):
        decode_strokes(text)  # type: ignore[arg-type]


@given(st.binary(max_size=60))
def test_random_bytes_never_do_anything_else(data: bytes) -> None:
    survives(base64.urlsafe_b64encode(b"\1" + data).decode().rstrip("="))


@given(st.text(max_size=60))
def test_random_text_never_does_anything_else(text: str) -> None:
    survives(text)


@given(st.lists(STROKE, min_size=1, max_size=3), st.data())
def test_one_wrong_character_never_does_anything_else(strokes: list[Stroke], draw: st.DataObject) -> None:
    text = encode_strokes(strokes)
    place = draw.draw(st.integers(0, len(text) - 1))
    survives(text[:place] + draw.draw(st.characters()) + text[place + 1 :])


def survives(text: str) -> None:
    try:
        strokes = decode_strokes(text)
    except PictureError as error:
        assert str(error).endswith(".")
        return
    for stroke in strokes:
        assert 1 <= stroke.width <= 80
        for x, y, pressure in stroke.points:
            assert 0 <= x <= CANVAS_SIZE
            assert 0 <= y <= CANVAS_SIZE
            assert 0 <= pressure <= 1
