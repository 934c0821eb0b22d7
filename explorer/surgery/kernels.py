"""Classical kernels in the place of learned ones: which fit, and how they lie in a larger grid."""

import numpy as np

from explorer.arithmetic import KERNELS, Array


def fitting_kernels(size: tuple[int, int]) -> tuple[str, ...]:
    """Return the names of the classical kernels that fit into a kernel (height, width) around its middle.

    >>> "sobel_x" in fitting_kernels((5, 5)), "roberts_x" in fitting_kernels((5, 5))
    (True, False)
    """
    return tuple(name for name, kernel in KERNELS.items() if _fits(kernel.numerators.shape, size))


def framed(kernel: Array, size: tuple[int, int]) -> Array:
    """Return a kernel with as many zeros on every side as make it (height, width).

    >>> framed(np.ones((1, 1), np.float32), (1, 3)).tolist()
    [[0.0, 1.0, 0.0]]
    """
    if not _fits(kernel.shape, size):
        given, wanted = ("x".join(map(str, each)) for each in (kernel.shape, size))
        raise ValueError(f"a kernel {given} has no middle in {wanted}")
    return np.pad(kernel, [((new - old) // 2,) * 2 for old, new in zip(kernel.shape, size, strict=True)])


def _fits(kernel: tuple[int, ...], size: tuple[int, int]) -> bool:
    extra = [new - old for old, new in zip(kernel, size, strict=True)]
    return min(extra) >= 0 and not any(cells % 2 for cells in extra)
