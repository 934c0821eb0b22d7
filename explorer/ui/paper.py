"""The sheet of paper on a page: what the visitor draws on it, kept for the session and in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer.components.drawing import Drawing, drawing
from explorer.pictures.errors import PictureError
from explorer.pictures.strokes import (
    CANVAS_SIZE,
    Stroke,
    decode_strokes,
    encode_strokes,
    strokes_from_payload,
)
from explorer.ui.links import loaded, origin, write_link


@dataclass(frozen=True)
class Sketch:
    """What is on the paper; `settled` is false while a stroke is being drawn."""

    strokes: tuple[Stroke, ...]
    settled: bool


def sketched(
    parameter: str,
    *,
    key: str,
    label: str,
    hint: str,
    size: int = 280,
    height: int = CANVAS_SIZE,
    pen_width: float = 18.0,
) -> Sketch:
    """Show the paper, at most `size` pixels wide, and return what is drawn on it.

    It is 280 canvas units wide and `height` high; the pen is `pen_width` wide at first.

    The strokes are those that the address carries under `parameter`, so that whoever opens the link sees the
    same numbers; a drawing too long for an address is returned as it is, with a word about it. The page tells
    `explorer.ui.links.follow_address` of the parameter, with `is_sketch`.
    """
    here = loaded(parameter)
    paper = drawing(
        key=key,
        strokes=_payload(here),
        origin=origin(parameter),
        size=size,
        height=height,
        pen_width=pen_width,
        label=label,
        hint=hint,
    )
    text, strokes = _linkable(paper, here)
    if not paper.pen_down:
        write_link(parameter, text)
        if strokes and not text:
            st.caption("This drawing is too long for a link.")
    return Sketch(strokes, not paper.pen_down)


def is_sketch(text: str) -> bool:
    """Say whether a text from an address is a drawing.

    >>> is_sketch("nonsense")
    False
    """
    try:
        return bool(decode_strokes(text))
    except PictureError:
        return False


def _payload(text: str) -> list[dict[str, object]]:
    strokes = decode_strokes(text) if text else ()
    return [{"width": stroke.width, "points": stroke.points} for stroke in strokes]


def _linkable(paper: Drawing, here: str) -> tuple[str, tuple[Stroke, ...]]:
    """Return the drawing as an address carries it, and its strokes as that text gives them back."""
    if not paper.touched:
        return here, decode_strokes(here) if here else ()
    strokes = strokes_from_payload(paper.strokes) if paper.strokes else ()
    try:
        text = encode_strokes(strokes) if strokes else ""
    except PictureError:
        return "", strokes
    return text, decode_strokes(text) if text else ()
