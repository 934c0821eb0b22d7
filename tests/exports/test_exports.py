"""The exported scripts are run as a learner runs them, in the folder with the arrays."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from explorer.arithmetic import (
    ACTIVATIONS,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Layer,
    MaxPool2d,
    Network,
    layers,
)
from explorer.exports import LANGUAGES, arrays_npz, bundle_zip, keras_code, pytorch_code, scipy_code
from explorer.exports.text import literal, number, overhang

os.environ.setdefault("KERAS_BACKEND", "torch")
# What Keras' own conversion of torch tensors calls forth.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
Settings = Mapping[str, Layer]

TABLE: dict[str, tuple[Settings, tuple[int, int, int]]] = {
    "plain": ({"conv": Conv2d(1, 1, 3, bias=False)}, (1, 12, 9)),
    "same with a stride": ({"conv": Conv2d(1, 2, 3, padding="same", stride=2)}, (1, 12, 9)),
    "asymmetric": ({"conv": Conv2d(1, 2, (3, 2), padding=((0, 2), (1, 0)))}, (1, 12, 9)),
    "reflect": ({"conv": Conv2d(1, 2, 5, padding=2, padding_mode="reflect")}, (1, 12, 9)),
    "replicate, uneven": (
        {"conv": Conv2d(2, 2, 4, padding="same", padding_mode="replicate", bias=False)},
        (2, 12, 9),
    ),
    "circular": ({"conv": Conv2d(1, 1, 3, padding=(1, 2), padding_mode="circular")}, (1, 12, 9)),
    "dilation": ({"conv": Conv2d(1, 3, 3, dilation=(2, 3), padding=1)}, (1, 16, 15)),
    "dilation and stride": ({"conv": Conv2d(1, 3, (3, 2), dilation=2, stride=(2, 3))}, (1, 16, 15)),
    "groups": ({"conv": Conv2d(3, 6, 3, groups=3, stride=2)}, (3, 12, 9)),
    "summed colours": ({"conv": Conv2d(3, 2, 3), "activation": layers.ReLU()}, (3, 12, 9)),
    "one by one": ({"conv": Conv2d(1, 1, 1)}, (1, 1, 1)),
    "max, ceil": ({"pool": MaxPool2d(3, stride=2, ceil_mode=True)}, (2, 12, 9)),
    "max, padding and ceil": ({"pool": MaxPool2d((3, 2), stride=2, padding=1, ceil_mode=True)}, (2, 12, 9)),
    "max, dilation": ({"pool": MaxPool2d(2, stride=(2, 1), dilation=(3, 2), padding=1)}, (2, 12, 9)),
    "depthwise, dilation and stride": (
        {"conv": Conv2d(3, 6, 3, groups=3, dilation=2, stride=2, padding=2)},
        (3, 12, 9),
    ),
    "average, padding": ({"pool": AvgPool2d(3, padding=1)}, (2, 12, 10)),
    "average, padding and ceil": ({"pool": AvgPool2d(4, stride=3, padding=1, ceil_mode=True)}, (2, 12, 9)),
    "average, padding not counted": (
        {"pool": AvgPool2d(3, stride=2, padding=(1, 0), ceil_mode=True, count_include_pad=False)},
        (2, 12, 9),
    ),
    "average, ceil": ({"pool": AvgPool2d(2, ceil_mode=True)}, (1, 5, 7)),
    "everything": (
        {
            "conv": Conv2d(3, 6, 3, stride=(1, 2), padding="same", groups=3, padding_mode="reflect"),
            "activation": layers.LeakyReLU(0.2),
            "pool": MaxPool2d(2, stride=(2, 1), padding=1),
        },
        (3, 12, 9),
    ),
} | {
    f"activation {name}": (
        {"conv": Conv2d(1, 2, 3), "activation": getattr(layers, activation.layer)()},
        (1, 8, 8),
    )
    for name, activation in ACTIVATIONS.items()
}


def network(settings: Settings, shape: tuple[int, int, int]) -> Network:
    random = np.random.default_rng(7)
    weights = {
        f"{name}.{key}": random.normal(size=size).astype(np.float32)
        for name, layer in settings.items()
        for key, size in layer.parameter_shapes.items()
    }
    return Network(settings, shape, weights)


def picture(shape: tuple[int, int, int]) -> np.ndarray:
    values = np.random.default_rng(8).integers(0, 256, shape).astype(np.float32)
    return values / 64 - 2


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack every setting's zip file into a folder of its own."""
    root = tmp_path_factory.mktemp("exports")
    for name, (settings, shape) in TABLE.items():
        made = network(settings, shape)
        data = bundle_zip(made, made.trace(picture(shape)))
        zipfile.ZipFile(io.BytesIO(data)).extractall(root / name)
    return root


def execute(folder: Path, script: str) -> str:
    """Run a script's text in a folder, in this process: three libraries are slow to import."""
    before, out = Path.cwd(), io.StringIO()
    os.chdir(folder)
    try:
        code = compile((folder / script).read_text(encoding="utf-8"), script, "exec")
        exec(code, {"print": lambda *words: out.write(" ".join(map(str, words)) + "\n")})
    finally:
        os.chdir(before)
    return out.getvalue()


@pytest.mark.parametrize("setting", TABLE)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.title)
def test_every_script_reproduces_and_asserts_every_array(folders: Path, setting: str, language) -> None:
    said = execute(folders / setting, language.file_name)
    assert re.findall(r"^(\w+) .* as expected$", said, re.M) == list(TABLE[setting][0])


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.title)
def test_a_script_fails_when_a_number_is_wrong(tmp_path: Path, language) -> None:
    settings, shape = TABLE["everything"]
    made = network(settings, shape)
    trace = made.trace(picture(shape))
    wrong = {name: array.copy() for name, array in trace.activations.items()}
    wrong["pool"][0, 1, 1] += 0.01
    (tmp_path / "arrays.npz").write_bytes(
        arrays_npz(type(trace)(trace.input, wrong, trace.logits, trace.logits))
    )
    (tmp_path / language.file_name).write_text(language.write(made), encoding="utf-8")
    with pytest.raises(AssertionError, match="Not equal"):
        execute(tmp_path, language.file_name)


def test_a_script_runs_on_its_own(folders: Path) -> None:
    command = [sys.executable, "with_scipy.py"]
    done = subprocess.run(command, cwd=folders / "everything", capture_output=True, text=True, check=True)
    assert done.stdout.count("as expected") == 3


@pytest.mark.parametrize("write", [pytorch_code, keras_code, scipy_code])
def test_a_layer_without_code_is_refused_by_name(write) -> None:
    for layer in (BatchNorm2d(1), Flatten()):
        weights = {
            f"layer.{key}": np.ones(size)
            for key, size in {**layer.parameter_shapes, **layer.buffer_shapes}.items()
        }
        with pytest.raises(ValueError, match=type(layer).__name__):
            write(Network({"layer": layer}, (1, 4, 4), weights))


def test_literals_read_back_as_the_same_numbers() -> None:
    array = np.random.default_rng(3).normal(size=(3, 2, 5)).astype(np.float32)
    array[0, 0] = [1e-30, 16777216, 3e38, 0.1, -0.0]
    assert np.array_equal(np.array(eval(literal(array)), np.float32), array)
    assert number(np.float32(0.25)) == "0.25"


def test_overhang_is_what_the_last_window_needs() -> None:
    assert overhang(AvgPool2d(4, stride=3, padding=1, ceil_mode=True), (1, 12, 9)) == (2, 2)
    assert overhang(MaxPool2d(2), (1, 5, 5)) == (0, 0)
