"""A stepping as the blob of bytes that its browser side draws: every number that it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.exact import as_decimal
from explorer.arithmetic.options import pair
from explorer.components.payload import pack
from explorer.components.pinning import Cell
from explorer.components.stepper.stepping import Integers, Stepping


def blob(stepping: Stepping, *, pinned: Cell | None = None, **more: Any) -> bytes:
    """Return windows, products, sums, totals and use counts; ``more`` goes into the header as it is."""
    bias = as_decimal(stepping.bias, "bias")
    bias_digits = max(0, -int(bias.as_tuple().exponent))
    image, kernel = np.asarray(stepping.image), np.asarray(stepping.kernel)
    header = {
        "operation": stepping.operation,
        "input": list(image.shape),
        "padded": list(stepping.values.shape),
        "sides": stepping.sides,
        "kernel": list(kernel.shape),
        "size": list(stepping.size),
        "dilation": pair(stepping.dilation, "dilation"),
        "mode": stepping.padding_mode,
        "digits": list(stepping.digits),
        "bias": [int(bias.scaleb(bias_digits)), bias_digits],
        "rows": names(stepping, axis=0),
        "columns": names(stepping, axis=1),
        "pinned": None if pinned is None else [pinned.row, pinned.column],
        **more,
    }
    arrays = {
        "values": stepping.values,
        "sources": stepping.sources,
        "weights": stepping.weights,
        "weightSources": stepping.weight_sources,
        "windows": stepping.windows,
        "products": stepping.products,
        "running": stepping.running,
        "totals": stepping.totals,
        "uses": stepping.uses,
    }
    if stepping.operation == "convolution":
        arrays["unturned"] = replace(stepping, operation="correlation").totals
    narrow: dict[str, NDArray[Any]] = {name: _narrow(array) for name, array in arrays.items()}
    return pack(header, {**narrow, "kinds": stepping.kinds})


def names(stepping: Stepping, *, axis: int) -> list[int | None]:
    """Return the number of every row (axis 0) or column of the padded input, as the input counts them.

    Padding before the input counts from -1 downwards. Between the cells of a transposed convolution there is
    nothing to count: None.

    >>> names(Stepping([[1, 2]], [[1]], padding=1), axis=1)
    [-1, 0, 1, 2]
    >>> names(Stepping([[1, 2]], [[1]], operation="transposed", stride=2), axis=1)
    [0, None, 1]
    """
    length = stepping.values.shape[axis]
    if stepping.operation != "transposed":
        before = stepping.sides[axis][0]
        return list(range(-before, length - before))
    width = np.asarray(stepping.image).shape[1]
    found = stepping.sources.max(axis=1 - axis)
    return [None if cell < 0 else int(cell // width if axis == 0 else cell % width) for cell in found]


def _narrow(array: Integers) -> NDArray[Any]:
    """Return the integers as the smallest kind that a browser reads without loss."""
    largest = int(np.abs(array).max(initial=0))
    return array.astype(np.int16 if largest < 2**15 else np.int32 if largest < 2**31 else np.float64)
