"""A stepping as the blob of bytes that its browser side draws: every number that it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.exact import as_decimal
from explorer.arithmetic.options import pair
from explorer.components.payload import narrow, pack
from explorer.components.pinning import Cell
from explorer.components.stepper.pooling import Pooling
from explorer.components.stepper.stepping import Stepping

Arrays = dict[str, NDArray[Any]]


def blob(stepping: Stepping | Pooling, *, pinned: Cell | None = None, **more: Any) -> bytes:
    """Return windows, all that is worked out in them, and use counts; ``more`` goes into the header."""
    header, arrays = _pooled(stepping) if isinstance(stepping, Pooling) else _convolved(stepping)
    header |= {
        "input": list(np.shape(stepping.image)),
        "padded": list(stepping.values.shape),
        "size": list(stepping.size),
        "rows": names(stepping, axis=0),
        "columns": names(stepping, axis=1),
        "pinned": None if pinned is None else [pinned.row, pinned.column],
        **more,
    }
    arrays |= {
        "values": stepping.values,
        "sources": stepping.sources,
        "windows": stepping.windows,
        "running": stepping.running,
        "totals": stepping.totals,
        "uses": stepping.uses,
    }
    narrowed: Arrays = {name: narrow(array) for name, array in arrays.items()}
    return pack(header, {**narrowed, "kinds": stepping.kinds})


def _convolved(stepping: Stepping) -> tuple[dict[str, Any], Arrays]:
    bias = as_decimal(stepping.bias, "bias")
    bias_digits = max(0, -int(bias.as_tuple().exponent))
    header = {
        "operation": stepping.operation,
        "kernel": list(stepping.weights.shape),
        "dilation": pair(stepping.dilation, "dilation"),
        "mode": stepping.padding_mode,
        "digits": list(stepping.digits),
        "bias": [int(bias.scaleb(bias_digits)), bias_digits],
    }
    arrays: Arrays = {
        "weights": stepping.weights,
        "weightSources": stepping.weight_sources,
        "products": stepping.products,
    }
    if stepping.operation == "convolution":
        arrays["unturned"] = replace(stepping, operation="correlation").totals
    return header, arrays


def _pooled(pooling: Pooling) -> tuple[dict[str, Any], Arrays]:
    header = {
        "operation": pooling.kind,
        "kernel": list(pooling.options.kernel_size),
        "dilation": list(pooling.options.dilation),
        "digits": [pooling.digits] * 4,
        "countsPadding": pooling.count_include_pad and pooling.kind == "average",
    }
    arrays: Arrays = {
        "counted": pooling.counted,
        "counts": pooling.counts,
        "winners": pooling.winners,
        "wins": pooling.wins,
    }
    return header, arrays


def names(stepping: Stepping | Pooling, *, axis: int) -> list[int | None]:
    """Return the number of every row (axis 0) or column of the padded input, as the input counts them.

    Padding before the input counts from -1 downwards. Between the cells of a transposed convolution there is
    nothing to count: None.

    >>> names(Stepping([[1, 2]], [[1]], padding=1), axis=1)
    [-1, 0, 1, 2]
    >>> names(Stepping([[1, 2]], [[1]], operation="transposed", stride=2), axis=1)
    [0, None, 1]
    """
    length = stepping.values.shape[axis]
    if isinstance(stepping, Pooling) or stepping.operation != "transposed":
        before = stepping.sides[axis][0]
        return list(range(-before, length - before))
    width = np.asarray(stepping.image).shape[1]
    found = stepping.sources.max(axis=1 - axis)
    return [None if cell < 0 else int(cell // width if axis == 0 else cell % width) for cell in found]
