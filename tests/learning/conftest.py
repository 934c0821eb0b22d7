"""Small data in the shape of the real ones, so that training can be tried without them."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from explorer.learning.data import Examples
from explorer.photos import CLASS_NAMES


def _enlarged(image: np.ndarray) -> np.ndarray:
    """Return a digit of 8x8 pixels, 0 to 16, as MNIST would show it: 20x20 in 28x28, 0 to 255."""
    small = Image.fromarray(np.rint(image * (255 / 16)).astype(np.uint8))
    return np.pad(np.asarray(small.resize((20, 20), Image.Resampling.BICUBIC)), 4)


@pytest.fixture(scope="session")
def handwriting() -> Examples:
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    shown = np.stack([_enlarged(image.reshape(8, 8)) for image in images[:600]])
    return Examples(shown, labels[:600].astype(np.int64))


@pytest.fixture(scope="session")
def small_mnist(handwriting: Examples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that torchvision reads as MNIST: 500 training and 100 test digits."""
    folder = tmp_path_factory.mktemp("mnist")
    raw = folder / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, part in {"train": handwriting[:500], "t10k": handwriting[500:]}.items():
        images = struct.pack(">4i", 2051, len(part), 28, 28) + part.images.tobytes()
        (raw / f"{name}-images-idx3-ubyte").write_bytes(images)
        labels = struct.pack(">2i", 2049, len(part)) + part.labels.astype(np.uint8).tobytes()
        (raw / f"{name}-labels-idx1-ubyte").write_bytes(labels)
    return folder


@pytest.fixture(scope="session")
def photo_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a zip in the shape of CIFAR-10's: 20 training and 5 test photos of each class.

    Each class has a colour of its own, under noise, so that there is something to learn.
    """
    random = np.random.default_rng(0)
    colours = [*np.ndindex(2, 2, 2), (0.5, 0.5, 0), (0, 0.5, 0.5)]
    target = tmp_path_factory.mktemp("photos") / "cifar10-jpeg.zip"
    with ZipFile(target, "w") as archive:
        for folder, count in {"train": 20, "test": 5}.items():
            for name, colour in zip(CLASS_NAMES, colours, strict=True):
                for index in range(count):
                    pixels = 50 + 150 * np.array(colour) + random.integers(-30, 31, (32, 32, 3))
                    data = io.BytesIO()
                    Image.fromarray(pixels.astype(np.uint8)).save(data, "JPEG")
                    archive.writestr(f"{folder}/{name}/{index:04}.jpg", data.getvalue())
    return target
