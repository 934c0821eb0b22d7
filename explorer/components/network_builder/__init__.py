"""A network to build by hand: its table, a form for every layer, blocks that fold, undo.

Python holds the network. The browser sends commands, all that were not answered yet with every message, and
gets the lines of the table and what is selected in parcels, so that its script and the kinds of layers are
sent once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex

import streamlit as st

from explorer.architectures.analysis import Analysis
from explorer.architectures.plans import Address, Plan
from explorer.components.mounting import component
from explorer.components.network_builder.commands import obey
from explorer.components.network_builder.desk import Desk, address_text, exists, read_address
from explorer.components.network_builder.schema import schema
from explorer.components.network_builder.sending import Line, Table, Total, rows_parcel, state_parcel
from explorer.components.parcel import parcel
from explorer.components.payload import pack

__all__ = [
    "Building",
    "Line",
    "Table",
    "Total",
    "address_text",
    "begin_building",
    "exists",
    "network_builder",
    "put_plan",
    "put_selection",
    "read_address",
]

_mount = component(
    "network_builder",
    shared=("elements.js", "views.js", "payload.js", "desks.js", "speaking.js", "controls.css"),
)


@dataclass(frozen=True)
class Building:
    """The network in force under a key, and what is selected of it (see `Desk`)."""

    key: str
    desk: Desk

    @property
    def plan(self) -> Plan:
        """Return the network."""
        return self.desk.plan

    @property
    def selected(self) -> Address | None:
        """Return the address of what is selected, () for the input, None for nothing."""
        return self.desk.selected


def begin_building(
    start: Callable[[], Plan], *, key: str, origin: str = "", selected: Address | None = None, look: str = ""
) -> Building:
    """Return what the visitor made of a network under ``key``.

    It begins as ``start()``, and again whenever ``origin`` names something else than in the run before; undo
    leads back even then. ``selected`` is selected at first, and again whenever ``origin`` or ``look`` is new.
    Nothing that a browser sends can raise.
    """
    desk = st.session_state.get(_slot(key))
    if not isinstance(desk, Desk):
        desk = Desk(start(), token_hex(4), origin, look).selecting(selected)
    elif desk.origin != origin:
        desk = replace(desk.changed(start(), selected), origin=origin, look=look)
    elif desk.look != look:
        desk = replace(desk.selecting(selected), look=look)
    desk = obey(desk, st.session_state.get(key))
    st.session_state[_slot(key)] = desk
    return Building(key, desk)


def put_plan(key: str, plan: Plan) -> None:
    """Put another network in place, as a change that can be undone; for callbacks of widgets.

    Of one without layers the input is selected, so that its form offers the first layer.
    """
    desk = st.session_state.get(_slot(key))
    if isinstance(desk, Desk):
        st.session_state[_slot(key)] = desk.changed(plan, None if plan.nodes else ())


def put_selection(key: str, text: str) -> None:
    """Select what a text names, as `address_text` writes it; nothing where it names nothing."""
    desk = st.session_state.get(_slot(key))
    if isinstance(desk, Desk):
        try:
            st.session_state[_slot(key)] = desk.selecting(read_address(text))
        except ValueError:
            return


def network_builder(
    building: Building, analysis: Analysis, table: Table, facts: Sequence[tuple[str, str]]
) -> None:
    """Show the network of ``building``, worked out in ``analysis``, and let the visitor change it.

    ``table`` has a line for every row of the analysis; ``facts`` are what is to be known of the selected one.
    Raises ValueError where the numbers of lines and rows differ.
    """
    if len(table.lines) != len(analysis.rows):
        raise ValueError(f"{len(table.lines)} lines for {len(analysis.rows)} rows")
    key, desk = building.key, building.desk
    _mount(key=key, data=pack({"key": key, **schema()}, {}), on_commands_change=_nothing)
    parcel(f"{key}_rows", *rows_parcel(desk, analysis, table))
    parcel(f"{key}_state", state_parcel(desk, facts), {})


def _slot(key: str) -> str:
    return f"{key}_desk"


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns of the component's state `commands`."""
