"""What the command that trains the photo network can be asked for, and how it trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from explorer.learning.cifar import find_cifar10
from explorer.learning.plan import Plan, parser_with_folders
from explorer.learning.training import Recipe, Trapezoid
from explorer.photos import PHOTO_ASSETS

RATE = 0.1
DECAY = 5e-4
RISE = 2
SMOOTHING = 0.1
SPLIT_SEED = 0
WORK = Path("data") / "photo-training"


@dataclass(frozen=True)
class EarlierRun:
    """Hold what an earlier run of the same recipe reached on the same test photos: shares from 0 to 1."""

    epochs: int
    fall: int
    validation: float
    test: float


@dataclass(frozen=True)
class PhotoPlan(Plan):
    """Hold what the command was asked for.

    `earlier` is a run whose test figure was known when this one was decided; the model card has to say so.
    """

    module: ClassVar[str] = "explorer.learning.train_photos"
    remarks: ClassVar[tuple[str, ...]] = ("earlier",)

    seed: int
    width: int
    epochs: int
    fall: int
    learning_count: int
    validation_count: int
    test_count: int
    earlier: EarlierRun | None

    @property
    def recipe(self) -> Recipe:
        """Return how the network is trained."""
        return Recipe(
            self.epochs,
            learning_rate=RATE,
            weight_decay=DECAY,
            optimizer="sgd",
            trapezoid=Trapezoid(rise=RISE, fall=self.fall),
        )


def read_photo_plan(arguments: Sequence[str] | None) -> PhotoPlan:
    """Read the command line."""
    parser = parser_with_folders(
        "Train the photo network and ship it.", data=find_cifar10(), output=PHOTO_ASSETS, work=WORK
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first weights and of the pictures' order")
    parser.add_argument("--width", type=int, default=32, help="channels of the first layer")
    parser.add_argument("--epochs", type=int, default=110, help="how often every photo is learned from")
    parser.add_argument(
        "--fall", type=int, default=55, help="epochs in which the learning rate falls to nothing"
    )
    parser.add_argument("--learning-count", type=int, default=45_000, help="photos to learn from")
    parser.add_argument("--validation-count", type=int, default=5_000, help="photos to choose by")
    parser.add_argument("--test-count", type=int, default=10_000, help="photos of the final test")
    parser.add_argument(
        "--earlier",
        type=read_earlier,
        metavar="EPOCHS,FALL,VALIDATION,TEST",
        help="an earlier run whose test accuracy is known, for the model card: 60,30,0.8834,0.8792",
    )
    return PhotoPlan(**vars(parser.parse_args(arguments)))


def read_earlier(text: str) -> EarlierRun:
    """Return the earlier run that a text names: its epochs, those of the fall, and its two accuracies.

    >>> read_earlier("60,30,0.8834,0.8792")
    EarlierRun(epochs=60, fall=30, validation=0.8834, test=0.8792)
    """
    epochs, fall, validation, test = text.split(",")
    return EarlierRun(int(epochs), int(fall), float(validation), float(test))
