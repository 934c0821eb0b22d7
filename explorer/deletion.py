"""The deletion curve: take away pixels in an order and watch a probability fall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import Network, softmax

Array = NDArray[np.float32]
Order = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class DeletionCurve:
    """The probability of a class (steps + 1,) after each share (steps + 1,) of the pixels was taken away."""

    shares: Array
    probabilities: Array

    @property
    def area(self) -> float:
        """Return the area under the curve, 0 to 1, by the trapezoidal rule: small where it fell fast."""
        return float(np.trapezoid(self.probabilities, self.shares))


def removable(image: Array, *, background: float = 0.0) -> Order:
    """Return the places (row * W + column) of the pixels (C, H, W) that differ from the background.

    To take away one that is background already changes nothing.

    >>> removable(np.array([[[0, 0.5], [0, 1]]], np.float32)).tolist()
    [1, 3]
    """
    return np.flatnonzero((image != background).any(axis=0))


def most_important_first(importance: Array, places: Order) -> Order:
    """Return places ordered by a map (H, W), the largest number first, equal ones from the top left on.

    >>> most_important_first(np.array([[1, 5], [9, -2]], np.float32), np.array([0, 1, 3])).tolist()
    [1, 0, 3]
    """
    return places[np.argsort(-importance.ravel()[places], kind="stable")]


def deletion_curve(
    network: Network, image: Array, order: Order, *, target: int, steps: int = 20, background: float = 0.0
) -> DeletionCurve:
    """Set the pixels of an image (C, H, W) to the background in this order, and read it after each step.

    Petsiuk, Das and Saenko, RISE, 2018, took away all pixels; here the order says which. All channels of a
    pixel go together. All steps are run as one batch.

    Raises ValueError for fewer than 1 step, for an image or a class that the network does not have, and for
    an order that does not name places of the image, each once.
    """
    images = np.repeat(_checked(network, image, order, target, steps)[None], steps + 1, axis=0)
    flat = images.reshape(steps + 1, image.shape[0], -1)
    ends = np.rint(np.linspace(0, len(order), steps + 1)).astype(int)
    for step, end in enumerate(ends):
        flat[step][:, order[:end]] = background
    probabilities = softmax(network.forward(images))[:, target]
    shares = (ends / max(len(order), 1)).astype(np.float32)
    return DeletionCurve(shares, probabilities.astype(np.float32))


def deleted(image: Array, order: Order, *, share: float, background: float = 0.0) -> Array:
    """Return the image (C, H, W) without the first pixels of an order: its share, 0 to 1, rounded.

    >>> deleted(np.ones((1, 2, 2), np.float32), np.array([3, 0, 1, 2]), share=0.5)[0].tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    left = image.copy()
    left.reshape(image.shape[0], -1)[:, order[: round(share * len(order))]] = background
    return left


def random_deletion(
    network: Network,
    image: Array,
    places: Order,
    *,
    target: int,
    seeds: range = range(8),
    steps: int = 20,
    background: float = 0.0,
) -> DeletionCurve:
    """Return the mean of the deletion curves of random orders of the same places, one order for each seed.

    Raises ValueError where there is no seed, and as `deletion_curve` does.
    """
    if not seeds:
        raise ValueError("a mean of random orders needs at least one seed")
    curves = [
        deletion_curve(
            network,
            image,
            np.random.default_rng(seed).permutation(places),
            target=target,
            steps=steps,
            background=background,
        )
        for seed in seeds
    ]
    mean = np.stack([curve.probabilities for curve in curves]).mean(axis=0, dtype=np.float64)
    return DeletionCurve(curves[0].shares, np.asarray(mean, np.float32))


def _checked(network: Network, image: Array, order: Order, target: int, steps: int) -> Array:
    if image.shape != network.input_shape:
        raise ValueError(f"the network reads an image of {network.input_shape}, not {image.shape}")
    if steps < 1:
        raise ValueError(f"a deletion curve needs at least 1 step, not {steps}")
    classes = network.shapes[list(network.layers)[-1]][0]
    if not 0 <= target < classes:
        raise ValueError(f"the classes are 0 to {classes - 1}, not {target}")
    pixels = image.shape[1] * image.shape[2]
    if order.size and not (0 <= order.min() <= order.max() < pixels and np.unique(order).size == order.size):
        raise ValueError(f"an order names places from 0 to {pixels - 1}, each at most once")
    return image
