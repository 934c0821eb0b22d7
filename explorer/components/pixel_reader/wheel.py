"""Colours for directions: a wheel that closes, and that people with a colour blindness can read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.colours import BLUE, ORANGE, oklab_to_srgb

ANGLES, STRENGTHS = 256, 16
CENTRE_LIGHTNESS, LIGHTNESS_RADIUS = 0.63, 0.31


def wheel() -> NDArray[np.uint8]:
    """Return colours (strength, angle, 3), from grey for no strength to full colour.

    Left and right differ in hue (blue, orange: a difference that the common colour blindnesses leave), up and
    down in lightness (dark, light), so no two directions look alike and neighbours never jump. Angle 0 is
    -180 degrees.

    >>> wheel().shape, wheel()[0].tolist() == [[137, 137, 137]] * 256
    ((16, 256, 3), True)
    """
    angle = np.radians(np.arange(ANGLES) * 360 / ANGLES - 180)
    strength = np.linspace(0, 1, STRENGTHS)[:, None]
    right, left = np.maximum(np.cos(angle), 0), np.maximum(-np.cos(angle), 0)
    lightness = CENTRE_LIGHTNESS + strength * LIGHTNESS_RADIUS * np.sin(angle)
    a, b = (strength * (right * orange + left * blue) for orange, blue in zip(ORANGE, BLUE, strict=True))
    return oklab_to_srgb(np.stack([lightness, a, b], axis=-1))
