"""Read MNIST and split its training digits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.learning.compatibility import import_torchvision

NEARBY = Path("../shared/data/mnist")
DOWNLOADS = Path("data")
VALIDATION_COUNT = 5_000


@dataclass(frozen=True, eq=False)
class Digits:
    """Hold labelled digits: images uint8 (N, 28, 28), light on black, and labels int64 (N,)."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Refuse images and labels that do not belong together."""
        if self.images.ndim != 3 or len(self.images) != len(self.labels):
            raise ValueError(f"images {self.images.shape} do not fit labels {self.labels.shape}")

    def __len__(self) -> int:
        """Return the number of digits."""
        return len(self.images)

    def __getitem__(self, chosen: slice) -> Digits:
        """Return some of the digits."""
        return Digits(self.images[chosen], self.labels[chosen])

    @property
    def batch(self) -> torch.Tensor:
        """Return the images as float32 (N, 1, 28, 28), 0 to 1."""
        return torch.from_numpy(self.images).float().div(255)[:, None]

    @property
    def targets(self) -> torch.Tensor:
        """Return the labels as int64 (N,)."""
        return torch.from_numpy(self.labels)


def find_mnist() -> Path:
    """Return the folder of MNIST: the shared copy beside the project if there is one, else ./data."""
    return NEARBY if (NEARBY / "MNIST").is_dir() else DOWNLOADS


def has_mnist(folder: Path) -> bool:
    """Say whether the folder holds MNIST, without downloading anything."""
    return (folder / "MNIST" / "raw" / "t10k-images-idx3-ubyte").is_file()


def read_mnist(folder: Path, *, train: bool) -> Digits:
    """Return MNIST's training or test digits (LeCun, Cortes, Burges), downloaded if absent."""
    datasets = import_torchvision("torchvision.datasets")
    mnist = datasets.MNIST(str(folder), train=train, download=not has_mnist(folder))
    return Digits(mnist.data.numpy(), mnist.targets.numpy())


def split(digits: Digits, *, validation_count: int = VALIDATION_COUNT) -> tuple[Digits, Digits]:
    """Return the digits to learn from and the last `validation_count` ones, to choose by.

    >>> digits = Digits(np.zeros((10, 28, 28), np.uint8), np.arange(10))
    >>> learning, validation = split(digits, validation_count=3)
    >>> len(learning), validation.labels.tolist()
    (7, [7, 8, 9])
    """
    if not 0 < validation_count < len(digits):
        raise ValueError(f"cannot set {validation_count} of {len(digits)} digits aside")
    return digits[: len(digits) - validation_count], digits[len(digits) - validation_count :]
