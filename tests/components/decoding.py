"""The other half of the short code of whole numbers, as the browser reads it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.components.network_view.coding import Whole


def decoded(code: NDArray[np.uint8], shape: tuple[int, int]) -> Whole:
    """Return the whole numbers (rows, columns) that `coded` made bytes of, as the browser does."""
    rows, columns = shape
    kept = code[:rows].astype(np.int64).repeat(columns)
    bits = np.unpackbits(code[rows:])
    ends = np.flatnonzero(bits)[: rows * columns]
    quotients = np.diff(ends, prepend=-1) - 1
    lowest = bits[8 * (int(ends[-1]) // 8 + 1) :]
    firsts = np.cumsum(kept) - kept
    folded = quotients
    for bit in range(int(kept.max(initial=0))):
        has = bit < kept
        folded[has] = 2 * folded[has] + lowest[firsts[has] + bit]
    units: Whole = np.where(folded % 2, -(folded + 1) // 2, folded // 2)
    return units.reshape(shape)


def foretold(rest: Whole) -> Whole:
    """Return the maps of which `unforetold` left this, as the browser does."""
    count, rows, columns = rest.shape
    padded = np.zeros((count, rows + 1, columns + 1), np.int64)
    for row, column in np.ndindex(rows, columns):
        left, above, corner = padded[:, row + 1, column], padded[:, row, column + 1], padded[:, row, column]
        low, high = np.minimum(left, above), np.maximum(left, above)
        middle = np.maximum(low, np.minimum(high, left + above - corner))
        padded[:, row + 1, column + 1] = rest[:, row, column] + middle
    return padded[:, 1:, 1:]
