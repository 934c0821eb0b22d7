"""Volumes as boxes: how large each is drawn, where its corners are, and how it is painted.

A box shows its height upright, its channels along the flow, and its width receding at half its length (the
cabinet projection of technical drawing). Every box of a picture has the same three linear scales.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType

from explorer.arithmetic import Shape
from explorer.figures.svg import path, tag

THIN = 1.5
"""Nothing is drawn thinner than this; the legend says so."""
TALLEST, DEEPEST, LONGEST = 140.0, 56.0, 110.0
BAR = 7.0
UNKNOWN = (18.0, 40.0)
RECEDING = 0.5 / sqrt(2)
_STEPS = tuple(
    float(f"{digit}e{power}") for power in range(-5, 2) for digit in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
)
_ROUND = tuple(digit * int(10**power) for power in range(7) for digit in (1, 2, 5))
_LARGEST_CELL, _LARGEST_CHANNEL, _LARGEST_NUMBER = 16.0, 3.0, 2.0

# After Okabe and Ito 2008, whose colours stay apart for every kind of colour vision; a word stands at each.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "input": "#c9ccd1",
        "convolution": "#56b4e9",
        "pooling": "#e69f00",
        "flat": "#a3a9a6",
        "dense": "#cc79a7",
        "module": "#2aa883",
        "join": "#f0e442",
        "other": "#d7dbd9",
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "input": "input",
        "convolution": "convolution",
        "pooling": "pooling",
        "flat": "flattened",
        "dense": "linear layer",
        "module": "folded block",
        "join": "branches joined",
        "other": "other layer",
    }
)
MARK = "#d6246e"


@dataclass(frozen=True)
class Scale:
    """How long one cell, one channel and one number of a flat row are drawn."""

    cell: float
    channel: float
    number: float

    def box(self, shape: Shape | None) -> Box:
        """Return the box of a volume (C, H, W), of a row (features,), or of what is not known."""
        if shape is None:
            return Box(*UNKNOWN, 0.0)
        if len(shape) == 1:
            return Box(BAR, max(THIN, shape[0] * self.number), 0.0)
        channels, height, width = shape
        recedes = max(THIN / 2, width * self.cell * RECEDING)
        return Box(max(THIN, channels * self.channel), max(THIN, height * self.cell), recedes)


@dataclass(frozen=True)
class Box:
    """One box: its depth along the flow, its height, and how far it recedes to the right and upwards."""

    depth: float
    height: float
    recedes: float

    @property
    def width(self) -> float:
        """Return how much room it takes from left to right."""
        return self.depth + self.recedes

    @property
    def above(self) -> float:
        """Return how far it reaches above its axis, the middle of its front."""
        return self.height / 2 + self.recedes

    @property
    def below(self) -> float:
        """Return how far it reaches below its axis."""
        return self.height / 2

    @property
    def exit(self) -> float:
        """Return where its axis leaves it, from its left edge."""
        reached = min(1.0, self.below / self.recedes) if self.recedes else 1.0
        return self.depth + self.recedes * reached

    def on_face(self, x: float, y: float, down: float, right: float) -> tuple[float, float]:
        """Return a place on the face towards the next layer, from 0 to 1 down and to the right.

        ``x`` and ``y`` are where the box's axis enters it.
        """
        return (
            x + self.depth + right * self.recedes,
            y - self.below + down * self.height - right * self.recedes,
        )

    def patch(
        self, x: float, y: float, rows: tuple[float, float], columns: tuple[float, float]
    ) -> tuple[tuple[float, float], ...]:
        """Return the four corners of a part of that face, in shares of its height and width."""
        corners = ((rows[0], columns[0]), (rows[0], columns[1]), (rows[1], columns[1]), (rows[1], columns[0]))
        return tuple(self.on_face(x, y, down, right) for down, right in corners)

    def drawn(self, x: float, y: float, kind: str, *, is_known: bool = True) -> str:
        """Return the box as three faces, its axis entering at (x, y)."""
        if not is_known:
            blank = {"x": x, "y": y - self.below, "width": self.depth, "height": self.height}
            return tag("rect", **blank, fill="none", stroke="currentColor", stroke_dasharray="3 3")
        colour = COLOURS[kind]
        faces = tag("path", d=self.front(x, y), fill=colour, class_="front")
        if self.recedes:
            faces += tag("path", d=self.roof(x, y), fill=shade(colour, "roof"))
            faces += tag("path", d=self.side(x, y), fill=shade(colour, "side"), class_="face")
        return tag("g", faces, stroke="currentColor", stroke_width=0.7, stroke_linejoin="round")

    def front(self, x: float, y: float) -> str:
        """Return the data of the path around the front: depth and height."""
        left, right, top, bottom = x, x + self.depth, y - self.below, y + self.below
        return path((left, top), (right, top), (right, bottom), (left, bottom), closed=True)

    def roof(self, x: float, y: float) -> str:
        """Return the data of the path around the top."""
        left, right, top, back = x, x + self.depth, y - self.below, self.recedes
        corners = ((left, top), (left + back, top - back), (right + back, top - back), (right, top))
        return path(*corners, closed=True)

    def side(self, x: float, y: float) -> str:
        """Return the data of the path around the face towards the next layer: height and width."""
        return path(*self.patch(x, y, (0, 1), (0, 1)), closed=True)

    def outline(self, x: float, y: float) -> str:
        """Return the data of the path around the whole box."""
        left, right, top, bottom, back = x, x + self.depth, y - self.below, y + self.below, self.recedes
        return path(
            (left, top),
            (left + back, top - back),
            (right + back, top - back),
            (right + back, bottom - back),
            (right, bottom),
            (left, bottom),
            closed=True,
        )


def scale_for(shapes: Iterable[Shape], *, share: float = 1.0) -> Scale:
    """Return the scales at which the largest of some shapes still fit; `share` draws everything smaller.

    >>> scale_for([(3, 224, 224), (2048, 7, 7), (1000,)])
    Scale(cell=0.6, channel=0.025, number=0.1)
    """
    known = list(shapes)
    cells = max((max(shape[1:]) for shape in known if len(shape) == 3), default=1)
    channels = max((shape[0] for shape in known if len(shape) == 3), default=1)
    numbers = max((shape[0] for shape in known if len(shape) == 1), default=1)
    return Scale(
        _round(min(share * TALLEST / cells, _LARGEST_CELL)),
        _round(min(share * DEEPEST / channels, _LARGEST_CHANNEL)),
        _round(min(share * LONGEST / numbers, _LARGEST_NUMBER)),
    )


def shade(colour: str, face: str) -> str:
    """Return the colour of a box's "roof", in the light, or "side", in the shade.

    >>> shade("#808080", "roof"), shade("#808080", "side")
    ('#b9b9b9', '#646464')
    """
    end, share = (255, 0.45) if face == "roof" else (0, 0.22)
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (end - part) * share):02x}" for part in parts)


def ruler(scale: float, length: float) -> int:
    """Return a round number of cells that comes to about this length.

    >>> ruler(0.6, 40), ruler(0.025, 40)
    (50, 1000)
    """
    wanted = max(1.0, length / scale)
    return max(count for count in _ROUND if count <= wanted)


def _round(scale: float) -> float:
    return max((step for step in _STEPS if step <= scale * 1.000001), default=_STEPS[0])
