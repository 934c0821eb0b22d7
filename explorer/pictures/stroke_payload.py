"""Strokes as the browser sends them, checked."""

import math
from collections.abc import Iterator, Sequence

from explorer.pictures.errors import PictureError
from explorer.pictures.stroke_model import (
    CANVAS_SIZE,
    MAXIMUM_POINTS,
    MAXIMUM_STROKES,
    MAXIMUM_WIDTH,
    MINIMUM_WIDTH,
    MOUSE_PRESSURE,
    Point,
    Stroke,
)


def strokes_from_payload(payload: object) -> tuple[Stroke, ...]:
    """Check what the browser sent and return the strokes in it.

    A payload is a list of ``{"width": number, "points": [[x, y, pressure], ...]}``; the pressure may be
    missing. Nonsense inside it is dropped (points that are not finite numbers, strokes without points),
    numbers out of range are clipped, and at most ``MAXIMUM_POINTS`` points are kept. An empty list is an
    empty drawing. Anything that is not a list raises ``PictureError``.

    >>> strokes_from_payload([{"width": 12, "points": [[5, 6], [float("nan"), 1, 0.5], [999, 7, 0.25]]}])
    (Stroke(width=12.0, points=((5.0, 6.0, 0.5), (280.0, 7.0, 0.25))),)
    """
    if not isinstance(payload, list | tuple):
        raise PictureError("This is not a drawing: a list of strokes is needed. Please draw it again.")
    strokes: list[Stroke] = []
    room = MAXIMUM_POINTS
    for entry in payload[:MAXIMUM_STROKES]:
        stroke = _stroke(entry, room)
        if stroke is not None:
            strokes.append(stroke)
            room -= len(stroke.points)
    if payload and not strokes:
        raise PictureError("No stroke of this drawing has a point. Please draw it again.")
    return tuple(strokes)


def _stroke(entry: object, room: int) -> Stroke | None:
    if not isinstance(entry, dict):
        return None
    width, points = _number(entry.get("width")), entry.get("points")
    if width is None or not isinstance(points, list | tuple):
        return None
    kept = tuple(_points(points[:room]))
    return Stroke(min(max(width, MINIMUM_WIDTH), MAXIMUM_WIDTH), kept) if kept else None


def _points(points: Sequence[object]) -> Iterator[Point]:
    for point in points:
        if not isinstance(point, list | tuple) or len(point) not in (2, 3):
            continue
        numbers = [_number(value) for value in (*point, MOUSE_PRESSURE)[:3]]
        if None not in numbers:
            x, y, pressure = (float(value or 0.0) for value in numbers)
            yield _clip(x, CANVAS_SIZE), _clip(y, CANVAS_SIZE), _clip(pressure, 1.0)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _clip(value: float, limit: float) -> float:
    return min(max(value, 0.0), float(limit))
