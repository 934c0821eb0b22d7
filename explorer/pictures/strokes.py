"""Strokes: what a pen did on the drawing canvas, drawn, checked and written as a link."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.pictures.stroke_links import decode_strokes, encode_strokes
from explorer.pictures.stroke_model import CANVAS_SIZE, Point, Stroke, pen_width
from explorer.pictures.stroke_payload import strokes_from_payload

INK = 0
PAPER = 255
SMOOTH_SIZE = 3 * CANVAS_SIZE
MOST_SUPERSAMPLING = 30

__all__ = [
    "CANVAS_SIZE",
    "Stroke",
    "decode_strokes",
    "draw_strokes",
    "encode_strokes",
    "pen_width",
    "strokes_from_payload",
]


def draw_strokes(strokes: Iterable[Stroke], *, size: int = CANVAS_SIZE) -> NDArray[np.uint8]:
    """Draw strokes with a round pen, dark ink (0) on white paper (255), as a uint8 array (size, size).

    Edges are smooth: the pen is drawn at least twice as large and averaged down.

    >>> picture = draw_strokes([Stroke(20.0, ((140.0, 40.0, 0.5), (140.0, 240.0, 0.5)))])
    >>> picture.shape, int(picture[140, 140]), int(picture[140, 100])
    ((280, 280), 0, 255)
    """
    if size < 1:
        raise ValueError(f"a drawing needs a size of at least 1, not {size}")
    supersampling = min(max(2, -(-SMOOTH_SIZE // size)), MOST_SUPERSAMPLING)
    scale = size * supersampling / CANVAS_SIZE
    canvas = Image.new("L", (size * supersampling,) * 2, PAPER)
    pen = ImageDraw.Draw(canvas)
    for stroke in strokes:
        _draw(pen, stroke, scale)
    return np.asarray(canvas.reduce(supersampling))


def _draw(pen: ImageDraw.ImageDraw, stroke: Stroke, scale: float) -> None:
    previous: Point | None = None
    for x, y, pressure in stroke.points:
        here = (x * scale, y * scale, pen_width(stroke.width, pressure) * scale)
        _dot(pen, here)
        if previous is not None:
            width = (previous[2] + here[2]) / 2
            pen.line((previous[0], previous[1], here[0], here[1]), fill=INK, width=max(1, round(width)))
        previous = here


def _dot(pen: ImageDraw.ImageDraw, place: Point) -> None:
    x, y, width = place
    radius = max(width, 1.0) / 2
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
