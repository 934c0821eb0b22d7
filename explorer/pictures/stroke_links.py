"""Strokes as short text for a link: simplified, rounded to one canvas unit, written as differences."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.errors import PictureError
from explorer.pictures.stroke_model import (
    CANVAS_SIZE,
    MAXIMUM_POINTS,
    MAXIMUM_STROKES,
    MAXIMUM_WIDTH,
    MINIMUM_WIDTH,
    Point,
    Stroke,
)

VERSION = 1
MAXIMUM_TEXT = 4000
PRESSURE_LEVELS = 20
TOLERANCES = (0.6, 1.2, 2.4, 4.8)
PIECE = 256

Rounded = NDArray[np.int64]


def encode_strokes(strokes: Iterable[Stroke]) -> str:
    """Write strokes as URL-safe text of at most ``MAXIMUM_TEXT`` characters.

    Points are rounded to one unit, pressure to twentieths, and points on a straight run are left out
    (Ramer 1972; Douglas and Peucker 1973). A long drawing is simplified more; one that is still too
    long raises ``PictureError``.

    >>> encode_strokes([Stroke(20.0, ((10.0, 10.0, 0.5), (10.0, 50.0, 0.5), (10.0, 90.0, 0.5)))])
    'ARQFCgoKAKAB'
    """
    drawn = [stroke for stroke in strokes if stroke.points]
    for tolerance in TOLERANCES if len(drawn) <= MAXIMUM_STROKES else ():
        data = bytes([VERSION]) + b"".join(_written(stroke, tolerance) for stroke in drawn)
        text = base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")
        if len(text) <= MAXIMUM_TEXT:
            return text
    raise PictureError(
        f"This drawing is too long for a link, which holds {MAXIMUM_TEXT} characters. Use fewer strokes."
    )


def decode_strokes(text: str) -> tuple[Stroke, ...]:
    """Read strokes from the text of a link; any other text raises ``PictureError``.

    >>> decode_strokes("ARQFCgoKAKAB")
    (Stroke(width=20.0, points=((10.0, 10.0, 0.5), (10.0, 90.0, 0.5))),)
    """
    if not isinstance(text, str) or len(text) > MAXIMUM_TEXT:
        raise PictureError(f"This link holds no drawing: at most {MAXIMUM_TEXT} characters are read.")
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        if data[:1] != bytes([VERSION]):
            raise ValueError("another version")
        return tuple(_read(_Reader(data[1:])))
    except (ValueError, binascii.Error, IndexError) as error:
        raise PictureError("The drawing in this link is damaged; ask for the link again.") from error


def _written(stroke: Stroke, tolerance: float) -> bytes:
    points = _rounded(stroke, tolerance)
    steady = bool((points[:, 2] == points[0, 2]).all())
    numbers = [round(min(max(stroke.width, MINIMUM_WIDTH), MAXIMUM_WIDTH)), 2 * len(points) + steady]
    numbers += points[0, [2, 0, 1]].tolist()
    steps = np.diff(points, axis=0)[:, : 2 if steady else 3]
    numbers += np.where(steps < 0, -2 * steps - 1, 2 * steps).ravel().tolist()
    return b"".join(_varint(number) for number in numbers)


def _rounded(stroke: Stroke, tolerance: float) -> Rounded:
    points = np.asarray(stroke.points, np.float64)
    # A change of pressure counts as much as the change of the pen's edge that it makes.
    keep = _simplified(points * [1.0, 1.0, 0.6 * stroke.width], tolerance)
    limits = [CANVAS_SIZE, CANVAS_SIZE, PRESSURE_LEVELS]
    return np.clip(np.rint(points[keep] * [1, 1, PRESSURE_LEVELS]), 0, limits).astype(np.int64)


def _simplified(points: NDArray[np.float64], tolerance: float) -> NDArray[np.bool_]:
    last = len(points) - 1
    # In pieces, because an unlucky stroke costs the square of its length.
    ends = [*range(0, last, PIECE), last]
    keep = np.zeros(len(points), bool)
    keep[ends] = True
    spans = list(pairwise(ends))
    while spans:
        first, stop = spans.pop()
        if stop - first < 2:
            continue
        distances = _distances(points[first + 1 : stop], points[first], points[stop])
        furthest = int(distances.argmax())
        if distances[furthest] > tolerance:
            middle = first + 1 + furthest
            keep[middle] = True
            spans += [(first, middle), (middle, stop)]
    return keep


def _distances(
    points: NDArray[np.float64], start: NDArray[np.float64], stop: NDArray[np.float64]
) -> NDArray[np.float64]:
    way = stop - start
    length = max(float(way @ way), 1e-12)
    share = np.clip((points - start) @ way / length, 0.0, 1.0)
    distances: NDArray[np.float64] = np.linalg.norm(points - start - share[:, None] * way, axis=1)
    return distances


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)


class _Reader:
    """Read numbers from bytes one after the other; IndexError at the end of the bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.place]
            self.place += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 21:
                raise ValueError("a number is too long")

    def step(self) -> int:
        number = self.number()
        return -(number + 1) // 2 if number & 1 else number // 2


def _read(reader: _Reader) -> Iterator[Stroke]:
    strokes = total = 0
    while reader.place < len(reader.data):
        width, head = reader.number(), reader.number()
        count, steady = head // 2, bool(head & 1)
        strokes, total = strokes + 1, total + count
        sizes_fit = MINIMUM_WIDTH <= width <= MAXIMUM_WIDTH and count >= 1
        if not sizes_fit or strokes > MAXIMUM_STROKES or total > MAXIMUM_POINTS:
            raise ValueError("a size is out of range")
        yield Stroke(float(width), tuple(_points(reader, count, steady)))


def _points(reader: _Reader, count: int, steady: bool) -> Iterator[Point]:
    pressure, x, y = reader.number(), reader.number(), reader.number()
    for place in range(count):
        if place:
            x, y = x + reader.step(), y + reader.step()
            pressure += 0 if steady else reader.step()
        if not (0 <= x <= CANVAS_SIZE and 0 <= y <= CANVAS_SIZE and 0 <= pressure <= PRESSURE_LEVELS):
            raise ValueError("a point lies outside the canvas")
        yield float(x), float(y), pressure / PRESSURE_LEVELS
