"""Small pictures inside a page's own HTML: no request, no file, always with words for who cannot see them."""

from __future__ import annotations

import base64
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.pictures.tiling import png
from explorer.ui.frame import THEME

_STYLE = THEME / "digits.css"


def digit_style() -> None:
    """Lay out the page's own HTML; call it once a run, outside of any fragment."""
    st.html(_STYLE)


def picture_html(array: NDArray[np.uint8], description: str, *, name: str) -> str:
    """Return an `img` element that holds the picture (H, W) or (H, W, 3) itself.

    `name` is its CSS class; `description` its text alternative, which says what there is to see.

    >>> picture_html(np.zeros((1, 1), np.uint8), "one <dark> cell", name="dot").partition("src")[0]
    '<img class="dot" alt="one &lt;dark&gt; cell" '
    """
    data = base64.b64encode(png(array)).decode("ascii")
    return f'<img class="{escape(name)}" alt="{escape(description)}" src="data:image/png;base64,{data}">'


def visible(strength: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a picture from 0 to 1 as 0 to 255, the larger the lighter."""
    return np.rint(np.clip(strength, 0, 1) * 255).astype(np.uint8)
