from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from explorer import digits
from explorer.arithmetic.layers import Conv2d, Linear
from explorer.digits import digit_limits, digit_network, recognise
from explorer.learning.data import find_mnist, has_mnist, read_mnist
from explorer.learning.modules import to_module
from explorer.learning.training import logits_of
from explorer.pictures.digits import prepare_digit
from explorer.pictures.samples import DIGITS_COUNT, digit_label, sample_digit
from explorer.pictures.strokes import Stroke, draw_strokes

needs_mnist = pytest.mark.skipif(not has_mnist(find_mnist()), reason="MNIST is not on this machine")


def seven(side: int = 300, *, thickness: int = 22) -> np.ndarray:
    """Return a seven in dark ink on white paper."""
    paper = np.full((side, side), 255, np.uint8)
    top, bottom, left, right = (round(share * side) for share in (0.2, 0.8, 0.3, 0.65))
    paper[top : top + thickness, left:right] = 20
    for row in range(top, bottom):
        column = round(right - thickness - (row - top) * 0.35)
        paper[row, column : column + thickness] = 20
    return paper


def torch_logits(images: np.ndarray) -> np.ndarray:
    return logits_of(to_module(digit_network())[:-1], images)


CHOSEN = range(0, DIGITS_COUNT, 3)


@pytest.fixture(scope="module")
def samples() -> np.ndarray:
    """Return real handwriting that is not MNIST's, prepared, (599, 28, 28)."""
    return np.stack([prepare_digit(sample_digit(index)).prepared for index in CHOSEN])


def test_numpy_gives_torchs_logits_for_real_digits(samples: np.ndarray) -> None:
    assert len(samples) >= 500
    computed = digit_network().forward(samples[:, None])
    np.testing.assert_allclose(computed, torch_logits(samples), atol=1e-4, rtol=0)


def test_numpy_gives_torchs_logits_for_noise() -> None:
    images = np.random.default_rng(0).uniform(size=(64, 28, 28)).astype(np.float32)
    computed = digit_network().forward(images[:, None])
    np.testing.assert_allclose(computed, torch_logits(images), atol=1e-4, rtol=0)


def test_every_activation_is_torchs() -> None:
    recognition = recognise(seven())
    activation = torch.from_numpy(recognition.prepared)[None, None]
    for name, layer in to_module(digit_network()).named_children():
        activation = layer(activation).detach()
        found = recognition.trace.activations[name]
        np.testing.assert_allclose(found, activation[0].numpy(), atol=1e-4, err_msg=name)


def test_most_sample_digits_are_read_although_they_are_not_mnist(samples: np.ndarray) -> None:
    read = digit_network().forward(samples[:, None]).argmax(axis=1)
    assert np.mean(read == [digit_label(index) for index in CHOSEN]) > 0.9


@needs_mnist
def test_the_first_test_digits_are_read() -> None:
    test = read_mnist(find_mnist(), train=False)[:400]
    images = test.images.astype(np.float32) / 255
    assert np.mean(digit_network().forward(images[:, None]).argmax(axis=1) == test.labels) > 0.99


def test_the_network_is_as_plain_as_promised() -> None:
    network = digit_network()
    convolutions = [layer for layer in network.layers.values() if isinstance(layer, Conv2d)]
    assert network.parameter_count <= 20_000
    assert max(layer.out_channels for layer in convolutions) <= 16
    kinds = {type(layer).__name__ for layer in network.layers.values()}
    assert kinds <= {"Conv2d", "ReLU", "MaxPool2d", "AvgPool2d", "Flatten", "Linear", "Softmax"}
    assert sum(isinstance(layer, Linear) for layer in network.layers.values()) == 1
    assert list(network.layers)[0] == "conv1"
    assert network.shapes["linear"] == network.shapes["softmax"] == (10,)


def test_the_network_is_read_once_and_cannot_be_changed() -> None:
    network = digit_network()
    assert digit_network() is network
    with pytest.raises(ValueError, match="read-only"):
        network.weights["conv1.weight"][0] = 0
    with pytest.raises(AttributeError):
        network.weights = {}  # type: ignore[misc]


