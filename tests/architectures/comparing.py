"""Inputs for plans, and when two outputs count as equal."""

from __future__ import annotations

import numpy as np

from explorer.architectures.plans import Plan


def images(plan: Plan, count: int = 2) -> np.ndarray:
    """Return a batch of noise in the shape of the plan's input."""
    return np.random.default_rng(0).normal(size=(count, *plan.input_shape)).astype(np.float32)


def agree(computed: np.ndarray, expected: np.ndarray) -> None:
    """Compare up to the rounding of sums: relative to the largest number where terms cancel."""
    scale = max(1.0, float(np.abs(expected).max(initial=0)))
    np.testing.assert_allclose(computed, expected, rtol=1e-4, atol=1e-5 * scale)
