"""A kernel with a name, exact numbers, and the story of how it was made."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.options import Array

Grid = NDArray[np.float64]

DIGITS = 4


def outer(column: Sequence[float], row: Sequence[float]) -> Grid:
    """Return column ⊗ row: the row repeated, once for every number of the column and multiplied by it.

    >>> outer((1, 2, 1), (1, 0, -1)).tolist()
    [[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]
    """
    return np.outer(column, row).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Kernel:
    """One 2-D array of weights, ``numerators / divisor``, and what there is to say about it.

    The numerators are decimals with at most four digits after the point, and so is the divisor: sums of
    products with pixels can be printed exactly. They are kept as a read-only copy. ``description`` says in a
    sentence what the kernel does, ``construction`` how it is built (``⊗`` is the outer product: the left side
    down the column, the right side along the row), ``source`` who described it.

    >>> Kernel("blur", "Blur", "Copy and blur", np.ones((1, 2)), divisor=2).weights.tolist()
    [[0.5, 0.5]]
    """

    name: str
    title: str
    family: str
    numerators: Grid
    _: KW_ONLY
    divisor: float = 1.0
    description: str = ""
    construction: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Check that the numbers are exact."""
        grid = np.array(self.numerators, dtype=np.float64)
        if grid.ndim != 2 or not grid.size:
            raise ValueError(f"a kernel is a grid of rows and columns, not of shape {grid.shape}")
        if not (np.isfinite(grid).all() and (grid == grid.round(DIGITS)).all()):
            raise ValueError(f"the numerators of {self.name} must be decimals with at most {DIGITS} digits")
        if not np.isfinite(self.divisor) or self.divisor == 0 or self.divisor != round(self.divisor, DIGITS):
            raise ValueError(
                f"the divisor of {self.name} must be a decimal with at most {DIGITS} digits and not 0, "
                f"not {self.divisor}"
            )
        grid += 0.0  # -0.0 becomes 0.0, which prints without a sign
        grid.setflags(write=False)
        object.__setattr__(self, "numerators", grid)

    @property
    def weights(self) -> Array:
        """Return the float32 weights that a convolution uses."""
        return (self.numerators / self.divisor).astype(np.float32)
