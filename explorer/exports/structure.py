"""What a plan is made of, as code sees it: steps, branches, and containers that follow from the names.

A layer named "layer1.0.conv1" stands in the container "0", which stands in "layer1". Where the layers of a
container follow one another in the plan, the container is a unit that code can call; where they are
scattered, its name is only a part of theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from explorer.architectures.analysis import Analysis
from explorer.architectures.plans import Address, Block, Item, Node
from explorer.arithmetic import ActivationLayer, Layer, Shape
from explorer.exports.calls import Call

Calls = Callable[[Layer, Shape], Iterable[tuple[str, Call]]]
"""What writes a layer behind an input shape: the calls in their order, each with what its name ends in."""


@dataclass(frozen=True)
class Step:
    """One call with its name in its container; a free name is one that nobody chose and nothing rests on."""

    name: str
    call: Call
    free: bool = False


@dataclass(frozen=True)
class Join:
    """Branches that read one input and are added or stacked; the name is "" where it is the container's."""

    join: str
    name: str
    branches: tuple[Body, ...]


@dataclass(frozen=True)
class Unit:
    """A container whose layers follow one another: its name in the one around it, its path, its inside."""

    name: str
    path: str
    body: Body


Body = tuple["Step | Join | Unit", ...]


def body_of(analysis: Analysis, calls: Calls) -> Body:
    """Return a plan's steps, branches and units; what is aside is left out.

    Raises ValueError for a network that cannot work.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> worked = analyse(read_plan("input 4\\nhead.0: linear 2\\nhead.1: relu\\nsoftmax"))
    >>> [(part.name, type(part).__name__) for part in body_of(worked, lambda *_: [("", Call("f"))])]
    [('head', 'Unit'), ('softmax1', 'Step')]
    """
    for problem in analysis.problems:
        raise ValueError(f"the network cannot be exported: {problem.path}: {problem.message}")
    reader = _Reader(analysis, calls)
    return reader.inside([((place,), node) for place, node in enumerate(analysis.plan.nodes)], "")


def is_chain(body: Body) -> bool:
    """Say whether nothing branches in a body, what is in its units left aside."""
    return not any(isinstance(part, Join) for part in body)


@dataclass
class _Scope:
    """The inside of a container: its prefix, and how often each first part of a name occurs in it."""

    prefix: str
    counts: Counter[str] = field(default_factory=Counter)
    leaves: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def relative(self, path: str) -> list[str]:
        """Return the parts of a path in this container; of one from outside, the last part."""
        inside = path.startswith(self.prefix)
        return path.removeprefix(self.prefix).split(".") if inside else [path.rpartition(".")[2]]

    def name(self, wanted: str, path: str) -> str:
        """Return a name that no other path has here."""
        while self.names.setdefault(wanted, path) != path:
            wanted += "_"
        return wanted


Placed = tuple[Address, Node]


class _Reader:
    def __init__(self, analysis: Analysis, calls: Calls) -> None:
        self._rows, self._calls = analysis.by_address, calls

    def inside(self, placed: Sequence[Placed], prefix: str) -> Body:
        """Return the inside of a container."""
        scope = _Scope(prefix)
        for path in self._paths(placed):
            parts = scope.relative(path)
            scope.counts[parts[0]] += 1
            if len(parts) == 1:
                scope.leaves.add(parts[0])
            if path.startswith(prefix):
                scope.name(".".join(parts), path)
        return tuple(self._sequence(placed, scope))

    def _sequence(self, placed: Iterable[Placed], scope: _Scope) -> Iterator[Step | Join | Unit]:
        flattened = list(self._flattened(placed, scope.prefix))
        while flattened:
            name, length = self._run(flattened, scope)
            if name:
                path = scope.prefix + name
                yield Unit(name, path, self.inside(flattened[:length], f"{path}."))
            else:
                yield from self._single(*flattened[0], scope)
            del flattened[: length or 1]

    def _flattened(self, placed: Iterable[Placed], prefix: str) -> Iterator[Placed]:
        """Yield nodes with the insides of chains in their places, those that are units of their own kept."""
        for address, node in placed:
            if isinstance(node, Item):
                yield address, node
            elif node.join != "aside":
                own = node.name and f"{self._rows[address].path}." != prefix
                if len(node.branches) > 1 or own:
                    yield address, node
                else:
                    yield from self._flattened(_inner(address, node, 0), prefix)

    def _run(self, placed: Sequence[Placed], scope: _Scope) -> tuple[str, int]:
        """Return the container that begins here, and how many nodes are in it; "" if none does."""
        component = self._component(placed[0], scope)
        if component is None:
            return "", 0
        length = count = 0
        for place, node in enumerate(placed):
            if self._component(node, scope) == component:
                length, count = place + 1, count + len(list(self._paths([node])))
            elif not self._is_free(node):
                break
        if count < scope.counts[component]:
            return "", 0
        numbered = all(
            scope.relative(path)[1].isdigit()
            for node in placed[:length]
            if not self._is_free(node)
            for path in self._paths([node])
        )
        while numbered and length < len(placed) and self._is_free(placed[length], activation=True):
            length += 1
        return component, length

    def _component(self, placed: Placed, scope: _Scope) -> str | None:
        """Return the container of this one that all layers of a node stand in, if there is one."""
        parts = [scope.relative(path) for path in self._paths([placed])]
        first = {part[0] for part in parts}
        deep = parts and all(len(part) > 1 for part in parts)
        return first.pop() if deep and len(first) == 1 and not first & scope.leaves else None

    def _is_free(self, placed: Placed, *, activation: bool = False) -> bool:
        """Say whether a node is a layer without name and weights, so that it may stand in any container."""
        address, node = placed
        layer = self._rows[address].layer
        if layer is None or node.name or layer.parameter_shapes or layer.buffer_shapes:
            return False
        return isinstance(layer, ActivationLayer) or not activation

    def _single(self, address: Address, node: Node, scope: _Scope) -> Iterator[Step | Join | Unit]:
        row = self._rows[address]
        if isinstance(node, Block):
            branches = [
                tuple(self._sequence(_inner(address, node, at), scope)) for at in range(len(node.branches))
            ]
            if len(branches) == 1:
                yield from branches[0]
            else:
                whole = f"{row.path}." == scope.prefix
                name = "" if whole else scope.name(".".join(scope.relative(row.path)), row.path)
                yield Join(node.join, name, tuple(branches))
            return
        assert row.layer is not None and row.input_shape is not None
        name = scope.name(".".join(scope.relative(row.path)), row.path)
        for suffix, call in self._calls(row.layer, row.input_shape):
            own = scope.name(f"{name}_{suffix}", f"{row.path} {suffix}") if suffix else name
            yield Step(own, call, self._is_free((address, node)))

    def _paths(self, placed: Iterable[Placed]) -> Iterator[str]:
        """Yield the paths of all layers in some nodes."""
        for address, node in placed:
            if isinstance(node, Item):
                yield self._rows[address].path
            elif node.join != "aside":
                for number in range(len(node.branches)):
                    yield from self._paths(_inner(address, node, number))


def _inner(address: Address, block: Block, branch: int) -> list[Placed]:
    return [((*address, branch, place), node) for place, node in enumerate(block.branches[branch])]
