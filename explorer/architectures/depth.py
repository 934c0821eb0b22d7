"""How deep a network is, as the papers count."""

from __future__ import annotations

from explorer.architectures.analysis import Analysis
from explorer.architectures.plans import Address, Block, Node


def depth(analysis: Analysis) -> int:
    """Return the number of layers with weights on the longest path from the input to the output.

    Convolutions and dense layers count, and LeNet-5's learned subsampling and distances from patterns:
    whatever multiplies by weights. Normalisation does not, nor do branches for training only.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.famous import FAMOUS
    >>> [depth(analyse(FAMOUS[name].plan)) for name in ("alexnet", "vgg19", "googlenet", "resnet152")]
    [8, 19, 22, 152]
    """
    return _deepest(analysis, analysis.plan.nodes, ())


def _deepest(analysis: Analysis, nodes: tuple[Node, ...], start: Address) -> int:
    """Return the longest path through nodes that follow each other."""
    return sum(_through(analysis, node, (*start, place)) for place, node in enumerate(nodes))


def _through(analysis: Analysis, node: Node, address: Address) -> int:
    if not isinstance(node, Block):
        return int(analysis.by_address[address].own.macs > 0)
    if node.join == "aside":
        return 0
    return max(_deepest(analysis, branch, (*address, number)) for number, branch in enumerate(node.branches))
