"""Fit a module and show how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from torch import nn
from tqdm import tqdm

from explorer.learning.effort import CpuClock
from explorer.learning.training import Lesson, Recipe, fit


def fit_watched(
    module: nn.Module,
    lesson_of: Callable[[int], Lesson],
    recipe: Recipe,
    checkpoint: Path,
    *,
    seed: int,
    clock: CpuClock | None = None,
) -> nn.Module:
    """Fit a module as `explorer.learning.training.fit` does, with a progress bar on standard error."""
    with tqdm(desc=checkpoint.stem, total=recipe.epochs, unit="epoch") as bar:

        def report(epoch: int, loss: float) -> None:
            bar.update(epoch + 1 - bar.n)
            spent = {"cpu": f"{clock.seconds / 60:.1f} min"} if clock else {}
            bar.set_postfix(loss=f"{loss:.4f}", **spent)

        return fit(module, lesson_of, recipe, seed=seed, checkpoint=checkpoint, clock=clock, report=report)
