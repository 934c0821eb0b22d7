"""Largest and smallest values, against SciPy's."""

import numpy as np
import pytest
from scipy import ndimage

from explorer.pictures.windows import window_maximum, window_minimum


@pytest.mark.parametrize("radius", [0, 1, 2, 3, 6])
@pytest.mark.parametrize("shape", [(13, 13), (14, 40), (40, 14)])
def test_windows_are_scipy_s(radius: int, shape: tuple[int, int]) -> None:
    values = np.random.default_rng(radius).normal(size=shape).astype(np.float32)
    inner = (slice(radius, shape[0] - radius), slice(radius, shape[1] - radius))
    for ours, theirs in ((window_maximum, ndimage.maximum_filter), (window_minimum, ndimage.minimum_filter)):
        assert np.array_equal(ours(values, radius), theirs(values, size=2 * radius + 1)[inner])
