"""Pillow's many pixel modes brought to 8-bit RGB, on white where a picture is transparent."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N")
WIDE = ("I", "F")


def to_rgb(picture: Image.Image) -> Image.Image:
    """Return a picture of any mode as 8-bit RGB, its transparent parts on white.

    16-bit grey keeps the high byte of each value. 32-bit integers and floats have no agreed range: values
    within 0 to 1 (floats) or 0 to 255 are taken as they are, anything else is stretched from its smallest
    to its largest value, and values that are not finite count as 0. ICC profiles are ignored.

    >>> clear = Image.new("RGBA", (1, 1), (0, 0, 0, 0))
    >>> to_rgb(clear).getpixel((0, 0)), to_rgb(Image.new("I;16", (1, 1), 65535)).getpixel((0, 0))
    ((255, 255, 255), (255, 255, 255))
    """
    if picture.mode in SIXTEEN_BITS:
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    if picture.mode in WIDE:
        return Image.fromarray(_eight_bits(np.asarray(picture))).convert("RGB")
    if picture.has_transparency_data:
        return _on_paper(_with_alpha(picture), "white")
    return picture.convert("RGB")


def on_contrasting_paper(picture: Image.Image) -> Image.Image:
    """Return a picture with transparent parts as RGB, on white, or on black if what is drawn on it is light.

    A picture that is mostly opaque brings its own paper: then its transparent parts take that colour's side.

    >>> chalk = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    >>> chalk.putpixel((1, 1), (255, 255, 255, 255))
    >>> on_contrasting_paper(chalk).getpixel((0, 0))
    (0, 0, 0)
    """
    colours = _with_alpha(picture)
    alpha = np.asarray(colours.getchannel("A"), np.float32) / 255
    luma = np.asarray(colours.convert("RGB").convert("L"), np.float32)
    opaque = float(alpha.mean())
    is_light = opaque > 0 and float((luma * alpha).mean()) / opaque > 127.5
    brings_paper = opaque > 0.5
    return _on_paper(colours, "white" if is_light == brings_paper else "black")


def _with_alpha(picture: Image.Image) -> Image.Image:
    # Pillow has no direct way from premultiplied grey.
    return (picture.convert("LA") if picture.mode == "La" else picture).convert("RGBA")


def _on_paper(colours: Image.Image, paper: str) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", colours.size, paper), colours).convert("RGB")


def _eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    numbers = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    lowest, highest = float(numbers.min()), float(numbers.max())
    if values.dtype.kind == "f" and lowest >= 0 and highest <= 1:
        lowest, highest = 0.0, 1.0
    elif lowest >= 0 and highest <= 255:
        lowest, highest = 0.0, 255.0
    span = highest - lowest
    return np.rint((numbers - lowest) * (255 / span if span else 0.0)).astype(np.uint8)
