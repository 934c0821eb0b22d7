"""Digits drawn for this project, as strokes: something to look at before the learner draws."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.errors import PictureError
from explorer.pictures.samples import SAMPLES_FOLDER
from explorer.pictures.stroke_model import MOUSE_PRESSURE, Stroke

DRAWINGS_FILE = SAMPLES_FOLDER / "strokes.json"
POINTS_PER_SPAN = 8

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Drawing:
    """Hold a drawn digit: its name in links, its title, its text alternative, what it means, its strokes."""

    name: str
    title: str
    description: str
    digit: int
    strokes: tuple[Stroke, ...]


@cache
def drawings() -> Mapping[str, Drawing]:
    """Return all drawings by name, read once.

    >>> len(drawings()), drawings()["seven_crossed"].title
    (15, '7 with a crossbar')
    """
    entries = json.loads(DRAWINGS_FILE.read_text(encoding="utf-8"))["drawings"]
    read = (
        Drawing(
            entry["name"],
            entry["title"],
            entry["description"],
            entry["digit"],
            tuple(_stroke(entry["width"], points) for points in entry["strokes"]),
        )
        for entry in entries
    )
    return MappingProxyType({drawing.name: drawing for drawing in read})


def drawing(name: str) -> Drawing:
    """Return a drawing by its name; an unknown name raises ``PictureError``.

    >>> drawing("four_open").digit
    4
    """
    if name not in drawings():
        raise PictureError(f"There is no drawing named {name!r}; there are {', '.join(drawings())}.")
    return drawings()[name]


def curve(controls: Sequence[Sequence[float]]) -> Points:
    """Return points (N, 2) on a smooth curve through control points; one given twice is a corner.

    Between two corners it is a centripetal Catmull-Rom curve, which has neither cusps nor loops of its own
    (Yuksel, Schaefer and Keyser, Parameterization and applications of Catmull-Rom curves, 2011).

    >>> points = curve([(0, 0), (10, 0), (20, 0)])
    >>> points[0].tolist(), points[-1].tolist(), float(abs(points[:, 1]).max())
    ([0.0, 0.0], [20.0, 0.0], 0.0)
    """
    parts = [_smooth(part) for part in _between_corners(np.asarray(controls, np.float64))]
    return np.concatenate([parts[0][:1], *(part[1:] for part in parts)])


def _between_corners(controls: Points) -> Iterator[Points]:
    corners = np.flatnonzero((controls[1:] == controls[:-1]).all(axis=1))
    starts, stops = [0, *(corners + 1)], [*(corners + 1), len(controls)]
    for start, stop in zip(starts, stops, strict=True):
        yield controls[start:stop]


def _smooth(controls: Points) -> Points:
    # The ends are mirrored, so that the first and the last span have neighbours too.
    first, last = 2 * controls[0] - controls[1], 2 * controls[-1] - controls[-2]
    around = np.vstack([first, controls, last])
    spans = [_span(around[at : at + 4]) for at in range(len(controls) - 1)]
    return np.vstack([*spans, controls[-1:]])


def _span(four: Points) -> Points:
    """Return the points between the second and the third of four control points (Barry and Goldman 1988)."""
    knots = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(four, axis=0), axis=1) ** 0.5)])
    at = np.linspace(knots[1], knots[2], POINTS_PER_SPAN, endpoint=False)[:, None]

    def between(start: Points, stop: Points, first: int, last: int) -> Points:
        share = (at - knots[first]) / (knots[last] - knots[first])
        return np.asarray((1 - share) * start + share * stop)

    lines = [between(four[i], four[i + 1], i, i + 1) for i in range(3)]
    bends = [between(lines[i], lines[i + 1], i, i + 2) for i in range(2)]
    return between(bends[0], bends[1], 1, 2)


def _stroke(width: float, controls: Sequence[Sequence[float]]) -> Stroke:
    return Stroke(float(width), tuple((float(x), float(y), MOUSE_PRESSURE) for x, y in curve(controls)))
