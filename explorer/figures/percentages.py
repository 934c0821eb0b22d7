"""Write shares as percentages: several that add up to exactly 100, or one in two digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def percentages(shares: ArrayLike, *, decimals: int = 1) -> tuple[str, ...]:
    """Return shares (N,), which sum to 1, as percentages that sum to exactly 100 as they are printed.

    Rounded one by one, three thirds would print as 99.9 %. By the largest remainder method (Hare and
    Niemeyer) every share is rounded down first; the steps that are then missing go to the largest remainders,
    among equal ones to the first. No percentage is off by a whole step. Raises ValueError for shares that are
    negative, not finite, or do not sum to 1 within 0.001.

    >>> percentages([1 / 3, 1 / 3, 1 / 3])
    ('33.4', '33.3', '33.3')
    """
    parts = np.asarray(shares, np.float64)
    if parts.ndim != 1 or not np.isfinite(parts).all() or (parts < 0).any() or abs(parts.sum() - 1) > 1e-3:
        raise ValueError(f"shares must be a row of numbers from 0 to 1 that sum to 1, not {parts.tolist()}")
    steps = 100 * 10**decimals
    exact = parts / parts.sum() * steps
    counts = np.floor(exact).astype(np.int64)
    missing = steps - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:missing]] += 1
    return tuple(_written(int(count), decimals) for count in counts)


def share_text(part: float, whole: float) -> str:
    """Write one share in two digits; what is not all is never printed as 100 %, what is not nothing as 0.

    >>> share_text(2, 3), share_text(13, 700), share_text(27, 150_528), share_text(2, 2)
    ('67 %', '1.9 %', '0.018 %', '100 %')
    >>> share_text(1, 50), share_text(0, 3), share_text(999, 1000), share_text(1, 10_000_000)
    ('2.0 %', '0 %', 'over 99 %', 'under 0.001 %')
    """
    share = 100 * part / whole if whole else 0.0
    if share < 0.001:
        return "under 0.001 %" if share else "0 %"
    if share >= 99:
        return "100 %" if share == 100 else "over 99 %"
    return f"{share:#.2g}".rstrip(".") + " %"


def _written(count: int, decimals: int) -> str:
    whole, rest = divmod(count, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)
