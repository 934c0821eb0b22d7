from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.kinds import layer_of
from explorer.architectures.notation import read_plan, write_plan
from explorer.architectures.plans import Block, Item
from explorer.arithmetic import Conv2d, LocalResponseNorm, TableConv2d
from explorer.shipped import read_description, read_layer

ROOT = Path(__file__).resolve().parents[2]
# Counts that the papers print, or that count to the last parameter where torchvision has no such module.
PARAMETERS = {
    "lenet5_1998": 60_000,
    "lenet5": 61_706,
    "alexnet_2012": 60_965_224,
    "zfnet": 62_357_608,
    "googlenet_paper": 6_998_552,
    "mobilenet_v1": 4_231_976,
    "tiny_vgg": 19_920,
    "lecture5_keras": 432_138,
    "digits": 17_786,
    "photos": 275_738,
}
EXPECTED = (
    *("lenet5_1998", "lenet5", "alexnet_2012", "alexnet", "zfnet", "vgg16", "vgg19", "googlenet"),
    *("googlenet_paper", "inception_v3", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152"),
    *("mobilenet_v1", "mobilenet_v2", "squeezenet1_0", "squeezenet1_1", "tiny_vgg", "lecture5_keras"),
    *("digits", "photos", "alexnet_slim", "resnet50_slim", "resnet101_slim", "resnet152_slim"),
    "mobilenet_v1_slim",
)


def worked_out(name: str) -> Analysis:
    return analyse(FAMOUS[name].plan)


def test_the_menu_holds_every_network_once_in_its_order() -> None:
    assert tuple(FAMOUS) == EXPECTED
    assert all(name == famous.name for name, famous in FAMOUS.items())
    assert len({famous.title for famous in FAMOUS.values()}) == len(FAMOUS)


@pytest.mark.parametrize("name", FAMOUS)
def test_a_network_works_and_says_where_it_comes_from(name: str) -> None:
    famous, analysis = FAMOUS[name], worked_out(name)
    assert analysis.problems == ()
    assert famous.plan.title == famous.title
    assert famous.authors and famous.source and famous.summary.endswith(".")
    assert not famous.lecture or famous.lecture.endswith(".")
    assert famous.weights in ("", "digits", "photos")
    assert 1998 <= famous.year <= 2026
    assert len(analysis.output_shape or ()) == 1


@pytest.mark.parametrize("name", FAMOUS)
def test_the_text_is_written_once_and_reads_back(name: str) -> None:
    famous = FAMOUS[name]
    assert famous.text is famous.text
    assert famous.plan is famous.plan
    assert read_plan(write_plan(famous.plan)) == famous.plan


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_as_published(name: str) -> None:
    assert worked_out(name).totals.parameters == PARAMETERS[name]


def test_importing_the_menu_writes_and_reads_no_network() -> None:
    code = (
        "import json, explorer.architectures.notation as notation\n"
        "calls = []\n"
        "original = notation.read_plan\n"
        "notation.read_plan = lambda text: calls.append(text) or original(text)\n"
        "from explorer.architectures.famous import FAMOUS\n"
        "made = [name for name, famous in FAMOUS.items() if {'text', 'plan'} & set(vars(famous))]\n"
        "before = len(calls)\n"
        "FAMOUS['lenet5'].plan\n"
        "print(json.dumps([before, made, len(calls)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [0, [], 1]


def test_lenet_reads_the_published_table() -> None:
    """Table I, in a circle of six: filters of three neighbours, of four, of two opposite pairs, of all."""
    (layer,) = (row.layer for row in worked_out("lenet5_1998").layers if isinstance(row.layer, TableConv2d))
    rows = [set(row) for row in layer.table]
    neighbours = {
        size: [{(first + step) % 6 for step in range(size)} for first in range(6)] for size in (3, 4)
    }
    assert rows[:6] == neighbours[3]
    assert rows[6:12] == neighbours[4]
    pairs = [{(first + step) % 6 for step in (0, 1, 3, 4)} for first in range(3)]
    assert [rows[place] for place in (12, 13, 14)] == pairs
    assert rows[15] == set(range(6))
    assert [sum(channel in row for row in rows) for channel in range(6)] == [10] * 6


def test_lenets_layers_count_as_in_the_paper() -> None:
    """Section II.B prints the trainable parameters of every layer, and the connections of some."""
    rows = {row.path: row for row in worked_out("lenet5_1998").layers}
    published = {"C1": 156, "S2": 12, "C3": 1_516, "S4": 32, "C5": 48_120, "F6": 10_164, "output": 0}
    assert {path: rows[path].own.parameters for path in published} == published
    for path, connections in {"C1": 122_304, "C3": 151_600}.items():
        filters, height, width = rows[path].output_shape or ()
        assert rows[path].own.macs + filters * height * width == connections
    assert rows["output"].own.buffers == 840


def test_alexnet_has_the_papers_neurons_and_its_normalisation() -> None:
    """Section 3.5 prints the neurons of every layer; 253,440 in the first is a slip for 55 x 55 x 96."""
    rows = {row.path: row for row in worked_out("alexnet_2012").layers}
    shapes = [rows[f"conv{number}"].output_shape for number in range(1, 6)]
    assert shapes == [(96, 55, 55), (256, 27, 27), (384, 13, 13), (384, 13, 13), (256, 13, 13)]
    assert [rows[f"conv{number}"].layer.groups for number in range(1, 6)] == [1, 2, 1, 2, 2]  # type: ignore[union-attr]
    norm = rows["norm1"].layer
    assert isinstance(norm, LocalResponseNorm)
    assert (norm.k, norm.size, norm.alpha / norm.size, norm.beta) == (2, 5, 1e-4, 0.75)


def test_zfnet_has_the_sizes_of_its_figure() -> None:
    rows = {row.path: row for row in worked_out("zfnet").layers}
    names = ("conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5")
    assert [rows[name].output_shape[1] for name in names] == [110, 55, 26, 13, 13, 13, 13, 6]  # type: ignore[index]


def test_googlenets_modules_cost_the_operations_of_the_paper() -> None:
    """Table 1, column ops, in millions; 54 for inception (5a) is a slip of the paper, which 51 corrects."""
    printed = {"3a": 128, "3b": 304, "4a": 73, "4b": 88, "4c": 100, "4d": 119, "4e": 170, "5a": 51, "5b": 71}
    rows = {row.path: row for row in worked_out("googlenet_paper").rows}
    millions = {name: rows[f"inception{name}"].totals.macs / 1e6 for name in printed}
    assert all(abs(millions[name] - number) < 1 for name, number in printed.items())


def test_googlenet_with_its_sides_is_caffes() -> None:
    analysis = worked_out("googlenet_paper")
    assert analysis.totals.parameters + analysis.aside.parameters == 13_378_280
    assert analysis.totals.buffers == 0


def test_mobilenet_v1_costs_what_its_paper_says() -> None:
    """Tables 1 and 8: 569 million multiply-adds, 4.2 million parameters, and the sizes on the way."""
    analysis = worked_out("mobilenet_v1")
    assert round(analysis.totals.macs / 1e6) == 569
    sides = [row.output_shape[1] for row in analysis.rows if isinstance(row.node, Block) and row.output_shape]
    assert sides == [112, 56, 56, 28, 28, *[14] * 6, 7, 7]


@pytest.mark.parametrize("name", ["resnet50", "resnet101", "resnet152", "mobilenet_v1"])
def test_slims_layouts_hold_the_same_weights(name: str) -> None:
    usual, slim = worked_out(name), worked_out(f"{name}_slim")
    weights = [
        [(row.path, row.layer.parameter_shapes) for row in each.layers if row.own.parameters and row.layer]
        for each in (usual, slim)
    ]
    assert weights[0] == weights[1]


@pytest.mark.parametrize("name", ["digits", "photos"])
def test_a_shipped_network_is_its_own_description(name: str) -> None:
    description = read_description(ROOT / "assets" / name)
    plan, analysis = FAMOUS[name].plan, worked_out(name)
    assert plan.input_shape == tuple(description["input_shape"])
    assert [row.path for row in analysis.rows] == [entry["name"] for entry in description["layers"]]
    for row, entry in zip(analysis.layers, description["layers"], strict=True):
        assert isinstance(row.node, Item) and row.input_shape is not None
        assert layer_of(row.node, row.input_shape) == read_layer(entry)


def test_the_lectures_model_has_the_lectures_layers() -> None:
    """The slide's code, line by line, in its own words."""
    code = """
model.add(Conv2D(32, kernel_size=(3, 3), activation='relu', input_shape=input_shape))
model.add(BatchNormalization())
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(BatchNormalization())
model.add(Conv2D(64, kernel_size=(3, 3), activation='relu'))
model.add(BatchNormalization())
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(BatchNormalization())
model.add(Flatten())
model.add(Dense(256, activation='relu'))
model.add(BatchNormalization())
model.add(Dense(no_classes, activation='softmax'))
"""
    words = {"Conv2D": "conv", "MaxPooling2D": "maxpool", "Dense": "linear", "Flatten": "flatten"}
    expected: list[str] = []
    for line in ast.parse(code).body:
        call = line.value.args[0]  # type: ignore[attr-defined]
        expected.append(words.get(call.func.id, "batchnorm"))
        expected += [keyword.value.value for keyword in call.keywords if keyword.arg == "activation"]
    layers = worked_out("lecture5_keras").layers
    assert [row.node.kind for row in layers if isinstance(row.node, Item)] == expected
    convolutions = [row.layer for row in layers if isinstance(row.layer, Conv2d)]
    assert [(layer.out_channels, layer.kernel_size) for layer in convolutions] == [(32, 3), (64, 3)]
