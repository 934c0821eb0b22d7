"""Fit a module to lessons: pictures and the logits that it should answer with."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, eq=False)
class Lesson:
    """Hold pictures, uint8 (N, 28, 28), and logits to aim at, float32 (N, 10); all equal mean "no digit"."""

    images: NDArray[np.uint8]
    logits: NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """Say how a module is trained.

    The learning rate rises over the first tenth of the steps and then falls to nothing along a cosine
    (Smith and Topin 2018); AdamW takes the steps (Loshchilov and Hutter 2019); what is kept is the
    exponential average of the weights over about 1 / (1 - average) steps (Polyak and Juditsky 1992).
    `temperature` softens both sides of the loss (Hinton, Vinyals and Dean 2015).
    """

    epochs: int
    batch_size: int = 128
    learning_rate: float = 4e-3
    weight_decay: float = 0.01
    average: float = 0.998
    temperature: float = 1.0


Report = Callable[[int, float], None]


def fit(
    module: nn.Module,
    lesson_of: Callable[[int], Lesson],
    recipe: Recipe,
    *,
    seed: int,
    checkpoint: Path | None = None,
    report: Report = lambda epoch, loss: None,
) -> nn.Module:
    """Train a module and return its averaged copy, ready to evaluate.

    `lesson_of(epoch)` gives the lesson of an epoch; every epoch takes as many steps as the first lesson
    fills, from pictures in a random order that depends on `seed` and the epoch alone. With a `checkpoint`
    the state is written there after every epoch, and a run that was broken off goes on from it.
    `report(epoch, mean loss)` is called after every epoch.
    """
    module.train().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    averaged = copy.deepcopy(module)
    first = lesson_of(0)
    steps = max(1, len(first.images) // recipe.batch_size)
    optimizer = torch.optim.AdamW(
        module.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay, foreach=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=recipe.epochs * steps, pct_start=0.1, div_factor=10
    )
    parts = {"module": module, "averaged": averaged, "optimizer": optimizer, "schedule": schedule}
    for epoch in range(_resume(parts, checkpoint), recipe.epochs):
        lesson = first if epoch == 0 else lesson_of(epoch)
        order = np.random.default_rng((seed, epoch)).permutation(len(lesson.images))
        total = 0.0
        for step in range(steps):
            chosen = order[step * recipe.batch_size : (step + 1) * recipe.batch_size]
            loss = _learn(module, lesson, chosen, recipe.temperature, optimizer)
            schedule.step()
            _average(
                averaged, module, min(recipe.average, (epoch * steps + step) / (epoch * steps + step + 10))
            )
            total += loss
        report(epoch, total / steps)
        if checkpoint:
            _save(parts, epoch + 1, checkpoint)
    return averaged.eval()


def batch_of(images: NDArray[np.uint8] | NDArray[np.float32]) -> Tensor:
    """Return pictures (N, 28, 28), uint8 or float32 from 0 to 1, as a batch (N, 1, 28, 28)."""
    batch = torch.from_numpy(np.ascontiguousarray(images))[:, None]
    batch = batch.float().div_(255) if batch.dtype == torch.uint8 else batch.float()
    return batch.contiguous(memory_format=torch.channels_last)


def logits_of(
    module: nn.Module, images: NDArray[np.uint8] | NDArray[np.float32], *, bfloat16: bool = False
) -> NDArray[np.float32]:
    """Return a module's logits (N, 10) for pictures (N, 28, 28); `bfloat16` trades exactness for speed."""
    module.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
        parts = [module(batch_of(images[start : start + 500])) for start in range(0, len(images), 500)]
    return np.concatenate([part.float().numpy() for part in parts])


def _learn(
    module: nn.Module,
    lesson: Lesson,
    chosen: NDArray[np.int64],
    temperature: float,
    optimizer: torch.optim.Optimizer,
) -> float:
    """Take one step on the chosen pictures and return the loss."""
    optimizer.zero_grad()
    with torch.autocast("cpu", torch.bfloat16):
        answers = module(batch_of(lesson.images[chosen]))
    aims = functional.softmax(torch.from_numpy(lesson.logits[chosen]) / temperature, dim=1)
    loss = functional.cross_entropy(answers.float() / temperature, aims) * temperature**2
    loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
    optimizer.step()
    return float(loss.detach())


def _average(averaged: nn.Module, module: nn.Module, keep: float) -> None:
    """Move the averaged weights and running statistics a little towards the module's."""
    old, new = averaged.state_dict(), module.state_dict()
    floats = [name for name, tensor in new.items() if tensor.is_floating_point()]
    torch._foreach_lerp_([old[name] for name in floats], [new[name] for name in floats], 1 - keep)


def _save(parts: dict[str, object], epoch: int, checkpoint: Path) -> None:
    states = {name: part.state_dict() for name, part in parts.items()}  # type: ignore[attr-defined]
    half_written = checkpoint.with_suffix(".part")
    torch.save({"epoch": epoch, **states}, half_written)
    half_written.replace(checkpoint)


def _resume(parts: dict[str, object], checkpoint: Path | None) -> int:
    """Load the state of an earlier run, if there is one, and return the epoch to go on with."""
    if checkpoint is None or not checkpoint.exists():
        return 0
    saved = torch.load(checkpoint, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(saved[name])  # type: ignore[attr-defined]
    return int(saved["epoch"])
