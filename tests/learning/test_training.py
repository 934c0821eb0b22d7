from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.learning.architecture import digit_layers
from explorer.learning.data import Examples
from explorer.learning.effort import CpuClock
from explorer.learning.modules import to_module, weights_of
from explorer.learning.training import (
    Lesson,
    Recipe,
    Trapezoid,
    batch_of,
    fit,
    label_logits,
    logits_of,
)


def student(seed: int = 0) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    return to_module(digit_layers(4))


@pytest.fixture(scope="module")
def lesson(handwriting: Examples) -> Lesson:
    part = handwriting[:300]
    return Lesson(part.images, label_logits(part.labels, smoothing=0.02))


def test_a_module_learns_its_lesson(lesson: Lesson, handwriting: Examples) -> None:
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


def test_smoothed_labels_are_probabilities() -> None:
    logits = label_logits(np.array([0, 9]), smoothing=0.02)
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(probabilities[0], [0.982] + [0.002] * 9, atol=1e-6)
    three = label_logits(np.array([2]), smoothing=0.3, classes=3)
    np.testing.assert_allclose(np.exp(three) / np.exp(three).sum(), [[0.1, 0.1, 0.8]], atol=1e-6)


def test_pictures_in_colour_keep_their_channels() -> None:
    images = np.random.default_rng(0).integers(0, 256, (2, 3, 8, 8)).astype(np.uint8)
    batch = batch_of(images)
    np.testing.assert_allclose(batch.numpy(), images / 255, atol=1e-6)


def rates(epochs: int, checkpoint: Path, lesson: Lesson, *, stop: int) -> list[float]:
    """Return the learning rate after each epoch, as the checkpoint keeps it."""
    found: list[float] = []

    def lesson_of(epoch: int) -> Lesson:
        if epoch:
            found.append(torch.load(checkpoint, weights_only=True)["optimizer"]["param_groups"][0]["lr"])
        if epoch == stop:
            raise KeyboardInterrupt
        return lesson

    recipe = Recipe(
        epochs, batch_size=100, learning_rate=0.1, optimizer="sgd", trapezoid=Trapezoid(rise=2, fall=3)
    )
    with pytest.raises(KeyboardInterrupt):
        fit(student(), lesson_of, recipe, seed=1, checkpoint=checkpoint)
    return found


def test_a_trapezoid_rises_stays_and_falls(lesson: Lesson, tmp_path: Path) -> None:
    found = rates(7, tmp_path / "state.pt", lesson, stop=6)
    assert len(lesson.images) == 300
    assert found == pytest.approx([0.1 * share for share in (4 / 6, 1, 1, 8 / 9, 5 / 9, 2 / 9)])


def test_until_the_fall_the_number_of_epochs_changes_nothing(lesson: Lesson, tmp_path: Path) -> None:
    weights = []
    for epochs in (6, 9):
        checkpoint = tmp_path / f"{epochs}.pt"
        rates(epochs, checkpoint, lesson, stop=3)
        weights.append(torch.load(checkpoint, weights_only=True)["module"]["linear.weight"])
    torch.testing.assert_close(weights[0], weights[1], atol=1e-6, rtol=0)


def test_the_optimizer_is_the_one_asked_for(lesson: Lesson) -> None:
    adaptive, plain = (
        weights_of(fit(student(), lambda epoch: lesson, Recipe(1, batch_size=100, optimizer=name), seed=1))
        for name in ("adamw", "sgd")
    )
    assert np.abs(adaptive["conv1.weight"] - plain["conv1.weight"]).max() > 1e-4


def test_the_clock_goes_on_with_the_run(lesson: Lesson, tmp_path: Path) -> None:
    checkpoint = tmp_path / "state.pt"
    recipe, first = Recipe(1, batch_size=100), CpuClock()
    fit(student(), lambda epoch: lesson, recipe, seed=1, checkpoint=checkpoint, clock=first)
    later = CpuClock()
    fit(student(), lambda epoch: lesson, recipe, seed=1, checkpoint=checkpoint, clock=later)
    kept = torch.load(checkpoint, weights_only=True)["clock"]["seconds"]
    assert 0 < kept <= later.seconds
