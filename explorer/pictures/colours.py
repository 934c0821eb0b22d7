"""Lookup tables from numbers to colours: zero is always the neutral colour."""

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint8]

# Oklab lightness and the colours' own directions (a, b) at full strength.
NEUTRAL_LIGHTNESS, EXTREME_LIGHTNESS = 0.97, 0.36
BLUE, ORANGE = (-0.02, -0.13), (0.075, 0.085)


def oklab_to_srgb(oklab: NDArray[np.float64]) -> Table:
    """Return Oklab colours (..., 3) as sRGB, 0 to 255 (Ottosson 2020).

    >>> oklab_to_srgb(np.array([[1.0, 0, 0]])).tolist()
    [[255, 255, 255]]
    """
    from_oklab = np.array(
        [
            [1, 0.3963377774, 0.2158037573],
            [1, -0.1055613458, -0.0638541728],
            [1, -0.0894841775, -1.2914855480],
        ]
    )
    from_cones = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    linear = np.clip(((oklab @ from_oklab.T) ** 3) @ from_cones.T, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    table: Table = np.rint(encoded * 255).astype(np.uint8)
    table.setflags(write=False)
    return table


def _ramp(hue: tuple[float, float], steps: int) -> NDArray[np.float64]:
    share = np.linspace(0, 1, steps)
    lightness = NEUTRAL_LIGHTNESS + (EXTREME_LIGHTNESS - NEUTRAL_LIGHTNESS) * share
    chroma = np.sin(share * np.pi * 0.72) / np.sin(np.pi * 0.5)
    return np.stack([lightness, hue[0] * chroma, hue[1] * chroma], axis=1)


DIVERGING: Table = oklab_to_srgb(np.concatenate([_ramp(BLUE, 128)[:0:-1], _ramp(ORANGE, 128)]))
SEQUENTIAL: Table = oklab_to_srgb(_ramp(ORANGE, 256))


def colour(array: NDArray[np.floating], *, limit: float, table: Table = DIVERGING) -> NDArray[np.uint8]:
    """Colour an array (H, W) of numbers from -limit to limit, zero exactly at the neutral colour.

    >>> colour(np.zeros((1, 1), np.float32), limit=1.0)[0, 0].tolist() == DIVERGING[127].tolist()
    True
    """
    if table is SEQUENTIAL:
        places = np.asarray(array, np.float32) * (255 / limit if limit > 0 else 0)
    else:
        places = np.asarray(array, np.float32) * (127 / limit if limit > 0 else 0) + 127
    return np.asarray(table[np.clip(np.rint(places), 0, len(table) - 1).astype(np.intp)])
