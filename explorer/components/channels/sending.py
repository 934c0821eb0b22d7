"""A summing as the blob of bytes that its browser side draws: every number that it shows."""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.arithmetic import ACTIVATIONS
from explorer.components.channels.summing import Summing
from explorer.components.payload import narrow, pack
from explorer.components.pinning import Cell
from explorer.components.stepper.sending import names


def blob(summing: Summing, *, pinned: Cell | None = None, **more: Any) -> bytes:
    """Return windows, products, sums, totals and outputs; ``more`` goes into the header as it is.

    ``outputs`` are integers over a power of ten, or numbers as they are where the activation has to be
    rounded: the header's last digits are null then.
    """
    plane = summing.plane
    exact = summing.exact
    header = {
        "input": list(np.shape(summing.image)),
        "padded": list(plane.values.shape),
        "kernel": list(summing.weights.shape[2:]),
        "filters": len(summing.weights),
        "perFilter": summing.weights.shape[1],
        "groups": summing.groups,
        "reads": [list(summing.channels_of(index)) for index in range(len(summing.weights))],
        "size": list(summing.size),
        "rows": names(plane, axis=0),
        "columns": names(plane, axis=1),
        "hasBias": summing.biases is not None,
        "activation": [summing.activation, ACTIVATIONS[summing.activation].title],
        "digits": [*summing.digits, None if exact is None else exact[1]],
        "pinned": None if pinned is None else [pinned.map, pinned.row, pinned.column],
        **more,
    }
    arrays = {
        "values": narrow(summing.values),
        "sources": narrow(plane.sources),
        "weights": narrow(summing.weights),
        "windows": narrow(plane.windows),
        "products": narrow(summing.products),
        "sums": narrow(summing.sums),
        "over": narrow(summing.over),
        "bias": narrow(summing.bias),
        "totals": narrow(summing.totals),
        "outputs": summing.output.astype(np.float64) if exact is None else narrow(exact[0]),
        "uses": narrow(plane.uses),
        "kinds": plane.kinds,
    }
    return pack(header, arrays)
