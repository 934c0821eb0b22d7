"""What a picture of a network shows: its layers gathered into steps, its blocks folded or as lanes.

A step is a layer that makes something new, together with what merely works on it number by number behind it:
a convolution with its normalisation and its activation is one step, as in the drawings of the papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from explorer.architectures.analysis import Analysis, Row, Totals
from explorer.architectures.folding import MAKING, bare, contents, is_module
from explorer.architectures.plans import JOIN_WORDS, Address, Block, Item, Node
from explorer.arithmetic import Shape

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "conv": ("convolution", "conv"),
        "depthwise": ("convolution", "depthwise"),
        "tableconv": ("convolution", "part. conv"),
        "maxpool": ("pooling", "max pool"),
        "avgpool": ("pooling", "avg pool"),
        "adaptivepool": ("pooling", "avg pool"),
        "subsample": ("pooling", "subsample"),
        "batchnorm": ("other", "BN"),
        "lrn": ("other", "LRN"),
        "dropout": ("other", "dropout"),
        "flatten": ("flat", "flatten"),
        "linear": ("dense", "linear"),
        "rbf": ("dense", "RBF"),
        "relu": ("other", "ReLU"),
        "elu": ("other", "ELU"),
        "gelu": ("other", "GELU"),
        "silu": ("other", "SiLU"),
        "relu6": ("other", "ReLU6"),
    }
)


@dataclass(frozen=True)
class Step:
    """One volume of the picture, and what made it.

    ``kind`` is "input", "convolution", "pooling", "flat", "dense", "module", "join" or "other"; ``word`` and
    ``detail`` say what was done ("conv", "7x7 /2"), ``extras`` what was done to every number afterwards.
    ``count`` is how many equal blocks in a row are drawn as this one, ``last`` the name of the last of them.
    ``kernel`` (height, width) is the window that reads the volume before, where there is one.
    """

    addresses: tuple[Address, ...]
    name: str
    kind: str
    word: str
    detail: str
    input_shape: Shape | None
    output_shape: Shape | None
    costs: Totals = Totals()
    extras: tuple[str, ...] = ()
    kernel: tuple[int, int] | None = None
    count: int = 1
    last: str = ""
    aside: bool = False

    def holds(self, address: Address | None) -> bool:
        """Say whether a layer or block is told by this step: itself, or by the folded block around it."""
        if address is None or self.kind != "module":
            return address in self.addresses
        return any(address[: len(own)] == own for own in self.addresses)

    @property
    def sentence(self) -> str:
        """Return the step in words, for a tooltip and for a visitor who cannot see the picture."""
        named = f"{self.name} to {self.last}, {self.count} equal blocks" if self.last else self.name
        done = " ".join(part for part in (self.word, self.detail) if part and part != self.name)
        done = ", ".join([done, *self.extras] if done else self.extras)
        made = written(self.output_shape) if self.output_shape else "unknown"
        learned = f", {self.costs.parameters:,} parameters" if self.costs.parameters else ""
        used = ", in training only" if self.aside else ""
        return f"{named}{f' ({done})' if done else ''}: {made}{learned}{used}"


@dataclass(frozen=True)
class Lanes:
    """An opened block whose branches read one input: lanes of parts, and the step that joins them."""

    address: Address
    name: str
    lanes: tuple[tuple[Part, ...], ...]
    joined: Step


@dataclass(frozen=True)
class Framed:
    """An opened chain: its parts in one frame, under its name."""

    address: Address
    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Spur:
    """A branch that leaves the trunk and does not come back."""

    part: Part


Part = Step | Lanes | Framed | Spur


def parts_of(analysis: Analysis, *, unfold: Address | None = None) -> tuple[Part, ...]:
    """Return what to draw, the input first; the block at ``unfold``, and those around it, are opened.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> text = "input 3x8x8\\nconv 4 3x3\\nbatchnorm\\nrelu\\nflatten\\nlinear 2"
    >>> [(part.word, part.extras) for part in parts_of(analyse(read_plan(text)))]
    [('input', ()), ('conv', ('BN', 'ReLU')), ('flatten', ()), ('linear', ())]
    """
    shape = analysis.plan.input_shape
    start = Step((), "input", "input", "input", "", None, shape)
    return (start, *_gathered(analysis, analysis.plan.nodes, (), unfold))


def steps_of(parts: Iterable[Part]) -> Iterator[Step]:
    """Yield the steps of parts, lane by lane, a joining step behind its lanes."""
    for part in parts:
        if isinstance(part, Lanes):
            for lane in part.lanes:
                yield from steps_of(lane)
            yield part.joined
        elif isinstance(part, Framed):
            yield from steps_of(part.parts)
        elif isinstance(part, Spur):
            yield from steps_of((part.part,))
        else:
            yield part


def written(shape: Shape) -> str:
    """Write a shape.

    >>> written((64, 112, 112)), written((1000,))
    ('64x112x112', '1,000')
    """
    return "x".join(map(str, shape)) if len(shape) > 1 else f"{shape[0]:,}"


def _gathered(
    analysis: Analysis, nodes: Sequence[Node], start: Address, unfold: Address | None
) -> tuple[Part, ...]:
    parts: list[Part] = []
    likeness: Any = None
    for place, node in enumerate(nodes):
        address = (*start, place)
        row = analysis.by_address[address]
        before = parts[-1] if parts else None
        if isinstance(node, Item):
            likeness = None
            if _takes_extras(before) and node.kind not in MAKING and row.output_shape == row.input_shape:
                assert before is not None
                parts[-1] = _with_extra(before, _word(node.kind), row)
            else:
                parts.append(_layer_step(node, row))
        elif _is_opened(node, address, unfold):
            likeness = None
            parts.extend(_opened(analysis, node, row, unfold))
        elif node.join == "aside":
            likeness = None
            last = analysis.by_address.get((*address, 0, len(node.branches[0]) - 1), row)
            step = _module_step(node, row)
            parts.append(Spur(replace(step, output_shape=last.output_shape)))
        else:
            same = (bare(node), row.input_shape, row.output_shape)
            if likeness == same and isinstance(before, Step):
                parts[-1] = _repeated(before, row)
            else:
                parts.append(_module_step(node, row))
            likeness = same
    return tuple(parts)


def _is_opened(block: Block, address: Address, unfold: Address | None) -> bool:
    if unfold is not None and unfold[: len(address)] == address:
        return True
    return not is_module(block)


def _opened(analysis: Analysis, block: Block, row: Row, unfold: Address | None) -> tuple[Part, ...]:
    lanes = tuple(
        _gathered(analysis, branch, (*row.address, number), unfold)
        for number, branch in enumerate(block.branches)
    )
    asked = unfold is not None and unfold[: len(row.address)] == row.address
    if block.join in ("chain", "aside"):
        inner = tuple(part for lane in lanes for part in lane)
        framed = Framed(row.address, row.path, inner)
        return (Spur(framed),) if block.join == "aside" else (framed,) if asked else inner
    joined = Step(
        (row.address,),
        row.path,
        "join",
        JOIN_WORDS[block.join],
        "",
        row.input_shape,
        row.output_shape,
        row.own,
        aside=row.aside,
    )
    return (Lanes(row.address, block.name and row.path, lanes, joined),)


def _takes_extras(part: Part | None) -> bool:
    """Say whether what follows can be told together with a part."""
    if isinstance(part, Framed):
        return bool(part.parts) and _takes_extras(part.parts[-1])
    return isinstance(part, Lanes) or (isinstance(part, Step) and part.kind != "input")


def _with_extra(part: Part, word: str, row: Row) -> Part:
    """Return a part behind which something is done to every number."""
    if isinstance(part, Lanes):
        joined = _with_extra(part.joined, word, row)
        assert isinstance(joined, Step)
        return replace(part, joined=joined)
    if isinstance(part, Framed):
        return replace(part, parts=(*part.parts[:-1], _with_extra(part.parts[-1], word, row)))
    assert isinstance(part, Step)
    return replace(
        part,
        addresses=(*part.addresses, row.address),
        extras=(*part.extras, word),
        costs=part.costs + row.own,
    )


def _layer_step(item: Item, row: Row) -> Step:
    kind, word = WORDS.get(item.kind, ("other", item.kind.capitalize()))
    kernel = _pair(item.option("kernel_size"))
    return Step(
        (row.address,),
        row.path,
        kind,
        word,
        _detail(item, kernel),
        row.input_shape,
        row.output_shape,
        row.own,
        kernel=kernel,
        aside=row.aside,
    )


def _module_step(block: Block, row: Row) -> Step:
    return Step(
        (row.address,),
        row.path,
        "module",
        row.path,
        contents(block),
        row.input_shape,
        row.output_shape,
        row.totals,
        aside=row.aside,
    )


def _repeated(step: Step, row: Row) -> Step:
    return replace(
        step,
        addresses=(*step.addresses, row.address),
        count=step.count + 1,
        last=row.path,
        costs=step.costs + row.totals,
    )


def _detail(item: Item, kernel: tuple[int, int] | None) -> str:
    """Return the sizes of a window and how it moves: "7x7 /2"."""
    if item.kind == "adaptivepool":
        return f"to {'x'.join(map(str, _pair(item.option('output_size')) or ()))}"
    if kernel is None:
        return ""
    default = (1, 1) if item.kind in ("conv", "depthwise", "tableconv") else kernel
    stride = _pair(item.option("stride")) or default
    words = ["x".join(map(str, kernel))]
    if stride != (1, 1):
        words.append(f"/{stride[0]}" if stride[0] == stride[1] else f"/{stride[0]}x{stride[1]}")
    if (groups := item.option("groups", 1)) != 1:
        words.append(f"{groups} groups")
    if (dilation := _pair(item.option("dilation", 1))) != (1, 1):
        words.append(f"dil. {'x'.join(map(str, dilation or ()))}")
    return " ".join(words)


def _word(kind: str) -> str:
    return WORDS.get(kind, ("other", kind.capitalize()))[1]


def _pair(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    return (value, value) if isinstance(value, int) else (value[0], value[1])
