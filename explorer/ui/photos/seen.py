"""The picture as the network gets it, enlarged."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.photos import SIDE, PhotoRecognition
from explorer.pictures.squares import Square
from explorer.ui.digits.pictures import picture_html, visible
from explorer.ui.frame import THEME
from explorer.ui.photos.source import Photo

_STYLE = THEME / "photos.css"


def photo_style() -> None:
    """Lay out the page's own HTML; call it once a run, outside of any fragment."""
    st.html(_STYLE)


def show_seen(photo: Photo, square: Square, recognition: PhotoRecognition) -> None:
    """Show what the network gets of the square."""
    picture = seen_picture(recognition)
    html = picture_html(picture, f"The square of the picture in {SIDE}x{SIDE} pixels", name="photo-picture")
    st.html(
        f'<figure class="photo-seen">{html}<figcaption><strong>What the network sees</strong>'
        f"{numbers_sentence(square, photo.kept(square).side)}</figcaption></figure>"
    )


def seen_picture(recognition: PhotoRecognition) -> NDArray[np.uint8]:
    """Return the prepared photo as a picture (32, 32, 3)."""
    return visible(recognition.prepared.transpose(1, 2, 0))


def numbers_sentence(square: Square, kept: int) -> str:
    """Say what is left of the square, `kept` pixels of whose side were kept; a half is rounded up.

    >>> numbers_sentence(Square(0, 0, 320), 320)
    '32x32 pixels in three colours, 3,072 numbers; 1 pixel stands for 100 of the picture.'
    >>> numbers_sentence(Square(0, 0, 400), 300).partition("; ")[2]
    '1 pixel stands for 156.3 of the picture.'
    """
    count = f"{SIDE}x{SIDE} pixels in three colours, {3 * SIDE * SIDE:,} numbers"
    if kept < SIDE:
        return f"{count}; the square was read as {kept}x{kept} and enlarged."
    if square.side == SIDE:
        return f"{count}, as they are in the picture."
    exact = (Decimal(square.side) / SIDE) ** 2
    each = f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP):,}".removesuffix(".0")
    return f"{count}; 1 pixel stands for {each} of the picture."
