"""Move an image by whole cells, and say how much of what is made from it changes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.options import Array, times


def shifted(image: ArrayLike, *, down: int = 0, right: int = 0) -> NDArray[np.float64]:
    """Return an image (..., H, W) moved by whole cells, negative ones up and to the left.

    Zeros come in at the side that is left, and what passes the other side is gone.

    >>> shifted([[1, 2], [3, 4]], right=1).tolist()
    [[0.0, 1.0], [0.0, 3.0]]
    >>> shifted([[1, 2], [3, 4]], down=-1).tolist()
    [[3.0, 4.0], [0.0, 0.0]]
    """
    given = np.asarray(image, np.float64)
    moved = np.zeros_like(given)
    into, out_of = zip(*(_ends(by) for by in (down, right)), strict=True)
    moved[..., into[0], into[1]] = given[..., out_of[0], out_of[1]]
    return moved


def relative_change(before: ArrayLike, after: ArrayLike) -> float:
    """Return the sum of all differences over the sum of all values, each without its sign.

    0 for equal arrays; infinite where something came of nothing. Raises ValueError for other sizes.

    >>> relative_change([[4, 0]], [[3, 1]])
    0.5
    """
    old, new = np.asarray(before, np.float64), np.asarray(after, np.float64)
    if old.shape != new.shape:
        raise ValueError(f"{times(old.shape)} and {times(new.shape)} cannot be compared place by place")
    difference, whole = float(np.abs(new - old).sum()), float(np.abs(old).sum())
    if not whole:
        return 0.0 if not difference else float("inf")
    return difference / whole


def follows(before: ArrayLike, after: ArrayLike, *, down: int = 0, right: int = 0) -> bool:
    """Return whether ``after`` (H, W) is ``before`` moved by whole cells, wherever both can be known.

    The rows and columns that came in at a side are not compared; where none are left, nothing follows.

    >>> follows([[5, 7, 9]], [[1, 5, 7]], right=1), follows([[5, 7, 9]], [[1, 5, 8]], right=1)
    (True, False)
    """
    old, new = np.asarray(before), np.asarray(after)
    (rows, old_rows), (columns, old_columns) = _ends(down), _ends(right)
    kept: Array = new[rows, columns]
    return bool(kept.size and np.array_equal(kept, old[old_rows, old_columns]))


def _ends(by: int) -> tuple[slice, slice]:
    """Return which part of an axis is written, and which is read, when everything moves on."""
    return (slice(by, None), slice(None, -by or None)) if by >= 0 else (slice(None, by), slice(-by, None))
