"""Read all sample digits with a network, and keep what the next network begins with too."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import Array, AvgPool2d, Layer, MaxPool2d, Network
from explorer.pictures.handwriting import handwriting

# A network's answers are 14 kB: what several visitors are at, and their way back, is kept.
KEPT = 64


@lru_cache(maxsize=KEPT)
def answers(network: Network) -> NDArray[np.int64]:
    """Return what a network reads in every sample digit, (1797,), read-only.

    A third of the time goes into what comes before the first pooling. Most edits are further on, so the maps
    of that beginning are kept (17 MB) and serve every network that begins in the same way. Raises ValueError
    for a network that does not read digits of 28x28.
    """
    first, rest = halves(network)
    maps = _maps(_Beginning(tuple(first.layers.items()), _bytes(first), first))
    found: NDArray[np.int64] = (rest.forward(maps) if rest else maps).argmax(axis=1)
    found.setflags(write=False)
    return found


def halves(network: Network) -> tuple[Network, Network | None]:
    """Return a network up to its first pooling and the network that follows, or the whole and None.

    >>> from explorer.digits import digit_network
    >>> first, rest = halves(digit_network())
    >>> list(first.layers), rest.input_shape, list(rest.layers)[0]
    (['conv1', 'relu1', 'pool1'], (16, 12, 12), 'conv2')
    """
    names = list(network.layers)
    pools = [
        place for place, name in enumerate(names) if isinstance(network.layers[name], MaxPool2d | AvgPool2d)
    ]
    end = pools[0] + 1 if pools else len(names)
    first = _part(network, names[:end], network.input_shape)
    if end == len(names):
        return first, None
    return first, _part(network, names[end:], network.shapes[names[end - 1]])


@dataclass(frozen=True)
class _Beginning:
    """Beginnings of networks are equal when their layers and weights are, whichever network they are from."""

    layers: tuple[tuple[str, Layer], ...]
    weights: bytes
    network: Network = field(compare=False)


@lru_cache(maxsize=1)
def _maps(beginning: _Beginning) -> Array:
    return beginning.network.forward(handwriting().digits)


def _part(network: Network, names: list[str], input_shape: tuple[int, ...]) -> Network:
    weights = {f"{name}.{key}": array for name in names for key, array in network.layer_weights(name).items()}
    return Network({name: network.layers[name] for name in names}, input_shape, weights)


def _bytes(network: Network) -> bytes:
    return b"".join(array.tobytes() for array in network.weights.values())
