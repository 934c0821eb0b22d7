"""Which digits a network takes for which: ten times ten counts, and the digits behind every count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import Network
from explorer.pictures.handwriting import handwriting
from explorer.surgery import answers

CLASSES = 10


@dataclass(frozen=True, eq=False)
class Confusion:
    """Hold what was meant and what was read, (N,) each, and ``counts`` (10, 10): meant by read."""

    meant: NDArray[np.int64]
    read: NDArray[np.int64]
    counts: NDArray[np.int64]

    def indices(self, meant: int, read: int) -> NDArray[np.int64]:
        """Return the numbers of the sample digits behind one count, ascending."""
        return np.flatnonzero((self.meant == meant) & (self.read == read))

    @property
    def correct(self) -> int:
        """Return how many were read as they were meant: the sum of the diagonal."""
        return int(np.trace(self.counts))


def confusion(network: Network) -> Confusion:
    """Return what a network makes of the 1,797 sample digits.

    >>> from explorer.digits import digit_network
    >>> found = confusion(digit_network())
    >>> int(found.counts.sum()), len(found.indices(3, 3)) == found.counts[3, 3]
    (1797, np.True_)
    """
    meant, read = handwriting().labels, answers(network)
    counts = np.bincount(CLASSES * meant + read, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    return Confusion(meant, read, counts)
