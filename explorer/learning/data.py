"""Hold labelled pictures, read MNIST, and set examples aside to choose by."""

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
class Examples:
    """Hold labelled pictures: images uint8 (N, H, W) or (N, C, H, W), and labels int64 (N,).

    Digits are (N, 28, 28), light on black; photos are (N, 3, 32, 32).
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Refuse images and labels that do not belong together."""
        if self.images.ndim not in (3, 4) or len(self.images) != len(self.labels):
            raise ValueError(f"images {self.images.shape} do not fit labels {self.labels.shape}")

    def __len__(self) -> int:
        """Return the number of pictures."""
        return len(self.images)

    def __getitem__(self, chosen: slice | NDArray[np.int64]) -> Examples:
        """Return some of the pictures."""
        return Examples(self.images[chosen], self.labels[chosen])

    @property
    def batch(self) -> torch.Tensor:
        """Return the images as float32 (N, C, H, W), 0 to 1; without channels they get one."""
        batch = torch.from_numpy(self.images).float().div(255)
        return batch[:, None] if batch.ndim == 3 else batch

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


def read_mnist(folder: Path, *, train: bool) -> Examples:
    """Return MNIST's training or test digits (LeCun, Cortes, Burges), downloaded if absent."""
    datasets = import_torchvision("torchvision.datasets")
    mnist = datasets.MNIST(str(folder), train=train, download=not has_mnist(folder))
    return Examples(mnist.data.numpy(), mnist.targets.numpy())


def split(examples: Examples, *, validation_count: int = VALIDATION_COUNT) -> tuple[Examples, Examples]:
    """Return the examples to learn from and the last `validation_count` ones, to choose by.

    >>> digits = Examples(np.zeros((10, 28, 28), np.uint8), np.arange(10))
    >>> learning, validation = split(digits, validation_count=3)
    >>> len(learning), validation.labels.tolist()
    (7, [7, 8, 9])
    """
    learning_count = len(examples) - validation_count
    if not 0 < validation_count < len(examples):
        raise ValueError(f"cannot set {validation_count} of {len(examples)} examples aside")
    return examples[:learning_count], examples[learning_count:]


def shuffled(examples: Examples, *, seed: int) -> Examples:
    """Return the examples in a random order that depends on the seed and their number alone.

    >>> examples = Examples(np.zeros((5, 28, 28), np.uint8), np.arange(5))
    >>> shuffled(examples, seed=0).labels.tolist()
    [2, 4, 3, 0, 1]
    """
    return examples[np.random.default_rng(seed).permutation(len(examples))]
