"""The volumes of the network, drawn to scale."""

from __future__ import annotations

import re
from functools import lru_cache, partial

import streamlit as st

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.plans import Address, Plan
from explorer.components.network_builder import Building, put_selection
from explorer.components.svg_picture import svg_picture
from explorer.figures.volumes import volumes_svg
from explorer.ui.lab.address import KEY

WORDS = (
    "Every box is what one layer makes: as high and deep as its maps, as thick as they are many. Click a "
    "box to select its layer; a selected block is drawn open."
)


def show_volumes(building: Building, analysis: Analysis) -> None:
    """Show the picture, with what is selected outlined and the selected block opened."""
    selected = node_at(analysis, building.selected)
    svg = _drawn(analysis.plan, selected)
    st.caption(WORDS)
    svg_picture(svg, key="lab_volumes", on_pick=partial(put_selection, KEY))
    download_svg(svg, analysis, "volumes")


def node_at(analysis: Analysis, selected: Address | None) -> Address | None:
    """Return the address of the layer or block that is selected, None where none is."""
    return selected if selected in analysis.by_address else None


def download_svg(svg: str, analysis: Analysis, name: str) -> None:
    """Offer a picture as a file.

    What is no function, the browser would fetch after every change, only to see that it is there; a slow one
    asks when the next change took it away.
    """
    st.download_button(
        "Download the picture (SVG)",
        lambda: svg,
        f"{file_name(analysis.plan)}_{name}.svg",
        "image/svg+xml",
        on_click="ignore",
        key=f"lab_{name}_svg",
        icon=":material/download:",
    )


def file_name(plan: Plan) -> str:
    """Return a network's title as the name of a file.

    >>> file_name(Plan((4,), (), "LeNet-5 (modern)")), file_name(Plan((4,)))
    ('lenet_5_modern', 'network')
    """
    return re.sub(r"[^a-z0-9]+", "_", plan.title.lower()).strip("_") or "network"


@lru_cache(maxsize=16)
def _drawn(plan: Plan, selected: Address | None) -> str:
    return volumes_svg(analyse(plan), selected=selected, unfold=selected)
