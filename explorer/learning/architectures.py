"""A plan as a torch module, with the names of its weights."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import cast

import torch
from torch import Tensor, nn

from explorer.architectures.analysis import Analysis
from explorer.architectures.plans import Address, Block, Node
from explorer.arithmetic import Weights
from explorer.learning.modules import layer_module, load_weights


class PlanModule(nn.Module):
    """A plan's layers as modules under their full names; it computes what the plan says for a batch.

    Branches aside have modules, so that their weights can be kept, and are not computed.
    """

    def __init__(self, analysis: Analysis) -> None:
        """Make every layer's module, freshly initialised."""
        super().__init__()
        self.analysis = analysis
        # A module may hold others under its name, and so may a layer: torch asks no more than a dictionary.
        places: dict[str, nn.Module] = {"": self}
        for row in analysis.layers:
            assert row.layer is not None
            _place(row.path, layer_module(row.layer), places)
        self._by_path = {row.path: places[row.path] for row in analysis.layers}

    def forward(self, input: Tensor) -> Tensor:
        """Compute the network's output for a batch (N, ...)."""
        return self._through(self.analysis.plan.nodes, (), input)

    def _through(self, nodes: Sequence[Node], start: Address, activation: Tensor) -> Tensor:
        for place, node in enumerate(nodes):
            address = (*start, place)
            if not isinstance(node, Block):
                module = self._by_path[self.analysis.by_address[address].path]
                activation = cast(Tensor, module(activation))
            elif node.join != "aside":
                ends = [
                    self._through(branch, (*address, number), activation)
                    for number, branch in enumerate(node.branches)
                ]
                activation = torch.cat(ends, dim=1) if node.join == "concat" else reduce(torch.add, ends)
        return activation


def to_torch(analysis: Analysis, weights: Weights | None = None) -> PlanModule:
    """Return the plan as a torch module for batches (N, ...), with the weights if they are given.

    Its parameters and buffers have the names and shapes of ``weight_shapes``, and those of torchvision where
    the plan's layers are named like torchvision's. Raises ValueError for a network that cannot work.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> text = "input 3x8x8\\nlayer1.0: add {\\n  conv1: conv 3 3x3 padding=1 bias=no\\n|\\n}"
    >>> [name for name, _ in to_torch(analyse(read_plan(text))).named_parameters()]
    ['layer1.0.conv1.weight']
    """
    for problem in analysis.problems:
        raise ValueError(f"the network cannot run: {problem.path}: {problem.message}")
    module = PlanModule(analysis)
    if weights is not None:
        load_weights(module, weights)
    return module


def _place(path: str, module: nn.Module, places: dict[str, nn.Module]) -> None:
    """Put a module where the points in its path say, and take over what was put below it before."""
    *above, name = path.split(".")
    prefix, holder = "", places[""]
    for part in above:
        prefix = f"{prefix}.{part}" if prefix else part
        if prefix not in places:
            places[prefix] = holder._modules[part] = nn.Module()
        holder = places[prefix]
    if path in places:
        module._modules.update(places[path]._modules)
    places[path] = holder._modules[name] = module
