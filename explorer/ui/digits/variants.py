"""What the network answers when steps of the preparation are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.arithmetic import softmax
from explorer.digits import digit_network
from explorer.pictures.digits import Preparation, prepare_digit

STEPS = ("find_ink", "crop", "scale", "centre")

# Which steps each variant leaves out, by the words for it.
VARIANTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "All steps": (),
        "Without finding the ink": ("find_ink",),
        "Without cropping": ("crop",),
        "Without scaling to 20x20": ("scale",),
        "Without centring by mass": ("centre",),
        "None of them": STEPS,
    }
)


@dataclass(frozen=True, eq=False)
class Variant:
    """One way to prepare a picture: its title, the prepared digit (28, 28) from 0 to 1, ten probabilities."""

    title: str
    prepared: NDArray[np.float32]
    probabilities: NDArray[np.float32]

    @property
    def digit(self) -> int:
        """Return the most probable digit."""
        return int(self.probabilities.argmax())


def variants_of(picture: Image.Image | NDArray[np.uint8] | None) -> tuple[Variant, ...]:
    """Prepare a picture of a digit in every way of `VARIANTS` and return the answers, from one batch.

    Where there is no picture, or no ink in it, there is nothing to compare and no variant.

    >>> paper = np.full((280, 280), 255, np.uint8)
    >>> paper[40:240, 20:44] = 0
    >>> [variant.title for variant in variants_of(paper)][:2]
    ['All steps', 'Without finding the ink']
    """
    if picture is None:
        return ()
    preparations = [_prepared(picture, left_out) for left_out in VARIANTS.values()]
    if preparations[0].empty:
        return ()
    prepared = np.stack([preparation.prepared for preparation in preparations])
    probabilities = softmax(digit_network().forward(prepared[:, None]))
    return tuple(
        Variant(title, digit, answers)
        for title, digit, answers in zip(VARIANTS, prepared, probabilities, strict=True)
    )


def _prepared(picture: Image.Image | NDArray[np.uint8], left_out: tuple[str, ...]) -> Preparation:
    return prepare_digit(picture, **{step: step not in left_out for step in STEPS})
