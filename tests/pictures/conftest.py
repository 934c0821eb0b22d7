"""Real digits for the tests that need them, and drawings as a camera sees them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

ROOT = Path(__file__).parents[2]
FILES = ("MNIST/raw/t10k-images-idx3-ubyte", "MNIST/raw/t10k-labels-idx1-ubyte")
FOLDERS = (ROOT.parent / "shared" / "data" / "mnist", ROOT / "data")

Grey = NDArray[np.uint8]
Photograph = Callable[..., Grey]


@pytest.fixture(scope="session")
def mnist() -> Grey:
    """Return the first 500 test digits, (500, 28, 28)."""
    for folder in FOLDERS:
        if (folder / FILES[0]).is_file():
            data = (folder / FILES[0]).read_bytes()[16 : 16 + 500 * 784]
            return np.frombuffer(data, np.uint8).reshape(500, 28, 28)
    pytest.skip("MNIST is not on this machine")


@pytest.fixture(scope="session")
def photograph() -> Photograph:
    """Return the function that photographs a drawing."""
    return _photograph


def _photograph(
    drawing: Grey, *, seed: int = 0, shadow: bool = False, lines: int = 0, table: bool = False
) -> Grey:
    """Return a drawing as a photo: slanting light, grain, blur, and what may lie on or beside the paper."""
    rng = np.random.default_rng(seed)
    size = len(drawing)
    down, right = np.mgrid[0:size, 0:size] / size
    paper = np.full((size, size), 210.0)
    if lines:
        paper[:: size // lines] = 165
        paper[1 :: size // lines] = 165
    picture = paper * (0.25 + 0.75 * drawing / 255)
    if table:
        edge = size // 12
        around = np.full((size, size), 60.0)
        around[edge:-edge, edge:-edge] = picture[edge:-edge, edge:-edge]
        picture = around
    picture *= 1.0 - 0.35 * right - 0.1 * down
    if shadow:
        picture *= 1 - 0.4 / (1 + np.exp(-(right + 0.6 * down - 0.9) * 60))
    picture += rng.normal(0, 4, picture.shape)
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(1)))
