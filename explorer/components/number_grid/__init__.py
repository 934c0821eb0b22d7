"""A picture, a window on it, and the numbers in the window as a table: moved and read in the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from explorer.components.keeping import keep
from explorer.components.mounting import component
from explorer.components.payload import pack

__all__ = ["SMALLEST_WINDOW", "LARGEST_WINDOW", "Channel", "Window", "number_grid", "window_in"]

SMALLEST_WINDOW, LARGEST_WINDOW = 4, 16
Channel = Literal["colour", "red", "green", "blue", "grey"]
_PLACE = re.compile(r"([0-9]{1,5}),([0-9]{1,5})")
_mount = component(
    "number_grid",
    shared=(
        "elements.js",
        "views.js",
        "cells.js",
        "payload.js",
        "painting.js",
        "panes.js",
        "telling.js",
        "controls.css",
        "figures.css",
    ),
)


class Window(NamedTuple):
    """A part of a picture: its first row and column, how many of each; counted from 0."""

    row: int
    column: int
    height: int
    width: int

    @property
    def text(self) -> str:
        """Return the place as an address writes it.

        >>> Window(3, 40, 8, 8).text
        '3,40'
        """
        return f"{self.row},{self.column}"

    def of(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return this part of a picture (..., height, width).

        >>> Window(1, 0, 1, 2).of(np.arange(4, dtype=np.uint8).reshape(2, 2)).tolist()
        [[2, 3]]
        """
        rows, columns = slice(self.row, self.row + self.height), slice(self.column, self.column + self.width)
        return picture[..., rows, columns]


def is_place(text: str) -> bool:
    """Say whether a text names the place of a window.

    >>> is_place("3,40"), is_place("-1,2"), is_place("")
    (True, False, False)
    """
    return _PLACE.fullmatch(text) is not None


def window_in(size: tuple[int, int], side: int, place: str = "") -> Window:
    """Return the window of a side in a picture of (height, width), pushed inside where it would stand out.

    Without a place it is in the middle; in a picture smaller than itself, it is the whole of that axis.
    Raises ValueError for a place that `is_place` refuses.

    >>> window_in((100, 60), 8), window_in((100, 60), 8, "99,7"), window_in((16, 12), 14, "5,5")
    (Window(row=46, column=26, height=8, width=8), Window(row=92, column=7, height=8, width=8), \
Window(row=2, column=0, height=14, width=12))
    """
    height, width = (min(side, length) for length in size)
    if not place:
        return Window((size[0] - height) // 2, (size[1] - width) // 2, height, width)
    found = _PLACE.fullmatch(place)
    if found is None:
        raise ValueError(f"a window's place is two whole numbers, row,column, not {place!r}")
    row, column = (int(part) for part in found.groups())
    return Window(min(row, size[0] - height), min(column, size[1] - width), height, width)


def number_grid(
    picture: NDArray[np.uint8],
    *,
    key: str,
    scales: Sequence[tuple[str, Sequence[str]]],
    scale: int = 0,
    channel: Channel = "colour",
    side: int = 8,
    place: str = "",
    origin: str = "",
    alt: str,
) -> Window:
    """Show a picture, a window on it and the numbers in the window; return where the window stands.

    `picture` is (4, height, width): red, green, blue and grey, 0 to 255. A scale is its title and what each
    of the 256 values is written as; `scale` says which one the table shows, a single pixel is read on all.
    `place` ("row,column", "" for the middle) is in force at first, and again whenever `origin` names
    something else than in the run before. `alt` says what the picture shows. Moving the window and reading a
    pixel ask no server; where the window comes to rest is told. Nothing that a browser sends can raise.

    Raises ValueError for a picture that is not four planes, a side outside 4 to 16, a channel or a scale that
    does not exist, or a scale that does not write every value.
    """
    _check(picture, scales, scale, channel, side)
    size = (picture.shape[1], picture.shape[2])

    def start() -> str:
        return window_in(size, side, place).text

    kept = keep(key, start, origin=origin, accepts=is_place)
    header: Mapping[str, object] = {
        "version": kept.version,
        "text": kept.shown,
        "side": side,
        "channel": channel,
        "scale": scale,
        "scales": [[title, list(texts)] for title, texts in scales],
        "alt": alt,
    }
    _mount(key=key, data=pack(header, {"planes": picture}), on_text_change=_nothing)
    kept = keep(key, start, origin=origin, accepts=is_place)
    return window_in(size, side, kept.text)


def _check(
    picture: NDArray[np.uint8],
    scales: Sequence[tuple[str, Sequence[str]]],
    scale: int,
    channel: str,
    side: int,
) -> None:
    if picture.ndim != 3 or len(picture) != 4 or picture.dtype != np.uint8 or not picture.size:
        shape = "x".join(map(str, picture.shape))
        raise ValueError(f"a picture to read is uint8 (4, height, width), not {picture.dtype} {shape}")
    if not SMALLEST_WINDOW <= side <= LARGEST_WINDOW:
        raise ValueError(f"a window has {SMALLEST_WINDOW} to {LARGEST_WINDOW} cells a side, not {side}")
    if channel not in get_args(Channel):
        raise ValueError(f"a channel is {', '.join(get_args(Channel))}, not {channel!r}")
    if not 0 <= scale < len(scales):
        raise ValueError(f"scale {scale} of {len(scales)} does not exist")
    for title, texts in scales:
        if len(texts) != 256:
            raise ValueError(f"scale {title!r} writes {len(texts)} values, but a byte has 256")


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called `text`."""
