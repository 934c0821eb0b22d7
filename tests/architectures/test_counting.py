from __future__ import annotations

import os
from functools import cache
from typing import Any

import pytest
import torch

from explorer.architectures.analysis import analyse
from explorer.architectures.counting import RECKONINGS, reckon, reckon_operations
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.learning.compatibility import import_torchvision

os.environ.setdefault("KERAS_BACKEND", "torch")

KERAS = {
    "resnet50": "ResNet50",
    "resnet101": "ResNet101",
    "resnet152": "ResNet152",
    "inception_v3": "InceptionV3",
    "mobilenet_v1": "MobileNet",
    "mobilenet_v2": "MobileNetV2",
    "vgg16": "VGG16",
    "vgg19": "VGG19",
}
IN_TORCHVISION = (
    "resnet50",
    "resnet101",
    "resnet152",
    "inception_v3",
    "googlenet",
    "mobilenet_v2",
    "vgg16",
    "vgg19",
)


@cache
def keras_model(name: str) -> Any:
    import keras

    # On the meta device nothing is drawn at random, and a network is built in a blink.
    with keras.device("meta"):
        return getattr(keras.applications, KERAS[name])(weights=None)


@cache
def torch_model(name: str, *, aux_logits: bool) -> torch.nn.Module:
    sided: dict[str, Any] = {"aux_logits": aux_logits, "init_weights": False}
    options = sided if name in ("googlenet", "inception_v3") else {}
    with torch.device("meta"):
        model: torch.nn.Module = import_torchvision("torchvision.models").get_model(
            name, weights=None, **options
        )
    return model


def learned(model: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


@pytest.mark.parametrize("name", RECKONINGS)
def test_the_differences_lead_from_every_sum_to_the_next(name: str) -> None:
    lines = reckon(name).lines
    assert lines[0].is_sum and lines[-1].is_sum
    running = lines[0].count
    for line in lines[1:]:
        running = line.count if line.is_sum and line.count == running else running + line.count
        assert not line.is_sum or line.count == running
    assert all(line.explanation.endswith(".") for line in lines)


def test_resnet50_is_reckoned_as_published() -> None:
    assert [line.count for line in reckon("resnet50").lines] == [
        25_557_032,
        25_557_032,
        26_560,
        25_583_592,
        53_120,
        25_636_712,
    ]
    assert 25_557_032 + 53_120 + 26_560 == 25_636_712


def test_inception_v3_is_reckoned_as_published() -> None:
    assert [line.count for line in reckon("inception_v3").sums] == [
        27_161_264,
        27_161_264,
        23_834_568,
        23_834_568,
        23_817_352,
        23_851_784,
    ]


def test_googlenet_is_reckoned_as_published() -> None:
    assert [line.count for line in reckon("googlenet").sums] == [
        13_004_888,
        13_004_888,
        6_624_904,
        6_624_904,
        6_998_552,
        13_378_280,
    ]
    differences = {line.label: line.count for line in reckon("googlenet").lines if not line.is_sum}
    assert differences["5x5 in the place of 3x3"] == 380_928
    assert differences["biases of convolutions"] == 7_280


@pytest.mark.parametrize("name", KERAS)
def test_the_last_sum_is_what_keras_counts(name: str) -> None:
    model, sums = keras_model(name), {line.label: line.count for line in reckon(name).sums}
    trainable = sum(int(weight.value.numel()) for weight in model.trainable_weights)
    assert sums["Keras"] == model.count_params()
    # Without a sum of its own it is the one before, or the only one.
    first = reckon(name).sums[0].count
    assert sums.get("Keras, trainable", first) == trainable


@pytest.mark.parametrize("name", IN_TORCHVISION)
def test_the_first_sums_are_what_torchvision_counts(name: str) -> None:
    sums = [line.count for line in reckon(name).sums if line.label.startswith("torchvision")]
    models = [torch_model(name, aux_logits=True)]
    if name in ("googlenet", "inception_v3"):
        models.append(torch_model(name, aux_logits=False))
    assert sums == [learned(model) for model in models]


@pytest.mark.parametrize("name", IN_TORCHVISION)
def test_torchinfos_parameters_have_lines_of_their_own(name: str) -> None:
    import torchinfo

    counted = [line.count for line in reckon(name).sums if line.label.startswith("torchinfo")]
    for count, aux_logits in zip(counted, (True, False), strict=False):
        images = torch.empty((2, *FAMOUS[name].plan.input_shape), device="meta")
        model = torch_model(name, aux_logits=aux_logits).eval()
        seen = torchinfo.summary(model, input_data=images, device="meta", verbose=0)
        assert seen.total_params == seen.trainable_params == count
    assert len(counted) == (2 if name in ("googlenet", "inception_v3") else 1)


@pytest.mark.parametrize(
    "name",
    [
        "alexnet",
        "vgg16",
        "googlenet",
        "inception_v3",
        "resnet18",
        "resnet50",
        "mobilenet_v2",
        "squeezenet1_1",
    ],
)
def test_operations_are_what_torchinfo_counts(name: str) -> None:
    import torchinfo

    analysis = analyse(FAMOUS[name].plan)
    images = torch.empty((1, *analysis.plan.input_shape), device="meta")
    model = torch_model(name, aux_logits=False).eval()
    seen = torchinfo.summary(model, input_data=images, device="meta", verbose=0)
    sums = {line.label: line.count for line in reckon_operations(analysis).sums}
    assert sums["torchinfo: mult-adds"] == seen.total_mult_adds
    assert sums["FLOPs"] == 2 * sums["MACs"] == 2 * analysis.totals.macs
    assert analysis.totals.parameters == seen.total_params


def test_torchinfos_rule_is_written_out_on_a_small_network() -> None:
    analysis = analyse(read_plan("input 3x8x8\nconv 4 3x3\nbatchnorm\nflatten\nlinear 2"))
    counts = [line.count for line in reckon_operations(analysis).lines]
    places, dense = 36, 4 * 36 * 2
    macs = places * 4 * 27 + dense
    assert counts == [2 * macs, -macs, macs, 4 * places, 2, 8, macs + 4 * places + 2 + 8]


def test_torchinfo_has_no_rule_for_lenets_old_layers() -> None:
    with pytest.raises(ValueError, match="S2"):
        reckon_operations(analyse(FAMOUS["lenet5_1998"].plan))
