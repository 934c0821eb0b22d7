"""A plan computed in NumPy, branches included, with weights under the full names of its layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from math import prod, sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from explorer.architectures.analysis import Analysis, Row, weight_shapes
from explorer.architectures.plans import Address, Block, Node
from explorer.arithmetic import Shape, Weights
from explorer.arithmetic.networks import PART
from explorer.arithmetic.options import Array, float32


def forward(analysis: Analysis, images: ArrayLike, weights: Weights) -> Array:
    """Run one image, of the plan's input shape, or a batch (N, ...), and return what leaves the network.

    ``weights`` are named as ``weight_shapes`` names them. Branches aside are not computed, and their weights
    are not needed. Raises ValueError for a network that cannot work, and for images or weights that do not
    fit.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> worked = analyse(read_plan("input 2\\nadd {\\n  relu\\n|\\n}\\nclasses: linear 1 bias=no"))
    >>> forward(worked, [[3, -4], [1, 1]], {"classes.weight": [[1, 10]]}).tolist()
    [[-34.0], [22.0]]
    """
    run = _Run(analysis, weights)
    batch, shape = float32(images, "images"), analysis.plan.input_shape
    if batch.shape == shape:
        return run.through(analysis.plan.nodes, (), batch)
    if batch.shape[1:] != shape:
        wanted = ", ".join(map(str, shape))
        raise ValueError(
            f"the network needs one image ({wanted}) or a batch (N, {wanted}), not {batch.shape}"
        )
    sizes = [prod(row.output_shape or ()) for row in analysis.rows]
    part = max(1, PART // max([prod(shape), *sizes]))
    starts = range(0, max(len(batch), 1), part)
    return np.concatenate(
        [run.through(analysis.plan.nodes, (), batch[start : start + part]) for start in starts]
    )


def trace(analysis: Analysis, image: ArrayLike, weights: Weights) -> Mapping[str, Array]:
    """Run one image and return what leaves every layer and every block, read-only, by full names.

    What is aside is not computed and not in it. Raises ValueError as ``forward`` does.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> worked = analyse(read_plan("input 2\\nboth: concat {\\n  positive: relu\\n|\\n}"))
    >>> {path: array.tolist() for path, array in trace(worked, [3, -4], {}).items()}
    {'both.positive': [3.0, 0.0], 'both': [3.0, 0.0, 3.0, -4.0]}
    """
    start, shape = float32(image, "image"), analysis.plan.input_shape
    if start.shape != shape:
        raise ValueError(f"the network needs an image of shape {shape}, not {start.shape}")
    kept: dict[str, Array] = {}

    def keep(path: str, activation: Array) -> None:
        kept[path] = activation.view()
        kept[path].setflags(write=False)

    _Run(analysis, weights, keep).through(analysis.plan.nodes, (), start)
    return MappingProxyType(kept)


def random_weights(analysis: Analysis, seed: int = 0) -> dict[str, Array]:
    """Return weights that keep the activations at about one scale, and positive running variances.

    Kernels follow He et al. 2015, equation 10: a normal distribution of variance 2 / inputs of a sum.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> weights = random_weights(analyse(read_plan("input 1x8x8\\nconv 4 3x3\\nbatchnorm")))
    >>> bool(weights["batchnorm1.running_var"].min() > 0), weights["conv1.weight"].shape
    (True, (4, 1, 3, 3))
    """
    random = np.random.default_rng(seed)
    return {name: _drawn(name, shape, random) for name, shape in weight_shapes(analysis)}


def _drawn(name: str, shape: Shape, random: np.random.Generator) -> Array:
    if len(shape) > 1:
        drawn: Array = random.standard_normal(shape, dtype=np.float32)
        drawn *= np.float32(sqrt(2 / prod(shape[1:])))
        return drawn
    if name.endswith((".bias", ".running_mean")):
        return random.uniform(-0.1, 0.1, shape).astype(np.float32)
    return random.uniform(0.5, 1.5, shape).astype(np.float32)


class _Run:
    """One pass through the plan, from address to address; ``keep`` is told what leaves every row."""

    def __init__(
        self, analysis: Analysis, weights: Weights, keep: Callable[[str, Array], None] = lambda *_: None
    ) -> None:
        for problem in analysis.problems:
            raise ValueError(f"the network cannot run: {problem.path}: {problem.message}")
        self._rows, self._keep = analysis.by_address, keep
        self._weights = {row.address: dict(_own(row, weights)) for row in analysis.layers if not row.aside}

    def through(self, nodes: Sequence[Node], start: Address, activation: Array) -> Array:
        for place, node in enumerate(nodes):
            row = self._rows[*start, place]
            if isinstance(node, Block):
                if node.join == "aside":
                    continue
                activation = self._joined(node, row.address, activation)
            else:
                assert row.layer is not None
                with np.errstate(over="ignore", invalid="ignore"):
                    activation = row.layer.forward(activation, self._weights[row.address])
            self._keep(row.path, activation)
        return activation

    def _joined(self, block: Block, address: Address, activation: Array) -> Array:
        ends = [
            self.through(branch, (*address, number), activation)
            for number, branch in enumerate(block.branches)
        ]
        if block.join == "concat":
            return np.concatenate(ends, axis=-len(self._rows[address].output_shape or ()))
        with np.errstate(over="ignore", invalid="ignore"):
            return reduce(np.add, ends)


def _own(row: Row, weights: Weights) -> Iterator[tuple[str, Array]]:
    """Yield what one layer needs, under its own names."""
    assert row.layer is not None
    for key, shape in (row.layer.parameter_shapes | row.layer.buffer_shapes).items():
        name = f"{row.path}.{key}"
        if name not in weights:
            raise ValueError(f"weights are missing: {name}")
        array = float32(weights[name], name)
        if array.shape != shape:
            raise ValueError(f"{name} must have shape {shape}, not {array.shape}")
        yield key, array
