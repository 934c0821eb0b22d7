"""Which classical kernel a learned one resembles."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.kernels.registry import KERNELS


def resemblance(kernel: ArrayLike) -> tuple[str, float]:
    """Return the classical kernel of the same size that correlates most: its name, and how much (-1 to 1).

    The correlation is the cosine between the weights after each kernel's mean is taken away (Pearson's), so
    neither scale nor a constant added to all weights matters.

    >>> resemblance([[-2, 0, 2], [-4, 0, 4], [-2, 0, 2]])
    ('sobel_x', 1.0)
    """
    weights = np.asarray(kernel, dtype=np.float64)
    scores = {
        name: _correlation(weights, framed)
        for name, classical in KERNELS.items()
        if (framed := _framed(classical.numerators, weights.shape)) is not None
    }
    if not scores:
        raise ValueError(f"there is no classical kernel of shape {weights.shape}")
    name = max(scores, key=lambda key: round(scores[key], 9))
    return name, round(scores[name], 9)


def _framed(kernel: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float64] | None:
    """Return a kernel in the middle of a larger shape, None where it does not fit or has no middle."""
    extra = [new - old for new, old in zip(shape, kernel.shape, strict=True)]
    if min(extra) < 0 or any(cells % 2 for cells in extra):
        return None
    return np.pad(kernel, [(cells // 2, cells // 2) for cells in extra])


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    one, other = one - one.mean(), other - other.mean()
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float((one * other).sum()) / lengths if lengths else 0.0
