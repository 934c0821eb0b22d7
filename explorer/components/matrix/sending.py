"""An unrolled convolution as the blob of bytes that its browser side draws: every number that it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.components.matrix.unrolled import Unrolled
from explorer.components.payload import narrow, pack
from explorer.components.pinning import Cell
from explorer.components.stepper.sending import names


def blob(unrolled: Unrolled, *, pinned: Cell | None = None, **more: Any) -> bytes:
    """Return input, kernel, output, the places of W, the windows as rows, and every product.

    ``more`` goes into the header as it is.
    """
    stepping = unrolled.stepping
    header = {
        "input": list(np.shape(unrolled.image)),
        "padded": list(stepping.values.shape),
        "kernel": list(np.shape(unrolled.kernel)),
        "size": list(stepping.size),
        "digits": list(stepping.digits),
        "rows": names(stepping, axis=0),
        "columns": names(stepping, axis=1),
        "copies": list(unrolled.facts.copies),
        "pinned": None if pinned is None else [pinned.row, pinned.column],
        **more,
    }
    arrays: dict[str, NDArray[Any]] = {
        "values": stepping.values,
        "sources": stepping.sources,
        "weights": stepping.weights,
        "weightSources": stepping.weight_sources,
        "windows": stepping.windows,
        "patches": stepping.values.ravel()[stepping.windows],
        "products": stepping.products,
        "totals": stepping.totals,
        "places": unrolled.places,
    }
    return pack(header, {**{name: narrow(array) for name, array in arrays.items()}, "kinds": stepping.kinds})
