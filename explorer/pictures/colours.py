"""Lookup tables from numbers to colours: zero is always the neutral colour.

Blue for negative and orange for positive numbers stay different under the common colour blindnesses. Both
arms lose lightness evenly from the neutral, so strength reads in print and on light and dark pages too.
"""

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint8]
Oklab = NDArray[np.float64]

# Hues as Oklab (a, b) of chroma 0.13.
BLUE, ORANGE = (-0.034, -0.126), (0.075, 0.106)
CHROMA = 0.13
# Lightness and chroma run on a quadratic Bezier curve through sRGB's gamut, which is narrow near white.
NEUTRAL, BEND, EXTREME = (0.97, 0.0), (0.70, 0.19), (0.36, 0.085)


def oklab_to_srgb(oklab: Oklab) -> Table:
    """Return Oklab colours (..., 3) as sRGB, 0 to 255, read-only (Ottosson 2020).

    Colours outside sRGB are clipped to it.

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


def _arm(hue: tuple[float, float], steps: int) -> Oklab:
    """Return ``steps`` colours from the neutral to the extreme of a hue, equally far apart in Oklab."""
    share = np.linspace(0, 1, 1024)[:, None]
    ends = (1 - share) ** 2 * np.array(NEUTRAL) + share**2 * np.array(EXTREME)
    path = ends + 2 * share * (1 - share) * np.array(BEND)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    even = np.linspace(0, length[-1], steps)
    lightness, chroma = (np.interp(even, length, values) for values in path.T)
    return np.stack([lightness, hue[0] * chroma / CHROMA, hue[1] * chroma / CHROMA], axis=1)


DIVERGING: Table = oklab_to_srgb(np.concatenate([_arm(BLUE, 128)[:0:-1], _arm(ORANGE, 128)]))
"""Colours (255, 3) for numbers of both signs: 255 and not 256, so that zero has an entry, 127."""

SEQUENTIAL: Table = oklab_to_srgb(_arm(ORANGE, 256))
"""Colours (256, 3) for numbers from zero up: entry 0 is the neutral, and it goes where DIVERGING goes."""


def colour(array: NDArray[np.floating], *, limit: float, table: Table = DIVERGING) -> NDArray[np.uint8]:
    """Colour an array of any shape (...) of numbers as uint8 (..., 3), zero exactly at the neutral colour.

    A table with an odd number of entries (``DIVERGING``) covers -limit to limit, one with an even number
    (``SEQUENTIAL``) 0 to limit. What lies beyond gets the last colour. A limit of 0 makes everything
    neutral, as do values that are not a number. A negative or infinite limit raises ValueError.

    >>> numbers = np.array([[-2.0, 0.0, 2.0]], np.float32)
    >>> (colour(numbers, limit=2.0) == DIVERGING[[0, 127, 254]]).all()
    np.True_
    >>> (colour(numbers, limit=4.0, table=SEQUENTIAL) == SEQUENTIAL[[0, 0, 128]]).all()
    np.True_
    """
    if not 0 <= limit < np.inf:
        raise ValueError(f"the limit of a colour scale is a number from 0 up, not {limit}")
    middle = len(table) // 2 if len(table) % 2 else 0
    reach = len(table) - 1 - middle
    # Values that are not finite, or far beyond a tiny limit, overflow on their way to being clipped.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        places = np.asarray(array, np.float32) * np.float32(reach / limit if limit > 0 else 0)
    np.clip(np.nan_to_num(places, copy=False), -middle, reach, out=places)
    places += np.float32(middle + 0.5)
    return np.take(table, places.astype(np.uint8), axis=0)
