"""Which blocks of a plan are modules: told as one, and compared without the names that are in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explorer.architectures.plans import JOIN_WORDS, Block, Item, Node

LONGEST_FOLD = 12
"""A chain of more layers than this is no module: it is told layer by layer."""

MAKING = frozenset(
    {
        "conv",
        "depthwise",
        "tableconv",
        "maxpool",
        "avgpool",
        "adaptivepool",
        "subsample",
        "flatten",
        "linear",
        "rbf",
    }
)
"""The kinds that make something new; all others work on what is there, number by number or map by map."""


def is_module(block: Block) -> bool:
    """Say whether a block is told as one, unless asked to be opened.

    Named blocks are, but for chains that hold named blocks or a long row of layers, which are a part of the
    network and no module, and for a single layer that was given a name with what follows it. A branch for
    training only always is.

    >>> is_module(Block("add", ((Item("relu"),), ()), "unit"))
    True
    >>> is_module(Block("chain", ((Item("conv"), Item("relu")),), "conv1"))
    False
    """
    if block.join == "aside":
        return True
    if block.join != "chain" or not block.name:
        return bool(block.name)
    [inner] = block.branches
    blocks = [node for node in inner if isinstance(node, Block)]
    if blocks:
        return not any(node.name for node in blocks)
    made = sum(isinstance(node, Item) and node.kind in MAKING for node in inner)
    return made > 1 and len(inner) <= LONGEST_FOLD


def inside(block: Block) -> Iterator[Node]:
    """Yield everything that is in a block, at any depth.

    >>> len(list(inside(Block("add", ((Block("chain", ((Item("relu"),),)),), (Item("tanh"),))))))
    3
    """
    for branch in block.branches:
        for node in branch:
            yield node
            if isinstance(node, Block):
                yield from inside(node)


def bare(node: Node) -> Any:
    """Return a node without its names: equal, and hashable, for what is built alike.

    >>> bare(Item("relu", (), "one")) == bare(Item("relu", (), "two"))
    True
    """
    if isinstance(node, Item):
        return node.kind, node.options
    return node.join, tuple(tuple(bare(inner) for inner in branch) for branch in node.branches)


def contents(block: Block) -> str:
    """Return in few words what is in a block.

    >>> contents(Block("add", ((Item("conv"), Item("relu"), Item("conv")), ())))
    '2 conv, added'
    """
    kinds = [node.kind for node in inside(block) if isinstance(node, Item)]
    convs = sum(kind in ("conv", "depthwise", "tableconv") for kind in kinds)
    joins = {node.join for node in (block, *inside(block)) if isinstance(node, Block)}
    words = [JOIN_WORDS[join] for join in ("add", "concat") if join in joins]
    counted = f"{convs} conv" if convs else f"{len(kinds)} layer{'' if len(kinds) == 1 else 's'}"
    return ", ".join([counted, *words])
