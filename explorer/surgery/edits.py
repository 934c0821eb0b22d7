"""Edits: what can be done to the weights of a network, each a small value that does one thing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import KERNELS, Array, Conv2d, Linear, Network
from explorer.surgery.kernels import fitting_kernels, framed

# Weights this large in every kernel of six layers make logits that are still far from overflowing.
LARGEST_WEIGHT = 100.0
DECIMALS = 4
STRONGEST_NOISE = 2.0
LARGEST_SEED = 9999
FEWEST_BITS, MOST_BITS = 2, 8
MINUS = "\N{MINUS SIGN}"

Weights = Mapping[str, Array]


class Edit(ABC):
    """One thing done to a network. An edit that does not fit the network raises ValueError and says why."""

    @abstractmethod
    def changed(self, weights: Weights, shipped: Network) -> dict[str, Array]:
        """Return the weights that become others; ``weights`` are those in force, and stay as they are."""

    @property
    @abstractmethod
    def words(self) -> str:
        """Say what is done, for a table of what was done."""


@dataclass(frozen=True)
class SwitchOff(Edit):
    """Set the weights and the bias of a filter to zero, so that its map is zero everywhere.

    >>> SwitchOff("conv1", 3).words
    'conv1, filter 3: switched off (weights and bias 0)'
    """

    layer: str
    filter: int

    @property
    def words(self) -> str:
        """Name the filter."""
        return f"{self.layer}, filter {self.filter}: switched off (weights and bias 0)"

    def changed(self, weights: Weights, shipped: Network) -> dict[str, Array]:
        """Zero the filter's row of every array of the layer."""
        _check_filter(shipped, self.layer, self.filter)
        arrays = {key: weights[key].copy() for key in _keys(shipped, self.layer)}
        for array in arrays.values():
            array[self.filter] = 0
        return arrays


@dataclass(frozen=True)
class SetKernel(Edit):
    """Put numbers, rows of a grid, in the place of one kernel of a filter, the one for an input channel.

    >>> SetKernel("conv1", 0, 0, ((1.0, 0.0),)).words
    'conv1, filter 0, kernel of input channel 0: numbers of your own'
    """

    layer: str
    filter: int
    channel: int
    weights: tuple[tuple[float, ...], ...]

    @property
    def words(self) -> str:
        """Name the kernel."""
        return (
            f"{self.layer}, filter {self.filter}, kernel of input channel {self.channel}: numbers of your own"
        )

    def changed(self, weights: Weights, shipped: Network) -> dict[str, Array]:
        """Replace one kernel."""
        size = _check_filter(shipped, self.layer, self.filter, self.channel)
        shape = (len(self.weights), *{len(row) for row in self.weights})
        if shape != size:
            given, wanted = ("x".join(map(str, each)) for each in (shape, size))
            raise ValueError(f"the kernels of {self.layer} are {wanted}, not {given}")
        if not all(abs(value) <= LARGEST_WEIGHT for row in self.weights for value in row):
            raise ValueError(f"weights go from {-LARGEST_WEIGHT:g} to {LARGEST_WEIGHT:g}")
        array = weights[f"{self.layer}.weight"].copy()
        array[self.filter, self.channel] = self.weights
        return {f"{self.layer}.weight": array}


@dataclass(frozen=True)
class ReplaceKernel(Edit):
    """Put a classical kernel in the place of one kernel of a filter, or of all, with ``channel`` None.

    A smaller kernel gets zeros around it. It is scaled to the norm (the root of the sum of the squares) that
    the shipped kernel in its place has, so that only the shape changes, not the strength.

    >>> ReplaceKernel("conv1", 0, None, "sobel_x").words
    'conv1, filter 0, every kernel: Sobel x, as strong (of equal norm) as the shipped kernel'
    """

    layer: str
    filter: int
    channel: int | None
    kernel: str

    @property
    def words(self) -> str:
        """Name both kernels."""
        which = "every kernel" if self.channel is None else f"kernel of input channel {self.channel}"
        title = KERNELS[self.kernel].title if self.kernel in KERNELS else self.kernel
        return (
            f"{self.layer}, filter {self.filter}, {which}: {title}, "
            "as strong (of equal norm) as the shipped kernel"
        )

    def changed(self, weights: Weights, shipped: Network) -> dict[str, Array]:
        """Replace one kernel or every kernel of the filter."""
        size = _check_filter(shipped, self.layer, self.filter, self.channel or 0)
        if self.kernel not in fitting_kernels(size):
            raise ValueError(f"{self.kernel!r} is no classical kernel that fits into {size[0]}x{size[1]}")
        shape = framed(KERNELS[self.kernel].weights, size)
        shape = shape / np.linalg.norm(shape)
        key = f"{self.layer}.weight"
        array, channels = weights[key].copy(), slice(None) if self.channel is None else [self.channel]
        norms = np.linalg.norm(shipped.weights[key][self.filter, channels], axis=(-2, -1), keepdims=True)
        array[self.filter, channels] = shape * norms
        return {key: array}


