"""Turn a picture of a digit into what MNIST digits are: 28x28, light on black, centred by mass."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.greys import Picture, to_grey
from explorer.pictures.ink import find_ink_in
from explorer.pictures.paper import Polarity
from explorer.pictures.pens import stroke_width, thicken

PREPARED_SIZE = 28
DIGIT_SIZE = 20
LONGEST_SIDE = 320
LEAST_PEN = 1.5
FAINTEST = 0.04

Strength = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Step:
    """Hold one step of the preparation: its words and its picture (uint8, 2-D, ready to show).

    ``applied`` is False for a step that was switched off; its words then say what happens instead.
    """

    name: str
    title: str
    description: str
    picture: NDArray[np.uint8]
    applied: bool


@dataclass(frozen=True, eq=False)
class Preparation:
    """Hold a prepared digit, (28, 28) float32 from 0 to 1, the steps that led to it, and what was found.

    ``ink_fraction`` is the share of the picture that is ink, ``empty`` whether there is none;
    ``pen_width`` is the mean width of the strokes in pixels of the 28, before a thin pen is thickened.
    """

    steps: tuple[Step, ...]
    prepared: Strength
    ink_fraction: float
    polarity: Polarity
    empty: bool
    pen_width: float


def prepare_digit(
    picture: Picture, *, find_ink: bool = True, crop: bool = True, scale: bool = True, centre: bool = True
) -> Preparation:
    """Prepare a picture of a digit as MNIST was made: 20x20 in 28x28, centred by mass (LeCun et al. 1998).

    The picture is a PIL image of any mode or a uint8 array (H, W), (H, W, 1), (H, W, 3) or (H, W, 4) of any
    size, its ink dark or light, its paper even or not. Every step can be left out:

    - ``find_ink`` off: brightness counts as ink, paper and all;
    - ``crop`` off: the whole picture, made square, is used instead of the box around the ink;
    - ``scale`` off: the digit keeps the size it was drawn at, the whole picture being 28 pixels;
    - ``centre`` off: the middle of the box is centred instead of the centre of mass.

    With ``scale``, a pen thinner than 1.5 of the 28 pixels is thickened to that first, because a line of
    a fraction of a pixel is only a shadow. Raises ``PictureError`` for an array of another shape or type.

    >>> paper = np.full((280, 280), 255, np.uint8)
    >>> paper[60:200, 130:150] = 0
    >>> preparation = prepare_digit(paper)
    >>> preparation.prepared.shape, preparation.polarity, round(preparation.pen_width, 1)
    ((28, 28), 'dark on light', 3.2)
    >>> [step.name for step in preparation.steps]
    ['drawing', 'ink', 'crop', 'scale', 'centre']
    """
    grey = to_grey(picture, longest_side=LONGEST_SIDE)
    found = find_ink_in(grey)
    ink = found.strength if find_ink else (grey / np.float32(255)).astype(np.float32)
    region = _box(ink) if crop else _square(ink)
    factor = DIGIT_SIZE / max(region.shape) if scale else PREPARED_SIZE / max(grey.shape)
    pen = stroke_width(region) * factor
    scaled = _scaled(region, factor, pen) if scale else _resized(region, factor)
    prepared = _placed(scaled, by_mass=centre)
    pictures = (grey, *(_shown(strength) for strength in (ink, region, scaled, prepared)))
    applied = (True, find_ink, crop, scale, centre)
    steps = tuple(
        Step(name, title, on if done else off, shown, done)
        for (name, title, on, off), shown, done in zip(WORDS, pictures, applied, strict=True)
    )
    return Preparation(steps, prepared, found.fraction, found.polarity, found.empty, pen)


def frame_digit(region: Strength) -> Strength:
    """Return ink that was cut out (H, W), 0 to 1, as MNIST frames digits: 20x20 in 28x28, centred by mass.

    These are the last two steps of `prepare_digit`, a thin pen thickened.

    >>> frame_digit(np.ones((40, 10), np.float32)).sum().round()
    np.float32(100.0)
    """
    factor = DIGIT_SIZE / max(region.shape)
    return _placed(_scaled(region, factor, stroke_width(region) * factor), by_mass=True)


WORDS = (
    ("drawing", "Drawing", "The picture in grey, reduced if it is large.", ""),
    (
        "ink",
        "Ink found",
        "Paper is black and ink is white, whichever was darker; shadows and dust are gone.",
        "Brightness counts as ink, so light paper counts as ink too.",
    ),
    (
        "crop",
        "Cropped",
        "Only the box around the ink is left.",
        "The whole picture is used, made square.",
    ),
    (
        "scale",
        "Scaled to 20x20",
        "The longer side is 20 pixels, proportions are kept, and a very thin pen is thickened.",
        "The digit keeps its share of the picture, whose longer side is 28 pixels.",
    ),
    (
        "centre",
        "Centred in 28x28",
        "The centre of mass of the ink is the centre of the picture.",
        "The middle of the box is the centre of the picture.",
    ),
)


def _shown(strength: Strength) -> NDArray[np.uint8]:
    return np.rint(strength * 255).astype(np.uint8)


def _box(ink: Strength) -> Strength:
    inked = ink > FAINTEST
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if rows.size == 0:
        return _square(ink)
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _square(ink: Strength) -> Strength:
    height, width = ink.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    return np.pad(ink, ((top, side - height - top), (left, side - width - left)))


def _scaled(region: Strength, factor: float, pen: float) -> Strength:
    radius = round((LEAST_PEN - pen) / factor / 2) if pen else 0
    if radius < 1:
        return _resized(region, factor)
    thick = thicken(region, radius)
    return _resized(thick, DIGIT_SIZE / max(thick.shape))


def _resized(ink: Strength, factor: float) -> Strength:
    height, width = (min(PREPARED_SIZE, max(1, round(side * factor))) for side in ink.shape)
    smooth = Image.Resampling.HAMMING if factor <= 1 else Image.Resampling.BICUBIC
    image = Image.fromarray(np.ascontiguousarray(ink)).resize((width, height), smooth)
    return np.clip(np.asarray(image, np.float32), 0.0, 1.0)


def _placed(ink: Strength, *, by_mass: bool) -> Strength:
    prepared = np.zeros((PREPARED_SIZE, PREPARED_SIZE), np.float32)
    top, left = (_start(ink, axis, by_mass=by_mass) for axis in (0, 1))
    prepared[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return prepared


def _start(ink: Strength, axis: int, *, by_mass: bool) -> int:
    """Return where the ink starts along an axis so that its centre lies on pixel 14, as in MNIST."""
    room: int = PREPARED_SIZE - ink.shape[axis]
    mass = ink.sum(axis=1 - axis, dtype=np.float64)
    if not by_mass or mass.sum() == 0:
        return room // 2
    centre = float(mass @ np.arange(mass.size) / mass.sum())
    # Ink is never pushed out of the picture, however lopsided it is.
    return min(max(round(PREPARED_SIZE / 2 - centre), 0), room)
