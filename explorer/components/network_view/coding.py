"""Whole numbers in few bits: small ones short, large ones long (Golomb 1966, Rice 1979).

Maps of a network are smooth like pictures, so of them only what their neighbours do not foretell is sent, by
the median of Weinberger, Seroussi and Sapiro (The LOCO-I lossless image compression algorithm, 2000). Nothing
is lost: what comes out is what went in. `coding.js` reads it. Deflate is as short for weights and longer for
maps, and a browser inflates only later, by promise, where this is there in the same frame."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LARGEST = 2**20
Whole = NDArray[np.int64]


def coded(units: Whole) -> NDArray[np.uint8]:
    """Return the whole numbers of an array (rows, columns), not empty, as bytes; a row has a code of its own.

    A number, folded to 0, 1, 2, ... for 0, -1, 1, ..., is cut in two: its lowest k bits as they are, and how
    often 2**k fits into it as so many zeros and a one. The bytes are k of every row, the ones after their
    zeros, the lowest bits; all from the highest bit of a byte down. Raises ValueError for a number of
    1,048,576 or more.

    >>> coded(np.array([[0, -1, 3], [9, -12, 30]])).tolist()
    [1, 5, 199, 64, 82, 191, 0]
    """
    if np.abs(units).max(initial=0) >= LARGEST:
        raise ValueError(f"a number to be coded is below {LARGEST:,}")
    small = units.astype(np.int32)
    folded = (small << 1) ^ (small >> 31)
    kept = _kept_bits(folded)
    ends = np.cumsum((folded >> kept[:, None]).ravel() + 1) - 1
    unary = np.zeros(ends[-1] + 1, np.uint8)
    unary[ends] = 1
    return np.concatenate([kept.astype(np.uint8), np.packbits(unary), np.packbits(_lowest(folded, kept))])


def _lowest(folded: NDArray[np.int32], kept: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return the lowest bits of every number, as many as its row keeps, each as a 0 or a 1."""
    bytes_each = next(size for size in (1, 2, 4) if kept.max(initial=0) <= 8 * size)
    each = 8 * bytes_each
    bits = np.unpackbits(folded.astype(f">u{bytes_each}").view(np.uint8)).reshape(*folded.shape, each)
    # Rows beside each other often keep alike, and are then cut together.
    firsts = [0, *(np.flatnonzero(np.diff(kept)) + 1).tolist(), len(kept)]
    return np.concatenate([bits[a:b, :, each - kept[a] :].ravel() for a, b in pairwise(firsts)])


def unforetold(maps: Whole) -> Whole:
    """Return what the neighbours above and to the left do not foretell of maps (maps, rows, columns).

    >>> unforetold(np.array([[[5, 6], [7, 9]]])).tolist()
    [[[5, 1], [2, 2]]]
    """
    padded = np.pad(maps, ((0, 0), (1, 0), (1, 0)))
    left, above, corner = padded[:, 1:, :-1], padded[:, :-1, 1:], padded[:, :-1, :-1]
    low, high = np.minimum(left, above), np.maximum(left, above)
    # The middle one of three: left, above, and where the plane through all three neighbours would lie.
    foretold = np.maximum(low, np.minimum(high, left + above - corner))
    rest: Whole = maps - foretold
    return rest


def _kept_bits(folded: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for every row how many of the lowest bits to keep: the better of the two next to its mean."""
    columns = folded.shape[1]
    most = np.floor(np.log2(np.maximum(folded.mean(axis=1), 1))).astype(np.int32)
    fewer = np.maximum(most - 1, 0)
    costs = [columns * kept + (folded >> kept[:, None]).sum(axis=1) for kept in (fewer, most)]
    best: NDArray[np.int32] = np.where(costs[0] <= costs[1], fewer, most)
    return best
