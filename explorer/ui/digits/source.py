"""Where the digit comes from: drawn here, a sample, a photo or the camera. Each keeps what it had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.samples import DIGITS_COUNT, digit_label, sample_digit
from explorer.pictures.strokes import draw_strokes
from explorer.ui.controls import segments
from explorer.ui.digits.pictures import picture_html
from explorer.ui.paper import sketched
from explorer.ui.uploads import photographed, uploaded
from explorer.ui.urls import write_query

PAPER = "digits_paper"
PARAMETER = "drawing"
PAPER_SIDE = 300
# Shares no factor with the number of samples, so that going on by it comes past every one of them.
STRIDE = 389
SHOWN_SIDE = 448
INVITATION = "Draw a digit, and the answer appears here while you draw."
WAITING = "The answer to your picture appears here."


@dataclass(frozen=True, eq=False)
class Source:
    """The picture to recognise, None where there is none yet; `settled` is false while a stroke is drawn.

    `invitation` says what stands in the place of the answer until there is a picture.
    """

    picture: Image.Image | NDArray[np.uint8] | None
    settled: bool = True
    invitation: str = WAITING


def choose_source() -> Source:
    """Show the choice of sources and the chosen one, and return its picture."""
    titles = {name: title for name, (title, _) in SOURCES.items()}
    chosen = segments("Where the digit comes from", titles, key="digits_source", is_labelled=False)
    return SOURCES[chosen][1]()


def another_sample(index: int) -> int:
    """Return the sample after this one, in an order that mixes the digits and comes past all of them.

    >>> another_sample(0), another_sample(DIGITS_COUNT - 1)
    (389, 388)
    """
    return (index + STRIDE) % DIGITS_COUNT


def put_sample(index: int) -> None:
    """Let the source be a sample digit; call it where the state of widgets may be set, in a callback."""
    if "digits_sample" not in st.session_state:
        # Streamlit lets the address follow only widgets that were there before.
        write_query("digits_sample", str(index))
    st.session_state["digits_source"] = "sample"
    st.session_state["digits_sample"] = index


def _draw() -> Source:
    sketch = sketched(
        PARAMETER, key=PAPER, label="Paper for one digit", hint="Draw a digit from 0 to 9", size=PAPER_SIDE
    )
    picture = draw_strokes(sketch.strokes) if sketch.strokes else None
    return Source(picture, sketch.settled, INVITATION)


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
    return _handed_in(uploaded("digits_photo", "A photo of one digit, dark on light or light on dark"))


def _camera() -> Source:
    return _handed_in(photographed("digits_camera", "Hold one digit in front of the camera"))


def _handed_in(picture: Image.Image | None) -> Source:
    if picture is not None:
        shown = picture.copy()
        shown.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
        st.html(picture_html(np.asarray(shown), "Your photo of a digit", name="digit-source"))
        st.caption("A photo stays on this server while the page is open. A copied link cannot carry it.")
    return Source(picture)


SOURCES: Mapping[str, tuple[str, Callable[[], Source]]] = MappingProxyType(
    {
        "draw": ("Draw", _draw),
        "sample": ("Sample", _sample),
        "photo": ("Photo", _photo),
        "camera": ("Camera", _camera),
    }
)
