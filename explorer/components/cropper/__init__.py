"""A picture and a square on it that is moved and sized: by mouse, finger or keys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.components.keeping import keep
from explorer.components.mounting import component
from explorer.components.payload import pack
from explorer.pictures.squares import LEAST_SIDE, Square, is_square, square_in
from explorer.pictures.tiling import jpeg, png

__all__ = ["cropper"]

# A key moves the square by so small a part of the picture's longer side, or by a pixel if that is more.
STEPS = 400
# A picture of so few pixels is seen pixel by pixel and sent as it is; of others a copy for the eye is enough.
FEW_PIXELS = 64 * 64

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


def cropper(
    picture: NDArray[np.uint8],
    *,
    size: tuple[int, int] | None = None,
    key: str,
    place: str = "",
    least: int = LEAST_SIDE,
    origin: str = "",
    alt: str,
) -> Square:
    """Show a picture, uint8 (3, height, width), with a square on it, and return where the square stands.

    `size` is the height and width of the picture that the shown one is a smaller copy of: its pixels are
    those that the square counts. `place` ("row,column,side", "" for the largest in the middle) is in force at
    first, and again whenever `origin` names something else than in the run before; no side is shorter than
    `least`. `alt` says what the picture shows. Moving the square asks no server; where it comes to rest is
    told. Nothing that a browser sends can raise.

    Raises ValueError for a picture that is not three planes.
    """
    if picture.ndim != 3 or len(picture) != 3 or picture.dtype != np.uint8 or not picture.size:
        shape = "x".join(map(str, picture.shape))
        raise ValueError(f"a picture to crop is uint8 (3, height, width), not {picture.dtype} {shape}")
    shown = (picture.shape[1], picture.shape[2])
    whole = shown if size is None else size

    def start() -> str:
        return square_in(whole, place, least=least).text

    kept = keep(key, start, origin=origin, accepts=is_square)
    pixels = picture.transpose(1, 2, 0)
    file = png(pixels) if shown[0] * shown[1] <= FEW_PIXELS else jpeg(pixels)
    header = {
        "version": kept.version,
        "text": kept.shown,
        "size": whole,
        "shown": shown,
        "least": least,
        "step": max(1, max(whole) // STEPS),
        "words": size_words(whole, shown),
        "alt": alt,
    }
    _mount(key=key, data=pack(header, {"file": np.frombuffer(file, np.uint8)}), on_text_change=_nothing)
    kept = keep(key, start, origin=origin, accepts=is_square)
    return square_in(whole, kept.text, least=least)


def size_words(size: tuple[int, int], shown: tuple[int, int]) -> str:
    """Say how large a picture is, and how large it is shown; both sizes are (height, width).

    >>> size_words((3000, 4000), (300, 400))
    '4000 × 3000 pixels, shown at 400 × 300'
    """
    words = f"{size[1]} × {size[0]} pixels"
    return words if shown == size else f"{words}, shown at {shown[1]} × {shown[0]}"


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called `text`."""
