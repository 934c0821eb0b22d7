from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.digits import read_limits
from explorer.learning import report, train_digits
from explorer.learning.architecture import digit_layers, fold
from explorer.learning.data import Examples, read_mnist
from explorer.learning.digit_plan import read_digit_plan
from explorer.learning.measuring import accuracy, as_input
from explorer.learning.modules import to_module, weights_of
from explorer.learning.report import Figures, SeedFigures
from explorer.learning.training import logits_of
from explorer.shipped import read_network

SMALL = (
    "--seeds 1 2 --epochs 10 --finishing-epochs 5 --teacher-epochs 8 --teacher-width 6 "
    "--strong 1 --mild 1 --redrawn 5"
)
COUNTS = "--learning-count 450 --validation-count 30 --test-count 20"


@pytest.fixture(scope="module")
def shipped(small_mnist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the command once, small, on real handwriting."""
    folder = tmp_path_factory.mktemp("run")
    paths = ["--data", str(small_mnist), "--output", str(folder / "shipped"), "--work", str(folder / "work")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "SCRIBBLES_PER_KIND", 20)
        train_digits.main([*SMALL.split(), *COUNTS.split(), *paths])
    return folder / "shipped"


def test_the_command_ships_a_network_that_has_learned(shipped: Path, handwriting: Examples) -> None:
    network = read_network(shipped)
    assert list(network.layers)[:3] == ["conv1", "relu1", "pool1"]
    assert list(network.layers)[-3:] == ["flatten", "linear", "softmax"]
    assert network.parameter_count == 17_786
    assert accuracy(network, as_input(handwriting.images), handwriting.labels) > 0.3


def test_the_limits_are_within_reason(shipped: Path) -> None:
    limits = read_limits(shipped)
    assert 0 < limits.least_probability < 1
    assert 0 < limits.least_ink < 0.01
    assert 0.1 < limits.most_ink < 1


def test_the_card_says_what_was_done(shipped: Path) -> None:
    card = (shipped / "MODEL_CARD.md").read_text(encoding="utf-8")
    for expected in ("17,786 parameters", "450 training digits", "| 1", "| 2", "| mean |", "zigzags", SMALL):
        assert expected in card
    assert card.count("(shipped)") == 1
    assert str(shipped.parent) not in card


def test_a_work_folder_belongs_to_one_command(shipped: Path) -> None:
    plan = read_digit_plan(["--work", str(shipped.parent / "work"), "--epochs", "3"])
    with pytest.raises(SystemExit, match="Choose another --work"):
        plan.claim_work_folder()


def test_the_small_mnist_is_read_as_the_real_one(small_mnist: Path, handwriting: Examples) -> None:
    np.testing.assert_array_equal(read_mnist(small_mnist, train=False).images, handwriting.images[500:])


def test_folding_changes_no_logit(handwriting: Examples) -> None:
    module = to_module(digit_layers())
    module.train()
    logits = module(handwriting[:64].batch)
    assert logits.shape == (64, 10)
    layers, weights = fold(digit_layers(), weights_of(module))
    network = to_module(layers)
    assert "norm1" not in layers
    from explorer.learning.modules import load_weights

    load_weights(network, weights)
    images = handwriting.images[:32]
    np.testing.assert_allclose(
        logits_of(network[:-1], images), logits_of(module, images), atol=1e-4, rtol=1e-4
    )


def test_means_and_spreads_are_those_of_the_seeds() -> None:
    seeds = {1: SeedFigures(0.9, 0.8, 0.7, 0.6), 2: SeedFigures(0.9, 0.8, 0.9, 0.6)}
    figures = Figures(seeds, 1, limits=None, doubted={})  # type: ignore[arg-type]
    assert figures.mean("test") == pytest.approx(0.8)
    assert figures.spread("test") == pytest.approx(np.std([0.7, 0.9], ddof=1))
    assert figures.summary().startswith("Test accuracy 80.00% (mean of 2 seeds")
