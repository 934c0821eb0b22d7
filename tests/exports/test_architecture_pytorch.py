"""Exported PyTorch scripts are run; with the same weights they compute what the plan computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from torch import nn

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.architectures.plans import Plan
from explorer.architectures.running import forward, random_weights
from explorer.exports.architecture_pytorch import RESERVED, pytorch_architecture
from explorer.learning.compatibility import import_torchvision
from tests.architectures.comparing import agree, images
from tests.architectures.strategies import plans, repeated
from tests.exports.scripts import LONGEST_LINE, executed, parameters_said, trunk_shapes

SMALL = ("lenet5_1998", "lenet5", "tiny_vgg", "lecture5_keras", "digits", "photos")
# What is published for torchvision, with names that its weights can be loaded under.
IN_TORCHVISION = (
    *(
        "alexnet",
        "vgg16",
        "vgg19",
        "googlenet",
        "inception_v3",
        "mobilenet_v2",
        "squeezenet1_0",
        "squeezenet1_1",
    ),
    *("resnet18", "resnet34", "resnet50", "resnet101", "resnet152"),
)
TWICE = """
input 2x6x6
block1: chain {
  add {
    conv1: conv 2 3x3 padding=1 bias=no
    norm: batchnorm
  |
  }
  relu
}
block2: chain {
  add {
    conv1: conv 2 5x5 padding=2 bias=no
    norm: batchnorm
  |
  }
  relu
}
"""


def state_of(module: nn.Module) -> dict[str, torch.Tensor]:
    """Return parameters and running statistics, in the order in which the script made them."""
    state = module.state_dict()
    return {name: tensor for name, tensor in state.items() if not name.endswith("num_batches_tracked")}


def filled(module: nn.Module, analysis: Analysis, seed: int = 1) -> dict[str, np.ndarray]:
    """Give the module random weights, by their order, and return them all by the names of the plan."""
    weights = random_weights(analysis, seed)
    state = state_of(module)
    wanted = trunk_shapes(analysis)
    assert [tuple(tensor.shape) for tensor in state.values()] == list(wanted.values())
    given = dict(zip(state, (torch.from_numpy(weights[name]) for name in wanted), strict=True))
    module.load_state_dict(given, strict=False)
    return weights


def check(analysis: Analysis, script: str) -> None:
    names, said = executed(script)
    assert said == parameters_said(analysis) + str((1, *(analysis.output_shape or ())))
    weights = filled(names["model"], analysis)
    batch = images(analysis.plan)
    with torch.no_grad():
        computed = names["model"](torch.from_numpy(batch)).numpy()
    agree(computed, forward(analysis, batch, weights))


@given(plans())
@settings(max_examples=200)
def test_a_plan_as_a_script_computes_the_same(plan: Plan) -> None:
    analysis = analyse(plan)
    check(analysis, pytorch_architecture(analysis))


@given(plans(most_nodes=3))
@settings(max_examples=100)
def test_blocks_of_random_layers_compute_the_same(plan: Plan) -> None:
    """Six blocks that differ in numbers at most: classes with parameters come of them."""
    analysis = analyse(repeated(plan))
    assume(not analysis.problems)
    check(analysis, pytorch_architecture(analysis))


@pytest.mark.parametrize("name", SMALL)
def test_a_small_famous_network_computes_the_same(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    check(analysis, pytorch_architecture(analysis))


@pytest.mark.parametrize("name", FAMOUS)
def test_a_famous_network_has_its_parameters_and_its_output(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    script = pytorch_architecture(analysis)
    with torch.device("meta"):
        names, said = executed(script)
    assert said.startswith(parameters_said(analysis))
    assert list(state_of(names["model"])) == list(trunk_shapes(analysis))
    assert max(map(len, script.splitlines())) <= LONGEST_LINE


@pytest.mark.parametrize("name", IN_TORCHVISION)
def test_torchvisions_weights_fit_by_name(name: str) -> None:
    models = import_torchvision("torchvision.models")
    options = {"init_weights": False, "aux_logits": False} if name in ("googlenet", "inception_v3") else {}
    with torch.device("meta"):
        theirs = getattr(models, name)(**options)
        ours = executed(pytorch_architecture(analyse(FAMOUS[name].plan)))[0]["model"]
    shapes = {key: tuple(tensor.shape) for key, tensor in theirs.state_dict().items()}
    assert {key: tuple(tensor.shape) for key, tensor in ours.state_dict().items()} == shapes


def test_a_deep_network_is_short_to_read() -> None:
    deep, shallow = (
        pytorch_architecture(analyse(FAMOUS[name].plan)).splitlines() for name in ("resnet152", "resnet50")
    )
    assert len(deep) == len(shallow) < 130
    assert sum(line.startswith("class ") for line in deep) == 3


def test_blocks_that_differ_in_numbers_become_one_class() -> None:
    script = pytorch_architecture(analyse(read_plan(TWICE)))
    assert script.count("class ") == 2
    assert "def __init__(self, kernel_size, padding=0):" in script
    assert "block1=Block(3, padding=1)" in script and "block2=Block(5, padding=2)" in script
    check(analyse(read_plan(TWICE)), script)


def test_what_is_aside_is_left_out_and_said() -> None:
    text = "input 1x4x4\nhead: aside {\n  conv 2 3x3\n}\nconv 1 1x1"
    analysis = analyse(read_plan(text))
    script = pytorch_architecture(analysis)
    assert "head (20 parameters)" in script
    check(analysis, script)


def test_names_that_python_or_torch_keep_to_themselves() -> None:
    names = (
        "class",
        "forward",
        "0",
        "a-b",
        "type",
        "x",
        "_",
        "training",
        "a.forward",
        "a.b",
        "a",
        "import.0",
    )
    layers = "\n".join(f"{name}: linear 2" for name in names)
    for text in (f"input 2\n{layers}", f"input 2\nadd {{\n{layers}\n|\n}}"):
        check(analyse(read_plan(text)), pytorch_architecture(analyse(read_plan(text))))
    known = {*dir(nn.Sequential()), *vars(nn.Sequential())}
    assert {name for name in known if not name.startswith("_")} <= RESERVED


def test_a_title_cannot_leave_its_quotes() -> None:
    for title in ('"""\nraise SystemExit\n"""', "\\", "class", "ünïcode 5", "nn", "Sequential", "torch", "1"):
        analysis = analyse(Plan((3,), read_plan("input 3\nlinear 2").nodes, title))
        check(analysis, pytorch_architecture(analysis))


def test_a_script_fails_when_a_number_is_wrong() -> None:
    script = pytorch_architecture(analyse(read_plan("input 3\nlinear 2")))
    for right, wrong in (("parameters == 8", "parameters == 9"), ("== (1, 2)", "== (1, 3)")):
        assert right in script
        with pytest.raises(AssertionError):
            executed(script.replace(right, wrong))


def test_a_network_that_cannot_work_is_refused() -> None:
    with pytest.raises(
        ValueError, match="the network cannot be exported: linear1: linear needs a flat input"
    ):
        pytorch_architecture(analyse(read_plan("input 1x4x4\nlinear 3")))
