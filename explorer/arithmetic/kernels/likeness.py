"""Which classical kernel a learned one resembles."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.kernels.registry import KERNELS
from explorer.arithmetic.options import times


def resemblance(kernel: ArrayLike) -> tuple[str, float]:
    """Return the classical kernel of the same size that correlates most: its name, and how much (-1 to 1).

    The correlation is Pearson's: the cosine between the weights after the mean of each kernel is taken away,
    so that neither scale nor a constant added to all weights matters. A kernel whose weights are all equal is
    a box blur (1, or -1 if they are negative, or 0 if they are zero). Raises ValueError for a size that no
    classical kernel has.

    >>> resemblance([[-2, 0, 2], [-4, 0, 4], [-2, 0, 2]])
    ('sobel_x', 1.0)
    """
    weights = np.asarray(kernel, dtype=np.float64)
    if weights.ndim != 2:
        raise ValueError(f"a kernel is a grid of rows and columns, not of shape {weights.shape}")
    if not np.isfinite(weights).all():
        raise ValueError("the kernel cannot be compared: it holds NaN or infinity")
    rivals = {
        name: rival.numerators for name, rival in KERNELS.items() if rival.numerators.shape == weights.shape
    }
    if not rivals:
        raise ValueError(f"no classical kernel is {times(weights.shape)}")
    scores = {name: round(_correlation(weights, rival), 9) for name, rival in rivals.items()}
    alike = [name for name, rival in rivals.items() if _is_flat(rival) == _is_flat(weights)]
    name = max(alike or rivals, key=lambda other: scores[other])
    return name, scores[name]


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    if _is_flat(one) or _is_flat(other):
        return float(np.sign(one.mean() * other.mean())) if _is_flat(one) and _is_flat(other) else 0.0
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / (np.linalg.norm(one) * np.linalg.norm(other)))


def _is_flat(kernel: NDArray[np.float64]) -> bool:
    # Equal weights may differ in the last digits of a float; their mean then leaves noise that means nothing.
    return bool(np.ptp(kernel) <= 1e-6 * np.abs(kernel).max())
