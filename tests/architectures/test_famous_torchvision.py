"""Every preset that torchvision has, beside torchvision's own module on the meta device."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from explorer.architectures.analysis import Analysis, analyse, weight_shapes
from explorer.architectures.famous import FAMOUS
from explorer.architectures.plans import Address, Block, Node
from explorer.learning.compatibility import import_torchvision

NAMES = (
    "alexnet",
    "vgg16",
    "vgg19",
    "googlenet",
    "inception_v3",
    "resnet18",
    "resnet34",
    "resnet50",
    "resnet101",
    "resnet152",
    "mobilenet_v2",
    "squeezenet1_0",
    "squeezenet1_1",
)
WITH_SIDES = ("googlenet", "inception_v3")
OPERATIONS = {
    "convolution": "conv",
    "native_batch_norm": "batchnorm",
    "relu": "relu",
    "relu_": "relu",
    "hardtanh": "relu6",
    "hardtanh_": "relu6",
    "max_pool2d_with_indices": "maxpool",
    "avg_pool2d": "avgpool",
    "_adaptive_avg_pool2d": "adaptivepool",
    "mean": "adaptivepool",
    "addmm": "linear",
    "cat": "concat",
    "add": "add",
    "add_": "add",
}
# What moves numbers about, and what dropout is made of.
WITHOUT_ROW = {"view", "t", "empty", "empty_like", "bernoulli_", "div_", "mul"}
SILENT_KINDS = ("flatten", "dropout")


class Recorder(TorchDispatchMode):
    """Note the kind and the output shape of every operation that a module carries out."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[int, ...]]] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        name = func.overloadpacket.__name__
        first = result[0] if isinstance(result, tuple | list) else result
        # Batch normalisation counts its batches with an addition of single numbers.
        if first.ndim and name not in WITHOUT_ROW:
            self.seen.append((OPERATIONS[name], tuple(first.shape[1:])))
        return result


@cache
def module_of(name: str) -> torch.nn.Module:
    models = import_torchvision("torchvision.models")
    options: dict[str, Any] = {"aux_logits": True} if name in WITH_SIDES else {}
    if name in WITH_SIDES:
        options["init_weights"] = False
    with torch.device("meta"):
        module: torch.nn.Module = models.get_model(name, weights=None, **options)
    return module


@cache
def weights_of(name: str) -> Any:
    models = import_torchvision("torchvision.models")
    return models.get_model_weights(name).IMAGENET1K_V1


def worked_out(name: str) -> Analysis:
    return analyse(FAMOUS[name].plan)


def steps(analysis: Analysis, nodes: tuple[Node, ...], start: Address) -> Iterator[tuple[str, Any]]:
    """Yield what is computed, in the order in which it is: a join after its branches."""
    for place, node in enumerate(nodes):
        address = (*start, place)
        row = analysis.by_address[address]
        if isinstance(node, Block):
            for number, branch in enumerate(node.branches):
                yield from steps(analysis, branch, (*address, number))
            if node.join in ("add", "concat"):
                yield node.join, row.output_shape
        elif node.kind not in SILENT_KINDS:
            yield "conv" if node.kind == "depthwise" else node.kind, row.output_shape


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_has_torchvisions_kind_and_shape(name: str) -> None:
    analysis = worked_out(name)
    module = module_of(name).train()
    images = torch.empty((2, *analysis.plan.input_shape), device="meta")
    with torch.no_grad(), Recorder() as recorder:
        module(images)
    assert list(steps(analysis, analysis.plan.nodes, ())) == recorder.seen


@pytest.mark.parametrize("name", NAMES)
def test_every_named_leaf_has_its_modules_shapes(name: str) -> None:
    analysis = worked_out(name)
    module = module_of(name).train()
    shapes: dict[str, tuple[int, ...]] = {}

    def note(path: str) -> Any:
        def hook(_: torch.nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
            shapes[path] = (*inputs[0].shape[1:], *output.shape[1:])

        return hook

    leaves = {path: leaf for path, leaf in module.named_modules() if not any(leaf.children())}
    hooks = [leaf.register_forward_hook(note(path)) for path, leaf in leaves.items()]
    module(torch.empty((2, *analysis.plan.input_shape), device="meta"))
    for hook in hooks:
        hook.remove()
    named = {row.path: row for row in analysis.layers if row.path in leaves}
    with_weights = {path for path, leaf in leaves.items() if any(True for _ in leaf.parameters())}
    assert with_weights <= set(named)
    # torchvision flattens behind the last average, the plans behind the dropout or before it.
    compared = [path for path in named if not isinstance(leaves[path], torch.nn.Dropout)]
    assert {
        path: (*(named[path].input_shape or ()), *(named[path].output_shape or ())) for path in compared
    } == {path: shapes[path] for path in compared}


@pytest.mark.parametrize("name", NAMES)
def test_parameters_and_buffers_have_torchvisions_names_shapes_and_order(name: str) -> None:
    ours = list(weight_shapes(worked_out(name)))
    theirs = [
        (key, tuple(tensor.shape))
        for key, tensor in module_of(name).state_dict().items()
        if not key.endswith("num_batches_tracked")
    ]
    # torchvision keeps GoogLeNet's classifiers on the side behind its trunk, a plan where they branch.
    if name == "googlenet":
        side = ("aux1.", "aux2.")
        assert [each for each in ours if each[0].startswith(side)] == [
            each for each in theirs if each[0].startswith(side)
        ]
        ours = [each for each in ours if not each[0].startswith(side)]
        theirs = [each for each in theirs if not each[0].startswith(side)]
    assert ours == theirs


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_those_of_the_module(name: str) -> None:
    analysis, module = worked_out(name), module_of(name)
    buffers = [tensor for key, tensor in module.named_buffers() if not key.endswith("num_batches_tracked")]
    assert analysis.totals.parameters + analysis.aside.parameters == sum(
        parameter.numel() for parameter in module.parameters()
    )
    assert analysis.totals.buffers + analysis.aside.buffers == sum(tensor.numel() for tensor in buffers)


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_those_that_torchvision_publishes_with_its_weights(name: str) -> None:
    analysis, meta = worked_out(name), weights_of(name).meta
    aside = analysis.aside.parameters if name == "inception_v3" else 0
    assert analysis.totals.parameters + aside == meta["num_params"]
    assert round(analysis.totals.macs / 1e9, 3) == meta["_ops"]
    assert analysis.plan.input_shape[1] == weights_of(name).transforms.keywords["crop_size"]
    assert analysis.output_shape == (len(meta["categories"]),)


@pytest.mark.parametrize("name", NAMES)
def test_normalisation_and_pooling_are_set_as_in_the_module(name: str) -> None:
    """What no shape shows: the constant of batch normalisation, and how pooling is padded and rounded."""
    rows = {row.path: row.layer for row in worked_out(name).layers}
    for path, leaf in module_of(name).named_modules():
        if isinstance(leaf, torch.nn.BatchNorm2d):
            assert rows[path].eps == leaf.eps  # type: ignore[union-attr]
        if isinstance(leaf, torch.nn.MaxPool2d):
            ours = rows[path]
            stride = ours.kernel_size if ours.stride is None else ours.stride  # type: ignore[union-attr]
            settings = (ours.kernel_size, stride, ours.padding, ours.ceil_mode)  # type: ignore[union-attr]
            assert settings == (leaf.kernel_size, leaf.stride, leaf.padding, leaf.ceil_mode)
        if isinstance(leaf, torch.nn.Dropout):
            assert rows[path].p == leaf.p  # type: ignore[union-attr]
