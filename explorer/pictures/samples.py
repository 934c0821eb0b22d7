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
        "A man in a dark coat looks through a camera on a tripod, in grey.",
        "camera.png",
    ),
    Sample("cat", "Cat", "A ginger and white cat looks at you, its whiskers spread.", "chelsea.png"),
    Sample(
        "coffee", "Coffee cup", "A cup of coffee on a saucer with a spoon, on a wooden table.", "coffee.png"
    ),
    Sample("astronaut", "Astronaut", "Astronaut Eileen Collins smiles in an orange suit.", "astronaut.png"),
    Sample("coins", "Coins", "Four rows of old coins on a dark, unevenly lit ground.", "coins.png"),
    Sample("rocket", "Rocket", "A rocket stands on its launch pad at dusk.", "rocket.jpg"),
    Sample("brick", "Brick wall", "A wall of bricks: horizontal and vertical joints.", "brick.png"),
    Sample("grass", "Grass", "A lawn seen from close by: fine blades in every direction.", "grass.png"),
    Sample("gravel", "Gravel", "A ground of small stones.", "gravel.png"),
    Sample("text", "Text", "Handwritten-looking words on unevenly lit paper.", "text.png"),
    Sample("page", "Book page", "A printed page, darker at one side.", "page.png"),
    Sample("chessboard", "Chessboard", "Black and white squares, eight by eight.", "chessboard_GRAY.png"),
    Sample("moon", "Moon", "The surface of the Moon with craters, low in contrast.", "moon.png"),
    Sample("horse", "Horse", "The black silhouette of a horse on white.", "horse.png"),
)
SAMPLES: Mapping[str, Sample] = MappingProxyType({sample.name: sample for sample in _ALL})


def sample_picture(name: str) -> Image.Image:
    """Return a sample picture as RGB.

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
    """Return a sample digit as a smooth grey picture, dark ink on white, 224 pixels a side.

    >>> sample_digit(0).size
    (224, 224)
    """
    ink = np.pad(_digits()[0][_checked(index)].astype(np.float32) / 16, 1)
    large = Image.fromarray(ink).resize((DIGIT_SIDE, DIGIT_SIDE), Image.Resampling.BICUBIC)
    return Image.fromarray(np.rint(255 * (1 - np.clip(np.asarray(large), 0, 1))).astype(np.uint8))
