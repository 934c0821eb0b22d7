"""Random plans as torch modules: shapes, parameters and every output as predicted and as in NumPy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from torch import nn

from explorer.architectures.analysis import analyse, weight_shapes
from explorer.architectures.notation import read_plan
from explorer.architectures.plans import Plan
from explorer.architectures.running import forward, random_weights
from explorer.learning.architectures import to_torch
from explorer.learning.modules import weights_of
from tests.architectures.comparing import agree, images
from tests.architectures.strategies import plans


def answer(module: nn.Module, batch: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return module.eval()(torch.from_numpy(batch)).numpy()


@given(plans())
@settings(max_examples=250)
def test_a_plan_is_its_torch_module(plan: Plan) -> None:
    analysis = analyse(plan)
    weights = random_weights(analysis, 1)
    module = to_torch(analysis, weights)
    batch = images(plan)
    expected = answer(module, batch)
    assert expected.shape == (2, *(analysis.output_shape or ()))
    agree(forward(analysis, batch, weights), expected)
    parameters = sum(parameter.numel() for parameter in module.parameters())
    assert parameters == analysis.totals.parameters + analysis.aside.parameters
    found = {name: tuple(array.shape) for name, array in weights_of(module).items()}
    assert found == dict(weight_shapes(analysis))


@pytest.mark.parametrize(
    "word",
    ["conv", "depthwise", "tableconv", "maxpool", "avgpool", "adaptivepool", "subsample", "lrn", "batchnorm"],
)
def test_every_kind_is_its_torch_module(word: str) -> None:
    """Chains of one kind, so that each option of each kind has its turn."""

    @given(plans(kinds=(word,), most_nodes=3))
    @settings(max_examples=30)
    def compare(plan: Plan) -> None:
        analysis = analyse(plan)
        weights = random_weights(analysis, 2)
        batch = images(plan)
        agree(forward(analysis, batch, weights), answer(to_torch(analysis, weights), batch))

    compare()


def test_every_layer_of_a_plan_has_its_predicted_shape() -> None:
    text = (
        "input 3x12x12\na: conv 4 3x3\nb: concat {\n  c: maxpool 2x2\n|\n  d: conv 2 2x2 stride=2\n}\nlrn 3"
    )
    analysis = analyse(read_plan(text))
    module = to_torch(analysis)
    shapes: dict[str, tuple[int, ...]] = {}
    for row in analysis.layers:
        module.get_submodule(row.path).register_forward_hook(
            lambda _, __, output, path=row.path: shapes.update({path: tuple(output.shape[1:])})
        )
    answer(module, images(analysis.plan))
    assert shapes == {row.path: row.output_shape for row in analysis.layers}


def test_a_layer_may_stand_under_the_name_of_another() -> None:
    names = ("head", "head.weight", "last.type.0", "last", "last.train")
    lines = [f"{name}: linear {size}" for size, name in enumerate(names, start=2)]
    analysis = analyse(read_plan("\n".join(["input 2", *lines])))
    weights = random_weights(analysis)
    module = to_torch(analysis, weights)
    assert "head.weight.weight" in dict(module.named_parameters())
    batch = images(analysis.plan)
    agree(forward(analysis, batch, weights), answer(module, batch))


def test_what_is_aside_has_weights_and_is_not_computed() -> None:
    analysis = analyse(read_plan("input 1x4x4\naside {\n  head: conv 2 3x3\n}\nrelu"))
    module = to_torch(analysis)
    assert [name for name, _ in module.named_parameters()] == ["head.weight", "head.bias"]
    module.get_submodule("head").register_forward_hook(lambda *_: pytest.fail("computed"))
    assert answer(module, images(analysis.plan)).shape == (2, 1, 4, 4)


def test_a_module_can_be_trained_and_leaves_the_arrays_alone() -> None:
    analysis = analyse(read_plan("input 1x4x4\nconv 2 3x3\nbatchnorm\nflatten\nlinear 2"))
    weights = random_weights(analysis)
    before = {name: array.copy() for name, array in weights.items()}
    module = to_torch(analysis, weights).train()
    module(torch.from_numpy(images(analysis.plan, 5))).sum().backward()
    with torch.no_grad():
        for parameter in module.parameters():
            assert parameter.grad is not None
            parameter.sub_(parameter.grad + 1)
    for name, array in before.items():
        np.testing.assert_array_equal(weights[name], array)


def test_a_network_that_cannot_work_is_refused() -> None:
    with pytest.raises(ValueError, match="the network cannot run: linear1: linear needs a flat input"):
        to_torch(analyse(read_plan("input 1x4x4\nlinear 3")))


def test_no_weights_may_be_missing() -> None:
    analysis = analyse(read_plan("input 4\nlast: linear 3"))
    with pytest.raises(RuntimeError, match="last.bias"):
        to_torch(analysis, {"last.weight": np.zeros((3, 4), np.float32)})
