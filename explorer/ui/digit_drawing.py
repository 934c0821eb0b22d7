"""The drawing of the Digits page: on its paper, in the session, and in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.components.drawing import Drawing, drawing
from explorer.pictures.errors import PictureError
from explorer.pictures.strokes import (
    Stroke,
    decode_strokes,
    draw_strokes,
    encode_strokes,
    strokes_from_payload,
)
from explorer.ui.urls import read_query, write_query

PAPER = "digits_paper"
PARAMETER = "drawing"
_LINK = "digits_link"
SIDE = 300


@dataclass(frozen=True)
class _Link:
    """The drawing that an address brought, and what the address was last seen or made to say."""

    loaded: str = ""
    written: str = ""


def follow_address() -> None:
    """Take over a drawing that the visitor brought in the address: a shared link, a step back.

    Call it where only a whole run comes by, outside of any fragment. The address that comes with a fragment's
    run may be one answer old, and an old drawing would replace the stroke that is just being made.
    """
    link = st.session_state.get(_LINK, _Link())
    here = read_query(PARAMETER, _checked, "")
    if here and here != link.written:
        link = _Link(loaded=here, written=here)
    st.session_state[_LINK] = link


def drawn() -> tuple[NDArray[np.uint8] | None, bool]:
    """Show the paper; return the picture on it, None if it is empty, and whether no stroke is being drawn.

    The picture is drawn from what a link can carry, so that whoever opens the link sees the same numbers.
    """
    link: _Link = st.session_state.get(_LINK, _Link())
    paper = drawing(
        key=PAPER,
        strokes=[{"width": stroke.width, "points": stroke.points} for stroke in decode_strokes(link.loaded)]
        if link.loaded
        else "",
        origin=link.loaded,
        size=SIDE,
        label="Paper for one digit",
        hint="Draw a digit from 0 to 9",
    )
    text, strokes = _linkable(paper, link)
    if not paper.pen_down:
        write_query(PARAMETER, text or None)
        st.session_state[_LINK] = replace(link, written=text)
        if strokes and not text:
            st.caption("This drawing is too long for a link.")
    return (draw_strokes(strokes) if strokes else None), not paper.pen_down


def _linkable(paper: Drawing, link: _Link) -> tuple[str, tuple[Stroke, ...]]:
    """Return the drawing as an address carries it, and its strokes as that text gives them back."""
    if not paper.touched:
        return link.loaded, decode_strokes(link.loaded) if link.loaded else ()
    strokes = strokes_from_payload(paper.strokes)
    try:
        text = encode_strokes(strokes) if strokes else ""
    except PictureError:
        return "", strokes
    return text, decode_strokes(text) if text else ()


def _checked(text: str) -> str:
    return text if decode_strokes(text) else ""
