"""The picture and the square of it that the network gets; both are in the address where they can be."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.components.cropper import cropper
from explorer.photos import NONE_OF_THE_TEN, SIDE
from explorer.pictures.reading import size_in_file
from explorer.pictures.squares import LEAST_SIDE, Square, link_of, linked_square, scaled_square, square_in
from explorer.ui.controls import segments
from explorer.ui.filters.source import sources
from explorer.ui.links import loaded, origin, write_link

DEFAULT_SAMPLE = "cat"
# A copy of this size is sent to be cropped by eye; the square counts the pixels of the picture itself.
SHOWN_SIZE = 400
CROP = "crop"
_LINKED = "photos_crop_linked"

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Photo:
    """A picture in RGB, what it shows, whether that is known to be none of the ten, or nothing at all.

    Of a large file the picture is a copy, at most 1,024 pixels a side; squares count the file's pixels.
    `shown` is a smaller copy, uint8 (3, height, width), to be cropped by eye.
    """

    picture: Image.Image
    shown: Pixels
    alt: str
    is_stranger: bool
    is_blank: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Return height and width in the file."""
        width, height = size_in_file(self.picture)
        return height, width

    @property
    def least(self) -> int:
        """Return the shortest side of a square.

        A square of a copy keeps as many of its pixels as the network gets: the file would give it no more.
        """
        kept, whole = max(self.picture.size), max(self.size)
        return LEAST_SIDE if kept == whole else -(-SIDE * whole // kept)

    def kept(self, square: Square) -> Square:
        """Return a square in the pixels of the picture that was kept of the file."""
        width, height = self.picture.size
        return scaled_square(square, self.size, to=(height, width))


def choose_photo() -> Photo:
    """Show the sources and return the picture, in RGB even where it is grey."""
    found = sources(DEFAULT_SAMPLE)
    titles = {name: title for name, (title, _) in found.items()}
    chosen = segments("Picture from", titles, key="photos_source", is_labelled=False)
    find = found[chosen][1]()
    alt = find.alt if find.alt.endswith(".") else f"{find.alt[0].upper()}{find.alt[1:]}."
    is_stranger = chosen == "digit" or find.sample in NONE_OF_THE_TEN
    picture = find.original().convert("RGB")
    return Photo(picture, find.at(SHOWN_SIZE, True), alt, is_stranger, find.is_blank)


def choose_square(photo: Photo) -> Square:
    """Show the picture with the square on it; the square that a link brings belongs to the first picture."""
    picture = zlib.crc32(photo.shown.tobytes())
    link = origin(CROP)
    linked = st.session_state.get(_LINKED)
    if not isinstance(linked, tuple) or linked[0] != link:
        linked = st.session_state[_LINKED] = (link, picture)
    text = loaded(CROP) if linked[1] == picture else ""
    square = cropper(
        photo.shown,
        size=photo.size,
        key="photos_crop",
        place=linked_square(photo.size, text, least=photo.least).text if text else "",
        least=photo.least,
        origin=f"{link}-{picture}",
        alt=photo.alt,
    )
    write_link(CROP, "" if square == largest(photo) else link_of(square, photo.size))
    return square


def largest(photo: Photo) -> Square:
    """Return the largest square in the middle of a photo."""
    return square_in(photo.size)
