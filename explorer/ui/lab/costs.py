"""What every layer costs, as bars."""

from __future__ import annotations

from functools import lru_cache, partial

import streamlit as st

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.plans import Address, Plan
from explorer.components.network_builder import Building, put_selection
from explorer.components.svg_picture import svg_picture
from explorer.figures.cost_bars import cost_bars_svg
from explorer.ui.lab.address import KEY
from explorer.ui.lab.volumes import download_svg, node_at

WORDS = "Parameters are what is learned, MACs the work for one picture, memory what its activations take."


def show_costs(building: Building, analysis: Analysis) -> None:
    """Show three lists of bars, with what is selected outlined and the selected block opened."""
    svg = _drawn(analysis.plan, node_at(analysis, building.selected))
    st.caption(WORDS)
    svg_picture(svg, key="lab_costs", on_pick=partial(put_selection, KEY))
    download_svg(svg, analysis, "costs")


@lru_cache(maxsize=16)
def _drawn(plan: Plan, selected: Address | None) -> str:
    return cost_bars_svg(analyse(plan), selected=selected, unfold=selected)
