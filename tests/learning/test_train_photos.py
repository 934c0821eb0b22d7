from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.learning import photo_report, train_photos
from explorer.learning.architecture import fold, photo_layers
from explorer.learning.cifar import read_cifar10
from explorer.learning.measuring import answers, as_input
from explorer.learning.modules import load_weights, to_module, weights_of
from explorer.learning.photo_card import write_photo_card
from explorer.learning.photo_plan import PhotoPlan, read_photo_plan
from explorer.learning.photo_report import PhotoFigures, confusion, crops, strangers
from explorer.learning.training import batch_of, logits_of
from explorer.photos import (
    CLASS_NAMES,
    PHOTO_ASSETS,
    PhotoLimits,
    evidence,
    has_photo_network,
    photo_limits,
    photo_network,
    read_photo_limits,
)
from explorer.pictures.samples import sample_picture
from explorer.shipped import read_network

needs_photos = pytest.mark.skipif(not has_photo_network(), reason="the photo network is not shipped here")
SMALL = "--seed 1 --width 8 --epochs 40 --fall 20"
COUNTS = "--learning-count 170 --validation-count 30 --test-count 40"


@pytest.fixture(scope="module")
def shipped(photo_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the command once, small, on coloured squares."""
    folder = tmp_path_factory.mktemp("run")
    paths = ["--data", str(photo_zip), "--output", str(folder / "shipped"), "--work", str(folder / "work")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photo_report, "CROPS_PER_PICTURE", 5)
        train_photos.main([*SMALL.split(), *COUNTS.split(), *paths])
    return folder / "shipped"


def test_the_command_ships_a_network_that_has_learned(shipped: Path, photo_zip: Path) -> None:
    network = read_network(shipped)
    assert network.input_shape == (3, 32, 32)
    assert list(network.layers)[:3] == ["conv1", "relu1", "conv2"]
    assert list(network.layers)[-4:] == ["average", "flatten", "linear", "softmax"]
    photos = read_cifar10(photo_zip, shipped.parent / "work", train=False)
    read = answers(network, as_input(photos.images)).argmax(axis=1)
    assert np.mean(read == photos.labels) > 0.6
    limits = read_photo_limits(shipped)
    spoken_for = evidence(answers(network, as_input(photos.images)))
    assert limits.accepted == 0.9 and spoken_for.min() - 2 < limits.least_evidence < spoken_for.max()


def test_the_card_says_what_was_done(shipped: Path) -> None:
    card = (shipped / "MODEL_CARD.md").read_text(encoding="utf-8")
    shown = (
        "CIFAR-10, JPEG copy: ",
        "170 training photos",
        "40 test photos",
        "| noise |",
        "| truck |",
        SMALL,
    )
    for words in shown:
        assert words in card
    assert f"{read_network(shipped).parameter_count:,} parameters" in card
    assert "minutes of CPU time, measured" in card
    assert str(shipped.parent) not in card


def test_a_finished_run_ships_the_same_again(shipped: Path, photo_zip: Path, tmp_path: Path) -> None:
    paths = ["--data", str(photo_zip), "--output", str(tmp_path), "--work", str(shipped.parent / "work")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photo_report, "CROPS_PER_PICTURE", 5)
        train_photos.main([*SMALL.split(), *COUNTS.split(), *paths])
    before, after = (
        json.loads((folder / "network.json").read_text(encoding="utf-8")) for folder in (shipped, tmp_path)
    )
    assert before == after
    for name, array in read_network(shipped).weights.items():
        np.testing.assert_array_equal(read_network(tmp_path).weights[name], array)


def test_the_plan_keeps_to_what_was_promised() -> None:
    plan = read_photo_plan([])
    folded, _ = fold(photo_layers(plan.width), weights_of(to_module(photo_layers(plan.width))))
    assert sum(layer.parameter_count for layer in folded.values()) <= 300_000
    assert plan.learning_count + plan.validation_count == 50_000
    assert plan.fall < plan.epochs


def shipped_card() -> str:
    return (PHOTO_ASSETS / "MODEL_CARD.md").read_text(encoding="utf-8")


@needs_photos
def test_the_command_alone_is_the_one_that_made_the_shipped_network() -> None:
    assert f"- Command: `{read_photo_plan([]).command()}`" in shipped_card()


def test_an_earlier_run_is_no_part_of_the_command() -> None:
    plan = read_photo_plan(["--earlier", "60,30,0.8834,0.8792"])
    assert plan.command() == read_photo_plan([]).command()
    assert (plan.earlier is None, read_photo_plan([]).earlier) == (False, None)
    with pytest.raises(SystemExit):
        read_photo_plan(["--earlier", "60,30"])


def figures_of(card: str) -> PhotoFigures:
    """Return figures that would print what a card prints: the counts behind its tables, and its doubts."""
    counts = np.zeros((10, 10), np.int64)
    for name, share in re.findall(r"\| (\w+) \| ([\d.]+)% \|", card.partition("## Doubt")[0]):
        counts[CLASS_NAMES.index(name), CLASS_NAMES.index(name)] = round(10 * float(share))
    for true, answered, count in re.findall(r"\| (\w+) \| (\w+) \| (\d+) \|", card.partition("## Doubt")[0]):
        counts[CLASS_NAMES.index(true), CLASS_NAMES.index(answered)] = int(count)
    for row in counts:
        # What is missing to 1,000 photos of each class was answered with other words, each a little.
        free = np.flatnonzero(row == 0)
        row[free] = np.diff(np.linspace(0, 1000 - row.sum(), len(free) + 1).astype(int))
    doubts = re.findall(r"\| ([^|\n]+?) \| ([\d.]+)% \|", card.partition("## Doubt")[2])
    [validation] = re.findall(r"test photos, ([\d.]+)% of the validation photos\.\n", card)
    [minutes] = re.findall(r"- Cost: (\d+) minutes", card)
    return PhotoFigures(
        "CIFAR-10, JPEG copy",
        float(validation) / 100,
        counts,
        photo_limits(),
        {name: float(share) / 100 for name, share in doubts},
        60 * float(minutes),
    )


def written_card(plan: PhotoPlan, folder: Path) -> str:
    plan = replace(plan, output=folder)
    path = write_photo_card(figures_of(shipped_card()), photo_network(), plan, learning_count=45_000)
    return path.read_text(encoding="utf-8")


@needs_photos
def test_the_shipped_card_is_what_the_generator_writes(tmp_path: Path) -> None:
    """All but the day: the figures are read off the card itself, every word and sum comes from the code."""
    card, made = (
        [line for line in text.splitlines() if not line.startswith("- Date: ")]
        for text in (
            shipped_card(),
            written_card(read_photo_plan(["--earlier", "60,30,0.8834,0.8792"]), tmp_path),
        )
    )
    assert made == card
    without = written_card(read_photo_plan([]), tmp_path)
    assert "test photos read once after the training, for no choice." in without
    assert "read twice" not in without and "earlier" not in without


def test_the_standard_error_is_that_of_a_share() -> None:
    counts = np.diag(np.full(10, 800, np.int64))
    counts[0, 1] = 2000
    figures = PhotoFigures("CIFAR-10", 0.5, counts, PhotoLimits(0.5, 0.9), {}, cpu_seconds=1)
    assert figures.test == 0.8 and figures.standard_error == pytest.approx(0.004)


def test_folding_changes_no_logit() -> None:
    images = np.random.default_rng(0).random((40, 3, 32, 32), dtype=np.float32)
    module = to_module(photo_layers(8))
    module.train()
    module(batch_of(images))
    layers, weights = fold(photo_layers(8), weights_of(module))
    assert not any(name.startswith("norm") for name in layers)
    folded = to_module(layers)
    load_weights(folded, weights)
    expected = logits_of(module, images)
    np.testing.assert_allclose(logits_of(folded[:-1], images), expected, atol=1e-4, rtol=1e-4)
    assert expected.shape == (40, 10) and torch.isfinite(torch.from_numpy(expected)).all()


def test_figures_are_read_off_the_confusions() -> None:
    counts = np.zeros((10, 10), np.int64)
    counts[3, 3], counts[3, 5], counts[5, 5], counts[5, 3] = 6, 4, 9, 1
    figures = PhotoFigures("CIFAR-10", 0.5, counts, PhotoLimits(0.5, 0.9), {}, cpu_seconds=120)
    assert figures.test == pytest.approx(15 / 20)
    assert figures.found() == {"cat": pytest.approx(0.6), "dog": pytest.approx(0.9)}
    assert figures.mixed_up(2) == [("cat", "dog", 4), ("dog", "cat", 1)]
    assert figures.summary().startswith("CIFAR-10: test accuracy 75.00%, validation 50.00%")
    assert "2 minutes" in figures.summary()


def test_confusions_are_counted() -> None:
    counts = confusion(np.array([0, 0, 9, 9]), np.array([0, 9, 9, 9]))
    assert counts.sum() == 4
    assert (counts[0, 0], counts[0, 9], counts[9, 9]) == (1, 1, 2)


def test_strangers_show_none_of_the_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_report, "CROPS_PER_PICTURE", 3)
    kinds = strangers()
    assert {"noise", "plain colours"} < kinds.keys()
    assert not any(name in kind.lower() for kind in kinds for name in CLASS_NAMES)
    for images in kinds.values():
        assert images.shape == (3, 3, 32, 32) and images.dtype == np.float32
        assert images.min() >= 0 and images.max() <= 1
    assert np.ptp(kinds["plain colours"], axis=(2, 3)).max() == 0


def test_crops_are_squares_of_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_report, "CROPS_PER_PICTURE", 4)
    made = crops(sample_picture("coffee"), np.random.default_rng(0))
    assert made.shape == (4, 3, 32, 32)
    assert np.abs(made[0] - made[1]).max() > 0.1
