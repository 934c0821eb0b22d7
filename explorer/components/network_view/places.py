"""Cells of a network's view: how an address names one, and what a browser said of the whole view."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.arithmetic import Network, Shape

SCALES = ("layer", "map", "all")
# The temperatures of a softmax, a quarter of an octave apart, as they are written.
TEMPERATURES = tuple(f"{2 ** (quarter / 4):.2f}" for quarter in range(-8, 9))
OWN_TEMPERATURE = "1.00"
LONGEST = 600
_PLACE = re.compile(r"([\w.-]{1,40}),(\d{1,4}),(\d{1,4}),(\d{1,4})", re.ASCII)


@dataclass(frozen=True)
class Place:
    """A cell of a layer: its map, row and column; an output of a linear layer is a map of one cell."""

    layer: str
    map: int
    row: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """Return the place as it stands in an address.

        >>> Place("conv2", 3, 4, 5).text
        'conv2,3,4,5'
        """
        return f"{self.layer},{self.map},{self.row},{self.column}"

    @classmethod
    def from_text(cls, text: str) -> Place:
        """Return the place that a text names, or raise ValueError.

        >>> Place.from_text("conv2,3,4,5")
        Place(layer='conv2', map=3, row=4, column=5)
        """
        found = _PLACE.fullmatch(text)
        if not found:
            raise ValueError(f"a place is written layer,map,row,column, not {text[:40]!r}")
        return cls(found[1], *(int(part) for part in found.groups()[1:]))


@dataclass(frozen=True)
class Look:
    """How a visitor looks at a network: the pinned place, the colour scale, folded layers, a temperature."""

    place: Place | None = None
    scale: str = SCALES[0]
    folded: tuple[str, ...] = ()
    temperature: str = OWN_TEMPERATURE


def tiles_of(network: Network, name: str) -> Shape:
    """Return how many maps, rows and columns the view draws of a layer."""
    shape = network.shapes[name]
    if len(shape) == 3:
        return shape
    names = list(network.layers)
    at = names.index(name)
    before = network.shapes[names[at - 1]] if at else network.input_shape
    return (before[0], 1, before[1] * before[2]) if len(before) == 3 else (shape[0], 1, 1)


def look_at(network: Network, place: str, scale: str, folded: str, temperature: str = "") -> Look:
    """Return the look that four texts say, without what makes no sense for this network.

    >>> from explorer.arithmetic import ReLU
    >>> network = Network({"relu1": ReLU()}, (2, 4, 4), {})
    >>> look_at(network, "relu1,1,3,3", "map", "relu1,other", "2.00")
    Look(place=Place(layer='relu1', map=1, row=3, column=3), scale='map', folded=('relu1',),
         temperature='2.00')
    >>> look_at(network, "relu1,2,0,0", "nonsense", "", "0.00") == Look()
    True
    """
    layers = folded.split(",") if len(folded) <= LONGEST else []
    return Look(
        _inside(network, place),
        scale if scale in SCALES else SCALES[0],
        tuple(name for name in network.layers if name in layers),
        temperature if temperature in TEMPERATURES else OWN_TEMPERATURE,
    )


def _inside(network: Network, text: str) -> Place | None:
    try:
        place = Place.from_text(text)
    except ValueError:
        return None
    if place.layer not in network.layers:
        return None
    maps, rows, columns = tiles_of(network, place.layer)
    return place if place.map < maps and place.row < rows and place.column < columns else None
