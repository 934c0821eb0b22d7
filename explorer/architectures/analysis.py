"""A plan worked out: every layer's shape, parameters, multiply-accumulates, memory and receptive field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

from explorer.architectures.kinds import layer_of
from explorer.architectures.plans import Address, Block, Item, Node, Plan
from explorer.arithmetic import Layer, ReceptiveField, Shape

BYTES_PER_NUMBER = 4
LARGEST_ACTIVATION = 2**31
MOST_NAMED = 6


@dataclass(frozen=True)
class Totals:
    """What layers cost together; memory in bytes, for one image, every layer's output kept in float32."""

    parameters: int = 0
    buffers: int = 0
    macs: int = 0
    memory: int = 0

    def __add__(self, other: Totals) -> Totals:
        """Return the sum of both."""
        return Totals(
            self.parameters + other.parameters,
            self.buffers + other.buffers,
            self.macs + other.macs,
            self.memory + other.memory,
        )


@dataclass(frozen=True)
class Row:
    """One layer or block of a plan, worked out.

    ``path`` is its full name, with the named blocks around it in front: "layer1.0.conv1". ``input_shape`` is
    None behind a layer that cannot work, ``output_shape`` also for that layer itself. ``layer`` is None for
    a block, whose ``own`` costs are those of joining its branches and whose ``totals`` hold all that is in
    it. ``field`` is what one unit of the output sees of the network's input; None where it differs from place
    to place, because branches of unlike strides meet. ``aside`` says that the layer is used in training only.
    """

    address: Address
    node: Node
    path: str
    input_shape: Shape | None
    output_shape: Shape | None
    layer: Layer | None
    own: Totals
    totals: Totals
    field: ReceptiveField | None
    aside: bool

    @property
    def depth(self) -> int:
        """Return how many blocks stand around this one."""
        return len(self.address) // 2


@dataclass(frozen=True)
class Problem:
    """Why the network cannot work, and at which layer or block."""

    address: Address
    path: str
    message: str


@dataclass(frozen=True)
class Analysis:
    """All rows of a plan in the order in which they are written, and the problems, the first one first."""

    plan: Plan
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @cached_property
    def by_address(self) -> Mapping[Address, Row]:
        """Return the rows by their addresses."""
        return {row.address: row for row in self.rows}

    @property
    def layers(self) -> tuple[Row, ...]:
        """Return the rows of layers, without the blocks."""
        return tuple(row for row in self.rows if isinstance(row.node, Item))

    @cached_property
    def totals(self) -> Totals:
        """Return what the network costs in use: all but what is aside."""
        return sum((row.own for row in self.rows if not row.aside), Totals())

    @cached_property
    def aside(self) -> Totals:
        """Return what the branches for training only add."""
        return sum((row.own for row in self.rows if row.aside), Totals())

    @property
    def output_shape(self) -> Shape | None:
        """Return what leaves the network, None if nothing does."""
        last = self.by_address.get((len(self.plan.nodes) - 1,))
        return last.output_shape if last else self.plan.input_shape


def analyse(plan: Plan) -> Analysis:
    """Work out every layer of a plan, or return what was worked out before.

    The networks of the last visitors are kept: the largest that the notation allows takes about 3 MB.
    Nothing is raised for a network that cannot work: its problems say why, and what is behind them stays
    unknown.

    >>> from explorer.architectures.notation import read_plan
    >>> worked = analyse(read_plan("input 1x28x28\\nconv 8 3x3\\nmaxpool 2x2\\nflatten\\nlinear 10"))
    >>> [row.output_shape for row in worked.rows]
    [(8, 26, 26), (8, 13, 13), (1352,), (10,)]
    >>> worked.totals.parameters
    13610
    """
    return _kept(plan)


def work_out(plan: Plan) -> Analysis:
    """Work out a plan that is only tried, as ``analyse`` does, and keep nothing."""
    walk = _Walk(frozenset(_chosen(plan.nodes, "")))
    walk.through(plan.nodes, (), _Signal(plan.input_shape, ReceptiveField()), "", aside=False)
    return Analysis(plan, tuple(walk.rows), tuple(walk.problems))


_kept = lru_cache(maxsize=32)(work_out)


@dataclass(frozen=True)
class _Signal:
    """What flows between layers; without a shape behind a problem."""

    shape: Shape | None
    field: ReceptiveField | None


_UNKNOWN = _Signal(None, None)


