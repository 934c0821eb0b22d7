"""A drawing as one short text, for the way between browser and server and for an address.

Strokes are joined by ``_``. A stroke is a letter, then whole numbers joined by ``.``: the pen's width,
then its points, the first as it is and every other as the step from the one before. Widths and places are
tenths of a canvas unit (the canvas is 280 by 280), a pressure is a percentage. The letter says what a
point is: ``m`` two numbers, drawn with a mouse or a finger; ``p`` three, drawn with a pen that feels
pressure. All characters may stand in an address as they are. `text.js` writes and reads the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, repeat
from typing import TypedDict

CANVAS_SIZE = 280
LARGEST_WIDTH = 80
MOUSE_PRESSURE = 0.5
MOST_STROKES = 200
MOST_POINTS = 4_000
_STROKE = re.compile(r"[mp][0-9]{1,4}(\.-?[0-9]{1,4})+")


class StrokePayload(TypedDict):
    """One stroke, as `explorer.pictures.strokes.strokes_from_payload` reads it."""

    width: float
    points: list[list[float]]


def decode_ink(text: str) -> list[StrokePayload]:
    """Return the strokes that a text describes, places from 0 to 280 and pressures from 0 to 1.

    What is not a stroke is passed over; strokes beyond `MOST_STROKES` and points beyond `MOST_POINTS` are
    left out.

    >>> decode_ink("m180.100.100.5.-20_p60.0.0.25.10.0.50")
    [{'width': 18.0, 'points': [[10.0, 10.0, 0.5], [10.5, 8.0, 0.5]]},
     {'width': 6.0, 'points': [[0.0, 0.0, 0.25], [1.0, 0.0, 0.75]]}]
    """
    strokes: list[StrokePayload] = []
    room = MOST_POINTS
    for piece in text.split("_", MOST_STROKES)[:MOST_STROKES]:
        if _STROKE.fullmatch(piece) and (stroke := _decode(piece, room))["points"]:
            strokes.append(stroke)
            room -= len(stroke["points"])
    return strokes


def encode_ink(strokes: Iterable[Mapping[str, object]]) -> str:
    """Return the text of strokes, each a mapping with a ``width`` and ``points`` (x, y) or (x, y, pressure).

    Places are rounded to tenths of a canvas unit and everything is bounded as `decode_ink` bounds it, so
    that decoding gives back what a browser would have drawn. What is not a stroke is passed over.

    >>> encode_ink([{"width": 18, "points": [[10, 10], [10.5, 8]]}])
    'm180.100.100.5.-20'
    """
    pieces: list[str] = []
    room = MOST_POINTS
    for stroke in strokes:
        points = _points(stroke.get("points"), room)
        width = _whole(stroke.get("width"), 10, LARGEST_WIDTH)
        if points and width and len(pieces) < MOST_STROKES:
            pieces.append(_encode(width, points))
            room -= len(points)
    return "_".join(pieces)


def _decode(piece: str, room: int) -> StrokePayload:
    width, *numbers = map(int, piece[1:].split("."))
    axes = 3 if piece[0] == "p" else 2
    columns = [accumulate(numbers[axis::axes][:room]) for axis in range(axes)]
    x, y = ([min(max(place / 10, 0.0), CANVAS_SIZE) for place in column] for column in columns[:2])
    pressed = (min(max(part / 100, 0.0), 1.0) for part in columns[2]) if axes == 3 else repeat(MOUSE_PRESSURE)
    points = [list(point) for point in zip(x, y, pressed, strict=False)]
    return {"width": min(max(width / 10, 1.0), LARGEST_WIDTH), "points": points}


def _encode(width: int, points: list[tuple[int, int, int]]) -> str:
    pressed = any(pressure != round(100 * MOUSE_PRESSURE) for _, _, pressure in points)
    axes = 3 if pressed else 2
    numbers, before = [width], (0, 0, 0)
    for point in points:
        numbers += [here - there for here, there in zip(point[:axes], before, strict=False)]
        before = point
    return ("p" if pressed else "m") + ".".join(map(str, numbers))


def _points(points: object, room: int) -> list[tuple[int, int, int]]:
    if not isinstance(points, Sequence) or isinstance(points, str):
        return []
    found = []
    for point in points[:room]:
        if isinstance(point, Sequence) and len(point) in (2, 3):
            x, y = (_whole(place, 10, CANVAS_SIZE) for place in point[:2])
            pressure = _whole(point[2] if len(point) == 3 else MOUSE_PRESSURE, 100, 1)
            if x is not None and y is not None and pressure is not None:
                found.append((x, y, pressure))
    return found


def _whole(value: object, scale: int, limit: float) -> int | None:
    """Return a number from 0 to `limit` in whole parts, `scale` to one; None for no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return round(min(max(value, 0), limit) * scale)
