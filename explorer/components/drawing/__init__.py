"""A sheet of paper to draw on with mouse, finger, pen or keys; its strokes arrive while they are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from explorer.components.answer import answer
from explorer.components.drawing.text import CANVAS_SIZE, LARGEST_WIDTH, StrokePayload, decode_ink, encode_ink
from explorer.components.keeping import keep
from explorer.components.mounting import component

__all__ = ["Drawing", "StrokePayload", "decode_ink", "drawing", "encode_ink"]

# Number of changes, pen width in tenths, whether the pen is down; then the ink.
_STATE = re.compile(r"[0-9]{1,9}\.[0-9]{1,4}\.[01]\|[-0-9mp._]*")
_mount = component("drawing", shared=("elements.js", "views.js", "desks.js", "controls.css"))


@dataclass(frozen=True)
class Drawing:
    """What is on the paper: its strokes, and the same as `text`, short and fit for an address."""

    strokes: list[StrokePayload]
    text: str
    pen_down: bool
    """Whether a stroke is being drawn; put off what is slow, and writing to the address, until it ends."""
    touched: bool
    """Whether the visitor drew, undid or cleared anything since the strokes of this origin were put there."""


def drawing(
    *,
    key: str,
    strokes: str | Iterable[Mapping[str, object]] = "",
    origin: str = "",
    size: int = 280,
    height: int = CANVAS_SIZE,
    pen_width: float = 18.0,
    label: str = "Drawing",
    hint: str = "Draw here",
) -> Drawing:
    """Show a sheet of paper to draw on and return what is on it now, also half way through a stroke.

    Call it early in the fragment that answers: the browser sends no second request before this call has
    seen the first, and always the newest state. What was drawn is kept under `key` for the session, on
    every page that uses that key. `strokes` (a `Drawing.text` or payloads) lie on the paper at first, and
    again whenever `origin` names something else than in the run before: a sample, an address. `size` is
    the largest width in CSS pixels; places are always in canvas units, 280 to the width and `height` to the
    height, so that a lower sheet is a wide one. `label` names the paper for a screen reader, `hint` is
    written on it while it is empty. Nothing that a browser sends can raise.

    Raises ValueError for a size below 120, a height outside 40 to 280 or a pen outside 1 to 80 canvas units.
    """
    if size < 120:
        raise ValueError(f"a drawing {size} pixels wide cannot be drawn on; give it at least 120")
    if not 40 <= height <= CANVAS_SIZE:
        raise ValueError(f"a sheet {height} units high does not fit the canvas; choose 40 to {CANVAS_SIZE}")
    if not 1 <= pen_width <= LARGEST_WIDTH:
        raise ValueError(f"a pen {pen_width} units wide does not fit the canvas; choose 1 to {LARGEST_WIDTH}")

    def start() -> str:
        payloads = decode_ink(strokes) if isinstance(strokes, str) else strokes
        return f"0.{round(pen_width * 10)}.0|{encode_ink(payloads)}"

    kept = keep(key, start, origin=origin, accepts=_STATE.fullmatch)
    looks = {"size": size, "height": height, "label": label, "hint": hint}
    data = {"key": key, "version": kept.version, "text": kept.shown, **looks}
    with st.container(gap=None):
        _mount(key=key, data=data, on_text_change=_nothing)
        kept = keep(key, start, origin=origin, accepts=_STATE.fullmatch)
        head, _, ink = kept.text.partition("|")
        revision, _, pen_down = map(int, head.split("."))
        answer(key, version=kept.version, revision=revision)
    return Drawing(decode_ink(ink), ink, kept.heard and pen_down == 1, revision > 0)


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called `text`."""
