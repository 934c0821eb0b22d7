"""Turn a picture of a digit into what MNIST digits are: 28x28, light on black, centred by mass."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.ink import find_ink_in
from explorer.pictures.paper import Polarity

PREPARED_SIZE = 28
DIGIT_SIZE = 20
LONGEST_SIDE = 320
FAINTEST = 0.04

Picture = Image.Image | NDArray[np.uint8]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Step:
    """Hold one step of the preparation: its words and its picture (uint8, 2-D, ready to show)."""

    name: str
    title: str
    description: str
    picture: NDArray[np.uint8]
    applied: bool


@dataclass(frozen=True, eq=False)
class Preparation:
    """Hold a prepared digit, (28, 28) float32 from 0 to 1, the steps that led to it, and what was found."""

    steps: tuple[Step, ...]
    prepared: NDArray[np.float32]
    ink_fraction: float
    polarity: Polarity
    empty: bool


def prepare_digit(
    picture: Picture, *, find_ink: bool = True, crop: bool = True, scale: bool = True, centre: bool = True
) -> Preparation:
    """Prepare a picture of a digit as MNIST was made (LeCun et al. 1998).

    >>> paper = np.full((280, 280), 255, np.uint8)
    >>> paper[60:200, 130:150] = 0
    >>> preparation = prepare_digit(paper)
    >>> preparation.prepared.shape, [step.name for step in preparation.steps]
    ((28, 28), ['drawing', 'ink', 'crop', 'scale', 'centre'])
    """
    grey = _grey(picture)
    found = find_ink_in(grey)
    ink = found.strength if find_ink else grey.astype(np.float32) / 255
    cropped = _ink_only(ink) if crop else _square(ink)
    longest = DIGIT_SIZE / max(cropped.shape) if scale else PREPARED_SIZE / max(grey.shape)
    scaled = _resize(cropped, longest)
    prepared = _place(scaled, by_mass=centre)
    steps = (
        Step("drawing", "Drawing", "", grey, True),
        Step("ink", "Ink found", "", _shown(ink), find_ink),
        Step("crop", "Cropped", "", _shown(cropped), crop),
        Step("scale", "Scaled to 20x20", "", _shown(scaled), scale),
        Step("centre", "Centred in 28x28", "", _shown(prepared), centre),
    )
    return Preparation(steps, prepared, found.fraction, found.polarity, found.empty)


def _shown(strength: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(strength * 255).astype(np.uint8)


def _grey(picture: Picture) -> NDArray[np.uint8]:
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    if "A" in image.getbands():
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    image = image.convert("L")
    longest = max(image.size)
    if longest > LONGEST_SIDE:
        size = tuple(max(1, round(side * LONGEST_SIDE / longest)) for side in image.size)
        image = image.resize((size[0], size[1]), Image.Resampling.BOX)
    return np.asarray(image)


def _ink_only(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = np.flatnonzero((ink > FAINTEST).any(axis=1)), np.flatnonzero((ink > FAINTEST).any(axis=0))
    if rows.size == 0:
        return _square(ink)
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _square(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = ink.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    return np.pad(ink, ((top, side - height - top), (left, side - width - left)))


def _resize(ink: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    height, width = (min(PREPARED_SIZE, max(1, round(side * factor))) for side in ink.shape)
    filter_ = Image.Resampling.HAMMING if factor <= 1 else Image.Resampling.BICUBIC
    image = Image.fromarray(np.ascontiguousarray(ink)).resize((width, height), filter_)
    return np.clip(np.asarray(image), 0.0, 1.0)


def _place(ink: NDArray[np.float32], *, by_mass: bool) -> NDArray[np.float32]:
    prepared = np.zeros((PREPARED_SIZE, PREPARED_SIZE), np.float32)
    top, left = (_start(ink, axis, by_mass=by_mass) for axis in (0, 1))
    prepared[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return prepared


def _start(ink: NDArray[np.float32], axis: int, *, by_mass: bool) -> int:
    room = PREPARED_SIZE - ink.shape[axis]
    mass = ink.sum(axis=1 - axis)
    if not by_mass or mass.sum() == 0:
        return room // 2
    centre = float(mass @ np.arange(mass.size) / mass.sum())
    return min(max(round(PREPARED_SIZE / 2 - centre), 0), room)
