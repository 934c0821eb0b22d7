"""Recognise what a photo shows with the shipped photo network, in NumPy, and know how far to believe it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.arithmetic.networks import Network, Trace
from explorer.pictures.squares import Square, square_in
from explorer.shipped import read_description, read_network

PHOTO_ASSETS = Path(__file__).resolve().parents[1] / "assets" / "photos"
CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
SIDE = 32
# Sample pictures that show none of the ten: no animal, nothing that drives, flies or floats.
NONE_OF_THE_TEN = (
    "astronaut",
    "coffee",
    "coins",
    "brick",
    "retina",
    "gravel",
    "text",
    "page",
    "chessboard",
    "moon",
)

# No line ends between a number and its sign.
PERCENT = "\N{NO-BREAK SPACE}%"

Array = NDArray[np.float32]


@dataclass(frozen=True)
class PhotoLimits:
    """Hold what a photo must keep to, to be believed; measured on photos set aside while training.

    `least_evidence` is asked of all logits together (`evidence`); `accepted` is the share of the photos set
    aside that were recognised and keep to it.
    """

    least_evidence: float
    accepted: float


@dataclass(frozen=True, eq=False)
class PhotoRecognition:
    """Hold what was recognised in a square of a photo.

    `prepared` is (3, 32, 32), red, green and blue from 0 to 1; `logits` and `probabilities` are (10,) and
    follow `CLASS_NAMES`; `trace` keeps the activation of every layer. `doubt` is None, or a sentence that
    says why the answer should not be trusted.
    """

    prepared: Array
    logits: Array
    probabilities: Array
    trace: Trace
    doubt: str | None

    @property
    def name(self) -> str:
        """Return the name of the most probable class."""
        return CLASS_NAMES[int(self.probabilities.argmax())]


def recognise_photo(picture: Image.Image, square: Square | None = None) -> PhotoRecognition:
    """Recognise which of the ten a square of a picture shows, the largest in the middle unless given."""
    prepared = prepare_photo(picture, square)
    trace = photo_network().trace(prepared)
    doubt = doubt_about_photo(trace.logits, photo_limits())
    return PhotoRecognition(prepared, trace.logits, trace.probabilities, trace, doubt)


def prepare_photo(picture: Image.Image, square: Square | None = None) -> Array:
    """Return a square of a picture as the network reads it: (3, 32, 32), red, green, blue from 0 to 1.

    Lanczos' filter makes it smaller, or larger where the square has less than 32 pixels a side. Without a
    square the largest one in the middle is taken. Raises ValueError for a square that stands out.

    >>> prepare_photo(Image.new("RGB", (60, 40), (255, 0, 51)))[:, 0, 0].tolist()
    [1.0, 0.0, 0.20000000298023224]
    """
    width, height = picture.size
    chosen = square_in((height, width)) if square is None else square
    left, top, right, bottom = chosen.box
    if left < 0 or top < 0 or right > width or bottom > height:
        raise ValueError(f"the square {chosen.text} stands out of a picture of {width}x{height} pixels")
    # Cropped first: a filter that was given only a box would also look at what lies around it.
    small = picture.convert("RGB").crop(chosen.box).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.ascontiguousarray(np.asarray(small, np.float32).transpose(2, 0, 1)) / np.float32(255)


def evidence(logits: Array) -> Array:
    """Return how much speaks for any class at all: the logarithm of the sum of exp(logits) (..., 10).

    Softmax divides this out: its probabilities compare the classes, and know nothing of how much there is to
    compare. Liu et al., Energy-based out-of-distribution detection, 2020, call its negative the energy.

    >>> evidence(np.float32([0, 0])).round(4), evidence(np.float32([5, 5])).round(4)
    (np.float32(0.6931), np.float32(5.6931))
    """
    highest = np.max(logits, axis=-1, keepdims=True)
    summed: Array = np.log(np.exp(logits - highest).sum(axis=-1)) + highest[..., 0]
    return summed


def doubt_about_photo(logits: Array, limits: PhotoLimits) -> str | None:
    """Return the sentence that says why an answer should not be trusted, or None if nothing speaks against.

    >>> doubt_about_photo(np.float32([9, 0]), PhotoLimits(5.0, 0.9)) is None
    True
    """
    found = float(evidence(logits))
    if found >= limits.least_evidence:
        return None
    words = (
        f"This may be none of the ten: {named(int(logits.argmax()))} fits best, but little speaks for any of "
        f"them. The evidence of all logits together is {found:z.2f}; {100 * limits.accepted:.0f}{PERCENT} of "
        f"the photos that it recognises reach {limits.least_evidence:z.2f}."
    )
    return words.replace("-", "\N{MINUS SIGN}")


def named(index: int) -> str:
    """Return the name of a class with its article.

    >>> named(0), named(3)
    ('an airplane', 'a cat')
    """
    name = CLASS_NAMES[index]
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def has_photo_network() -> bool:
    """Say whether the photo network has been trained and shipped here."""
    return (PHOTO_ASSETS / "weights.safetensors").is_file()


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
