from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from explorer.learning import cifar
from explorer.learning.cifar import data_name, find_cifar10, read_cifar10
from explorer.photos import CLASS_NAMES

needs_cifar10 = pytest.mark.skipif(find_cifar10().suffix != ".zip", reason="CIFAR-10 is not on this machine")


def test_photos_carry_the_class_of_their_folder(photo_zip: Path, tmp_path: Path) -> None:
    training = read_cifar10(photo_zip, tmp_path, train=True)
    assert training.images.shape == (200, 3, 32, 32)
    assert training.images.dtype == np.uint8
    assert np.bincount(training.labels).tolist() == [20] * 10
    assert len(read_cifar10(photo_zip, tmp_path, train=False)) == 50


def test_channels_come_first_and_colours_stay(tmp_path: Path) -> None:
    colours = {"frog": (20, 200, 40), "truck": (220, 30, 30)}
    with ZipFile(tmp_path / "photos.zip", "w") as archive:
        for name, colour in colours.items():
            data = io.BytesIO()
            Image.new("RGB", (32, 32), colour).save(data, "JPEG", quality=95)
            archive.writestr(f"test/{name}/0001.jpg", data.getvalue())
    photos = read_cifar10(tmp_path / "photos.zip", tmp_path, train=False)
    assert [CLASS_NAMES[label] for label in photos.labels] == list(colours)
    means = photos.images.mean(axis=(2, 3))
    np.testing.assert_allclose(means, list(colours.values()), atol=6)


def test_photos_are_decoded_once(photo_zip: Path, tmp_path: Path) -> None:
    first = read_cifar10(photo_zip, tmp_path, train=False)
    again = read_cifar10(tmp_path / "absent.zip", tmp_path, train=False)
    np.testing.assert_array_equal(first.images, again.images)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert not list(tmp_path.glob("*.part"))


def test_a_picture_of_another_size_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "photos.zip", "w") as archive:
        data = io.BytesIO()
        Image.new("RGB", (40, 32)).save(data, "JPEG")
        archive.writestr("test/cat/0001.jpg", data.getvalue())
    with pytest.raises(ValueError, match="a picture is 40x32, not 32x32"):
        read_cifar10(tmp_path / "photos.zip", tmp_path, train=False)


def test_a_copy_is_called_a_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cifar, "NEARBY", tmp_path / "cifar10-jpeg.zip")
    assert data_name(find_cifar10()) == "CIFAR-10"
    (tmp_path / "cifar10-jpeg.zip").write_bytes(b"")
    assert data_name(find_cifar10()) == "CIFAR-10, JPEG copy"


@needs_cifar10
def test_cifar10_is_complete() -> None:
    with ZipFile(find_cifar10()) as archive:
        names = [name for name in archive.namelist() if name.endswith(".jpg")]
    for folder, count in {"train": 5_000, "test": 1_000}.items():
        for name in CLASS_NAMES:
            assert sum(path.startswith(f"{folder}/{name}/") for path in names) == count
