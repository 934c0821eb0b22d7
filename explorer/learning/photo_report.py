"""Measure the trained photo network: what it recognises, what it mixes up, and what it should doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.arithmetic.networks import Network
from explorer.learning.data import Examples
from explorer.learning.measuring import Images, answers, as_input, limit_for
from explorer.photos import CLASS_NAMES, NONE_OF_THE_TEN, SIDE, PhotoLimits, evidence, prepare_photo
from explorer.pictures.samples import DIGITS_COUNT, SAMPLES, sample_digit, sample_picture
from explorer.pictures.squares import Square

# Of the validation photos that are recognised, so many keep to the limit.
ACCEPTED = 0.9
CROP_SEED = 2024
CROPS_PER_PICTURE = 100
SMALLEST_CROP = 0.4


@dataclass(frozen=True, eq=False)
class PhotoFigures:
    """Hold everything that was measured.

    `data` is what the accuracies must be labelled with; `confusion` counts test photos, int64 (10, 10), one
    row per true class and one column per answer; `doubted` tells which share of each kind of picture is
    doubted; `cpu_seconds` is what the training took.
    """

    data: str
    validation: float
    confusion: NDArray[np.int64]
    limits: PhotoLimits
    doubted: Mapping[str, float]
    cpu_seconds: float

    @property
    def test(self) -> float:
        """Return the share of test photos that were recognised."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def standard_error(self) -> float:
        """Return the standard error of `test`: the spread that drawing so many test photos gives by itself.

        That of a share p of n independent answers: the square root of p (1 - p) / n.
        """
        return float(np.sqrt(self.test * (1 - self.test) / self.confusion.sum()))

    def found(self) -> dict[str, float]:
        """Return the share of test photos that were recognised, for each class that has some."""
        counts = self.confusion.sum(axis=1)
        return {
            name: float(self.confusion[index, index] / counts[index])
            for index, name in enumerate(CLASS_NAMES)
            if counts[index]
        }

    def mixed_up(self, count: int) -> list[tuple[str, str, int]]:
        """Return the most frequent mistakes as (true class, answer, number of test photos), largest first."""
        wrong = self.confusion - np.diag(self.confusion.diagonal())
        places = np.argsort(-wrong, axis=None, kind="stable")[:count]
        rows, columns = np.unravel_index(places, wrong.shape)
        return [
            (CLASS_NAMES[row], CLASS_NAMES[column], int(wrong[row, column]))
            for row, column in zip(rows, columns, strict=True)
        ]

    def summary(self) -> str:
        """Return the result in one sentence."""
        return (
            f"{self.data}: test accuracy {self.test:.2%}, validation {self.validation:.2%}; "
            f"the training took {self.cpu_seconds / 60:.0f} minutes of one core."
        )


def measure_photos(
    network: Network, *, validation: Examples, test: Examples, data: str, cpu_seconds: float
) -> PhotoFigures:
    """Measure a network; what is doubted is decided on the validation photos alone."""
    chosen_by, tested = answers(network, as_input(validation.images)), answers(network, as_input(test.images))
    recognised = chosen_by[chosen_by.argmax(axis=1) == validation.labels]
    limits = PhotoLimits(limit_for(evidence(recognised), doubted=1 - ACCEPTED), ACCEPTED)
    is_right = tested.argmax(axis=1) == test.labels
    shown = {
        "validation photos": chosen_by,
        "test photos that were recognised": tested[is_right],
        "test photos that were not recognised": tested[~is_right],
        **{name: answers(network, images) for name, images in strangers().items()},
    }
    doubted = {
        name: float(np.mean(evidence(logits) < limits.least_evidence)) for name, logits in shown.items()
    }
    return PhotoFigures(
        data=data,
        validation=float(np.mean(chosen_by.argmax(axis=1) == validation.labels)),
        confusion=confusion(test.labels, tested.argmax(axis=1)),
        limits=limits,
        doubted=doubted,
        cpu_seconds=cpu_seconds,
    )


def confusion(labels: NDArray[np.int64], answered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how often each class (row) was answered with each class (column).

    >>> confusion(np.array([0, 0, 1]), np.array([0, 1, 1]))[:2, :2].tolist()
    [[1, 1], [0, 1]]
    """
    counts = np.zeros((len(CLASS_NAMES), len(CLASS_NAMES)), np.int64)
    np.add.at(counts, (labels, answered), 1)
    return counts


def strangers() -> dict[str, Images]:
    """Return pictures of none of the ten, float32 (N, 3, 32, 32) by kind: crops of samples, and noise."""
    random = np.random.default_rng(CROP_SEED)
    kinds = {
        f"crops of a sample: {SAMPLES[name].title}": crops(sample_picture(name), random)
        for name in NONE_OF_THE_TEN
    }
    noise = random.random((CROPS_PER_PICTURE, 3, SIDE, SIDE), dtype=np.float32)
    plain = random.random((CROPS_PER_PICTURE, 3, 1, 1), dtype=np.float32)
    every = np.linspace(0, DIGITS_COUNT - 1, CROPS_PER_PICTURE).astype(int)
    digits = np.stack([prepare_photo(sample_digit(index)) for index in every])
    return kinds | {
        "handwritten digits": digits,
        "noise": noise,
        "plain colours": np.tile(plain, (1, 1, SIDE, SIDE)),
    }


def crops(picture: Image.Image, random: np.random.Generator) -> Images:
    """Return random squares of a picture, from 40 % of its shorter side to all of it, as 32x32."""
    made = []
    for share in random.uniform(SMALLEST_CROP, 1, CROPS_PER_PICTURE):
        side = round(share * min(picture.size))
        left, top = (int(random.integers(0, length - side + 1)) for length in picture.size)
        made.append(prepare_photo(picture, Square(top, left, side)))
    return np.stack(made)
