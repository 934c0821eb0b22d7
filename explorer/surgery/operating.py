"""Carry out edits on a copy of a network, and count what it still reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from explorer.arithmetic import Network
from explorer.pictures.handwriting import handwriting
from explorer.surgery.edits import Edit
from explorer.surgery.reading import KEPT, answers


def operate(network: Network, edits: Sequence[Edit]) -> Network:
    """Return a network on which the edits were carried out in their order; the one handed in stays as it is.

    The same edits of the same network give the same object again, so that what was worked out about it can be
    found. Raises ValueError where an edit does not fit the network.

    >>> from explorer.arithmetic import Conv2d
    >>> from explorer.surgery.edits import SwitchOff
    >>> weights = {"conv1.weight": [[[[2.0]]], [[[3.0]]]], "conv1.bias": [1.0, 1.0]}
    >>> network = Network({"conv1": Conv2d(1, 2, 1)}, (1, 1, 1), weights)
    >>> operate(network, [SwitchOff("conv1", 0)]).weights["conv1.weight"].ravel().tolist()
    [0.0, 3.0]
    """
    return _operated(network, tuple(edits)) if edits else network


@lru_cache(maxsize=KEPT)
def _operated(network: Network, edits: tuple[Edit, ...]) -> Network:
    before = operate(network, edits[:-1])
    changed = edits[-1].changed(before.weights, network)
    return Network(network.layers, network.input_shape, {**before.weights, **changed})


def makes_a_difference(network: Network, edits: Sequence[Edit], edit: Edit) -> bool:
    """Say whether one more edit would change a number of a network on which others were carried out.

    Raises ValueError where an edit does not fit the network.

    >>> from explorer.digits import digit_network
    >>> from explorer.surgery.edits import SwitchOff
    >>> off = SwitchOff("conv1", 0)
    >>> makes_a_difference(digit_network(), [], off), makes_a_difference(digit_network(), [off], off)
    (True, False)
    """
    weights = operate(network, edits).weights
    changed = edit.changed(weights, network)
    return any(not np.array_equal(array, weights[name]) for name, array in changed.items())


def correct_count(network: Network) -> int:
    """Return how many of the 1,797 sample digits a network reads as their writers meant them."""
    return int(np.count_nonzero(answers(network) == handwriting().labels))


def accuracy(network: Network) -> float:
    """Return the share of the sample digits that a network reads as their writers meant them, 0 to 1.

    >>> from explorer.digits import digit_network
    >>> accuracy(digit_network()) > 0.9
    True
    """
    return correct_count(network) / len(handwriting().labels)
