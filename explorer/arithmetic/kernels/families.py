"""Kernels that come as families: Gaussian, Gabor, motion blur."""

import math

import numpy as np

from explorer.arithmetic.kernels.kernel import DIGITS, Grid, Kernel
from explorer.arithmetic.options import whole

ROUNDED = f"rounded to {DIGITS} decimals"


def gaussian(size: int, sigma: float) -> Kernel:
    """Return a Gaussian blur: weights fall off as exp(-distance² / 2 sigma²) and sum to 1.

    ``size`` is odd, in cells; ``sigma`` in cells, greater than 0.

    >>> gaussian(3, 1).numerators.tolist()
    [[0.3679, 0.6065, 0.3679], [0.6065, 1.0, 0.6065], [0.3679, 0.6065, 0.3679]]
    """
    sigma = positive(sigma, "sigma")
    rows, columns = centred(size)
    numerators = np.exp(-(rows**2 + columns**2) / (2 * sigma**2)).round(DIGITS)
    return Kernel(
        f"gaussian_{size}_{number(sigma)}",
        f"Gaussian blur {size}x{size}, sigma {number(sigma)}",
        "Copy and blur",
        numerators,
        divisor=total(numerators),
        description="Averages with weights that fall off smoothly with distance: soft focus without corners.",
        construction=f"exp(-(r² + c²) / (2 · {number(sigma)}²)), {ROUNDED}, divided by their sum",
        source="Gonzalez and Woods, Digital Image Processing, 4th edition 2018, section 3.5",
    )


def gabor(
    angle: float, wavelength: float, *, size: int = 9, sigma: float | None = None, aspect: float = 1.0
) -> Kernel:
    """Return a Gabor kernel: a wave seen through a Gaussian window.

    ``angle`` is the direction of its stripes in degrees, 0 is horizontal, counter-clockwise; ``wavelength``,
    ``size`` (odd) and ``sigma`` (0.4 wavelengths unless given) are in cells; ``aspect`` below 1 makes the
    window longer along the stripes.

    >>> gabor(90, 4, size=3).numerators.tolist()
    [[0.0, 0.8226, 0.0], [0.0, 1.0, 0.0], [0.0, 0.8226, 0.0]]
    """
    wavelength, aspect = positive(wavelength, "wavelength"), positive(aspect, "aspect")
    spread = 0.4 * wavelength if sigma is None else positive(sigma, "sigma")
    along, across = turned(size, angle)
    window = np.exp(-(across**2 + (aspect * along) ** 2) / (2 * spread**2))
    numerators = (window * np.cos(2 * np.pi * across / wavelength)).round(DIGITS)
    name = f"gabor_{number(angle)}_{number(wavelength)}"
    if (size, sigma, aspect) != (9, None, 1):
        name += f"_{size}_{number(spread)}_{number(aspect)}"
    v = "v" if aspect == 1 else f"({number(aspect)} v)"
    return Kernel(
        name,
        f"Gabor {number(angle)}°, wavelength {number(wavelength)}",
        "Texture",
        numerators,
        description=f"Answers to stripes at {number(angle)}° that repeat every {number(wavelength)} pixels.",
        construction=(
            f"exp(-(u² + {v}²) / (2 · {number(spread)}²)) · cos(2π u / {number(wavelength)}), "
            f"u across and v along the stripes, {ROUNDED}"
        ),
        source="Gabor 1946; Daugman 1985",
    )


def motion_blur(size: int, angle: float) -> Kernel:
    """Return the average along a line ``size`` cells long (odd), as if the camera had moved.

    ``angle`` in degrees, 0 is horizontal, counter-clockwise.

    >>> motion_blur(3, 0).numerators.tolist()
    [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    """
    along, across = turned(size, angle)
    beyond = np.maximum(abs(along) - size // 2, 0)
    numerators = np.maximum(1 - np.hypot(across, beyond), 0).round(DIGITS)
    return Kernel(
        f"motion_blur_{size}_{number(angle)}",
        f"Motion blur {size}x{size}, {number(angle)}°",
        "Copy and blur",
        numerators,
        divisor=total(numerators),
        description=f"Smears along a line at {number(angle)}°, as if the camera had moved.",
        construction=f"max(0, 1 - distance from the line), {ROUNDED}, divided by their sum",
        source='MATLAB, fspecial("motion")',
    )


def centred(size: int) -> tuple[Grid, Grid]:
    """Return the rows and columns of a kernel, counted from its centre.

    >>> [grid.ravel().tolist() for grid in centred(3)]
    [[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]]
    """
    if whole(size, "size") % 2 == 0:
        raise ValueError(f"size must be odd, so that the kernel has a centre, not {size}")
    steps: Grid = np.arange(size) - np.float64(size // 2)
    return steps[:, None], steps[None, :]


def turned(size: int, angle: float) -> tuple[Grid, Grid]:
    """Return each cell's place along and across a line through the centre at ``angle`` degrees.

    Counter-clockwise as one sees it: rows are counted downwards, so a rising line goes against them.

    >>> along, across = turned(3, 90)
    >>> along.round(4)[:, 1].tolist()
    [1.0, 0.0, -1.0]
    """
    if not math.isfinite(angle):
        raise ValueError(f"angle must be a number of degrees, not {angle}")
    rows, columns = centred(size)
    radians = math.radians(angle)
    cosine, sine = math.cos(radians), math.sin(radians)
    return columns * cosine - rows * sine, columns * sine + rows * cosine


def positive(value: float, name: str) -> float:
    """Return a finite number above 0, or raise a ValueError that names the option."""
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be greater than 0, not {value}")
    return float(value)


def total(numerators: Grid) -> float:
    """Return the sum of decimals as a decimal, so that it is as exact as they are.

    >>> total(np.array([0.1, 0.2]))
    0.3
    """
    return round(float(numerators.sum()), DIGITS)


def number(value: float) -> str:
    """Write a number as short as it is.

    >>> number(45.0), number(1.4)
    ('45', '1.4')
    """
    return f"{value:g}"
