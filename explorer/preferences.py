"""What a filter likes: the patches of real handwriting that excite it most, and the kernel it resembles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import ActivationLayer, Array, Conv2d, Network, resemblance
from explorer.pictures.handwriting import handwriting

MOST_PATCHES = 9
# Digits at a time: the maps of so many stay within a few megabytes.
PART = 64
KEPT = 4

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Patch:
    """One place that excites a filter: which digit, which cell of the filter's map, and the value there.

    ``extent`` is the receptive field of that cell, (top, bottom, left, right), half-open; it may reach beyond
    the digit.
    """

    digit: int
    row: int
    column: int
    value: float
    extent: tuple[int, int, int, int]

    @property
    def picture(self) -> Array:
        """Return what the cell sees, 0 to 1, with zeros where it looks beyond the digit."""
        return cut(handwriting().digits[self.digit, 0], self.extent)


@dataclass(frozen=True)
class StrongestKernel:
    """The kernel of a filter that has the largest norm: its input channel, and what it resembles.

    ``classical`` is the name of the classical kernel that it correlates with most, ``correlation`` how much,
    -1 to 1; None and 0 where no classical kernel fits.
    """

    channel: int
    classical: str | None
    correlation: float


@dataclass(frozen=True)
class Preference:
    """What one filter likes: at most nine patches, the most exciting first, one per digit.

    A filter that no digit excites has none.
    """

    layer: str
    filter: int
    patches: tuple[Patch, ...]
    strongest: StrongestKernel


@lru_cache(maxsize=KEPT)
def preferences(network: Network) -> Mapping[str, tuple[Preference, ...]]:
    """Return what every filter of every convolution likes among the 1,797 sample digits.

    A filter is as excited as the largest value of its map, taken after the activation function that follows
    the convolution, if one does. Of equal values in a map the first in reading order counts, of equally
    exciting digits the first.
    """
    found = _strongest(network)
    return MappingProxyType(
        {
            name: tuple(
                _preference(network, name, filter, values[:, filter], places[:, filter])
                for filter in range(values.shape[1])
            )
            for name, (values, places) in found.items()
        }
    )


def strongest_kernel(kernels: Array) -> StrongestKernel:
    """Return which of a filter's kernels (C, kh, kw) has the largest norm, and what it resembles.

    >>> strongest_kernel(np.array([[[0, 0, 0]] * 3, [[-1, 0, 1]] * 3], np.float32))
    StrongestKernel(channel=1, classical='prewitt_x', correlation=1.0)
    """
    channel = int(np.linalg.norm(kernels, axis=(1, 2)).argmax())
    try:
        return StrongestKernel(channel, *resemblance(kernels[channel]))
    except ValueError:
        return StrongestKernel(channel, None, 0.0)


def cut(picture: Array, extent: tuple[int, int, int, int]) -> Array:
    """Return a part of a picture (H, W), with zeros for what lies beyond it.

    >>> cut(np.ones((2, 2), np.float32), (-1, 1, 1, 3)).tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    top, bottom, left, right = extent
    height, width = picture.shape
    part = np.zeros((bottom - top, right - left), np.float32)
    rows, columns = (max(top, 0), min(bottom, height)), (max(left, 0), min(right, width))
    if rows[0] < rows[1] and columns[0] < columns[1]:
        inside = part[rows[0] - top : rows[1] - top, columns[0] - left : columns[1] - left]
        inside[:] = picture[slice(*rows), slice(*columns)]
    return part


def activation_names(network: Network) -> dict[str, str]:
    """Return for every convolution the layer whose output tells how excited its filters are.

    >>> from explorer.arithmetic import ReLU
    >>> weights = {"conv1.weight": [[[[1.0]]]], "conv1.bias": [0.0]}
    >>> activation_names(Network({"conv1": Conv2d(1, 1, 1), "relu1": ReLU()}, (1, 2, 2), weights))
    {'conv1': 'relu1'}
    """
    names = list(network.layers)
    after = dict(zip(names, [*names[1:], names[-1]], strict=True))
    return {
        name: after[name] if isinstance(network.layers[after[name]], ActivationLayer) else name
        for name, layer in network.layers.items()
        if isinstance(layer, Conv2d)
    }


def _strongest(network: Network) -> dict[str, tuple[Array, Places]]:
    """Return for every convolution the largest value per digit and filter, (N, filters), and its place."""
    wanted = {other: name for name, other in activation_names(network).items()}
    digits, last = handwriting().digits, list(network.layers).index(list(wanted)[-1])
    running = list(network.layers.items())[: last + 1]
    values: dict[str, list[Array]] = {name: [] for name in wanted.values()}
    places: dict[str, list[Places]] = {name: [] for name in wanted.values()}
    for start in range(0, len(digits), PART):
        activation = digits[start : start + PART]
        for name, layer in running:
            activation = layer.forward(activation, network.layer_weights(name))
            if name in wanted:
                maps = activation.reshape(*activation.shape[:2], -1)
                best = maps.argmax(axis=2)
                places[wanted[name]].append(best)
                values[wanted[name]].append(np.take_along_axis(maps, best[..., None], axis=2)[..., 0])
    return {name: (np.concatenate(values[name]), np.concatenate(places[name])) for name in values}


def _preference(network: Network, name: str, filter: int, values: Array, places: Places) -> Preference:
    field, width = network.receptive_field(name), network.shapes[name][2]
    order = np.argsort(-values, kind="stable")[:MOST_PATCHES]
    patches = [
        Patch(int(digit), row, column, float(values[digit]), field.extent(row, column))
        for digit in order
        if values[digit] > 0
        for row, column in [divmod(int(places[digit]), width)]
    ]
    strongest = strongest_kernel(network.weights[f"{name}.weight"][filter])
    return Preference(name, filter, tuple(patches), strongest)