def test_the_card_counts_the_same_parameters() -> None:
    card = (digits.DIGIT_ASSETS / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert f"{digit_network().parameter_count:,} parameters" in card


def variants() -> dict[str, object]:
    grey = seven()
    rgb = np.repeat(grey[..., None], 3, axis=2)
    rgba = np.concatenate([np.zeros_like(rgb), (255 - grey)[..., None]], axis=2)
    return {
        "grey": grey,
        "light on dark": 255 - grey,
        "rgb": rgb,
        "transparent paper": rgba,
        "pil grey": Image.fromarray(grey),
        "pil rgb": Image.fromarray(rgb),
        "pil rgba": Image.fromarray(rgba),
        "large": seven(900, thickness=60),
        "small": seven(40, thickness=4),
        "not square": np.pad(grey, ((0, 0), (10, 400)), constant_values=255),
        "yellowish paper": np.minimum(rgb, np.array([235, 225, 190], np.uint8)),
    }


@pytest.mark.parametrize("name", variants())
def test_a_seven_is_a_seven_however_it_comes(name: str) -> None:
    recognition = recognise(variants()[name])  # type: ignore[arg-type]
    assert recognition.digit == 7
    assert recognition.doubt is None
    assert recognition.prepared.shape == (28, 28)
    assert recognition.logits.shape == recognition.probabilities.shape == (10,)
    assert float(recognition.probabilities.sum()) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("step", ["find_ink", "crop", "scale", "centre"])
def test_every_step_can_be_switched_off(step: str) -> None:
    picture = seven(thickness=10)[40:, :]
    plain, without = recognise(picture), recognise(picture, **{step: False})
    assert not np.array_equal(plain.prepared, without.prepared)
    assert [
        shown.applied for shown in without.preparation.steps if shown.name == step.replace("find_", "")
    ] == [False]


def test_an_empty_canvas_is_doubted() -> None:
    for paper in (0, 255):
        doubt = recognise(np.full((200, 200), paper, np.uint8)).doubt
        assert doubt == "There is no ink in this picture. Draw a digit from 0 to 9."


def test_a_speck_is_doubted() -> None:
    paper = np.full((400, 400), 255, np.uint8)
    paper[200:208, 200:208] = 0
    doubt = recognise(paper).doubt
    assert doubt is not None and "speck" in doubt


def test_ink_everywhere_is_doubted() -> None:
    paper = np.full((200, 200), 255, np.uint8)
    paper[40:160, 40:160] = 0
    doubt = recognise(paper).doubt
    assert doubt is not None and "fills" in doubt


def test_paper_that_counts_as_ink_is_doubted() -> None:
    doubt = recognise(seven(), find_ink=False, crop=False, scale=False, centre=False).doubt
    assert doubt is not None and "the paper counts as ink" in doubt


@pytest.mark.parametrize("pen", [16, 24, 40])
def test_a_dot_is_doubted(pen: int) -> None:
    paper = draw_strokes((Stroke(pen, ((140, 140, 0.5), (143, 141, 0.5))),))
    doubt = recognise(paper).doubt
    assert doubt is not None and "spot" in doubt


def test_digits_are_no_spots() -> None:
    assert not any(digits.is_spot(recognise(sample_digit(index)).prepared) for index in range(0, 200, 2))


def test_a_scribble_is_doubted() -> None:
    random = np.random.default_rng(3)
    doubted = []
    for _ in range(20):
        image = Image.new("L", (300, 300), 255)
        corners = [tuple(place) for place in random.uniform(40, 260, size=(14, 2))]
        ImageDraw.Draw(image).line(corners, fill=0, width=8)
        doubted.append(recognise(image).doubt is not None)
    assert np.mean(doubted) >= 0.9


def test_doubt_names_the_best_guess() -> None:
    preparation = prepare_digit(seven())
    probabilities = np.full(10, 0.08, np.float32)
    probabilities[4] = 0.28
    doubt = digits.doubt_about(preparation, probabilities, digit_limits())
    assert doubt is not None and "the best guess, 4, has a probability of only 28 %" in doubt


def test_recognising_never_imports_torch() -> None:
    program = (
        "import json, sys, numpy as np; from explorer.digits import recognise;"
        "recognise(np.zeros((50, 50), np.uint8)); print(json.dumps(sorted(sys.modules)))"
    )
    root = Path(digits.__file__).parents[1]
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert not {"torch", "streamlit"} & set(json.loads(finished.stdout))
