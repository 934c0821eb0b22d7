"""Plans: networks as a learner writes them, a tree of layers and blocks, before anything is worked out.

A plan says what was chosen and nothing that follows from it: input channels and input features are worked out
from the layer before, so that a layer can be moved without touching its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

JOINS = MappingProxyType(
    {
        "chain": "one branch, under one name",
        "add": "branches that read the same input and are added",
        "concat": "branches that read the same input and are stacked along the channels",
        "aside": "a branch that leaves the trunk, used in training only: what follows reads the input",
    }
)

JOIN_WORDS = MappingProxyType(
    {"chain": "block", "add": "added", "concat": "stacked", "aside": "for training only"}
)
"""The same for a reader: one word for each, in tables, pictures and forms. The notation keeps its own."""

Address = tuple[int, ...]
"""Where a node stands: its place in the trunk; then, again and again, a branch and a place in that branch."""


@dataclass(frozen=True)
class Item:
    """One layer as it is written: its kind, the options that were chosen, and a name or ""."""

    kind: str
    options: tuple[tuple[str, Any], ...] = ()
    name: str = ""

    def option(self, name: str, default: Any = None) -> Any:
        """Return an option that was written, or ``default``."""
        return dict(self.options).get(name, default)

    def with_option(self, name: str, value: Any) -> Item:
        """Return the same layer with one option changed or added.

        >>> Item("conv", (("out_channels", 8),)).with_option("padding", 1).options
        (('out_channels', 8), ('padding', 1))
        """
        return Item(self.kind, tuple((dict(self.options) | {name: value}).items()), self.name)


@dataclass(frozen=True)
class Block:
    """Branches that read one input, and how they are joined again (see ``JOINS``).

    A branch without layers hands its input on: the shortcut of a residual block.
    """

    join: str
    branches: tuple[tuple[Node, ...], ...]
    name: str = ""


Node = Item | Block


@dataclass(frozen=True)
class Plan:
    """A whole network: the shape of one input, (C, H, W) or (features,), the trunk, and a title or ""."""

    input_shape: tuple[int, ...]
    nodes: tuple[Node, ...] = ()
    title: str = ""

    def at(self, address: Address) -> Node:
        """Return the node at an address, or raise a ValueError.

        >>> Plan((1, 8, 8), (Block("add", ((Item("relu"),), ())),)).at((0, 0, 0))
        Item(kind='relu', options=(), name='')
        """
        siblings = _siblings(self, address)
        if not 0 <= address[-1] < len(siblings):
            raise ValueError(f"there is no layer at {address}")
        return siblings[address[-1]]

    def replaced(self, address: Address, *nodes: Node) -> Plan:
        """Return the plan with other nodes in the place of one; with none, the node is removed."""
        self.at(address)
        return Plan(self.input_shape, _spliced(self.nodes, address, 1, nodes), self.title)

    def inserted(self, address: Address, *nodes: Node) -> Plan:
        """Return the plan with nodes that begin at an address; what stood there comes after them."""
        siblings = _siblings(self, address)
        if not 0 <= address[-1] <= len(siblings):
            raise ValueError(f"there is no place at {address}")
        return Plan(self.input_shape, _spliced(self.nodes, address, 0, nodes), self.title)

    def walk(self) -> Iterator[tuple[Address, Node]]:
        """Yield every node with its address, a block before what is in it."""
        yield from _walk(self.nodes, ())


def _siblings(plan: Plan, address: Address) -> tuple[Node, ...]:
    """Return the nodes beside the one at an address."""
    if not len(address) % 2:
        raise ValueError(f"{address} names no place")
    siblings = plan.nodes
    for step in range(0, len(address) - 1, 2):
        place, branch = address[step], address[step + 1]
        block = siblings[place] if 0 <= place < len(siblings) else None
        if not isinstance(block, Block) or not 0 <= branch < len(block.branches):
            raise ValueError(f"there is no branch at {address[: step + 2]}")
        siblings = block.branches[branch]
    return siblings


def _spliced(
    siblings: tuple[Node, ...], address: Address, removed: int, nodes: tuple[Node, ...]
) -> tuple[Node, ...]:
    place = address[0]
    if len(address) == 1:
        return (*siblings[:place], *nodes, *siblings[place + removed :])
    block, branch = siblings[place], address[1]
    assert isinstance(block, Block)
    inner = _spliced(block.branches[branch], address[2:], removed, nodes)
    branches = (*block.branches[:branch], inner, *block.branches[branch + 1 :])
    return (*siblings[:place], Block(block.join, branches, block.name), *siblings[place + 1 :])


def _walk(nodes: tuple[Node, ...], start: Address) -> Iterator[tuple[Address, Node]]:
    for place, node in enumerate(nodes):
        yield (*start, place), node
        if isinstance(node, Block):
            for branch, inner in enumerate(node.branches):
                yield from _walk(inner, (*start, place, branch))
