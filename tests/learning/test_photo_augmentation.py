from __future__ import annotations

import numpy as np
import pytest

from explorer.learning import photo_augmentation
from explorer.learning.photo_augmentation import vary_photos


@pytest.fixture(scope="module")
def photos() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (64, 3, 32, 32)).astype(np.uint8)


def test_an_epoch_and_a_seed_give_the_same_pictures(photos: np.ndarray) -> None:
    first = vary_photos(photos, epoch=3, seed=1)
    assert first.shape == photos.shape and first.dtype == np.uint8
    np.testing.assert_array_equal(vary_photos(photos, epoch=3, seed=1), first)
    assert not np.array_equal(vary_photos(photos, epoch=4, seed=1), first)
    assert not np.array_equal(vary_photos(photos, epoch=3, seed=2), first)


def test_every_photo_is_mirrored_in_every_other_epoch(
    photos: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SHIFT", "BRIGHTNESS", "CONTRAST"):
        monkeypatch.setattr(photo_augmentation, name, 0)
    mirrored = []
    for epoch in range(3):
        varied = vary_photos(photos, epoch=epoch, seed=1)
        same = (varied == photos).all(axis=(1, 2, 3))
        turned = (varied == photos[..., ::-1]).all(axis=(1, 2, 3))
        assert (same ^ turned).all()
        mirrored.append(turned)
    assert 0.2 < mirrored[0].mean() < 0.8
    np.testing.assert_array_equal(mirrored[1], ~mirrored[0])
    np.testing.assert_array_equal(mirrored[2], mirrored[0])


def test_photos_move_by_whole_pixels_and_their_border_is_reflected(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BRIGHTNESS", "CONTRAST"):
        monkeypatch.setattr(photo_augmentation, name, 0)
    ramp = np.broadcast_to(np.arange(32, dtype=np.uint8)[:, None], (500, 3, 32, 32))
    varied = vary_photos(ramp, epoch=0, seed=0)
    tops = varied[:, 0, 16, 0].astype(int) - 16
    assert set(tops) == set(range(-4, 5))
    extended = np.pad(np.arange(32, dtype=np.uint8), 4, mode="reflect")
    for picture, top in zip(varied, tops, strict=True):
        assert (picture == extended[4 + top : 36 + top, None]).all()


def test_light_changes_as_far_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    grey = np.full((2_000, 3, 32, 32), 128, np.uint8)
    changed = vary_photos(grey, epoch=0, seed=0)[:, 0, 0, 0].astype(float)
    assert 100 <= changed.min() < 106 and 150 < changed.max() <= 154
    monkeypatch.setattr(photo_augmentation, "BRIGHTNESS", 0)
    bright = np.full((2_000, 3, 32, 32), 200, np.uint8)
    distance = vary_photos(bright, epoch=0, seed=0)[:, 0, 0, 0] - 127.5
    assert 0.84 < distance.min() / 72.5 < 0.87 and 1.13 < distance.max() / 72.5 < 1.16


def test_chunks_leave_no_seam(photos: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_augmentation, "CHUNK", 20)
    assert len(vary_photos(photos, epoch=0, seed=0)) == len(photos)
