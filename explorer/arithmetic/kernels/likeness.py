"""Which classical kernel a learned one resembles."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.kernels.registry import KERNELS
from explorer.arithmetic.options import times


def resemblance(kernel: ArrayLike) -> tuple[str, float]:
    """Return the classical kernel that correlates most: its name, and how much (-1 to 1).

    A smaller classical kernel is compared with zeros around it, where it has a middle in the larger one. The
    correlation is Pearson's: the cosine between the weights after the mean of each kernel is taken away,
    so that neither scale nor a constant added to all weights matters. A kernel whose weights are all equal is
    a box blur (1, or -1 if they are negative, or 0 if they are zero). Raises ValueError for a size that no
    classical kernel fits into.

    >>> resemblance([[-2, 0, 2], [-4, 0, 4], [-2, 0, 2]])
    ('sobel_x', 1.0)
    """
    weights = np.asarray(kernel, dtype=np.float64)
    if weights.ndim != 2:
        raise ValueError(f"a kernel is a grid of rows and columns, not of shape {weights.shape}")
    if not np.isfinite(weights).all():
        raise ValueError("the kernel cannot be compared: it holds NaN or infinity")
    rivals = {
        name: framed
        for name, rival in KERNELS.items()
        if (framed := _framed(rival.numerators, weights.shape)) is not None
    }
    if not rivals:
        raise ValueError(f"no classical kernel fits into {times(weights.shape)}")
    scores = {name: round(_correlation(weights, rival), 9) for name, rival in rivals.items()}
    alike = [name for name, rival in rivals.items() if _is_flat(rival) == _is_flat(weights)]
    name = max(alike or rivals, key=lambda other: scores[other])
    return name, scores[name]


def _framed(kernel: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float64] | None:
    extra = [new - old for new, old in zip(shape, kernel.shape, strict=True)]
    if min(extra) < 0 or any(cells % 2 for cells in extra):
        return None
    return np.pad(kernel, [(cells // 2, cells // 2) for cells in extra])


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    if _is_flat(one) or _is_flat(other):
        return float(np.sign(one.mean() * other.mean())) if _is_flat(one) and _is_flat(other) else 0.0
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / (np.linalg.norm(one) * np.linalg.norm(other)))


def _is_flat(kernel: NDArray[np.float64]) -> bool:
    # Equal weights may differ in the last digits of a float; their mean then leaves noise that means nothing.
    return bool(np.ptp(kernel) <= 1e-6 * np.abs(kernel).max())
