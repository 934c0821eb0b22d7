"""Bytes that change often, for a component whose own data stays: delivered beside it, seen by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from explorer.components.mounting import component
from explorer.components.payload import pack

_mount = component("parcel", shared=("payload.js",))


def parcel(address: str, header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Deliver header and arrays to the browser half of another component, which knows the address.

    Streamlit sends a component's script and style again with every change of its data. A network view that
    got every new picture through its own data would send its script and all weights each time; its parcels
    are the picture's numbers and a few lines.
    """
    _mount(key=f"{address}_parcel", data=pack({**header, "address": address}, arrays))
