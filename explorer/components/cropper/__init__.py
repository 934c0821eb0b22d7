"""A picture and a square on it that is moved and sized: by mouse, finger or keys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.components.keeping import keep
from explorer.components.mounting import component
from explorer.components.payload import pack
from explorer.pictures.squares import LEAST_SIDE, Square, is_square, square_in

__all__ = ["cropper"]

_mount = component(
    "cropper",
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


def cropper(picture: NDArray[np.uint8], *, key: str, place: str = "", origin: str = "", alt: str) -> Square:
    """Show a picture, uint8 (3, height, width), with a square on it, and return where the square stands.

    `place` ("row,column,side", "" for the largest in the middle) is in force at first, and again whenever
    `origin` names something else than in the run before. `alt` says what the picture shows. Moving the
    square asks no server; where it comes to rest is told. Nothing that a browser sends can raise.

    Raises ValueError for a picture that is not three planes.
    """
    if picture.ndim != 3 or len(picture) != 3 or picture.dtype != np.uint8 or not picture.size:
        shape = "x".join(map(str, picture.shape))
        raise ValueError(f"a picture to crop is uint8 (3, height, width), not {picture.dtype} {shape}")
    size = (picture.shape[1], picture.shape[2])

    def start() -> str:
        return square_in(size, place).text

    kept = keep(key, start, origin=origin, accepts=is_square)
    header = {"version": kept.version, "text": kept.shown, "least": LEAST_SIDE, "alt": alt}
    _mount(key=key, data=pack(header, {"planes": picture}), on_text_change=_nothing)
    kept = keep(key, start, origin=origin, accepts=is_square)
    return square_in(size, kept.text)


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called `text`."""
