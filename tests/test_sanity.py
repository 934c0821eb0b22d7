from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from explorer.digits import digit_network, recognise
from explorer.pictures.samples import digit_label, sample_digit
from explorer.sanity import randomised, rank_correlation


@pytest.mark.parametrize("seed", range(4))
def test_rank_correlation_is_scipys_of_the_sizes(seed: int) -> None:
    random = np.random.default_rng(seed)
    one = random.integers(-6, 6, (12, 12)).astype(np.float32)
    other = (one * random.integers(0, 3, one.shape) + random.normal(size=one.shape)).astype(np.float32)
    expected = spearmanr(np.abs(one).ravel(), np.abs(other).ravel()).statistic
    assert rank_correlation(one, other) == pytest.approx(expected, abs=1e-9)
    assert rank_correlation(one, -one) == pytest.approx(1)
    assert rank_correlation(one, -one, signs=True) == pytest.approx(-1)
    signed = spearmanr(one.ravel(), other.ravel()).statistic
    assert rank_correlation(one, other, signs=True) == pytest.approx(signed, abs=1e-9)


def test_a_flat_map_has_no_order() -> None:
    assert rank_correlation(np.ones((3, 3), np.float32), np.eye(3, dtype=np.float32)) == 0


def test_maps_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="no common order"):
        rank_correlation(np.ones(3, np.float32), np.ones(4, np.float32))


def test_random_weights_keep_their_range_and_lose_what_was_learned() -> None:
    network = digit_network()
    random = randomised(network, seed=3)
    for name, weights in network.weights.items():
        assert random.weights[name].shape == weights.shape
        assert not np.array_equal(random.weights[name], weights)
        if weights.size > 1000:
            assert random.weights[name].mean() == pytest.approx(weights.mean(), abs=float(weights.std()) / 5)
            assert random.weights[name].std() == pytest.approx(weights.std(), rel=0.1)
    digits = np.stack([recognise(sample_digit(index)).prepared for index in range(100)])[:, None]
    labels = np.array([digit_label(index) for index in range(100)])
    assert np.mean(random.forward(digits).argmax(axis=1) == labels) < 0.3


def test_the_same_seed_gives_the_same_weights() -> None:
    first, second, other = (randomised(digit_network(), seed=seed).weights for seed in (1, 1, 2))
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert not np.array_equal(first["conv1.weight"], other["conv1.weight"])
