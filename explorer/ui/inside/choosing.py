"""Choose a layer and one of its filters, by the pictures of their kernels."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import KERNELS, Array, Conv2d, Network
from explorer.components.gallery import Item, Sheet, gallery
from explorer.pictures.colours import colour
from explorer.pictures.tiling import png, tile
from explorer.preferences import strongest_kernel
from explorer.ui.controls import segments
from explorer.ui.links import loaded, origin, write_link, written

PICTURE_SIDE = 35
SHEET_COLUMNS = 8
KEPT = 16


def choose_filter(network: Network, *, name: str) -> tuple[str, int]:
    """Show the convolutions and the filters of the chosen one; return the layer and the filter's number.

    `name` begins the words in the address: `name_layer`, `name_filter`. A page that follows its address gives
    `name_filter` with `is_filter`.
    """
    layers = [layer for layer, spec in network.layers.items() if isinstance(spec, Conv2d)]
    layer = segments("Layer", dict(zip(layers, layers, strict=True)), key=f"{name}_layer")
    items, sheet = _filters(network, layer)
    parameter = f"{name}_filter"
    start = written(parameter) or loaded(parameter)
    (chosen,) = gallery(
        items,
        sheet,
        key=f"{name}_filters",
        start=start if start in {item.name for item in items} else items[0].name,
        origin=f"{layer} {origin(parameter)}",
        label=f"Filters of {layer}",
    )
    write_link(parameter, "" if chosen == items[0].name else chosen)
    return layer, int(chosen)


def is_filter(text: str) -> bool:
    """Say whether a text from an address may be the number of a filter.

    >>> is_filter("15"), is_filter("-1"), is_filter("1000")
    (True, False, False)
    """
    return text.isascii() and text.isdigit() and len(text) < 4


def kernel_picture(kernel: Array, side: int, *, limit: float | None = None) -> NDArray[np.uint8]:
    """Return a kernel in its colours, (side, side, 3), the strongest for `limit` or its largest weight."""
    reach = float(np.abs(kernel).max()) if limit is None else limit
    cell = side // max(kernel.shape)
    large = colour(kernel, limit=reach).repeat(cell, axis=0).repeat(cell, axis=1)
    picture = np.full((side, side, 3), 255, np.uint8)
    top, left = (side - large.shape[0]) // 2, (side - large.shape[1]) // 2
    picture[top : top + large.shape[0], left : left + large.shape[1]] = large
    return picture


@lru_cache(maxsize=KEPT)
def _filters(network: Network, layer: str) -> tuple[tuple[Item, ...], Sheet]:
    items, pictures = [], []
    for number, kernels in enumerate(network.weights[f"{layer}.weight"]):
        strongest = strongest_kernel(kernels)
        title = KERNELS[strongest.classical].title if strongest.classical else "no kernel"
        where = (
            f" in its strongest kernel, for input channel {strongest.channel}," if len(kernels) > 1 else ""
        )
        hint = f"Filter {number}:{where} most like {title}, correlation {strongest.correlation:.2f}"
        items.append(Item(str(number), str(number), "", hint))
        pictures.append(kernel_picture(kernels[strongest.channel], PICTURE_SIDE))
    sheet = tile(np.stack(pictures), columns=SHEET_COLUMNS, gap=0)
    return tuple(items), Sheet(png(sheet), SHEET_COLUMNS, PICTURE_SIDE, pixelated=True)