@dataclass(frozen=True)
class AddNoise(Edit):
    """Add normal noise to the weights of a layer, or of all with ``layer`` None, drawn from a seed.

    Its standard deviation is ``strength`` times that of the layer's shipped weights. Biases stay.

    >>> AddNoise("conv1", 0.5, 7).words
    'conv1: noise of 0.5 standard deviations on every weight (seed 7)'
    """

    layer: str | None
    strength: float
    seed: int

    @property
    def words(self) -> str:
        """Name the layer and the strength."""
        where = self.layer or "All layers"
        return f"{where}: noise of {self.strength:g} standard deviations on every weight (seed {self.seed})"

    def changed(self, weights: Weights, shipped: Network) -> dict[str, Array]:
        """Add the noise layer by layer, in the order of the layers."""
        if not 0 <= self.strength <= STRONGEST_NOISE:
            raise ValueError(f"noise has a strength from 0 to {STRONGEST_NOISE:g}, not {self.strength:g}")
        _check_seed(self.seed)
        generator = np.random.default_rng(self.seed)
        noisy = {}
        for key in weight_keys(shipped) if self.layer is None else [_weight_key(shipped, self.layer)]:
            noise = generator.standard_normal(weights[key].shape, dtype=np.float32)
            spread = np.float32(self.strength) * shipped.weights[key].std(dtype=np.float32)
            noisy[key] = weights[key] + spread * noise
        return noisy


@dataclass(frozen=True)
class Quantise(Edit):
    """Round all weights to n bits, symmetric around zero, with one step per layer; biases stay.

    With n bits the largest weight of a layer is 2^(n - 1) - 1 steps, and every weight a whole number of
    them (Jacob et al. 2018, without their zero point).

    >>> Quantise(3).words
    'All layers: weights rounded to 3 bits, 7 values from −3 to 3 steps'
    """

    bits: int

    @property
    def words(self) -> str:
        """Count the values that are left."""
        most = self._most
        values = f"{2 * most + 1} values from {MINUS}{most} to {most} steps"
        return f"All layers: weights rounded to {self.bits} bits, {values}"

    @property
    def _most(self) -> int:
        return int(2 ** (self.bits - 1)) - 1

    def changed(self, weights: Weights, shipped: Network) -> dict[str, Array]:
        """Round every layer's weights to its own step."""
        if not FEWEST_BITS <= self.bits <= MOST_BITS:
            raise ValueError(f"weights are rounded to {FEWEST_BITS} to {MOST_BITS} bits, not {self.bits}")
        return {key: _rounded(weights[key], self._most) for key in weight_keys(shipped)}


@dataclass(frozen=True)
class Permute(Edit):
    """Shuffle the filters of a layer by a seed, their biases with them.

    The next layer still expects the maps in the old order, unless it is ``rewired``: its weights are then
    shuffled in the same way, and the network computes what it did.

    >>> Permute("conv1", 7).words
    'conv1: filters shuffled (seed 7), the next layer left as it was'
    """

    layer: str
    seed: int
    rewired: bool = False

    @property
    def words(self) -> str:
        """Say whether the next layer knows."""
        after = "the next layer shuffled to match" if self.rewired else "the next layer left as it was"
        return f"{self.layer}: filters shuffled (seed {self.seed}), {after}"

    def changed(self, weights: Weights, shipped: Network) -> dict[str, Array]:
        """Shuffle the rows of the layer, and with ``rewired`` the columns of the next."""
        _check_filter(shipped, self.layer, 0)
        _check_seed(self.seed)
        order = shuffled(len(weights[f"{self.layer}.weight"]), self.seed)
        changed = {key: weights[key][order] for key in _keys(shipped, self.layer)}
        if self.rewired:
            key = _next_weight_key(shipped, self.layer)
            array = weights[key]
            blocks = array.reshape(len(array), len(order), -1)
            changed[key] = blocks[:, order].reshape(array.shape)
        return changed


def shuffled(count: int, seed: int) -> NDArray[np.int64]:
    """Return the numbers below count in an order drawn from a seed, not all in their places if there are two.

    >>> sorted(shuffled(4, 0).tolist()), shuffled(2, 0).tolist(), shuffled(2, 1).tolist()
    ([0, 1, 2, 3], [1, 0], [1, 0])
    """
    order = np.random.default_rng(seed).permutation(count)
    return np.roll(order, 1) if (order == np.arange(count)).all() else order


def weight_keys(network: Network) -> list[str]:
    """Return the names of the weights of all convolutions and linear layers, in order."""
    return [f"{name}.weight" for name, layer in network.layers.items() if isinstance(layer, Conv2d | Linear)]


def _rounded(weights: Array, most: int) -> Array:
    step = np.float32(np.abs(weights).max() / most)
    return (np.rint(weights / step) * step).astype(np.float32) if step else weights


def _keys(network: Network, layer: str) -> list[str]:
    return [f"{layer}.{name}" for name in network.layer_weights(layer)]


def _weight_key(network: Network, layer: str) -> str:
    key = f"{layer}.weight"
    if key not in (keys := weight_keys(network)):
        raise ValueError(f"there are no weights {key!r}; there are {', '.join(keys)}")
    return key


def _next_weight_key(network: Network, layer: str) -> str:
    keys = weight_keys(network)
    place = keys.index(f"{layer}.weight") + 1
    if place == len(keys):
        raise ValueError(f"no layer with weights follows {layer}")
    return keys[place]


def _check_seed(seed: int) -> None:
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"a seed is a whole number from 0 to {LARGEST_SEED}, not {seed}")


def _check_filter(network: Network, layer: str, filter: int, channel: int = 0) -> tuple[int, int]:
    """Return the size of the kernels of a filter, or raise the ValueError that says what there is instead."""
    spec = network.layers.get(layer)
    if not isinstance(spec, Conv2d):
        names = [name for name, each in network.layers.items() if isinstance(each, Conv2d)]
        raise ValueError(f"there is no convolution {layer!r}; there are {', '.join(names)}")
    filters, channels, height, width = network.weights[f"{layer}.weight"].shape
    if not 0 <= filter < filters:
        raise ValueError(f"the filters of {layer} are numbered 0 to {filters - 1}, not {filter}")
    if not 0 <= channel < channels:
        raise ValueError(f"the input channels of {layer} are numbered 0 to {channels - 1}, not {channel}")
    return height, width
