"""Small real handwriting, in MNIST's own file format, so that training can be tried without MNIST."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.learning.data import Digits


def _enlarged(image: np.ndarray) -> np.ndarray:
    """Return a digit of 8x8 pixels, 0 to 16, as MNIST would show it: 20x20 in 28x28, 0 to 255."""
    small = Image.fromarray(np.rint(image * (255 / 16)).astype(np.uint8))
    return np.pad(np.asarray(small.resize((20, 20), Image.Resampling.BICUBIC)), 4)


@pytest.fixture(scope="session")
def handwriting() -> Digits:
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    shown = np.stack([_enlarged(image.reshape(8, 8)) for image in images[:600]])
    return Digits(shown, labels[:600].astype(np.int64))


@pytest.fixture(scope="session")
def small_mnist(handwriting: Digits, tmp_path_factory: pytest.TempPathFactory) -> Path:
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
