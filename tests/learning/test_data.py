from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.learning import data
from explorer.learning.data import Examples, find_mnist, has_mnist, read_mnist, split

needs_mnist = pytest.mark.skipif(not has_mnist(find_mnist()), reason="MNIST is not on this machine")


def some_digits(count: int) -> Examples:
    images = np.arange(count, dtype=np.uint8)[:, None, None] * np.ones((1, 28, 28), np.uint8)
    return Examples(images, np.arange(count) % 10)


def test_the_last_digits_are_set_aside() -> None:
    learning, validation = split(some_digits(12), validation_count=4)
    assert learning.images[:, 0, 0].tolist() == list(range(8))
    assert validation.images[:, 0, 0].tolist() == [8, 9, 10, 11]
    assert validation.labels.tolist() == [8, 9, 0, 1]


@pytest.mark.parametrize("count", [0, 12, 13])
def test_a_split_that_leaves_nothing_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"cannot set {count} of 12 examples aside"):
        split(some_digits(12), validation_count=count)


def test_images_and_labels_must_belong_together() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Examples(np.zeros((3, 28, 28), np.uint8), np.zeros(2, np.int64))


def test_a_batch_is_scaled_to_one() -> None:
    batch = Examples(np.full((2, 28, 28), 255, np.uint8), np.zeros(2, np.int64)).batch
    assert batch.shape == (2, 1, 28, 28)
    assert float(batch.max()) == 1.0


def test_the_shared_copy_is_found_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(data, "NEARBY", tmp_path)
    assert find_mnist() == data.DOWNLOADS
    (tmp_path / "MNIST").mkdir()
    assert find_mnist() == tmp_path


@needs_mnist
def test_mnist_is_complete() -> None:
    training, test = read_mnist(find_mnist(), train=True), read_mnist(find_mnist(), train=False)
    assert (len(training), len(test)) == (60_000, 10_000)
    assert np.bincount(test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
