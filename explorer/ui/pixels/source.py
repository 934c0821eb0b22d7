"""The picture to read on Pixels: from the same sources as Filters has, and the lectures' portrait."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.lectures.portrait import NOTE, portrait
from explorer.ui.controls import segments
from explorer.ui.filters.source import sources

COLOURED_SAMPLE = "coffee"
SMALLEST_SIZE, LARGEST_SIZE, DEFAULT_SIZE = 16, 256, 128
PORTRAIT = "portrait"
DIGITS = ("draw", "digit")

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Source:
    """A picture as planes, uint8 (4, height, width): red, green, blue, grey; its words; a digit or not."""

    planes: Pixels
    alt: str
    is_digit: bool

    @property
    def size(self) -> tuple[int, int]:
        """Return height and width."""
        return self.planes.shape[1], self.planes.shape[2]


def choose_source() -> Source:
    """Show the sources and the size, and return the picture."""
    found = sources(COLOURED_SAMPLE)
    titles = {name: title for name, (title, _) in found.items()} | {PORTRAIT: "Portrait"}
    chosen = segments("Picture from", titles, key="pixels_source", is_labelled=False)
    if chosen == PORTRAIT:
        st.caption(NOTE)
        grey = portrait().astype(np.uint8)
        return Source(np.repeat(grey, 4, axis=0), "The portrait of the third lecture, grey.", False)
    find = found[chosen][1]()
    size = st.slider(
        "Size of the picture, longest side",
        SMALLEST_SIZE,
        LARGEST_SIZE,
        DEFAULT_SIZE,
        step=16,
        key="pixels_size",
        bind="query-params",
        help="The picture is made smaller by averaging, never larger.",
    )
    alt = find.alt if find.alt.endswith(".") else f"{find.alt[0].upper()}{find.alt[1:]}."
    return Source(planes_of(find.at(size, True)), alt, chosen in DIGITS)


def planes_of(picture: Pixels) -> Pixels:
    """Return red, green, blue (3, height, width) and below them grey, as one array (4, height, width).

    Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), rounded as Pillow does. A grey picture
    (1, height, width) is grey four times.

    >>> planes_of(np.uint8([[[200]], [[100]], [[50]]])).ravel().tolist()
    [200, 100, 50, 124]
    """
    colours = np.repeat(picture, 3, axis=0) if len(picture) == 1 else picture
    grey = np.asarray(Image.fromarray(np.ascontiguousarray(colours.transpose(1, 2, 0))).convert("L"))
    return np.concatenate([colours, grey[np.newaxis]])
