"""A small convolution as a product W x, exact to the last digit, and what there is to count in W."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic import ConvolutionMatrix, Pair, convolution_matrix
from explorer.components.stepper import Stepping

LARGEST_SIDE, MOST_OUTPUTS = 8, 100


@dataclass(frozen=True)
class Facts:
    """What there is to count in W.

    ``connections`` are the entries that hold a weight of the kernel, be it 0; ``copies`` says in how many
    entries each weight stands, ``different`` how many different numbers the kernel has.
    """

    shape: tuple[int, int]
    connections: int
    nonzeros: int
    copies: tuple[int, ...]
    different: int

    @property
    def entries(self) -> int:
        """Return rows times columns."""
        return self.shape[0] * self.shape[1]

    @property
    def zeros(self) -> int:
        """Return how many entries are 0: no connection, or a weight of 0."""
        return self.entries - self.nonzeros


@dataclass(frozen=True, eq=False)
class Unrolled:
    """One input (H, W) under one kernel (kh, kw), slid and as a matrix; the options are those of ``conv2d``.

    Raises ValueError, with the sizes, for settings that cannot be computed, for an input of more than 8 rows
    or columns and for more than 100 outputs: W would be too large to be read.

    >>> unrolled = Unrolled([[1, 2, 3, 4]], [[1, -1]])
    >>> unrolled.places.tolist()
    [[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]]
    >>> (unrolled.matrix.dense @ [1, 2, 3, 4]).tolist(), unrolled.stepping.output.tolist()
    ([-1.0, -1.0, -1.0], [[-1.0, -1.0, -1.0]])
    """

    image: ArrayLike
    kernel: ArrayLike
    stride: Pair = 1
    padding: Pair = 0
    dilation: Pair = 1

    def __post_init__(self) -> None:
        """Refuse here what cannot be drawn."""
        height, width = np.shape(self.image)
        if max(height, width) > LARGEST_SIDE:
            raise ValueError(
                f"an input of {height}x{width} would make W {height * width} columns wide; "
                f"at most {LARGEST_SIDE}x{LARGEST_SIDE} fits"
            )
        rows, columns = self.stepping.size
        if rows * columns > MOST_OUTPUTS:
            raise ValueError(
                f"{rows}x{columns} outputs would make W {rows * columns} rows tall; at most {MOST_OUTPUTS} "
                "can be read, so take less padding or a larger stride"
            )

    @cached_property
    def stepping(self) -> Stepping:
        """Return every window, product and sum."""
        return Stepping(
            self.image, self.kernel, stride=self.stride, padding=self.padding, dilation=self.dilation
        )

    @cached_property
    def matrix(self) -> ConvolutionMatrix:
        """Return W as its entries."""
        height, width = np.shape(self.image)
        return convolution_matrix(
            np.asarray(self.kernel, np.float32)[None, None],
            (1, height, width),
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
        )

    @cached_property
    def places(self) -> NDArray[np.int16]:
        """Return which weight stands where in W, (outputs, inputs): its number from 1, or 0 for none."""
        found = np.zeros(self.matrix.shape, np.int16)
        found[self.matrix.rows, self.matrix.columns] = self.matrix.weights + 1
        return found

    @property
    def facts(self) -> Facts:
        """Return what there is to count.

        >>> facts = Unrolled([[1, 2, 3, 4]], [[1, 0]]).facts
        >>> facts.entries, facts.connections, facts.nonzeros, facts.zeros, facts.copies, facts.different
        (12, 6, 3, 9, (3, 3), 2)
        """
        weights = np.asarray(self.kernel)
        return Facts(
            self.matrix.shape,
            len(self.matrix.values),
            int(np.count_nonzero(self.matrix.values)),
            tuple(np.bincount(self.matrix.weights, minlength=weights.size).tolist()),
            len(np.unique(weights)),
        )
