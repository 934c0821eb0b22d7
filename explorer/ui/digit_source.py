"""Where the digit comes from: drawn here, a sample, a photo or the camera. Each keeps what it had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.errors import PictureError
from explorer.pictures.reading import read_picture
from explorer.pictures.samples import DIGITS_COUNT, digit_label, sample_digit
from explorer.ui.digit_drawing import drawn
from explorer.ui.digit_pictures import picture_html

FILE_TYPES = ("png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff")
# Shares no factor with the number of samples, so that going on by it comes past every one of them.
STRIDE = 389
SHOWN_SIDE = 448


@dataclass(frozen=True, eq=False)
class Source:
    """The picture to recognise, None where there is none yet; `settled` is false while a stroke is drawn."""

    picture: Image.Image | NDArray[np.uint8] | None
    settled: bool = True


@dataclass(frozen=True, eq=False)
class _Photo:
    """The last picture that could be read, in grey, which is all that is looked at, and which file it was."""

    file_id: str
    picture: Image.Image | None
    complaint: str = ""


def choose_source() -> Source:
    """Show the choice of sources and the chosen one, and return its picture."""
    chosen = st.segmented_control(
        "Where the digit comes from",
        list(SOURCES),
        format_func=lambda name: SOURCES[name][0],
        default="draw",
        required=True,
        key="digits_source",
        bind="query-params",
        label_visibility="collapsed",
    )
    # An address with an empty value chooses nothing, although a choice is required.
    return SOURCES[chosen or "draw"][1]()


def another_sample(index: int) -> int:
    """Return the sample after this one, in an order that mixes the digits and comes past all of them.

    >>> another_sample(0), another_sample(DIGITS_COUNT - 1)
    (389, 388)
    """
    return (index + STRIDE) % DIGITS_COUNT


def _draw() -> Source:
    picture, settled = drawn()
    return Source(picture, settled)


def _sample() -> Source:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        index = st.number_input(
            f"Sample, 0 to {DIGITS_COUNT - 1:,}",
            min_value=0,
            max_value=DIGITS_COUNT - 1,
            key="digits_sample",
            bind="query-params",
            persist_state="session",
            width=150,
        )
        st.button("Another one", on_click=_next_sample, icon=":material/shuffle:")
    picture, label = sample_digit(index), digit_label(index)
    words = f"Sample {index}: a handwritten {label}"
    place.html(picture_html(np.asarray(picture), words, name="digit-source"))
    st.caption(f"Somebody wrote this {label} on paper. UCI, optical recognition of digits, 8x8 pixels.")
    return Source(picture)


def _next_sample() -> None:
    st.session_state["digits_sample"] = another_sample(st.session_state["digits_sample"])


def _photo() -> Source:
    file = st.file_uploader("A photo of one digit, dark on light or light on dark", type=FILE_TYPES)
    return _kept("digits_photo", file.file_id if file else "", file.getvalue if file else None)


def _camera() -> Source:
    shot = st.camera_input("Hold one digit in front of the camera")
    return _kept("digits_camera", shot.file_id if shot else "", shot.getvalue if shot else None)


def _kept(key: str, file_id: str, read: Callable[[], bytes] | None) -> Source:
    """Return the newest picture of this source that could be read; say why the newest file could not be."""
    photo: _Photo = st.session_state.get(key, _Photo("", None))
    if read is not None and file_id != photo.file_id:
        photo = _decoded(file_id, read(), photo)
        st.session_state[key] = photo
    if read is not None and photo.complaint:
        still = " The picture before it is still here." if photo.picture else ""
        st.error(f"{photo.complaint}{still}", icon=":material/broken_image:")
    if photo.picture is not None:
        shown = photo.picture.copy()
        shown.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
        st.html(picture_html(np.asarray(shown), "Your photo of a digit, in grey", name="digit-source"))
        st.caption("A photo stays on this server while the page is open. A copied link cannot carry it.")
    return Source(photo.picture)


def _decoded(file_id: str, data: bytes, before: _Photo) -> _Photo:
    try:
        return _Photo(file_id, read_picture(data).convert("L"))
    except PictureError as error:
        return _Photo(file_id, before.picture, str(error))


SOURCES: Mapping[str, tuple[str, Callable[[], Source]]] = MappingProxyType(
    {
        "draw": ("Draw", _draw),
        "sample": ("Sample", _sample),
        "photo": ("Photo", _photo),
        "camera": ("Camera", _camera),
    }
)
