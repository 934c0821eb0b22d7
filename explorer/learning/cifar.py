"""Read CIFAR-10 (Krizhevsky 2009), from a zip of its pictures or as torchvision downloads it."""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.learning.compatibility import import_torchvision
from explorer.learning.data import DOWNLOADS, Examples
from explorer.photos import CLASS_NAMES

NEARBY = Path("../shared/data/cifar10/cifar10-jpeg.zip")
SIZE = 32


def find_cifar10() -> Path:
    """Return where CIFAR-10 is: the zip beside the project if there is one, else the folder ./data."""
    return NEARBY if NEARBY.is_file() else DOWNLOADS


def data_name(source: Path) -> str:
    """Return what accuracies measured on these pictures must be called.

    >>> data_name(Path("cifar10-jpeg.zip")), data_name(Path("data"))
    ('CIFAR-10, JPEG copy', 'CIFAR-10')
    """
    return "CIFAR-10, JPEG copy" if source.suffix == ".zip" else "CIFAR-10"


def read_cifar10(source: Path, work: Path, *, train: bool) -> Examples:
    """Return the training or test photos, uint8 (N, 3, 32, 32); the work folder keeps them decoded.

    `source` is a zip with train/<class>/*.jpg and test/<class>/*.jpg, or the folder that torchvision
    downloads CIFAR-10 into.
    """
    kept = work / f"cifar10-{'train' if train else 'test'}.npz"
    if not kept.exists():
        examples = (
            _read_zip(source, train=train) if source.suffix == ".zip" else _download(source, train=train)
        )
        half_written = kept.with_suffix(".part")
        with half_written.open("wb") as file:
            np.savez(file, images=examples.images, labels=examples.labels)
        half_written.replace(kept)
    with np.load(kept) as arrays:
        return Examples(arrays["images"], arrays["labels"])


def _read_zip(source: Path, *, train: bool) -> Examples:
    folder = "train" if train else "test"
    with ZipFile(source) as archive:
        names = sorted(
            name for name in archive.namelist() if name.startswith(f"{folder}/") and name.endswith(".jpg")
        )
        images = np.stack([_decode(archive.read(name)) for name in names])
    labels = [CLASS_NAMES.index(PurePosixPath(name).parent.name) for name in names]
    return Examples(images, np.array(labels, np.int64))


def _decode(data: bytes) -> NDArray[np.uint8]:
    """Return a picture file as (3, 32, 32)."""
    with Image.open(io.BytesIO(data)) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    if pixels.shape != (SIZE, SIZE, 3):
        raise ValueError(f"a picture is {pixels.shape[1]}x{pixels.shape[0]}, not {SIZE}x{SIZE}")
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def _download(folder: Path, *, train: bool) -> Examples:
    datasets = import_torchvision("torchvision.datasets")
    cifar10 = datasets.CIFAR10(str(folder), train=train, download=True)
    images = np.ascontiguousarray(cifar10.data.transpose(0, 3, 1, 2))
    return Examples(images, np.array(cifar10.targets, np.int64))
