"""Exported Keras scripts are run, on the torch backend; with the same weights they compute the same."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.architectures.plans import Plan
from explorer.architectures.running import forward, random_weights
from explorer.exports.architecture_keras import keras_architecture
from explorer.exports.keras_helpers import HELPERS
from tests.architectures.comparing import agree, images
from tests.architectures.strategies import plans, repeated
from tests.exports.scripts import LONGEST_LINE, executed, parameters_said, trunk_shapes

os.environ.setdefault("KERAS_BACKEND", "torch")
# What Keras' own conversion of torch tensors calls forth, and what it says of a softmax over one number.
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:You are using a softmax over axis:UserWarning"),
]
SMALL = ("lenet5_1998", "lenet5", "tiny_vgg", "lecture5_keras", "digits", "photos")
KINDS = (
    "conv",
    "depthwise",
    "tableconv",
    "maxpool",
    "avgpool",
    "adaptivepool",
    "subsample",
    "lrn",
    "batchnorm",
)


def channels_last(array: np.ndarray) -> np.ndarray:
    return np.moveaxis(array, 1, -1) if array.ndim == 4 else array


def put(model: Any, analysis: Analysis, weights: dict[str, np.ndarray]) -> None:
    """Put a plan's weights into the layers of its names, in the order of Keras' axes."""
    layers = {layer.name: layer for layer in model.layers}
    owners = {path.rpartition(".")[0] for path in trunk_shapes(analysis)}
    points = ("_", *("-" * length for length in range(1, 9)))
    named = ({path: path.replace(".", point) for path in owners} for point in points)
    names = next(each for each in named if len({*each.values()} & {*layers}) == len(each))
    for path, name in names.items():
        layer = layers[name]
        arrays = [array for key, array in weights.items() if key.rpartition(".")[0] == path]
        kind = type(layer).__name__
        if kind == "Conv2D":
            arrays[0] = arrays[0].transpose(2, 3, 1, 0)
        elif kind == "DepthwiseConv2D":
            shape = layer.kernel.shape
            arrays[0] = arrays[0].reshape(shape[2], shape[3], *shape[:2]).transpose(2, 3, 0, 1)
        elif kind == "TableConv2D":
            arrays[0] = arrays[0].transpose(1, 2, 0)
        elif kind == "Dense":
            arrays[0] = arrays[0].T
        layer.set_weights(arrays)


def check(analysis: Analysis, script: str) -> None:
    import keras

    names, said = executed(script)
    shape = analysis.output_shape or ()
    assert said == parameters_said(analysis) + str((None, *shape[1:], *shape[:1]))
    weights = random_weights(analysis, 1)
    put(names["model"], analysis, weights)
    batch = images(analysis.plan)
    computed = keras.ops.convert_to_numpy(names["model"](channels_last(batch), training=False))
    agree(computed, channels_last(forward(analysis, batch, weights)))


@given(plans())
@settings(max_examples=100)
def test_a_plan_as_a_script_computes_the_same(plan: Plan) -> None:
    analysis = analyse(plan)
    check(analysis, keras_architecture(analysis))


@pytest.mark.parametrize("word", KINDS)
def test_every_kind_computes_the_same(word: str) -> None:
    @given(plans(kinds=(word,), most_nodes=2))
    @settings(max_examples=15)
    def compare(plan: Plan) -> None:
        analysis = analyse(plan)
        check(analysis, keras_architecture(analysis))

    compare()


@given(plans(most_nodes=2))
@settings(max_examples=25)
def test_blocks_of_random_layers_compute_the_same(plan: Plan) -> None:
    """Six blocks that differ in numbers at most: functions with parameters come of them."""
    analysis = analyse(repeated(plan))
    assume(not analysis.problems)
    check(analysis, keras_architecture(analysis))


@pytest.mark.parametrize("name", SMALL)
def test_a_small_famous_network_computes_the_same(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    check(analysis, keras_architecture(analysis))


# The variants with other strides, and the second deepest, have no kind of layer or block of their own.
@pytest.mark.parametrize(
    "name", [name for name in FAMOUS if not name.endswith("_slim") and name != "resnet101"]
)
def test_a_famous_network_has_its_parameters_and_its_output(name: str) -> None:
    import keras

    analysis = analyse(FAMOUS[name].plan)
    script = keras_architecture(analysis)
    with keras.device("meta"):
        _, said = executed(script)
    assert said.startswith(parameters_said(analysis))
    assert max(map(len, script.splitlines())) <= LONGEST_LINE
    assert len(script.splitlines()) < 150


def test_blocks_that_follow_one_another_stand_in_a_loop() -> None:
    script = keras_architecture(analyse(FAMOUS["resnet152"].plan))
    assert 'for number in range(1, 36):\n    x = residual_block(x, f"layer3_{number}", 256, 1024)\n' in script


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("input 3x8x8\nconv 4 3x3 padding=1", 'Conv2D(4, 3, padding="same", name="conv1")'),
        ("input 3x8x8\nconv 4 3x3 stride=2 padding=same", "Conv2D(4, 3, strides=2"),
        ("input 3x8x8\nconv 4 3x3 stride=2 padding=1", "ZeroPadding2D(1,"),
        ("input 3x8x8\nconv 4 3x3 padding=0,1,2,0", "ZeroPadding2D(((0, 1), (2, 0)),"),
        ("input 3x8x8\ndepthwise 3x3 multiplier=2", "DepthwiseConv2D(3, depth_multiplier=2,"),
        ("input 4x8x8\nconv 4 3x3 groups=2", "Conv2D(4, 3, groups=2,"),
        ("input 3x8x8\nadaptivepool 1x1", "GlobalAveragePooling2D(keepdims=True,"),
        ("input 3x8x6\nadaptivepool 4x2", "AveragePooling2D((2, 3),"),
        ("input 3x8x8\nmaxpool 3x3 stride=1 padding=1", 'MaxPooling2D(3, strides=1, padding="same",'),
        ("input 3x8x8\nmaxpool 2x2", 'MaxPooling2D(2, name="maxpool1")'),
        ("input 3x8x8\nbatchnorm", "BatchNormalization(momentum=0.9, epsilon=1e-05,"),
    ],
)
def test_what_keras_says_itself_needs_no_layer_of_our_own(text: str, line: str) -> None:
    analysis = analyse(read_plan(text))
    script = keras_architecture(analysis)
    assert f"keras.layers.{line}" in script
    assert "class " not in script
    check(analysis, script)


def test_every_layer_of_our_own_is_needed_by_some_plan() -> None:
    lines = (
        *("conv 2 3x3 padding=1 padding_mode=reflect", "maxpool 3x3 stride=2 padding=1", "softplus beta=2"),
        *("conv 2 2x2 stride=2 dilation=2", "maxpool 2x2 stride=1 dilation=2", "avgpool 3x3 padding=1"),
        *("adaptivepool 3x2", "lrn 3", "tableconv 0,1 1x1", "subsample 1x1", "flatten", "rbf 2"),
    )
    script = keras_architecture(analyse(read_plan("\n".join(["input 2x16x16", *lines]))))
    assert [name for name in HELPERS if f"class {name}(" not in script] == []


def test_names_that_python_or_keras_keep_to_themselves() -> None:
    names = ("class", "input", "0", "a-b", "a.b", "a_b", "x", "add1", "a", "import.0", "model", "name")
    layers = "\n".join(f"{name}: linear 2" for name in names)
    for text in (f"input 2\n{layers}", f"input 2\nadd {{\n{layers}\n|\n}}"):
        check(analyse(read_plan(text)), keras_architecture(analyse(read_plan(text))))
    for word in ("print", "keras", "class", "inputs", "lambda", "None"):
        blocks = "\n".join(
            f"{word}{at}: chain {{\n  linear 2\n  relu\n  linear {at}\n}}" for at in (1, 2, 3, 4)
        )
        check(
            analyse(read_plan(f"input 2\n{blocks}")),
            keras_architecture(analyse(read_plan(f"input 2\n{blocks}"))),
        )


def test_what_is_aside_is_left_out_and_said() -> None:
    analysis = analyse(read_plan("input 1x4x4\nhead: aside {\n  conv 2 3x3\n}\nconv 1 1x1"))
    script = keras_architecture(analysis)
    assert "head (20 parameters)" in script
    check(analysis, script)


def test_running_statistics_are_not_counted() -> None:
    names, _ = executed(keras_architecture(analyse(read_plan("input 5x4x4\nbatchnorm\nrelu"))))
    assert names["model"].count_params() == 20
    assert names["parameters"] == 10


def test_a_script_fails_when_a_number_is_wrong() -> None:
    script = keras_architecture(analyse(read_plan("input 3\nlinear 2")))
    for right, wrong in (("parameters == 8", "parameters == 9"), ("== (None, 2)", "== (None, 3)")):
        assert right in script
        with pytest.raises(AssertionError):
            executed(script.replace(right, wrong))


def test_a_network_that_cannot_work_is_refused() -> None:
    with pytest.raises(
        ValueError, match="the network cannot be exported: linear1: linear needs a flat input"
    ):
        keras_architecture(analyse(read_plan("input 1x4x4\nlinear 3")))
