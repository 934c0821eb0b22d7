"""The shipped photo network beside torch, what it reads of a photo, and how far its doubt goes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer import photos
from explorer.learning import photo_report
from explorer.learning.cifar import find_cifar10, read_cifar10
from explorer.learning.measuring import answers, as_input
from explorer.learning.modules import to_module
from explorer.learning.training import logits_of
from explorer.photos import (
    CLASS_NAMES,
    NONE_OF_THE_TEN,
    PHOTO_ASSETS,
    PhotoLimits,
    doubt_about_photo,
    evidence,
    has_photo_network,
    photo_limits,
    photo_network,
    prepare_photo,
    recognise_photo,
)
from explorer.pictures.samples import SAMPLES, sample_picture
from explorer.pictures.squares import Square

pytestmark = pytest.mark.skipif(not has_photo_network(), reason="the photo network is not shipped here")
needs_cifar = pytest.mark.skipif(not find_cifar10().is_file(), reason="CIFAR-10 is not on this machine")


def torch_logits(images: np.ndarray) -> np.ndarray:
    return logits_of(to_module(photo_network())[:-1], images)


def squares(count: int) -> np.ndarray:
    """Return random squares of every sample picture, as the network reads them."""
    random, made = np.random.default_rng(3), []
    for name in SAMPLES:
        picture = sample_picture(name)
        picture.thumbnail((400, 400))
        for _ in range(count):
            side = int(random.integers(8, min(picture.size) + 1))
            left, top = (int(random.integers(0, length - side + 1)) for length in picture.size)
            made.append(prepare_photo(picture, Square(top, left, side)))
    return np.stack(made)


def test_numpy_gives_torchs_logits_for_500_pictures() -> None:
    noise = np.random.default_rng(0).random((80, 3, 32, 32), dtype=np.float32)
    images = np.concatenate([squares(30), noise])
    assert len(images) >= 500
    np.testing.assert_allclose(photo_network().forward(images), torch_logits(images), atol=1e-4, rtol=0)


@needs_cifar
def test_real_photos_are_answered_as_torch_does_and_as_often_rightly_as_the_card_says(tmp_path: Path) -> None:
    """The card's accuracy is that of these weights on all test photos, found here by torch, not by NumPy."""
    photographs = read_cifar10(find_cifar10(), tmp_path, train=False)
    answered = torch_logits(as_input(photographs.images))
    some = as_input(photographs[::20].images)
    assert len(some) == 500
    np.testing.assert_allclose(photo_network().forward(some), answered[::20], atol=1e-4, rtol=0)
    card = (PHOTO_ASSETS / "MODEL_CARD.md").read_text(encoding="utf-8")
    [share] = re.findall(r": ([\d.]+)% of the test photos", card)
    # A photo whose two best logits are as good as equal may be read otherwise by another library.
    assert len(photographs) == 10_000
    assert abs(np.mean(answered.argmax(axis=1) == photographs.labels) - float(share) / 100) <= 2 / 10_000


def test_a_square_becomes_what_pillow_makes_of_it() -> None:
    picture = sample_picture("coffee")
    prepared = prepare_photo(picture, Square(10, 200, 150))
    small = picture.crop((200, 10, 350, 160)).resize((32, 32), Image.Resampling.LANCZOS)
    assert prepared.shape == (3, 32, 32) and prepared.dtype == np.float32
    np.testing.assert_allclose(prepared, np.asarray(small).transpose(2, 0, 1) / 255, atol=1e-6)


def test_nothing_around_the_square_is_seen() -> None:
    pixels = np.zeros((60, 60, 3), np.uint8)
    pixels[10:50, 10:50] = 200
    prepared = prepare_photo(Image.fromarray(pixels), Square(10, 10, 40))
    np.testing.assert_array_equal(prepared, np.float32(200) / np.float32(255))


def test_a_photo_of_that_size_is_left_as_it_is() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    prepared = prepare_photo(Image.fromarray(pixels))
    np.testing.assert_array_equal(np.rint(prepared * 255).astype(np.uint8), pixels.transpose(2, 0, 1))


@pytest.mark.parametrize("square", [Square(0, 0, 41), Square(-1, 0, 9), Square(0, 55, 9)])
def test_a_square_that_stands_out_is_refused(square: Square) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{square.text} stands out of a picture of 60x40")):
        prepare_photo(Image.new("RGB", (60, 40)), square)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1"])
def test_pictures_of_any_mode_and_one_pixel_are_read(mode: str) -> None:
    for size in ((1, 1), (3, 50)):
        assert recognise_photo(Image.new(mode, size)).prepared.shape == (3, 32, 32)


def test_a_recognition_holds_what_the_network_says() -> None:
    recognition = recognise_photo(sample_picture("cat"))
    logits = photo_network().forward(recognition.prepared[np.newaxis])[0]
    np.testing.assert_allclose(recognition.logits, logits, rtol=1e-5)
    assert recognition.probabilities.sum() == pytest.approx(1)
    assert recognition.name == CLASS_NAMES[int(logits.argmax())]
    assert set(recognition.trace.activations) == set(photo_network().layers)


def test_evidence_is_what_softmax_divides_out() -> None:
    logits = np.random.default_rng(2).normal(size=(20, 10)).astype(np.float32) * 30
    exact = np.log(np.exp(logits.astype(np.float64)).sum(axis=1))
    np.testing.assert_allclose(evidence(logits), exact, rtol=1e-6)
    np.testing.assert_allclose(evidence(logits + 7), exact + 7, rtol=1e-6)


def test_a_doubt_says_its_numbers() -> None:
    limits = PhotoLimits(3.25, 0.9)
    logits = np.full(10, -3, np.float32)
    logits[0] = 0.5
    words = doubt_about_photo(logits, limits)
    assert words is not None
    for part in (
        "an airplane",
        f"is {float(evidence(logits)):.2f};",
        "90\N{NO-BREAK SPACE}% of the photos",
        "reach 3.25.",
    ):
        assert part in words
    logits[0] = 3.3
    assert doubt_about_photo(logits, limits) is None


def test_the_doubt_is_the_cards() -> None:
    """Digits and samples are drawn as for the card: what stands there is what this network does."""
    card = (PHOTO_ASSETS / "MODEL_CARD.md").read_text(encoding="utf-8")
    least = photo_limits().least_evidence
    assert f"{least:.2f}" in card
    kinds = photo_report.strangers()
    for name in ("handwritten digits", f"crops of a sample: {SAMPLES[NONE_OF_THE_TEN[0]].title}"):
        share = float(np.mean(evidence(answers(photo_network(), kinds[name])) < least))
        found = re.search(rf"\| {name} \| ([\d.]+)% \|", card)
        assert found is not None and abs(float(found[1]) - 100 * share) <= 1


def test_the_network_cannot_be_changed_by_a_page() -> None:
    for array in photo_network().weights.values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_without_weights_there_is_no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert photos.has_photo_network()
    monkeypatch.setattr(photos, "PHOTO_ASSETS", tmp_path)
    assert not photos.has_photo_network()


def test_the_network_keeps_to_its_budget() -> None:
    network = photo_network()
    assert network.input_shape == (3, 32, 32)
    assert network.parameter_count <= 300_000
    assert network.shapes["softmax"] == (len(CLASS_NAMES),)
