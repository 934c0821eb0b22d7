"""Sample pictures and sample digits that come with the packages, so that nothing is downloaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.errors import PictureError
from explorer.pictures.reading import read_picture

SAMPLES_FOLDER = Path(__file__).parents[2] / "assets" / "samples"
DIGITS_FILE = SAMPLES_FOLDER / "digits8x8.npz"
DIGITS_COUNT = 1797
DIGIT_SIDE = 224
PEN_CONTRAST = 1.5


@dataclass(frozen=True)
class Sample:
    """Hold a sample picture: its name in links, its title, its text alternative, its file in scikit-image."""

    name: str
    title: str
    description: str
    file: str


_ALL = (
    Sample(
        "camera",
        "Cameraman",
        "A man in a dark coat looks into a camera on a tripod; behind him a lawn and far towers. Grey.",
        "camera.png",
    ),
    Sample("cat", "Cat", "The face of a ginger tabby cat, seen from close by.", "chelsea.png"),
    Sample(
        "coffee", "Coffee", "A cup of coffee on a red saucer with a spoon, on a table of wood.", "coffee.png"
    ),
    Sample(
        "astronaut",
        "Astronaut",
        "Astronaut Eileen Collins smiles in an orange suit; beside her a flag, a shuttle and a helmet.",
        "astronaut.png",
    ),
    Sample("coins", "Coins", "Twenty-four old coins in four rows on dark, unevenly lit ground.", "coins.png"),
    Sample(
        "rocket", "Rocket", "A white rocket on its launch pad at dusk, between lattice towers.", "rocket.jpg"
    ),
    Sample("brick", "Bricks", "Grey bricks; their long joints run almost upright.", "brick.png"),
    Sample(
        "retina", "Retina", "The back of an eye: dark vessels branch from a bright spot on red.", "retina.jpg"
    ),
    Sample("gravel", "Gravel", "Small grey stones that fill the whole picture.", "gravel.png"),
    Sample("text", "Formulas", "Formulas written by hand on grey paper, seen at an angle.", "text.png"),
    Sample("page", "Book page", "A few printed lines under a heading, on unevenly lit paper.", "page.png"),
    Sample(
        "chessboard", "Chessboard", "Black and white squares, eight rows of eight.", "chessboard_GRAY.png"
    ),
    Sample("moon", "Moon", "The grey ground of the Moon with a few craters, low in contrast.", "moon.png"),
    Sample("horse", "Horse", "The black outline of a standing horse, filled, on white.", "horse.png"),
)
SAMPLES: Mapping[str, Sample] = MappingProxyType({sample.name: sample for sample in _ALL})


def sample_picture(name: str) -> Image.Image:
    """Return a sample picture as RGB, at most the working limit a side.

    The files are scikit-image's own, read without importing it. Raises ``PictureError`` for an unknown
    name, or where scikit-image is missing.

    >>> sample_picture("camera").size
    (512, 512)
    """
    if name not in SAMPLES:
        raise PictureError(f"There is no sample picture {name!r}; there are {', '.join(SAMPLES)}.")
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        raise PictureError("The sample pictures come with scikit-image, which is not installed here.")
    return read_picture((Path(spec.origin).parent / "data" / SAMPLES[name].file).read_bytes())


@cache
def _digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    with np.load(DIGITS_FILE, allow_pickle=False) as file:
        images, labels = file["images"], file["labels"]
    images.setflags(write=False)
    labels.setflags(write=False)
    return images, labels


def _checked(index: int) -> int:
    if not 0 <= index < DIGITS_COUNT:
        raise PictureError(f"The sample digits are numbered 0 to {DIGITS_COUNT - 1}, not {index}.")
    return index


def digit_label(index: int) -> int:
    """Return what the writer of a sample digit meant.

    >>> digit_label(0)
    0
    """
    return int(_digits()[1][_checked(index)])


def sample_digit(index: int) -> Image.Image:
    """Return a sample digit as a smooth grey picture (mode L), dark ink on white, 224 pixels a side.

    The digits are scikit-learn's: 8x8 numbers from 0 to 16 that count the inked pixels of 4x4 blocks
    (Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI 1998). They are enlarged with
    Lanczos' filter and a little contrast, because a pen has sharper edges than a block has.

    >>> sample_digit(0).size, sample_digit(0).mode
    ((224, 224), 'L')
    """
    ink = np.pad(_digits()[0][_checked(index)].astype(np.float32) / 16, 1)
    large = np.asarray(Image.fromarray(ink).resize((DIGIT_SIDE, DIGIT_SIDE), Image.Resampling.LANCZOS))
    pen = np.clip((large - 0.5) * PEN_CONTRAST + 0.5, 0.0, 1.0)
    return Image.fromarray(np.rint(255 * (1 - pen)).astype(np.uint8))
