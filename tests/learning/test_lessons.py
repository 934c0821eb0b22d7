from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from explorer.learning.data import Examples
from explorer.learning.lessons import (
    LessonBook,
    outlier_count,
    write_answers,
    write_lessons,
    write_redrawn,
)
from explorer.learning.redrawn import redraw_all, redraw_once

COUNT, REDRAWN = 50, 4


class Brightness(nn.Module):
    """Answer every digit with the brightness of the picture."""

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return batch.sum(dim=(1, 2, 3))[:, None].expand(-1, 10)


@pytest.fixture(scope="module")
def book(handwriting: Examples, tmp_path_factory: pytest.TempPathFactory) -> LessonBook:
    digits = handwriting[:COUNT]
    book = LessonBook(tmp_path_factory.mktemp("lessons"), digits.labels, strong=2, mild=1)
    write_lessons(digits, book, seed=0, progress=lambda: None)
    write_redrawn(digits, book, count=REDRAWN, seed=0, progress=lambda: None)
    write_answers(Brightness(), book, progress=lambda: None)
    return book


def test_copies_hold_digits_then_outliers_then_redrawn_digits(book: LessonBook) -> None:
    strangers = outlier_count(COUNT)
    assert strangers == 3
    assert book.pictures(0).shape == (COUNT + strangers, 28, 28)
    assert book.pictures(2).shape == (COUNT + strangers + REDRAWN, 28, 28)
    assert not np.array_equal(book.pictures(0), book.pictures(1))


def test_mild_copies_stay_closer_to_the_digits(book: LessonBook, handwriting: Examples) -> None:
    originals = handwriting.images[:COUNT].astype(float)
    strong, mild = (np.abs(book.pictures(copy)[:COUNT] - originals).mean() for copy in (0, 2))
    assert mild < strong


@pytest.mark.parametrize("copy", [0, 2])
def test_hard_lessons_aim_at_the_labels(book: LessonBook, copy: int) -> None:
    lesson = book.hard(copy)
    assert len(lesson.logits) == len(lesson.images)
    assert (lesson.logits[:COUNT].argmax(axis=1) == book.labels).all()
    assert not lesson.logits[book.outliers(copy)].any()
    redrawn = lesson.logits[book.outliers(copy).stop :]
    assert (redrawn.argmax(axis=1) == book.labels[: len(redrawn)]).all()


@pytest.mark.parametrize("copy", [0, 2])
def test_taught_lessons_aim_at_the_teachers_answers(book: LessonBook, copy: int) -> None:
    lesson = book.taught(copy)
    brightness = lesson.images.sum(axis=(1, 2)) / 255
    digits = np.ones(len(lesson.images), bool)
    digits[book.outliers(copy)] = False
    np.testing.assert_allclose(lesson.logits[digits, 0], brightness[digits], rtol=1e-3)
    assert not lesson.logits[~digits].any()


def test_finishing_lessons_leave_half_of_the_digits_as_they_were(
    book: LessonBook, handwriting: Examples
) -> None:
    originals, mild = handwriting.images[:COUNT], book.hard(2)
    lesson = book.finishing(0, originals, seed=1)
    same = (lesson.images[:COUNT] == originals).all(axis=(1, 2))
    varied = (lesson.images == mild.images).all(axis=(1, 2))
    assert 0.2 < same.mean() < 0.8
    assert (same ^ varied[:COUNT]).all()
    assert varied[COUNT:].all()
    np.testing.assert_array_equal(lesson.logits, mild.logits)
    again, later = (book.finishing(epoch, originals, seed=1) for epoch in (0, 1))
    np.testing.assert_array_equal(lesson.images, again.images)
    assert not np.array_equal(lesson.images, later.images)


def test_what_is_written_is_kept(book: LessonBook, handwriting: Examples) -> None:
    before = {file: file.stat().st_mtime_ns for file in book.folder.iterdir()}
    digits = handwriting[:COUNT]
    write_lessons(digits, book, seed=1, progress=lambda: None)
    write_redrawn(digits, book, count=1, seed=1, progress=lambda: None)
    write_answers(Brightness(), book, progress=lambda: None)
    assert {file: file.stat().st_mtime_ns for file in book.folder.iterdir()} == before


def test_epochs_take_turns_and_end_mildly() -> None:
    book = LessonBook(Path(), np.zeros(1, np.int64), strong=3, mild=2)
    assert [book.copy_for(epoch, 10, 1) for epoch in range(10)] == [1, 2, 0, 1, 2, 0, 1, 2, 4, 3]
    assert [book.copy_for(epoch, 1, 0) for epoch in range(1)] == [0]


def test_redrawing_depends_on_the_seed_alone(handwriting: Examples, tmp_path: Path) -> None:
    images, calls = handwriting.images[:3], []
    first = redraw_all(images, seed=1, progress=lambda: calls.append(1))
    file = tmp_path / "redrawn.npz"
    kept = redraw_once(file, images, seed=1)
    read = redraw_once(file, images, seed=2)
    assert len(calls) == 3
    np.testing.assert_array_equal(kept.prepared, first.prepared)
    np.testing.assert_array_equal(read.prepared, first.prepared)
    assert (first.ink > 0).all() and (first.ink < 0.5).all()
    assert not np.array_equal(redraw_all(images, seed=2).prepared, first.prepared)
