"""What a stroke is: its units and its limits."""

from dataclasses import dataclass

CANVAS_SIZE = 280
MINIMUM_WIDTH, MAXIMUM_WIDTH = 1.0, 80.0
MAXIMUM_POINTS = 20_000
MAXIMUM_STROKES = 500
MOUSE_PRESSURE = 0.5

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Stroke:
    """Hold one pen movement: points (x, y, pressure) in canvas units and the nominal pen width.

    x runs right and y runs down, both from 0 to ``CANVAS_SIZE``; pressure runs from 0 to 1.

    >>> Stroke(width=20.0, points=((10.0, 10.0, 0.5), (10.0, 90.0, 0.5))).width
    20.0
    """

    width: float
    points: tuple[Point, ...]


def pen_width(width: float, pressure: float) -> float:
    """Return the width that a pen draws at this pressure, in canvas units.

    Pointer events report 0.5 for a mouse, so 0.5 gives the nominal width; 0 gives 0.4 and 1 gives 1.6 of it.

    >>> pen_width(20.0, 0.5), pen_width(20.0, 1.0)
    (20.0, 32.0)
    """
    return width * (0.4 + 1.2 * pressure)
