"""Pictures that a visitor hands in: decoded once, kept for the session, never lost to a bad file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from PIL import Image

from explorer.pictures import PictureError, read_picture

FILE_TYPES = ("png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff")


@dataclass(frozen=True, eq=False)
class _Kept:
    """The last file that was looked at, and the last picture that could be read."""

    file_id: str = ""
    picture: Image.Image | None = None
    complaint: str = ""


def uploaded(key: str, label: str) -> Image.Image | None:
    """Show a place to drop a picture and return the newest that could be read, None where there is none.

    A file that cannot be read is answered with the reason, and the picture before it stays.
    """
    file = st.file_uploader(label, type=FILE_TYPES, key=f"{key}_file")
    return _newest(key, file.file_id if file else "", file.getvalue if file else None)


def photographed(key: str, label: str) -> Image.Image | None:
    """Show the camera and return the newest shot, None where there is none."""
    shot = st.camera_input(label, key=f"{key}_shot")
    return _newest(key, shot.file_id if shot else "", shot.getvalue if shot else None)


def _newest(key: str, file_id: str, read: Callable[[], bytes] | None) -> Image.Image | None:
    kept = st.session_state.get(key, _Kept())
    if read is not None and file_id != kept.file_id:
        try:
            kept = _Kept(file_id, read_picture(read()))
        except PictureError as error:
            kept = _Kept(file_id, kept.picture, str(error))
        st.session_state[key] = kept
    if read is not None and kept.complaint:
        still = " The picture before it is still here." if kept.picture else ""
        st.error(f"{kept.complaint}{still}", icon=":material/broken_image:")
    picture: Image.Image | None = kept.picture
    return picture
