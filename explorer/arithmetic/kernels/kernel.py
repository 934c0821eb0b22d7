"""A kernel with a name, exact numbers, and the story of how it was made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.options import Array

DIGITS = 4


@dataclass(frozen=True, eq=False)
class Kernel:
    """One 2-D array of weights: ``numerators / divisor``, and what there is to say about it.

    The numerators are decimals with at most four digits after the point, and so is the divisor: sums of
    products with pixels can therefore be printed exactly. ``construction`` is how the numerators are built,
    in words or as a product (``⊗`` is the outer product: column times row); ``source`` is who described it.

    >>> Kernel("blur", "Blur", "Copy and blur", [[1, 1]], divisor=2).weights.tolist()
    [[0.5, 0.5]]
    """

    name: str
    title: str
    family: str
    numerators: NDArray[np.float64]
    divisor: float = 1.0
    description: str = ""
    construction: str = ""
    source: str = ""

    def __init__(
        self,
        name: str,
        title: str,
        family: str,
        numerators: ArrayLike,
        *,
        divisor: float = 1.0,
        description: str = "",
        construction: str = "",
        source: str = "",
    ) -> None:
        """Keep a read-only copy of the numerators, checked to be exact."""
        array = np.array(numerators, dtype=np.float64)
        if array.ndim != 2 or not array.size:
            raise ValueError(f"a kernel is a grid of rows and columns, not of shape {array.shape}")
        if not np.isfinite(array).all() or (array != array.round(DIGITS)).any():
            raise ValueError(
                f"the numerators of {name} must be decimals with at most {DIGITS} digits after the point"
            )
        if not np.isfinite(divisor) or divisor == 0 or divisor != round(divisor, DIGITS):
            raise ValueError(f"the divisor of {name} must be such a decimal and not 0, not {divisor}")
        array += 0.0  # turns -0.0 into 0.0, which would be printed
        array.setflags(write=False)
        values = (name, title, family, array, float(divisor), description, construction, source)
        for field, value in zip(self.__dataclass_fields__, values, strict=True):
            object.__setattr__(self, field, value)

    @property
    def weights(self) -> Array:
        """Return the weights that a convolution uses, float32."""
        return (self.numerators / self.divisor).astype(np.float32)
