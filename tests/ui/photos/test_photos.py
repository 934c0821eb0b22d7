"""The parts of the page Photos, without a browser."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image

from explorer.challenges.photos import FOOLED, OTHER_MIND
from explorer.filtering import input_array, working_picture
from explorer.learning import attributions
from explorer.photos import (
    CLASS_NAMES,
    NONE_OF_THE_TEN,
    PERCENT,
    PHOTO_ASSETS,
    has_photo_network,
    photo_limits,
    photo_network,
    recognise_photo,
)
from explorer.pictures.reading import read_picture
from explorer.pictures.samples import SAMPLES, sample_picture
from explorer.pictures.squares import Square, square_in
from explorer.ui.network_look import look_address
from explorer.ui.photos.answer import top_bars, verdict
from explorer.ui.photos.cam import cam, cam_html, last_maps, overlay
from explorer.ui.photos.card import doubt_promise, lesson, measured, network_facts, strangers_of
from explorer.ui.photos.challenges import cropped
from explorer.ui.photos.seen import numbers_sentence, seen_picture
from explorer.ui.photos.source import SHOWN_SIZE, Photo, largest

pytestmark = pytest.mark.skipif(not has_photo_network(), reason="the photo network is not shipped here")

CARD = """- Command: `python -m explorer.learning.train_photos --seed 1`

CIFAR-10, JPEG copy: 89.12% of the test photos, 89.50% of the validation photos.

## Doubt

| pictures | doubted |
|---|---|
| validation photos | 13.0% |
| crops of a sample: Coffee | 90.0% |
| noise | 30.0% |

## Limits

