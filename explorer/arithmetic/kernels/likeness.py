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
        name: _correlation(weights, classical.numerators)
        for name, classical in KERNELS.items()
        if classical.numerators.shape == weights.shape
    }
    if not scores:
        raise ValueError(f"there is no classical kernel of shape {weights.shape}")
    name = max(scores, key=lambda key: round(scores[key], 9))
    return name, round(scores[name], 9)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    one, other = one - one.mean(), other - other.mean()
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float((one * other).sum()) / lengths if lengths else 0.0
