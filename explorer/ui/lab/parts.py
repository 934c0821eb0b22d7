"""What lies below the table: tabs, of which only the open one is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from explorer.architectures.analysis import Analysis
from explorer.components.network_builder import Building
from explorer.ui.lab.challenges import show_challenges
from explorer.ui.lab.code import show_code
from explorer.ui.lab.costs import show_costs
from explorer.ui.lab.sight import show_sight
from explorer.ui.lab.text import show_text
from explorer.ui.lab.volumes import show_volumes
from explorer.ui.lab.weights import show_weights

PARTS: Mapping[str, Callable[[Building, Analysis], None]] = MappingProxyType(
    {
        "Volumes": show_volumes,
        "Sight": show_sight,
        "Costs": show_costs,
        "Text": show_text,
        "Code": show_code,
        "Weights": show_weights,
        "Challenges": show_challenges,
    }
)


def show_parts(building: Building, analysis: Analysis) -> None:
    """Show the tabs, and in the open one what it is for."""
    tabs = st.tabs(list(PARTS), key="lab_part", bind="query-params")
    for tab, show in zip(tabs, PARTS.values(), strict=True):
        if tab.open:
            with tab:
                show(building, analysis)
