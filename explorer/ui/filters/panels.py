"""The pictures of the page, from the input to pooling; their sizes; or why there are none."""

from __future__ import annotations

import re

import streamlit as st

from explorer.components.pixel_reader import Cell, pixel_reader
from explorer.filtering import Settings, remedies
from explorer.ui.filters.kernels import Kernels
from explorer.ui.filters.reading import apply
from explorer.ui.filters.sizes import show_sizes
from explorer.ui.filters.source import Source
from explorer.ui.filters.takeaway import show_takeaway
from explorer.ui.links import loaded, write_link

INPUT_WIDTH = 300
# A network names the layer first; here the panels say which one it is.
WHERE = re.compile(r"^layer '\w+' [^:]*: ")


def show_panels(source: Source, kernels: Kernels, settings: Settings) -> None:
    """Show what the layer makes of the picture, or say why that is impossible and what would mend it."""
    try:
        filtered = apply(source, kernels, settings)
    except ValueError as error:
        _explain(error, source, kernels, settings)
        return
    here = loaded("cell")
    pinned = pixel_reader(
        filtered.reading, key="filters_reader", pinned=Cell.from_text(here) if here else None
    )
    write_link("cell", pinned.text if pinned else "")
    show_sizes(filtered.network)
    show_takeaway(filtered)


def is_cell(text: str) -> bool:
    """Say whether a text from an address names a cell of a feature map."""
    try:
        Cell.from_text(text)
    except ValueError:
        return False
    return True


def _explain(error: ValueError, source: Source, kernels: Kernels, settings: Settings) -> None:
    channels, height, width = source.picture.shape
    found = remedies(settings, kernels.kernel_size, input_shape=(channels, height, width))
    reason = WHERE.sub("", str(error))
    mending = ", or ".join(sentence[0].lower() + sentence[1:].rstrip(".") for sentence in found)
    st.warning(
        f"{reason[0].upper()}{reason[1:]}. What would mend it: {mending}.", icon=":material/straighten:"
    )
    shown = source.picture[0] if channels == 1 else source.picture.transpose(1, 2, 0)
    st.image(shown, f"Input, {channels} × {height} × {width}", width=INPUT_WIDTH, alt=source.alt)