| not | 5.0% |
"""


def found(picture: Image.Image, *, alt: str = "A photo.", is_stranger: bool = False) -> Photo:
    shown = input_array(working_picture(picture, SHOWN_SIZE), colour=True)
    return Photo(picture, shown, alt, is_stranger)


def photo_of(name: str) -> Photo:
    return found(sample_picture(name).convert("RGB"), is_stranger=name in NONE_OF_THE_TEN)


def large_photo(width: int, height: int) -> Photo:
    """Return a photo as it comes from a file with so many pixels."""
    file = io.BytesIO()
    sample_picture("coffee").resize((width, height)).save(file, "JPEG")
    return found(read_picture(file.getvalue()))


def planes(photo: Photo) -> np.ndarray:
    return np.asarray(photo.picture).transpose(2, 0, 1)


def test_the_bars_are_the_three_best_and_the_rest() -> None:
    shares = np.float32([0.05, 0.4, 0.01, 0.2, 0.15, 0.05, 0.04, 0.04, 0.03, 0.03])
    bars = top_bars(shares, np.log(shares))
    assert [bar.label for bar in bars] == ["automobile", "cat", "deer", "the other seven"]
    assert [bar.percentage for bar in bars] == ["40.0 %", "20.0 %", "15.0 %", "25.0 %"]
    assert sum(bar.share for bar in bars) == pytest.approx(1)
    assert bars[0].logit == "−0.92" and bars[-1].logit == ""


def test_no_probability_is_certainty() -> None:
    shares = np.float32([0.0001, *[0.0] * 8, 0.9999])
    assert verdict(shares) == f"Of its ten words, a truck fits best: more than 99.9{PERCENT}."


def test_of_a_stranger_it_is_said_that_the_network_does_not_notice() -> None:
    shares = np.float32([0, 0, 0.657, 0.343, 0, 0, 0, 0, 0, 0])
    assert verdict(shares, is_stranger=True) == (
        "This picture shows none of the ten, and the network does not notice: "
        f"it answers a bird with 65.7{PERCENT}."
    )
    assert verdict(shares[::-1] / 2 + shares / 2, is_stranger=True).startswith("Undecided")


def test_the_card_is_read() -> None:
    found = measured(CARD)
    assert found is not None
    assert (found.data, found.test) == ("CIFAR-10, JPEG copy", f"89.12{PERCENT}")
    assert found.command == "python -m explorer.learning.train_photos --seed 1"
    assert strangers_of(found) == (("crops of a sample: Coffee", 90.0), ("noise", 30.0))
    words = doubt_promise(found)
    assert "of 2 kinds" in words and "60 % on average" in words
    assert "from 30 % (noise) to 90 % (crops of a sample: Coffee)" in words
    assert f"below {photo_limits().least_evidence:.2f}" in words
    assert f"89.12{PERCENT} of the test photos (CIFAR-10, JPEG copy)" in network_facts(found)


@pytest.mark.parametrize("missing", ["- Command", "of the test photos", "## Doubt"])
def test_a_card_that_lacks_something_says_nothing(missing: str) -> None:
    assert measured(CARD.replace(missing, "")) is None
    assert "provisional" in network_facts(None)


def test_the_shipped_card_can_be_read() -> None:
    found = measured((PHOTO_ASSETS / "MODEL_CARD.md").read_text(encoding="utf-8"))
    assert found is not None
    assert len(strangers_of(found)) >= len(NONE_OF_THE_TEN)
    assert found.test in lesson()


@pytest.mark.parametrize(
    ("side", "kept", "words"),
    [
        (8, 8, "read as 8x8 and enlarged"),
        (40, 14, "read as 14x14 and enlarged"),
        (32, 32, "as they are in the picture"),
        (80, 80, "stands for 6.3 of the picture"),
        (400, 400, "stands for 156.3 of the picture"),
        (3000, 768, "stands for 8,789.1 of the picture"),
    ],
)
def test_what_is_left_of_the_square_is_said(side: int, kept: int, words: str) -> None:
    assert words in numbers_sentence(Square(0, 0, side), kept)


def test_what_is_seen_is_what_was_prepared() -> None:
    recognition = recognise_photo(photo_of("coffee").picture)
    picture = seen_picture(recognition)
    np.testing.assert_allclose(picture.transpose(2, 0, 1) / 255, recognition.prepared, atol=1e-6)


@pytest.mark.parametrize("target", [0, 3, 9])
def test_the_cells_of_the_last_maps_add_up_to_the_logit(target: int) -> None:
    """Grad-CAM at its own size: the weight of a map's average, times the map."""
    network = photo_network()
    recognition = recognise_photo(photo_of("cat").picture)
    name = [layer for layer, shape in network.shapes.items() if shape[1:] == last_maps()][-1]
    maps, weights = recognition.trace.activations[name], network.weights["linear.weight"][target]
    cells = np.tensordot(weights / np.prod(last_maps()), maps, 1)
    bias = network.weights["linear.bias"][target]
    assert cells.sum() + bias == pytest.approx(recognition.logits[target], abs=1e-3)
    map_ = cam(attributions, recognition.prepared, target)
    assert map_.shape == (32, 32)
    # Spreading only interpolates: nothing is larger, and the middles of cells are kept nearly.
    assert map_.max() <= cells.max() + 1e-5 and map_.min() >= cells.min() - 1e-5
    coarse = map_.reshape(cells.shape[0], 32 // cells.shape[0], cells.shape[1], -1).mean(axis=(1, 3))
    assert np.corrcoef(coarse.ravel(), cells.ravel())[0, 1] > 0.95


def test_the_map_lies_over_the_square_and_nowhere_else() -> None:
    photo, square = photo_of("coffee"), Square(20, 100, 128)
    map_ = np.zeros((32, 32), np.float32)
    grey = planes(photo).mean(axis=0)
    plain = overlay(planes(photo), map_, square)
    np.testing.assert_allclose(plain[20:148, 100:228, 0], grey[20:148, 100:228], atol=0.51)
    np.testing.assert_allclose(plain[:20, :, 1], 0.35 * grey[:20], atol=0.51)
    map_[:16], map_[16:] = 1, -1
    painted = overlay(planes(photo), map_, square).astype(int)
    np.testing.assert_array_equal(painted[:, 228:], plain[:, 228:])
    above, below = painted[30:70, 110:220], painted[100:140, 110:220]
    assert (above[..., 0] > above[..., 2]).all() and (below[..., 2] > below[..., 0]).all()


def test_the_map_is_told_in_words_that_cannot_break_out() -> None:
    photo = found(Image.new("RGB", (40, 40)), alt='"><script>')
    html = cam_html(photo, square_in(photo.size), np.zeros((32, 32), np.float32), "a <b>")
    assert "<script>" not in html and "<b>" not in html


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (3000, 4000), (2999, 4001), (1100, 700)])
def test_of_a_large_file_pixels_are_counted_as_it_has_them(width: int, height: int) -> None:
    photo = large_photo(width, height)
    assert photo.size == (height, width) and max(photo.picture.size) == 1024
    assert largest(photo).side == min(width, height)
    assert photo.kept(largest(photo)).side == min(photo.picture.size)
    recognise_photo(photo.picture, photo.kept(largest(photo)))


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (2999, 4001), (1100, 700)])
def test_the_smallest_square_of_a_large_file_is_not_enlarged(width: int, height: int) -> None:
    photo = large_photo(width, height)
    for row, column in ((0, 0), (height, width), (height // 3, width // 7)):
        square = square_in(photo.size, f"{row},{column},1", least=photo.least)
        assert photo.kept(square).side in (32, 33)


def test_a_picture_that_is_not_large_keeps_every_pixel() -> None:
    photo = photo_of("coffee")
    assert photo.least == 8 and photo.size == (400, 600)
    assert photo.kept(Square(7, 11, 9)) == Square(7, 11, 9)


def test_every_sample_is_counted_as_it_is() -> None:
    for name in SAMPLES:
        photo = photo_of(name)
        assert (photo.size == photo.picture.size[::-1]) == (max(photo.size) <= 1024)


def test_the_map_over_a_large_photo_is_light_to_send() -> None:
    photo = large_photo(4000, 3000)
    map_ = np.linspace(-1, 1, 1024, dtype=np.float32).reshape(32, 32)
    html = cam_html(photo, photo.kept(largest(photo)), map_, "a cat")
    assert 20_000 < len(html) < 400_000


def search(name: str, count: int) -> list[tuple[Square, object]]:
    random, photo, found = np.random.default_rng(0), photo_of(name), []
    for _ in range(count):
        side = int(random.integers(min(photo.size) // 2 + 1, min(photo.size) + 1))
        row, column = (int(random.integers(0, length - side + 1)) for length in photo.size)
        square = Square(row, column, side)
        found.append((square, cropped(photo, square, recognise_photo(photo.picture, photo.kept(square)))))
    return found


@pytest.mark.parametrize(("challenge", "names"), [(OTHER_MIND, ("cat", "rocket")), (FOOLED, NONE_OF_THE_TEN)])
def test_challenges_can_be_met_and_are_not_always(challenge: object, names: tuple[str, ...]) -> None:
    met = {challenge.is_met(state) for name in names for _, state in search(name, 25)}  # type: ignore[attr-defined]
    assert met == {True, False}


def test_the_largest_square_is_no_other_mind() -> None:
    photo = photo_of("cat")
    state = cropped(photo, largest(photo), recognise_photo(photo.picture))
    assert state.answer == state.whole_answer and state.share == 1
    assert not OTHER_MIND.is_met(state) and not FOOLED.is_met(state)


def test_an_address_names_cells_of_this_network() -> None:
    is_place, _, is_folded, *_ = look_address("photos", photo_network).values()
    assert is_place("conv1,31,0,0") and not is_place("conv1,32,0,0") and not is_place("x")
    assert is_folded("conv2") and not is_folded("conv99")


def test_class_names_are_words_that_a_control_can_show() -> None:
    assert all(re.fullmatch("[a-z]+", name) for name in CLASS_NAMES)