class _Walk:
    """One pass over a plan. Blocks are entered before what is in them is known, so rows are put in later."""

    def __init__(self, chosen: frozenset[str]) -> None:
        self.rows: list[Row] = []
        self.problems: list[Problem] = []
        self._taken: set[str] = set()
        self._chosen = chosen
        self._counts: Counter[tuple[str, str]] = Counter()

    def through(
        self, nodes: Sequence[Node], start: Address, signal: _Signal, prefix: str, *, aside: bool
    ) -> _Signal:
        for place, node in enumerate(nodes):
            address = (*start, place)
            if isinstance(node, Block):
                signal = self._block(node, address, signal, prefix, aside=aside)
            else:
                signal = self._layer(node, address, signal, prefix, aside=aside)
        return signal

    def _layer(self, item: Item, address: Address, before: _Signal, prefix: str, *, aside: bool) -> _Signal:
        path = self._path(item.name, item.kind, prefix, address)
        layer, after, own = None, _UNKNOWN, Totals()
        if before.shape is not None:
            try:
                layer, after, own = _worked_out(item, before)
            except ValueError as error:
                self.problems.append(Problem(address, path, str(error)))
        self.rows.append(
            Row(address, item, path, before.shape, after.shape, layer, own, own, after.field, aside)
        )
        return after

    def _block(self, block: Block, address: Address, before: _Signal, prefix: str, *, aside: bool) -> _Signal:
        path = self._path(block.name, block.join, prefix, address)
        inner_prefix = f"{path}." if block.name else prefix
        inside = aside or block.join == "aside"
        first = len(self.rows)
        ends = [
            self.through(branch, (*address, number), before, inner_prefix, aside=inside)
            for number, branch in enumerate(block.branches)
        ]
        after = _UNKNOWN
        if block.join == "aside":
            after = before
        elif all(end.shape is not None for end in ends):
            try:
                after = _joined(block.join, ends)
            except ValueError as error:
                self.problems.append(Problem(address, path, str(error)))
        own = _memory(after.shape) if block.join in ("add", "concat") else Totals()
        totals = sum((row.own for row in self.rows[first:]), own)
        self.rows.insert(
            first,
            Row(address, block, path, before.shape, after.shape, None, own, totals, after.field, inside),
        )
        return after

    def _path(self, name: str, kind: str, prefix: str, address: Address) -> str:
        """Return the full name of a node; one without a name is numbered among its like.

        Numbers that make a name which was chosen for another node, before or after, are left out.
        """
        path = prefix + name
        if name and path in self._taken:
            self.problems.append(Problem(address, path, f"two layers are called {path}"))
        if not name or path in self._taken:
            path = next(self._numbered(prefix, kind))
        self._taken.add(path)
        return path

    def _numbered(self, prefix: str, kind: str) -> Iterator[str]:
        while True:
            self._counts[prefix, kind] += 1
            path = f"{prefix}{kind}{self._counts[prefix, kind]}"
            if path not in self._chosen and path not in self._taken:
                yield path


def _chosen(nodes: Sequence[Node], prefix: str) -> Iterator[str]:
    """Yield the full names of all nodes that have names; what is in blocks without one too."""
    for node in nodes:
        if node.name:
            yield prefix + node.name
        if isinstance(node, Block):
            inner = f"{prefix}{node.name}." if node.name else prefix
            for branch in node.branches:
                yield from _chosen(branch, inner)


def _worked_out(item: Item, before: _Signal) -> tuple[Layer, _Signal, Totals]:
    assert before.shape is not None
    layer = layer_of(item, before.shape)
    shape = _bounded(layer.output_shape(before.shape))
    field = before.field.then(layer.receptive_field(before.shape)) if before.field else None
    buffers = sum(prod(buffer) for buffer in layer.buffer_shapes.values())
    costs = Totals(layer.parameter_count, buffers, layer.macs(before.shape)) + _memory(shape)
    return layer, _Signal(shape, field), costs


def _bounded(shape: Shape) -> Shape:
    if prod(shape) > LARGEST_ACTIVATION:
        raise ValueError(f"an output of {prod(shape):,} numbers is more than any computer here could hold")
    return shape


def _memory(shape: Shape | None) -> Totals:
    return Totals(memory=BYTES_PER_NUMBER * prod(shape)) if shape else Totals()


def _joined(join: str, ends: Sequence[_Signal]) -> _Signal:
    shapes = [end.shape or () for end in ends]
    return _Signal(_bounded(_joined_shape(join, shapes)), _joined_field([end.field for end in ends]))


def _joined_shape(join: str, shapes: Sequence[Shape]) -> Shape:
    """Return the shape of joined branches.

    >>> _joined_shape("concat", [(64, 28, 28), (32, 28, 28)])
    (96, 28, 28)
    >>> _joined_shape("add", [(64, 28, 28), (32, 28, 28)])
    Traceback (most recent call last):
    ValueError: the branches make 64x28x28 and 32x28x28; only equal shapes can be added
    """
    listed = " and ".join("x".join(map(str, shape)) for shape in shapes[:MOST_NAMED])
    if len(shapes) > MOST_NAMED:
        listed += f" and {len(shapes) - MOST_NAMED:,} more"
    if join == "add" and len(set(shapes)) > 1:
        raise ValueError(f"the branches make {listed}; only equal shapes can be added")
    if join == "concat":
        if len({shape[1:] for shape in shapes}) > 1 or len({len(shape) for shape in shapes}) > 1:
            raise ValueError(f"the branches make {listed}; to be stacked, they need one height and width")
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])
    return shapes[0]


def _joined_field(fields: Sequence[ReceptiveField | None]) -> ReceptiveField | None:
    """Return what a unit sees through several branches: all that any of them shows it.

    None where the branches step differently, so that no one size and offset hold for every unit.
    """
    known = [field for field in fields if field is not None]
    if len(known) < len(fields) or len({field.stride for field in known}) > 1:
        return None
    starts = [min(field.offset[axis] for field in known) for axis in (0, 1)]
    stops = [max(field.offset[axis] + field.size[axis] for field in known) for axis in (0, 1)]
    return ReceptiveField(
        size=(stops[0] - starts[0], stops[1] - starts[1]),
        stride=known[0].stride,
        offset=(starts[0], starts[1]),
    )


def weight_shapes(analysis: Analysis) -> Iterator[tuple[str, Shape]]:
    """Yield the full name and the shape of every parameter and buffer, in the order of the rows.

    >>> from explorer.architectures.notation import read_plan
    >>> list(weight_shapes(analyse(read_plan("input 4\\nclasses: linear 2"))))
    [('classes.weight', (2, 4)), ('classes.bias', (2,))]
    """
    for row in analysis.layers:
        if row.layer is not None:
            for key, shape in (row.layer.parameter_shapes | row.layer.buffer_shapes).items():
                yield f"{row.path}.{key}", shape
