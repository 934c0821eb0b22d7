"""What a visitor can take away: pictures, arrays, and code that reproduces and asserts them."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.exports import ARRAYS_FILE, LANGUAGES, arrays_npz, bundle_zip
from explorer.pictures.colours import colour
from explorer.pictures.tiling import png, tile
from explorer.ui.controls import segments
from explorer.ui.filters.reading import Filtered

GAP = 4
GREY_HIGHEST = 255


def show_takeaway(filtered: Filtered) -> None:
    """Offer the files and the code; nothing is written before somebody asks for it."""
    with st.expander(
        "Take it away: pictures, arrays, code", icon=":material/download:", key="takeaway", on_change="rerun"
    ) as place:
        if place.open:
            _files(filtered)
            _code(filtered)


def _files(filtered: Filtered) -> None:
    maps = filtered.trace.activations["conv"]
    files: list[tuple[str, str, str, Callable[[], bytes]]] = [
        ("Feature map, colours (PNG)", "feature_map.png", "image/png", lambda: coloured(filtered)),
        ("Feature map, grey (PNG)", "feature_map_grey.png", "image/png", lambda: png(grey(maps))),
        ("Feature map (NumPy)", "feature_map.npy", "application/octet-stream", lambda: npy(maps)),
        (
            f"Every array ({ARRAYS_FILE})",
            ARRAYS_FILE,
            "application/octet-stream",
            lambda: arrays_npz(filtered.trace),
        ),
        (
            "Everything with code (zip)",
            "filters.zip",
            "application/zip",
            lambda: bundle_zip(filtered.network, filtered.trace),
        ),
    ]
    with st.container(horizontal=True):
        for label, name, mime, write in files:
            st.download_button(label, write, name, mime, on_click="ignore", key=f"take_{name}")
    st.caption(f"Grey: the lowest value of each map is 0, the highest {GREY_HIGHEST}.")


def _code(filtered: Filtered) -> None:
    languages = {language.file_name: language for language in LANGUAGES}
    titles = {name: language.title for name, language in languages.items()}
    language = languages[segments("Code", titles, key="code")]
    st.markdown(
        f"Save it beside `{ARRAYS_FILE}` and run it: it computes every array again and asserts all numbers."
    )
    st.code(language.write(filtered.network), language="python", height=360)


def coloured(filtered: Filtered) -> bytes:
    """Return the feature maps as the page colours them, side by side, as a PNG file."""
    maps = filtered.trace.activations["conv"]
    limits = np.abs(maps).max(axis=(1, 2))
    if filtered.reading.scale == "layer":
        limits[:] = limits.max()
    pictures = [colour(one, limit=float(limit)) for one, limit in zip(maps, limits, strict=True)]
    return png(tile(np.stack(pictures), columns=min(len(maps), 4), gap=GAP))


def grey(maps: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return feature maps (maps, H, W) side by side as grey values, each stretched from 0 to 255.

    >>> grey(np.array([[[-1, 0, 1]]], np.float32)).tolist()
    [[0, 128, 255]]
    """
    lowest, highest = maps.min(axis=(1, 2), keepdims=True), maps.max(axis=(1, 2), keepdims=True)
    spread = np.where(highest > lowest, highest - lowest, 1)
    stretched = np.rint((maps - lowest) / spread * GREY_HIGHEST).astype(np.uint8)
    return tile(stretched, columns=min(len(maps), 4), gap=GAP)


def npy(array: NDArray[np.float32]) -> bytes:
    """Return an array as the bytes of a NumPy file.

    >>> np.load(io.BytesIO(npy(np.ones((1, 2), np.float32)))).tolist()
    [[1.0, 1.0]]
    """
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()
