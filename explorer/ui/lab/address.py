"""The network in the address: its name while it is a famous one, packed once it was changed.

An address that names none means the first one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

import streamlit as st

from explorer.architectures.famous import FAMOUS, Famous
from explorer.architectures.packing import MARK, pack_plan, unpack_plan
from explorer.architectures.plans import Plan
from explorer.components.network_builder import Building, address_text, begin_building, read_address
from explorer.components.pinning import Cell
from explorer.ui.links import loaded, origin, write_links, written
from explorer.ui.urls import LONGEST_VALUE, makes_sense

KEY = "lab"
NETWORK, LAYER, UNIT = "network", "layer", "unit"
FIRST = "lenet5"
LONGEST_NAME = 20
TOO_LONG = (
    f"This network is too large for a link: packed it has more than {LONGEST_VALUE:,} characters. The "
    "address keeps an earlier one; take this one away as text."
)


def plan_of(text: str) -> Plan:
    """Return the network that an address names or holds, or raise a ValueError.

    >>> plan_of("RESNET50").title
    'ResNet-50'
    """
    if text.startswith(MARK):
        return unpack_plan(text)
    name = text.lower()
    if name in FAMOUS:
        return FAMOUS[name].plan
    close = get_close_matches(name[:LONGEST_NAME], FAMOUS, 1)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise ValueError(f"there is none called {text[:LONGEST_NAME]!r}{hint}")


ADDRESS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        NETWORK: lambda text: makes_sense(plan_of, text),
        LAYER: lambda text: makes_sense(read_address, text),
        UNIT: lambda text: makes_sense(Cell.from_text, text),
    }
)


def complaint() -> str:
    """Return why the address names no network, "" where it does."""
    text = st.query_params.get(NETWORK, "")
    if len(text) > LONGEST_VALUE:
        return f"The network in the address is longer than {LONGEST_VALUE:,} characters, so it stays shut."
    try:
        if text:
            plan_of(text)
    except ValueError as error:
        said = str(error)
        return f"The address names no network: {said}{'' if said.endswith('?') else '.'}"
    return ""


def begin() -> Building:
    """Return the network in force, begun as the address says.

    A step back may bring another network and leave the selection as it is, so what is selected is read from
    what the address says now and not from what a link last put in place.
    """
    return begin_building(
        lambda: plan_of(loaded(NETWORK) or FIRST),
        key=KEY,
        origin=origin(NETWORK),
        selected=read_address(written(LAYER)),
        look=origin(LAYER),
    )


def write_address(building: Building) -> None:
    """Let the address say what the network is and what is selected of it."""
    famous = famous_of(building.plan)
    text = famous.name if famous else packed_plan(building.plan)
    layer = {LAYER: address_text(building.selected)}
    if len(text) <= LONGEST_VALUE:
        write_links({NETWORK: "" if text == FIRST else text, **layer})
    else:
        st.warning(TOO_LONG, icon=":material/link_off:")
        write_links(layer)


def famous_of(plan: Plan) -> Famous | None:
    """Return the famous network that a plan is, to the last option, or None.

    >>> famous_of(FAMOUS["vgg16"].plan).name
    'vgg16'
    """
    return next((one for one in FAMOUS.values() if one.title == plan.title and one.plan == plan), None)


@lru_cache(maxsize=16)
def packed_plan(plan: Plan) -> str:
    """Return a network as text for an address, worked out once."""
    return pack_plan(plan)
