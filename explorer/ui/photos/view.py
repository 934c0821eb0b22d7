"""The network view of a photo; how it is looked at is in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from explorer.arithmetic import Trace
from explorer.components.network_view import Look, look_at, network_view
from explorer.components.network_view.places import SCALES
from explorer.figures.percentages import percentages
from explorer.photos import CLASS_NAMES, photo_network
from explorer.ui.links import loaded, origin, write_link

KEY = "photos_view"
PLACE, SCALE, FOLDED = "photos_place", "photos_scale", "photos_folded"


def is_place(text: str) -> bool:
    """Say whether a text from an address names a cell of the photo network."""
    return look_at(photo_network(), text, "", "").place is not None


def is_folded(text: str) -> bool:
    """Say whether a text from an address names a layer to fold."""
    return bool(look_at(photo_network(), "", "", text).folded)


ADDRESS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {PLACE: is_place, SCALE: SCALES.__contains__, FOLDED: is_folded}
)


def show_view(trace: Trace, *, alt: str) -> Look:
    """Show the traced network, and let the address say how it is looked at."""
    network = photo_network()
    look = network_view(
        network,
        trace,
        key=KEY,
        labels=CLASS_NAMES,
        printed=[f"{share} %" for share in percentages(trace.probabilities)],
        alt=alt,
        start=look_at(network, loaded(PLACE), loaded(SCALE), loaded(FOLDED)),
        origin="-".join(origin(name) for name in ADDRESS),
    )
    write_link(PLACE, look.place.text if look.place else "")
    write_link(SCALE, "" if look.scale == SCALES[0] else look.scale)
    write_link(FOLDED, ",".join(look.folded))
    return look
