"""The photo and the square of it that the network gets; both are in the address where they can be."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.components.cropper import cropper
from explorer.photos import NONE_OF_THE_TEN
from explorer.pictures.squares import Square, square_in
from explorer.ui.controls import segments
from explorer.ui.filters.source import sources
from explorer.ui.links import loaded, origin, write_link, written

DEFAULT_SAMPLE = "cat"
# Of pictures of this size a crop of a few dozen pixels still has something to show.
WORKING_SIZE = 400
CROP = "crop"
_LINKED = "photos_crop_linked"

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Photo:
    """A picture, uint8 (3, height, width), what it shows, and whether that is known to be none of the ten."""

    pixels: Pixels
    alt: str
    is_stranger: bool

    @property
    def size(self) -> tuple[int, int]:
        """Return height and width."""
        return self.pixels.shape[1], self.pixels.shape[2]

    @property
    def picture(self) -> Image.Image:
        """Return the picture as Pillow holds it."""
        return Image.fromarray(np.ascontiguousarray(self.pixels.transpose(1, 2, 0)))


def choose_photo() -> Photo:
    """Show the sources and return the picture, three planes even where it is grey."""
    found = sources(DEFAULT_SAMPLE)
    titles = {name: title for name, (title, _) in found.items()}
    chosen = segments("Picture from", titles, key="photos_source", is_labelled=False)
    find = found[chosen][1]()
    pixels = find.at(WORKING_SIZE, True)
    alt = find.alt if find.alt.endswith(".") else f"{find.alt[0].upper()}{find.alt[1:]}."
    sample = written("sample") or DEFAULT_SAMPLE
    is_stranger = chosen == "digit" or (chosen == "sample" and sample in NONE_OF_THE_TEN)
    return Photo(np.broadcast_to(pixels, (3, *pixels.shape[1:])), alt, is_stranger)


def choose_square(photo: Photo) -> Square:
    """Show the picture with the square on it; the square that a link brings belongs to the first picture."""
    picture = zlib.crc32(photo.pixels.tobytes())
    link = origin(CROP)
    linked = st.session_state.get(_LINKED)
    if not isinstance(linked, tuple) or linked[0] != link:
        linked = st.session_state[_LINKED] = (link, picture)
    place = loaded(CROP) if linked[1] == picture else ""
    square = cropper(photo.pixels, key="photos_crop", place=place, origin=f"{link}-{picture}", alt=photo.alt)
    write_link(CROP, "" if square == largest(photo) else square.text)
    return square


def largest(photo: Photo) -> Square:
    """Return the largest square in the middle of a photo."""
    return square_in(photo.size)
