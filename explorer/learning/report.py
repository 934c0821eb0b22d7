"""Measure the trained networks, choose the one to ship, and write its model card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from explorer.arithmetic.networks import Network
from explorer.digits import Limits
from explorer.learning.augmentation import Strength, augment
from explorer.learning.data import Examples
from explorer.learning.measuring import (
    Images,
    accuracy,
    answers,
    as_input,
    best_probabilities,
    doubted_share,
    limit_for,
)
from explorer.learning.redrawn import Redrawn, redraw_once
from explorer.learning.scribbles import KINDS, UNSEEN

TEST_SEED = 2026
VALIDATION_SEED = 2025
SCRIBBLE_SEED = 2024
SCRIBBLES_PER_KIND = 500
REAL_DOUBTED = 0.005


@dataclass(frozen=True)
class SeedFigures:
    """Hold the accuracies of one seed's network, 0 to 1."""

    validation: float
    validation_redrawn: float
    test: float
    test_redrawn: float


@dataclass(frozen=True)
class Figures:
    """Hold everything that was measured; `doubted` tells which share of each kind of picture is doubted."""

    seeds: Mapping[int, SeedFigures]
    shipped: int
    limits: Limits
    doubted: Mapping[str, float]

    def mean(self, name: str) -> float:
        """Return the mean of a figure over the seeds."""
        return float(np.mean([getattr(figures, name) for figures in self.seeds.values()]))

    def spread(self, name: str) -> float:
        """Return the standard deviation of a figure over the seeds (n - 1), 0 for a single one."""
        values = [getattr(figures, name) for figures in self.seeds.values()]
        return float(np.std(values, ddof=1)) if len(values) > 1 else 0.0

    def summary(self) -> str:
        """Return the result in one sentence."""
        return (
            f"Test accuracy {self.mean('test'):.2%} (mean of {len(self.seeds)} seeds, "
            f"standard deviation {self.spread('test'):.2%}), redrawn {self.mean('test_redrawn'):.2%}; "
            f"seed {self.shipped} is shipped."
        )


def measure(networks: Mapping[int, Network], *, validation: Examples, test: Examples, work: Path) -> Figures:
    """Measure every seed's network; choose by the validation digits alone, then report the test digits."""
    with tqdm(desc="redrawn digits", total=len(validation) + len(test)) as bar:
        drawn_validation = redraw_once(
            work / "redrawn-validation.npz", validation.images, seed=VALIDATION_SEED, progress=bar.update
        )
        drawn_test = redraw_once(work / "redrawn-test.npz", test.images, seed=TEST_SEED, progress=bar.update)
    plain = {"validation": (as_input(validation.images), validation), "test": (as_input(test.images), test)}
    drawn = {
        "validation_redrawn": (drawn_validation.prepared, validation),
        "test_redrawn": (drawn_test.prepared, test),
    }
    seeds = {
        seed: SeedFigures(
            **{
                name: accuracy(network, images, digits.labels)
                for name, (images, digits) in (plain | drawn).items()
            }
        )
        for seed, network in networks.items()
    }
    shipped = max(seeds, key=lambda seed: (seeds[seed].validation, seeds[seed].validation_redrawn))
    limits = choose_limits(networks[shipped], as_input(validation.images), drawn_validation)
    pictures = {
        "validation digits": as_input(validation.images),
        "redrawn validation digits": drawn_validation.prepared,
        "test digits": as_input(test.images),
        "redrawn test digits": drawn_test.prepared,
        **strangers(validation),
    }
    doubted = {
        name: doubted_share(networks[shipped], images, least_probability=limits.least_probability)
        for name, images in pictures.items()
    }
    return Figures(seeds, shipped, limits, doubted)


def choose_limits(network: Network, plain: Images, drawn: Redrawn) -> Limits:
    """Choose the limits so that hardly any digit set aside, plain or redrawn, falls outside them.

    The probability may be too low for `REAL_DOUBTED` of the digits; a drawing may have half as little ink
    as the lightest redrawn digit; a prepared picture may be a tenth fuller than the fullest digit.
    """
    probabilities = best_probabilities(answers(network, np.concatenate([plain, drawn.prepared])))
    fullest = max(float(images.mean(axis=(1, 2)).max()) for images in (plain, drawn.prepared))
    return Limits(
        least_probability=limit_for(probabilities, doubted=REAL_DOUBTED),
        least_ink=float(np.round(drawn.ink.min() / 2, 5)),
        most_ink=float(np.round(fullest * 1.1, 2)),
    )


def strangers(digits: Examples) -> dict[str, Images]:
    """Return fresh pictures that are no digits, by kind; the training has not seen the last two kinds."""
    generator = torch.Generator().manual_seed(SCRIBBLE_SEED)
    kinds = {**KINDS, **{f"{name} (a kind not trained on)": make for name, make in UNSEEN.items()}}
    return {
        name: np.asarray(
            augment(make(SCRIBBLES_PER_KIND, digits.batch, generator), Strength(), generator)[:, 0].numpy()
        )
        for name, make in kinds.items()
    }
