"""Fit a module to lessons: pictures and the logits that it should answer with."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, OneCycleLR

from explorer.learning.architecture import CLASSES
from explorer.learning.effort import CpuClock


@dataclass(frozen=True, eq=False)
class Lesson:
    """Hold pictures, uint8 (N, H, W) or (N, C, H, W), and logits to aim at, float32 (N, classes).

    Logits that are all equal mean "none of these".
    """

    images: NDArray[np.uint8]
    logits: NDArray[np.float32]


@dataclass(frozen=True)
class Trapezoid:
    """Raise the learning rate for some epochs, hold it, and lower it to nothing over the last ones.

    Until the fall begins nothing depends on the number of epochs (Zhai et al. 2022, "Scaling vision
    transformers", section 3.5).
    """

    rise: float
    fall: float

    def share(self, epoch: float, epochs: int) -> float:
        """Return which share of the highest learning rate holds at a time counted in epochs.

        >>> [Trapezoid(rise=2, fall=4).share(epoch, 10) for epoch in (0, 1, 2, 6, 8, 10)]
        [0.0, 0.5, 1.0, 1.0, 0.5, 0.0]
        """
        return max(0.0, min(epoch / self.rise, 1.0, (epochs - epoch) / self.fall))


@dataclass(frozen=True)
class Recipe:
    """Say how a module is trained.

    Without a `trapezoid` the learning rate rises over the first tenth of the steps and then falls to nothing
    along a cosine (Smith and Topin 2018). The steps are taken by "adamw" (Loshchilov and Hutter 2019) or by
    "sgd", stochastic gradient descent with Nesterov's momentum. What is kept is the exponential average of
    the weights over about 1 / (1 - average) steps (Polyak and Juditsky 1992). `temperature` softens both
    sides of the loss (Hinton, Vinyals and Dean 2015).
    """

    epochs: int
    batch_size: int = 128
    learning_rate: float = 4e-3
    weight_decay: float = 0.01
    average: float = 0.998
    temperature: float = 1.0
    optimizer: Literal["adamw", "sgd"] = "adamw"
    trapezoid: Trapezoid | None = None


Report = Callable[[int, float], None]


def fit(
    module: nn.Module,
    lesson_of: Callable[[int], Lesson],
    recipe: Recipe,
    *,
    seed: int,
    checkpoint: Path | None = None,
    clock: CpuClock | None = None,
    report: Report = lambda epoch, loss: None,
) -> nn.Module:
    """Train a module and return its averaged copy, ready to evaluate.

    `lesson_of(epoch)` gives the lesson of an epoch; every epoch takes as many steps as the first lesson
    fills, from pictures in a random order that depends on `seed` and the epoch alone. With a `checkpoint`
    the state is written there after every epoch, and a run that was broken off goes on from it; so does the
    `clock`, which counts the CPU time of the epochs that were kept.
    `report(epoch, mean loss)` is called after every epoch.
    """
    module.train().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    averaged = copy.deepcopy(module)
    first = lesson_of(0)
    steps = max(1, len(first.images) // recipe.batch_size)
    optimizer = _optimizer(module, recipe)
    schedule = _schedule(optimizer, recipe, steps)
    parts = {"module": module, "averaged": averaged, "optimizer": optimizer, "schedule": schedule}
    if clock:
        parts["clock"] = clock
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


def label_logits(
    labels: NDArray[np.int64], *, smoothing: float, classes: int = CLASSES
) -> NDArray[np.float32]:
    """Return logits (N, classes) whose softmax is each label, smoothed (Szegedy et al. 2016).

    >>> logits = label_logits(np.array([3]), smoothing=0.02)
    >>> probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    >>> [round(float(value), 3) for value in probabilities[0, 2:5]]
    [0.002, 0.982, 0.002]
    """
    logits = np.zeros((len(labels), classes), np.float32)
    logits[np.arange(len(labels)), labels] = np.log(classes / smoothing - classes + 1)
    return logits


def batch_of(images: NDArray[np.uint8] | NDArray[np.float32]) -> Tensor:
    """Return pictures, uint8 or float32 from 0 to 1, as a batch (N, C, H, W).

    >>> batch_of(np.zeros((2, 28, 28), np.uint8)).shape, batch_of(np.zeros((2, 3, 32, 32), np.uint8)).shape
    (torch.Size([2, 1, 28, 28]), torch.Size([2, 3, 32, 32]))
    """
    batch = torch.from_numpy(np.ascontiguousarray(images))
    batch = batch[:, None] if batch.ndim == 3 else batch
    batch = batch.float().div_(255) if batch.dtype == torch.uint8 else batch.float()
    return batch.contiguous(memory_format=torch.channels_last)


def logits_of(
    module: nn.Module, images: NDArray[np.uint8] | NDArray[np.float32], *, bfloat16: bool = False
) -> NDArray[np.float32]:
    """Return a module's logits for pictures as `batch_of` takes them; `bfloat16` is faster and less exact."""
    module.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
        parts = [module(batch_of(images[start : start + 500])) for start in range(0, len(images), 500)]
    return np.concatenate([part.float().numpy() for part in parts])


def _optimizer(module: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    common: dict[str, Any] = {
        "lr": recipe.learning_rate,
        "weight_decay": recipe.weight_decay,
        "foreach": True,
    }
    if recipe.optimizer == "sgd":
        return torch.optim.SGD(module.parameters(), momentum=0.9, nesterov=True, **common)
    return torch.optim.AdamW(module.parameters(), **common)


def _schedule(optimizer: torch.optim.Optimizer, recipe: Recipe, steps: int) -> LRScheduler:
    trapezoid = recipe.trapezoid
    if trapezoid:
        return LambdaLR(optimizer, lambda step: trapezoid.share((step + 1) / steps, recipe.epochs))
    return OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=recipe.epochs * steps, pct_start=0.1, div_factor=10
    )


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
