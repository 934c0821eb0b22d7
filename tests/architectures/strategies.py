"""Random plans that work, small enough that torch answers in milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from math import prod

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from explorer.architectures.analysis import analyse
from explorer.architectures.kinds import KINDS, Kind, layer_of
from explorer.architectures.plans import Block, Item, Node, Plan
from explorer.arithmetic import Layer, MaxPool2d, Shape
from explorer.arithmetic.options import pair

MOST_NUMBERS = 3_000
DEEPEST_BLOCK = 3
FLAT_KINDS = ("linear", "rbf", "batchnorm", "dropout", "softmax")
MAP_KINDS = (
    *("conv",) * 4,
    *("depthwise",) * 2,
    *("maxpool",) * 2,
    *("avgpool",) * 2,
    *("batchnorm", "adaptivepool", "tableconv", "subsample", "lrn", "dropout", "softmax", "flatten"),
)
ACTIVATION_KINDS = tuple(word for word, kind in KINDS.items() if kind.group == "Activations")

# Names that are attributes of modules, words of Python, numbers, or parts of other names: all are allowed.
NAMES = st.sampled_from(
    (
        "conv",
        "conv1",
        "relu1",
        "add1",
        "conv.0",
        "features",
        "features.1",
        "0",
        "1",
        "2.a",
        "forward",
        "class",
        "x",
        "weight",
        "a-b",
        "type",
    )
) | st.from_regex(r"[a-z][a-z0-9_]{0,5}(\.[a-z0-9]{1,3})?", fullmatch=True)


@st.composite
def plans(draw: st.DrawFn, *, kinds: tuple[str, ...] = (), most_nodes: int = 6) -> Plan:
    """Yield plans without problems: nested blocks, sums made to fit, every kind of layer and its options.

    ``kinds``, if given, are the only ones to choose from. What is written is never a default, so that a plan
    and what its text reads back as are equal.
    """
    words = kinds or (*FLAT_KINDS, *MAP_KINDS, *ACTIVATION_KINDS)
    shape: Shape = (draw(st.integers(1, 6)),)
    if draw(st.integers(0, 9)):
        shape = (*shape, draw(SIZES), draw(SIZES))
    title = draw(st.sampled_from(("", "", "Two branches", "résumé 5", '5 layers: "deep"')))
    nodes, _ = _chain(draw, shape, words, _Names(draw), most_nodes, 0)
    plan = Plan(shape, nodes, title)
    assume(not analyse(plan).problems)
    return _tamed(plan)


def _tamed(plan: Plan) -> Plan:
    """Let only one layer square distances: squares of squares soon leave the range of float32."""
    squaring = [address for address, node in plan.walk() if isinstance(node, Item) and node.kind == "rbf"]
    for address in squaring[1:]:
        node = plan.at(address)
        assert isinstance(node, Item)
        plan = plan.replaced(address, Item("linear", node.options, node.name))
    return plan


def repeated(plan: Plan) -> Plan:
    """Return a plan of six blocks, which hold the plan's layers and differ in numbers at most, stacked.

    It may have problems: other channels may not fit what follows.
    """
    blocks = []
    for number in range(6):
        nodes = tuple(_widened(node) if number % 2 else node for node in plan.nodes)
        blocks.append((Block("chain", (nodes,), f"blocks.{number}"),))
    return Plan(plan.input_shape, (Block("concat", tuple(blocks)),))


def _widened(node: Node) -> Node:
    """Return a layer with other channels, a block with the layers in it so."""
    if isinstance(node, Block):
        branches = tuple(tuple(map(_widened, branch)) for branch in node.branches)
        return Block(node.join, branches, node.name)
    wider = {name: value * 2 for name, value in node.options if name in ("out_channels", "out_features")}
    return Item(node.kind, tuple((dict(node.options) | wider).items()), node.name)


class _Names:
    """Names that no two nodes share; most nodes have none."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw, self._counter, self._taken = draw, count(), set[str]()

    def next(self) -> str:
        if self._draw(st.integers(0, 2)):
            return ""
        name = self._draw(NAMES)
        if name in self._taken:
            name = f"{name}_{next(self._counter)}"
        self._taken.add(name)
        return name


def _chain(
    draw: st.DrawFn, shape: Shape, words: tuple[str, ...], names: _Names, most: int, depth: int
) -> tuple[tuple[Node, ...], Shape]:
    nodes: list[Node] = []
    # Empty branches are shortcuts; only few networks are empty.
    for _ in range(draw(st.sampled_from(range(most + 1)[::-1]))):
        if depth < DEEPEST_BLOCK and draw(st.integers(0, 3)) == 3:
            node, shape = _block(draw, shape, words, names, depth)
        else:
            node, shape = _item(draw, shape, words, names)
        nodes.append(node)
    return tuple(nodes), shape


def _block(
    draw: st.DrawFn, shape: Shape, words: tuple[str, ...], names: _Names, depth: int
) -> tuple[Block, Shape]:
    join = draw(st.sampled_from(("add", "concat", "add", "concat", "chain", "aside")))
    name = names.next()
    count_of = 1 if join in ("chain", "aside") else draw(st.sampled_from((2, 3, 2, 1)))
    ends = [_chain(draw, shape, words, names, 3, depth + 1) for _ in range(count_of)]
    if join == "aside":
        return Block(join, (ends[0][0],), name), shape
    target = ends[0][1]
    if join == "concat" and len({end[1:] for _, end in ends}) > 1 or join == "add":
        ends = [_fitted(draw, *end, target, join, names) for end in ends]
    after = (sum(end[0] for _, end in ends), *target[1:]) if join == "concat" else target
    return Block(join, tuple(nodes for nodes, _ in ends), name), after


