from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.learning.architecture import digit_layers
from explorer.learning.data import Digits
from explorer.learning.lessons import label_logits
from explorer.learning.modules import to_module, weights_of
from explorer.learning.training import Lesson, Recipe, batch_of, fit, logits_of


def student(seed: int = 0) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    return to_module(digit_layers(4))


@pytest.fixture(scope="module")
def lesson(handwriting: Digits) -> Lesson:
    part = handwriting[:300]
    return Lesson(part.images, label_logits(part.labels))


def test_a_module_learns_its_lesson(lesson: Lesson, handwriting: Digits) -> None:
    losses: list[float] = []
    recipe = Recipe(epochs=10, batch_size=20, learning_rate=1e-2, average=0.9)
    trained = fit(
        student(), lambda epoch: lesson, recipe, seed=1, report=lambda epoch, loss: losses.append(loss)
    )
    assert losses[-1] < losses[0] / 2
    read = logits_of(trained, handwriting.images[300:]).argmax(axis=1)
    assert np.mean(read == handwriting.labels[300:]) > 0.6


def test_a_run_that_was_broken_off_ends_as_if_it_had_not_been(lesson: Lesson, tmp_path: Path) -> None:
    recipe = Recipe(epochs=3, batch_size=100)
    whole = weights_of(fit(student(), lambda epoch: lesson, recipe, seed=1))

    def break_off(epoch: int) -> Lesson:
        if epoch == 2:
            raise KeyboardInterrupt
        return lesson

    checkpoint = tmp_path / "state.pt"
    with pytest.raises(KeyboardInterrupt):
        fit(student(), break_off, recipe, seed=1, checkpoint=checkpoint)
    resumed = weights_of(fit(student(7), lambda epoch: lesson, recipe, seed=1, checkpoint=checkpoint))
    for name, array in whole.items():
        np.testing.assert_allclose(resumed[name], array, atol=1e-6)


def test_a_finished_run_is_not_trained_again(lesson: Lesson, tmp_path: Path) -> None:
    recipe, checkpoint = Recipe(epochs=1, batch_size=100), tmp_path / "state.pt"
    first = weights_of(fit(student(), lambda epoch: lesson, recipe, seed=1, checkpoint=checkpoint))
    steps: list[int] = []
    again = fit(
        student(),
        lambda epoch: lesson,
        recipe,
        seed=1,
        checkpoint=checkpoint,
        report=lambda epoch, loss: steps.append(epoch),
    )
    assert not steps
    np.testing.assert_array_equal(weights_of(again)["linear.weight"], first["linear.weight"])


def test_the_seed_decides_the_order(lesson: Lesson) -> None:
    recipe = Recipe(epochs=1, batch_size=100)
    one, same, other = (
        weights_of(fit(student(), lambda epoch: lesson, recipe, seed=seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one["conv1.weight"], same["conv1.weight"])
    assert np.abs(one["conv1.weight"] - other["conv1.weight"]).max() > 0


def test_bytes_and_floats_make_the_same_batch() -> None:
    images = np.arange(2 * 784, dtype=np.int64).reshape(2, 28, 28).astype(np.uint8)
    floats = images.astype(np.float32) / 255
    torch.testing.assert_close(batch_of(images), batch_of(floats))
    assert batch_of(images).shape == (2, 1, 28, 28)


def test_the_temperature_changes_what_is_learned(lesson: Lesson) -> None:
    cold, warm = (
        weights_of(fit(student(), lambda epoch: lesson, Recipe(1, batch_size=100, temperature=t), seed=1))
        for t in (1.0, 4.0)
    )
    assert np.abs(cold["linear.weight"] - warm["linear.weight"]).max() > 0
