"""Recognise a handwritten digit with the shipped network, in NumPy, and keep every step to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.arithmetic.networks import Network, Trace
from explorer.pictures.digits import Preparation, prepare_digit
from explorer.shipped import read_description, read_network

DIGIT_ASSETS = Path(__file__).resolve().parents[1] / "assets" / "digits"
# A dot is a filled disk in a square box: pi / 4 of the box is ink. Of MNIST's 60,000 training digits 13 are
# as compact, zeros and eights whose holes ran shut.
SPOT_FILL, SPOT_SQUARENESS = 0.7, 0.7

Array = NDArray[np.float32]
Picture = Image.Image | NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Recognition:
    """Hold what was read in a picture.

    `prepared` is (28, 28), 0 to 1, ink light on black; `logits` and `probabilities` are (10,); `trace` keeps
    the activation of every layer; `preparation` keeps the steps from the picture to `prepared`. `doubt` is
    None, or a sentence that says why the digit should not be trusted.
    """

    prepared: Array
    logits: Array
    probabilities: Array
    trace: Trace
    preparation: Preparation
    doubt: str | None

    @property
    def digit(self) -> int:
        """Return the most probable digit."""
        return int(self.probabilities.argmax())


@dataclass(frozen=True)
class Limits:
    """Hold what a picture must keep to, to be taken for a digit; measured on digits set aside while training.

    `least_probability` is asked of the most probable digit, `least_ink` of the share of the picture that is
    ink, and `most_ink` of the mean of the prepared picture.
    """

    least_probability: float
    least_ink: float
    most_ink: float


def recognise(
    picture: Picture, *, find_ink: bool = True, crop: bool = True, scale: bool = True, centre: bool = True
) -> Recognition:
    """Recognise one digit in a picture of any size, its ink dark or light.

    `picture` is a PIL image or a uint8 array (H, W), (H, W, 3) or (H, W, 4). Each step of the preparation
    (`explorer.pictures.digits.prepare_digit`) can be switched off, to see what the network makes of it then.

    >>> paper = np.full((200, 200), 255, np.uint8)
    >>> paper[40:160, 96:106] = 0
    >>> recognise(paper).digit
    1
    >>> recognise(np.full((200, 200), 255, np.uint8)).doubt
    'There is no ink in this picture. Draw a digit from 0 to 9.'
    """
    preparation = prepare_digit(picture, find_ink=find_ink, crop=crop, scale=scale, centre=centre)
    trace = digit_network().trace(preparation.prepared[None])
    doubt = doubt_about(preparation, trace.probabilities, digit_limits())
    return Recognition(preparation.prepared, trace.logits, trace.probabilities, trace, preparation, doubt)


def doubt_about(preparation: Preparation, probabilities: Array, limits: Limits) -> str | None:
    """Return the sentence that says why a prediction should not be trusted, or None if it may be."""
    if preparation.empty:
        return "There is no ink in this picture. Draw a digit from 0 to 9."
    if preparation.ink_fraction < limits.least_ink:
        share = f"{100 * preparation.ink_fraction:.2f} %"
        return f"Only {share} of this picture is ink: that is a speck. Draw the digit larger."
    if float(preparation.prepared.mean()) > limits.most_ink:
        if any(step.name == "ink" and not step.applied for step in preparation.steps):
            return "As long as the ink is not found, the paper counts as ink, and no shape is left to read."
        return "The ink fills almost everything, so no shape is left to read. Draw with a thinner pen."
    if is_spot(preparation.prepared):
        return "The ink is one solid spot: no line is left to read. Draw a digit from 0 to 9."
    best = float(probabilities.max())
    if best < limits.least_probability:
        return (
            f"This may not be a digit: the best guess, {int(probabilities.argmax())}, has a probability of "
            f"only {100 * best:.0f} %. Digits almost always reach {100 * limits.least_probability:.0f} %."
        )
    return None


def is_spot(prepared: Array) -> bool:
    """Say whether the ink of a prepared digit (28, 28) is about as wide as high and fills its own box.

    >>> disk = np.hypot(*np.mgrid[-14:14, -14:14]) < 10
    >>> is_spot(disk.astype(np.float32))
    True
    """
    ink = prepared > 0.5
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return False
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    fill = np.count_nonzero(ink) / (height * width)
    return bool(fill > SPOT_FILL and min(height, width) > SPOT_SQUARENESS * max(height, width))


@cache
def digit_network() -> Network:
    """Return the shipped network with its weights, read once; its arrays are read-only."""
    return read_network(DIGIT_ASSETS)


@cache
def digit_limits() -> Limits:
    """Return the limits that were measured when the shipped network was trained."""
    return read_limits(DIGIT_ASSETS)


def read_limits(folder: Path) -> Limits:
    """Return the limits that network.json in a folder gives."""
    return Limits(**read_description(folder)["limits"])
