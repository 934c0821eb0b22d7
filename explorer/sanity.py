"""Is a map about the network at all? Draw its weights anew and compare (Adebayo et al. 2018)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import Network

Array = NDArray[np.float32]


def randomised(network: Network, *, seed: int) -> Network:
    """Return the network with every array of weights drawn anew, from a normal distribution.

    Each array keeps its own mean and spread, so that the activations stay in their range and only what was
    learned is lost (the "model parameter randomization test" of Adebayo et al., Sanity checks for saliency
    maps, 2018, for all layers at once).

    >>> from explorer.digits import digit_network
    >>> random = randomised(digit_network(), seed=0)
    >>> bool((random.weights["conv1.weight"] == digit_network().weights["conv1.weight"]).any())
    False
    """
    random = np.random.default_rng(seed)
    drawn = {
        name: random.normal(array.mean(), array.std(), array.shape).astype(np.float32)
        for name, array in network.weights.items()
    }
    return Network(network.layers, network.input_shape, drawn)


def rank_correlation(one: Array, other: Array, *, signs: bool = False) -> float:
    """Return Spearman's correlation of the sizes of two maps' numbers, signs left out; 1 is the same order.

    With `signs` the numbers themselves are compared. Equal numbers share their mean rank. Without any
    difference within one of the maps there is no order to compare, and 0 is returned. Raises ValueError for
    maps of different shapes.

    >>> round(rank_correlation(np.array([1, -2, 3], np.float32), np.array([10, 20, 30], np.float32)), 6)
    1.0
    """
    if one.shape != other.shape:
        raise ValueError(f"maps of different shapes have no common order: {one.shape} and {other.shape}")
    pair = (one, other) if signs else (np.abs(one), np.abs(other))
    ranks = np.stack([_ranks(numbers.ravel()) for numbers in pair])
    ranks -= ranks.mean(axis=1, keepdims=True)
    lengths = np.sqrt((ranks**2).sum(axis=1))
    return float(ranks[0] @ ranks[1] / lengths.prod()) if lengths.all() else 0.0


def _ranks(numbers: Array) -> NDArray[np.float64]:
    _, place, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts, dtype=np.float64)
    mean_ranks: NDArray[np.float64] = ends - (counts - 1) / 2
    return mean_ranks[place]
