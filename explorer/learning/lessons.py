"""Make what the digit network learns from: varied copies of the training digits, and no digits.

The copies are made once and kept in files, so that the teacher answers each picture once and every seed
learns from the same answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from explorer.learning.architecture import CLASSES
from explorer.learning.augmentation import Strength, augment
from explorer.learning.data import Examples
from explorer.learning.redrawn import redraw_all
from explorer.learning.scribbles import outliers
from explorer.learning.training import Lesson, label_logits, logits_of

CHUNK = 250
OUTLIER_SHARE = 0.06
SMOOTHING = 0.02
MILD = 0.4
MILD_SHARE = 0.2

Progress = Callable[[], object]


@dataclass(frozen=True)
class LessonBook:
    """Know where the lessons lie: `strong` copies, varied in full, and `mild` ones for the last epochs.

    A copy holds every digit once, then pictures that are no digits. The mild copies begin with the digits
    and end with some of them redrawn on a canvas and prepared as the app prepares a drawing.
    """

    folder: Path
    labels: NDArray[np.int64]
    strong: int
    mild: int

    def pictures(self, copy: int) -> NDArray[np.uint8]:
        """Return a copy's pictures: (digits + outliers, 28, 28), and redrawn digits if it is a mild one."""
        pictures = np.load(self.folder / f"pictures-{copy}.npy")
        if copy < self.strong:
            return np.asarray(pictures)
        return np.concatenate([pictures, np.load(self.folder / "redrawn.npy")])

    def outliers(self, copy: int) -> slice:
        """Return where a copy's pictures that are no digits lie."""
        return slice(len(self.labels), len(self.labels) + outlier_count(len(self.labels)))

    def hard(self, copy: int) -> Lesson:
        """Return a copy with its labels as aims: logits of slightly smoothed labels, and of "no digit"."""
        pictures = self.pictures(copy)
        redrawn = len(pictures) - self.outliers(copy).stop
        nothing = np.zeros((outlier_count(len(self.labels)), CLASSES), np.float32)
        logits = label_logits(self.labels, smoothing=SMOOTHING)
        return Lesson(pictures, np.concatenate([logits, nothing, logits[:redrawn]]))

    def taught(self, copy: int) -> Lesson:
        """Return a copy with the teacher's answers as its aim."""
        return Lesson(self.pictures(copy), np.load(self.folder / f"answers-{copy}.npy"))

    def finishing(self, epoch: int, images: NDArray[np.uint8], *, seed: int) -> Lesson:
        """Return a mild copy with its labels as aims, in which about half of the digits are unvaried."""
        lesson = self.hard(self.strong + (epoch + seed) % self.mild)
        pictures = lesson.images.copy()
        kept = np.flatnonzero(np.random.default_rng((seed, epoch)).random(len(images)) < 0.5)
        pictures[kept] = images[kept]
        return Lesson(pictures, lesson.logits)

    def copy_for(self, epoch: int, epochs: int, seed: int) -> int:
        """Return which copy an epoch learns from; the last fifth of the epochs take the mild ones.

        >>> book = LessonBook(Path(), np.zeros(1, np.int64), strong=3, mild=2)
        >>> [book.copy_for(epoch, 10, 0) for epoch in range(10)]
        [0, 1, 2, 0, 1, 2, 0, 1, 3, 4]
        """
        gentle = epoch - round(epochs * (1 - MILD_SHARE))
        if gentle >= 0:
            return self.strong + (gentle + seed) % self.mild
        return (epoch + seed) % self.strong


def outlier_count(digits: int) -> int:
    """Return how many pictures that are no digits go with so many digits."""
    return max(1, round(digits * OUTLIER_SHARE))


def vary(digits: Examples, strength: Strength, seed: int) -> NDArray[np.uint8]:
    """Return a varied copy of the digits, followed by pictures that are no digits."""
    generator = torch.Generator().manual_seed(seed)
    batch = digits.batch
    count = outlier_count(len(digits))
    parts = [augment(part, strength, generator) for part in torch.split(batch, CHUNK)]
    for start in range(0, count, CHUNK):
        strangers = outliers(min(CHUNK, count - start), batch, generator)
        parts.append(augment(strangers, strength, generator))
    return _bytes(torch.cat(parts)[:, 0].numpy())


def write_lessons(digits: Examples, book: LessonBook, *, seed: int, progress: Progress) -> None:
    """Make every copy that is not there yet."""
    for copy in range(book.strong + book.mild):
        target = book.folder / f"pictures-{copy}.npy"
        if not target.exists():
            strength = Strength() if copy < book.strong else Strength().times(MILD)
            _write(target, vary(digits, strength, seed * 1_000 + copy))
        progress()


def write_answers(teacher: nn.Module, book: LessonBook, *, progress: Progress) -> None:
    """Let the teacher answer every copy that it has not answered yet; what is no digit gets equal logits."""
    for copy in range(book.strong + book.mild):
        target = book.folder / f"answers-{copy}.npy"
        if not target.exists():
            answers = logits_of(teacher, book.pictures(copy), bfloat16=True)
            answers[book.outliers(copy)] = 0
            _write(target, answers)
        progress()


def write_redrawn(digits: Examples, book: LessonBook, *, count: int, seed: int, progress: Progress) -> None:
    """Redraw the first `count` digits, if that is not done yet."""
    target = book.folder / "redrawn.npy"
    if not target.exists():
        _write(target, _bytes(redraw_all(digits.images[:count], seed=seed, progress=progress).prepared))


def _bytes(ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(ink * 255).astype(np.uint8)


def _write(target: Path, array: NDArray[np.generic]) -> None:
    """Write a file so that it is never found half written."""
    half_written = target.with_suffix(".part")
    with half_written.open("wb") as file:
        np.save(file, array)
    half_written.replace(target)
