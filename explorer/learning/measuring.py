"""Measure a trained network, in NumPy as it is shipped, on pictures that it has not learned from."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.activations import softmax
from explorer.arithmetic.networks import Network

Images = NDArray[np.float32]


def as_input(images: NDArray[np.uint8]) -> Images:
    """Return uint8 pictures as float32 from 0 to 1."""
    return images.astype(np.float32) / np.float32(255)


def answers(network: Network, images: Images) -> NDArray[np.float32]:
    """Return the network's logits for pictures (N, H, W) or (N, C, H, W), 0 to 1."""
    return network.forward(images[:, None] if images.ndim == 3 else images)


def accuracy(network: Network, images: Images, labels: NDArray[np.int64]) -> float:
    """Return the share of pictures that the network reads as their label says."""
    return float(np.mean(answers(network, images).argmax(axis=1) == labels))


def best_probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probability (N,) of each picture's most probable class."""
    return np.asarray(softmax(logits).max(axis=1))


def doubted_share(network: Network, images: Images, *, least_probability: float) -> float:
    """Return the share of pictures whose most probable class is too improbable."""
    return float(np.mean(best_probabilities(answers(network, images)) < least_probability))


def limit_for(numbers: NDArray[np.float32], *, doubted: float) -> float:
    """Return the limit, in hundredths, that at most a share `doubted` of the numbers falls below.

    >>> limit_for(np.linspace(0.5, 1, 101, dtype=np.float32), doubted=0.1)
    0.55
    """
    return math.floor(float(np.quantile(numbers, doubted)) * 100) / 100
