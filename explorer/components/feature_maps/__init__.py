"""Every feature map of a traced network, layer by layer, and what each of their cells sees of the input."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.arithmetic.options import Array
from explorer.components.feature_maps.sending import blob
from explorer.components.feature_maps.views import LayerView, Scale, adding_up, contributions
from explorer.components.mounting import component

__all__ = ["LayerView", "adding_up", "contributions", "feature_maps"]

_mount = component(
    "feature_maps",
    shared=(
        "elements.js",
        "views.js",
        "cells.js",
        "payload.js",
        "numbers.js",
        "painting.js",
        "controls.css",
        "figures.css",
    ),
)


def feature_maps(
    layers: Sequence[LayerView],
    *,
    input: Array,
    key: str,
    scale: Scale = "layer",
    alt: str = "the prepared digit",
) -> None:
    """Show the layers of a network below one another, its input always in sight beside them.

    ``input`` is (height, width), 0 black to 1 white; ``alt`` says what it shows. With ``scale`` "layer" the
    maps of a layer share one colour scale, with "map" each has its own. Moving over a cell shows its value
    and outlines what it sees of the input, without asking the server.
    """
    _mount(key=key, data=blob(layers, input=input, scale=scale, alt=alt))
