"""Know the shipped photo network: what it was trained to tell apart, its weights and its limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from explorer.arithmetic.networks import Network
from explorer.shipped import read_description, read_network

PHOTO_ASSETS = Path(__file__).resolve().parents[1] / "assets" / "photos"
CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


@dataclass(frozen=True)
class PhotoLimits:
    """Hold what a photo must keep to, to be believed; measured on photos set aside while training.

    `least_probability` is asked of the most probable class.
    """

    least_probability: float


@cache
def photo_network() -> Network:
    """Return the shipped network with its weights, read once; its arrays are read-only.

    Its input is (3, 32, 32), red, green and blue from 0 to 1; its outputs follow `CLASS_NAMES`.
    """
    return read_network(PHOTO_ASSETS)


@cache
def photo_limits() -> PhotoLimits:
    """Return the limits that were measured when the shipped network was trained."""
    return read_photo_limits(PHOTO_ASSETS)


def read_photo_limits(folder: Path) -> PhotoLimits:
    """Return the limits that network.json in a folder gives."""
    return PhotoLimits(**read_description(folder)["limits"])
