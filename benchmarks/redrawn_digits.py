"""Measure how well the shipped network reads test digits redrawn as learners draw them.

`python -m benchmarks.redrawn_digits`: MNIST's test digits on a white canvas of 280 to 600 pixels, dark ink,
any place, 25 to 90 % of its height, rotated by up to 15 degrees, thin to thick pens; each read by
`recognise`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from explorer.digits import recognise
from explorer.learning.data import Examples, find_mnist, has_mnist, read_mnist
from explorer.learning.report import TEST_SEED
from explorer.pictures.augmentation import redraw


@dataclass(frozen=True)
class Result:
    count: int
    read: int
    doubted: int
    misread_without_doubt: int

    def __str__(self) -> str:
        return (
            f"{self.count:,} redrawn test digits: {self.read / self.count:.2%} read correctly, "
            f"{self.doubted / self.count:.2%} doubted, "
            f"{self.misread_without_doubt / self.count:.2%} misread without doubt."
        )


def measure_redrawn(digits: Examples, *, seed: int = TEST_SEED) -> Result:
    """Redraw the digits one after the other with one generator and read each drawing."""
    random = np.random.default_rng(seed)
    read = doubted = silent = 0
    for image, label in zip(digits.images, digits.labels, strict=True):
        recognition = recognise(redraw(image, random))
        correct, doubt = recognition.digit == label, recognition.doubt is not None
        read, doubted, silent = read + correct, doubted + doubt, silent + (not correct and not doubt)
    return Result(len(digits), int(read), int(doubted), int(silent))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Read redrawn test digits with the shipped network.")
    parser.add_argument(
        "--data", type=Path, default=find_mnist(), help="folder of MNIST; never downloaded here"
    )
    parser.add_argument("--count", type=int, default=10_000, help="how many test digits, from the first on")
    options = parser.parse_args(arguments)
    if not has_mnist(options.data):
        print(f"Skipped: {options.data} holds no MNIST. The training command downloads it.")
        return
    print(measure_redrawn(read_mnist(options.data, train=False)[: options.count]))


if __name__ == "__main__":
    main()
