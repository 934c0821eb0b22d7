"""A whole traced network, column by column: every map, weight, sum and receptive field, under the pointer.

The browser gets each number once, as a decimal: the weights with the network, the maps with every picture.
It multiplies values by weights itself, whole number by whole number, because all products of all windows
would be some 60 times the numbers that they are made of; the tests hold what it prints against Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from explorer.arithmetic import Network, Trace
from explorer.components.mounting import component
from explorer.components.network_view.picture import gradient_parcel, picture_parcel, unit_of
from explorer.components.network_view.places import LONGEST, Look, Place, look_at
from explorer.components.network_view.structure import Start, structure_blob
from explorer.components.parcel import parcel

__all__ = ["Look", "Place", "look_at", "network_view", "unit_of"]

_mount = component(
    "network_view",
    shared=(
        "elements.js",
        "views.js",
        "cells.js",
        "payload.js",
        "numbers.js",
        "painting.js",
        "playing.css",
        "playing.js",
        "speaking.js",
        "steps.js",
        "terms.js",
        "controls.css",
    ),
)


def network_view(
    network: Network,
    trace: Trace,
    *,
    key: str,
    labels: Sequence[str] = (),
    printed: Sequence[str] = (),
    alt: str = "the picture",
    start: Look | None = None,
    origin: str = "",
) -> Look:
    """Show a traced network and return how the visitor looks at it now.

    ``labels`` name the outputs, ``printed`` are the probabilities as the page prints them, ``alt`` says what
    the input shows. The view begins with ``start``, which is in force again whenever ``origin`` changes;
    write what is returned into the address. Moving over the network asks the server for nothing; pinning a
    cell asks for the gradient of that one unit. Raises ValueError, naming the layer, for a network with
    layers that the view cannot draw.
    """
    begin = start or Look()
    place = begin.place.text if begin.place else ""
    sent = Start(origin, place, begin.scale, ",".join(begin.folded), begin.temperature)
    blob = structure_blob(network, tuple(labels), sent, key)
    _mount(key=key, data=blob, on_look_change=_nothing)
    look = heard_look(key, network, origin) or begin
    parcel(f"{key}_picture", *picture_parcel(network, trace, alt=alt, printed=printed))
    if look.place:
        parcel(f"{key}_gradient", *gradient_parcel(network, trace, look.place))
    return look


def heard_look(key: str, network: Network, origin: str) -> Look | None:
    """Return what the browser last said of the view since this origin, None where that makes no sense."""
    state = st.session_state.get(key)
    text = state.get("look") if isinstance(state, Mapping) else None
    if not isinstance(text, str) or len(text) > 2 * LONGEST:
        return None
    parts = text.split(";")
    if len(parts) != 5 or parts[0] != origin:
        return None
    return look_at(network, *parts[1:])


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called `look`."""
