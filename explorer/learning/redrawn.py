"""Redraw digits as learners draw them, and prepare the drawings as the app does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.augmentation import redraw
from explorer.pictures.digits import prepare_digit


@dataclass(frozen=True, eq=False)
class Redrawn:
    """Hold prepared drawings, float32 (N, 28, 28) from 0 to 1, and the ink share of each canvas, (N,)."""

    prepared: NDArray[np.float32]
    ink: NDArray[np.float32]


def redraw_all(
    images: NDArray[np.uint8], *, seed: int, progress: Callable[[], object] = lambda: None
) -> Redrawn:
    """Redraw digits, uint8 (N, 28, 28), one after the other with one generator, and prepare the drawings.

    >>> digits = np.zeros((1, 28, 28), np.uint8)
    >>> digits[:, 4:24, 13:15] = 255
    >>> redraw_all(digits, seed=0).prepared.shape
    (1, 28, 28)
    """
    random = np.random.default_rng(seed)
    prepared, ink = np.zeros(images.shape, np.float32), np.zeros(len(images), np.float32)
    for index, image in enumerate(images):
        preparation = prepare_digit(redraw(image, random))
        prepared[index], ink[index] = preparation.prepared, preparation.ink_fraction
        progress()
    return Redrawn(prepared, ink)


def redraw_once(
    file: Path, images: NDArray[np.uint8], *, seed: int, progress: Callable[[], object] = lambda: None
) -> Redrawn:
    """Return redrawn digits from `file`, or redraw them and keep them there."""
    if not file.exists():
        made = redraw_all(images, seed=seed, progress=progress)
        half_written = file.with_suffix(".part")
        with half_written.open("wb") as stream:
            np.savez(stream, prepared=made.prepared, ink=made.ink)
        half_written.replace(file)
    with np.load(file) as kept:
        return Redrawn(kept["prepared"], kept["ink"])
