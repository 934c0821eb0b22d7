"""The network view on a page: how it is looked at is in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from explorer.arithmetic import Network, Trace
from explorer.components.network_view import Look, look_at, network_view
from explorer.components.network_view.places import OWN_TEMPERATURE, SCALES, TEMPERATURES
from explorer.figures.percentages import percentages
from explorer.ui.links import loaded, origin, write_link


def look_address(page: str, network: Callable[[], Network]) -> Mapping[str, Callable[[str], bool]]:
    """Return the parameters of a page's network view, each with what says whether a text makes sense for it.

    The network is asked for only when there is a text to judge.

    >>> from explorer.digits import digit_network
    >>> place, scale, folded, temperature = look_address("inside", digit_network).values()
    >>> place("conv2,3,4,5"), place("conv2,16,0,0"), scale("map"), folded("conv1"), folded("nonsense")
    (True, False, True, True, False)
    >>> temperature("2.00"), temperature("-1")
    (True, False)
    """
    place, scale, folded, temperature = _names(page)
    return MappingProxyType(
        {
            place: lambda text: look_at(network(), text, "", "").place is not None,
            scale: SCALES.__contains__,
            folded: lambda text: bool(look_at(network(), "", "", text).folded),
            temperature: TEMPERATURES.__contains__,
        }
    )


def show_network_view(network: Network, trace: Trace, *, page: str, labels: Sequence[str], alt: str) -> Look:
    """Show a traced network, and let the address say how it is looked at; `labels` name the outputs."""
    names = place, scale, folded, temperature = _names(page)
    look = network_view(
        network,
        trace,
        key=f"{page}_view",
        labels=labels,
        printed=[f"{share} %" for share in percentages(trace.probabilities)],
        alt=alt,
        start=look_at(network, *(loaded(name) for name in names)),
        origin="-".join(origin(name) for name in names),
    )
    write_link(place, look.place.text if look.place else "")
    write_link(scale, "" if look.scale == SCALES[0] else look.scale)
    write_link(folded, ",".join(look.folded))
    write_link(temperature, "" if look.temperature == OWN_TEMPERATURE else look.temperature)
    return look


def _names(page: str) -> tuple[str, str, str, str]:
    return f"{page}_place", f"{page}_scale", f"{page}_folded", f"{page}_temperature"
