"""Trained networks to take away: the scripts load the weights beside them and compute the same."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.architectures.running import forward, random_weights
from explorer.arithmetic import Network, Weights
from explorer.digits import digit_network
from explorer.exports import ARCHITECTURE_LANGUAGES, architecture_bundle
from explorer.photos import photo_network
from tests.architectures.comparing import agree, images

os.environ.setdefault("KERAS_BACKEND", "torch")
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
MIXED = """
title All that has weights
input 3x8x8
stem.0: conv 4 3x3 padding=1 bias=no
stem.1: batchnorm
head: aside {
  conv 2 1x1
}
depthwise 3x3 multiplier=2
middle: add {
  a-b: conv 6 1x1
|
  tableconv 0.1,2,3,4,5.6,7 1x1
}
subsample 2x2
flatten
class: linear 5
batchnorm
rbf 3
"""


def unpacked(analysis: Analysis, weights: Weights, folder: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(architecture_bundle(analysis, weights))).extractall(folder)
    return folder


def run(path: Path) -> tuple[dict, list[str]]:
    said: list[str] = []
    names = {"__name__": "__main__", "__file__": str(path), "print": said.append}
    exec(compile(path.read_text(encoding="utf-8"), path.name, "exec"), names)
    return names, said


@pytest.mark.parametrize("text", [MIXED, FAMOUS["digits"].text, FAMOUS["lenet5_1998"].text])
def test_scripts_load_the_weights_beside_them(text: str, tmp_path: Path) -> None:
    import keras

    analysis = analyse(read_plan(text))
    weights, batch = random_weights(analysis, 5), images(analysis.plan)
    folder = unpacked(analysis, weights, tmp_path)
    expected = forward(analysis, batch, weights)
    names, said = run(folder / "network_pytorch.py")
    assert said[-1] == "weights loaded"
    with torch.no_grad():
        agree(names["model"](torch.from_numpy(batch)).numpy(), expected)
    names, said = run(folder / "network_keras.py")
    assert said[-1] == "weights loaded"
    agree(keras.ops.convert_to_numpy(names["model"](np.moveaxis(batch, 1, -1), training=False)), expected)


def test_a_bundle_holds_the_plan_and_says_how_to_run_it(tmp_path: Path) -> None:
    analysis = analyse(read_plan(MIXED))
    folder = unpacked(analysis, random_weights(analysis), tmp_path)
    assert read_plan((folder / "network.txt").read_text(encoding="utf-8")) == analysis.plan
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for language in ARCHITECTURE_LANGUAGES:
        assert f"python {language.file_name}" in readme
        assert (folder / language.file_name).exists()
    assert not [name for name in np.load(folder / "weights.npz").files if name.startswith("head")]


@pytest.mark.parametrize("language", ARCHITECTURE_LANGUAGES, ids=lambda language: language.title)
def test_scripts_run_without_the_weights_too(language, tmp_path: Path) -> None:
    analysis = analyse(FAMOUS["digits"].plan)
    folder = unpacked(analysis, random_weights(analysis), tmp_path)
    (folder / "weights.npz").unlink()
    _, said = run(folder / language.file_name)
    assert len(said) == 1 and said[0].startswith("17,786 parameters")


@pytest.mark.parametrize(("name", "network"), [("digits", digit_network()), ("photos", photo_network())])
def test_the_shipped_weights_are_those_that_are_taken_away(
    name: str, network: Network, tmp_path: Path
) -> None:
    folder = unpacked(analyse(FAMOUS[name].plan), network.weights, tmp_path)
    kept = np.load(folder / "weights.npz")
    assert kept.files == list(network.weights)
    assert all(np.array_equal(kept[key], array) for key, array in network.weights.items())


def test_missing_weights_are_named() -> None:
    analysis = analyse(FAMOUS["digits"].plan)
    with pytest.raises(KeyError, match=r"conv1\.weight"):
        architecture_bundle(analysis, {})