def _fitted(
    draw: st.DrawFn, nodes: tuple[Node, ...], shape: Shape, target: Shape, join: str, names: _Names
) -> tuple[tuple[Node, ...], Shape]:
    """Append what makes a branch's shape the target's, or fit to be stacked on it."""
    last: list[Node] = []
    if len(target) == 1 < len(shape):
        last.append(Item("flatten"))
        shape = (prod(shape),)
    assume(len(shape) == len(target))
    if shape[1:] != target[1:]:
        rows, columns = target[1:]
        size = rows if rows == columns else (rows, columns)
        last.append(Item("adaptivepool", (("output_size", size),), names.next()))
    if join == "add" and shape[0] != target[0]:
        word, options = ("conv", {"kernel_size": 1}) if len(target) == 3 else ("linear", {})
        leading = "out_channels" if word == "conv" else "out_features"
        last.append(Item(word, tuple(({leading: target[0]} | options).items()), names.next()))
    channels = target[0] if join == "add" else shape[0]
    return (*nodes, *last), (channels, *target[1:])


def _item(draw: st.DrawFn, shape: Shape, words: tuple[str, ...], names: _Names) -> tuple[Item, Shape]:
    fitting = (*(FLAT_KINDS if len(shape) == 1 else MAP_KINDS), "activation")
    choices = tuple(word for word in fitting if word in words or word == "activation" and len(words) > 1)
    word = draw(st.sampled_from(choices or ("activation",)))
    kind = KINDS[draw(st.sampled_from(ACTIVATION_KINDS)) if word == "activation" else word]
    options, name = _options(draw, kind, shape), names.next()
    required = tuple(option for option in options if kind.option(option[0]).required)
    for item in (Item(kind.word, options, name), Item(kind.word, required, name)):
        with suppress(ValueError):
            layer = layer_of(item, shape)
            after = layer.output_shape(shape)
            if prod(after) <= MOST_NUMBERS and not _reads_only_padding(layer, shape):
                return item, after
    return Item("relu", (), name), shape


def _reads_only_padding(layer: Layer, shape: Shape) -> bool:
    """Say whether a dilated window meets no cell: its maximum is minus infinity, and what follows NaN."""
    return isinstance(layer, MaxPool2d) and bool((layer.winners(np.zeros(shape, np.float32)) < 0).any())


def _options(draw: st.DrawFn, kind: Kind, shape: Shape) -> tuple[tuple[str, object], ...]:
    chosen = {}
    for option in kind.options:
        if option.required or draw(st.booleans()):
            value = draw(_VALUES[option.name](shape))
            if kind.group == "Pooling" and option.name == "padding":
                value = min(draw(st.integers(1, 2)), *(side // 2 for side in pair(chosen["kernel_size"], "")))
            if value != option.default:
                chosen[option.name] = value
    if "groups" in chosen:
        chosen["groups"] = draw(st.sampled_from([n for n in range(1, shape[0] + 1) if shape[0] % n == 0]))
        chosen["out_channels"] = chosen["groups"] * draw(st.integers(1, 3))
        if chosen["groups"] == 1:
            del chosen["groups"]
    return tuple(chosen.items())


def _pair(low: int, high: int) -> st.SearchStrategy[int | tuple[int, int]]:
    """Yield one number, or two that differ: what is equal is written once."""
    number = st.integers(low, high)
    return number | st.tuples(number, number).map(lambda two: two[0] if two[0] == two[1] else two)


def _table(shape: Shape) -> st.SearchStrategy[tuple[tuple[int, ...], ...]]:
    row = st.lists(st.integers(0, shape[0] - 1), min_size=1, max_size=4, unique=True).map(tuple)
    return st.lists(row, min_size=1, max_size=4).map(tuple)


SIZES = st.integers(1, 4) | st.integers(5, 13)
SIDES = st.tuples(st.integers(0, 3), st.integers(0, 3))
_VALUES: dict[str, Callable[[Shape], st.SearchStrategy[object]]] = {
    "out_channels": lambda shape: st.integers(1, 6),
    "out_features": lambda shape: st.integers(1, 8),
    "kernel_size": lambda shape: _pair(1, 4),
    "stride": lambda shape: _pair(1, 3),
    "padding": lambda shape: _pair(0, 2) | st.tuples(SIDES, SIDES) | st.just("same"),
    "dilation": lambda shape: _pair(1, 3),
    "groups": lambda shape: st.just(2),
    "multiplier": lambda shape: st.integers(1, 3),
    "bias": lambda shape: st.booleans(),
    "padding_mode": lambda shape: st.sampled_from(("reflect", "replicate", "circular")),
    "table": _table,
    "ceil_mode": lambda shape: st.booleans(),
    "count_include_pad": lambda shape: st.booleans(),
    "output_size": lambda shape: _pair(1, 5),
    "eps": lambda shape: st.sampled_from((1e-3, 0.01)),
    "affine": lambda shape: st.booleans(),
    "size": lambda shape: st.integers(1, 7),
    "alpha": lambda shape: st.sampled_from((0.5, 0.75)),
    "beta": lambda shape: st.sampled_from((0.5, 2.0)),
    "k": lambda shape: st.sampled_from((0.5, 2.0)),
    "p": lambda shape: st.sampled_from((0.2, 0.9)),
    "negative_slope": lambda shape: st.sampled_from((0.1, 0.3)),
}
