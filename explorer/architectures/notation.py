"""The notation: a network as a small text, one layer per line, read and written.

    title Two branches
    input 1x32x32
    conv1: conv 6 5x5
    relu
    block: add {
      conv 6 3x3 padding=1
    |
    }
    flatten
    linear 10

A line is a name and a colon if the layer has a name, the kind, its leading options, then the others as
``option=value``. A block opens with ``{``, ``|`` parts its branches, ``}`` closes it; a branch without layers
hands its input on. ``#`` begins a remark. Several of these may stand on one line: ``add { relu | }``. Capital
letters, ``3×3`` and other libraries' words for a kind are understood (see ``spelling``) and written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from explorer.architectures.kinds import KINDS, MOST_CHANNELS, MOST_SIDE, Kind, Option
from explorer.architectures.plans import JOINS, Block, Item, Node, Plan
from explorer.architectures.spelling import joined, kind_of, meant, pieces, unknown_join, unknown_kind
from explorer.architectures.values import read_value, write_value

LONGEST_TEXT, MOST_LINES, DEEPEST = 65_536, 2_000, 6
LONGEST_NAME, LONGEST_TITLE = 60, 80
INDENT = "  "
_NAME = re.compile(r"[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]+)*")


class NotationError(ValueError):
    """A line that cannot be read; ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        """Say where and why."""
        super().__init__(f"line {line}: {message}")
        self.line = line


def read_plan(text: str) -> Plan:
    """Return the network that a text describes, or raise a NotationError that names the line.

    >>> read_plan("input 1x28x28\\nconv 8 3x3 padding=1").nodes
    (Item(kind='conv', options=(('out_channels', 8), ('kernel_size', 3), ('padding', 1)), name=''),)
    >>> read_plan("input 1x28x28\\nconvv 8 3x3")
    Traceback (most recent call last):
    explorer.architectures.notation.NotationError: line 2: there is no kind "convv"; did you mean conv?
    """
    if len(text) > LONGEST_TEXT:
        raise NotationError(1, f"the text is longer than {LONGEST_TEXT:,} characters")
    lines = list(_lines(text))
    if len(lines) > MOST_LINES:
        raise NotationError(lines[MOST_LINES][0], f"a network may have at most {MOST_LINES:,} lines")
    title = ""
    if lines and lines[0][1].startswith("title "):
        title = _title(lines.pop(0)[1])
    if not lines or lines[0][1].split()[0].lower() != "input":
        first = lines[0][0] if lines else 1
        raise NotationError(first, 'the network must begin with its input: "input 3x32x32"')
    shape = _guarded(lines.pop(0), _input_shape)
    lines.reverse()
    (nodes,) = _branches(lines, 0)
    return Plan(shape, nodes, title)


def write_plan(plan: Plan) -> str:
    """Return the text of a network, one line per layer, blocks indented; ``read_plan`` reads it back."""
    head = [f"title {plan.title}"] if plan.title else []
    head.append(f"input {'x'.join(map(str, plan.input_shape))}")
    return "\n".join([*head, *_written(plan.nodes, "")]) + "\n"


def read_item(line: str) -> Item:
    """Return the layer that one line describes, or raise a ValueError.

    Options that say what holds anyway are left out.

    >>> read_item("conv1: conv 6 5x5 stride=2").option("stride")
    2
    """
    name, rest = _named(line)
    words = joined(rest).split()
    kind, tokens = kind_of(words)
    if kind is None:
        raise ValueError(unknown_kind(words[0]))
    return Item(kind.word, _chosen(_options(tokens, kind), kind), name)


def write_item(item: Item) -> str:
    """Return the line of one layer.

    >>> write_item(read_item("conv1: conv 6 5x5 stride=1 padding=2"))
    'conv1: conv 6 5x5 padding=2'
    """
    kind, chosen = KINDS[item.kind], dict(item.options)
    words = [item.kind]
    for option in kind.options:
        value = chosen.get(option.name, option.default)
        if value != option.default:
            text = write_value(value, option)
            words.append(text if option.leading else f"{option.name}={text}")
    return _with_name(item.name, " ".join(words))


def check_name(name: str) -> None:
    """Raise a ValueError for what cannot be the name of a layer or a block."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(
            f"a name holds at most {LONGEST_NAME} letters, digits, dashes, underscores, and points between "
            f"them, not {name[:20]!r}"
        )


def _title(line: str) -> str:
    """Return a title without what cannot be printed: it goes into pictures, scripts and names of files."""
    printable = "".join(filter(str.isprintable, line.removeprefix("title")))
    return printable.strip()[:LONGEST_TITLE].strip()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield what is written, without remarks and empty lines, with the number of its line.

    A brace that opens a block may stand on the line below the block's kind.
    """
    waiting: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.partition("#")[0].strip()
        is_title = waiting is None and written.startswith("title ")
        for piece in [written] if is_title else pieces(written):
            if piece == "{" and waiting and waiting[1][-1] not in "{|}" and waiting[1].split()[0] != "input":
                waiting = (waiting[0], f"{waiting[1]} {{")
                continue
            if waiting:
                yield waiting
            waiting = (number, piece)
    if waiting:
        yield waiting


def _branches(lines: list[tuple[int, str]], opened: int, depth: int = 0) -> list[tuple[Node, ...]]:
    """Read from the end of a reversed list up to the brace that closes what was opened on line ``opened``."""
    branches: list[list[Node]] = [[]]
    while lines:
        number, line = numbered = lines.pop()
        if line == "}" and opened:
            return [tuple(branch) for branch in branches]
        if line in ("}", "|"):
            if not opened:
                raise NotationError(number, f'"{line}" stands outside of any block')
            branches.append([])
        elif line.endswith("{"):
            name, join = _guarded(numbered, _opening)
            if depth == DEEPEST:
                raise NotationError(number, f"blocks may stand in each other at most {DEEPEST} deep")
            inner = tuple(_branches(lines, number, depth + 1))
            if join in ("chain", "aside") and len(inner) > 1:
                raise NotationError(number, f"{join} has one branch, not {len(inner)}")
            branches[-1].append(Block(join, inner, name))
        else:
            branches[-1].append(_guarded(numbered, read_item))
    if opened:
        raise NotationError(opened, 'the block is never closed: a line "}" is missing')
    return [tuple(branch) for branch in branches]


def _guarded(numbered: tuple[int, str], read: Any) -> Any:
    """Read one line; what goes wrong names it."""
    try:
        return read(numbered[1])
    except ValueError as error:
        raise NotationError(numbered[0], str(error)) from None


def _opening(line: str) -> tuple[str, str]:
    name, rest = _named(line[:-1].strip())
    if rest.lower() not in JOINS:
        raise ValueError(unknown_join(rest))
    return name, rest.lower()


def _input_shape(line: str) -> tuple[int, ...]:
    parts = joined(line).split()[1:]
    sizes = parts[0].split("x") if len(parts) == 1 else []
    if len(sizes) not in (1, 3):
        raise ValueError('the input is written channels x height x width: "input 3x32x32"')
    most = (MOST_CHANNELS, MOST_SIDE, MOST_SIDE)
    return tuple(
        read_value(size, Option("the input's size", "count", maximum=limit))
        for size, limit in zip(sizes, most, strict=False)
    )


def _named(line: str) -> tuple[str, str]:
    """Split a line into its name, "" if it has none, and the rest."""
    before, colon, after = line.partition(":")
    if not colon:
        return "", line
    name = before.strip()
    check_name(name)
    if not after.strip():
        raise ValueError(f"what {name} is remains unsaid")
    return name, after.strip()


def _options(tokens: Sequence[str], kind: Kind) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for token in tokens:
        name, equals, text = token.partition("=")
        leading = [option for option in kind.options if option.leading and option.name not in seen]
        if equals:
            option = _known(name.lower(), kind)
        elif leading:
            option, text = leading[0], name
        else:
            raise ValueError(f'{kind.word} does not know what to do with "{token[:20]}"')
        if option.name in seen:
            raise ValueError(f"{option.name} is given twice")
        seen.add(option.name)
        yield option.name, read_value(text, option)
    for option in kind.options:
        if option.required and option.name not in seen:
            raise ValueError(f"{kind.word} needs {option.name}: {_example(kind)}")


def _chosen(options: Iterator[tuple[str, Any]], kind: Kind) -> tuple[tuple[str, Any], ...]:
    """Return options in the order of their kind, without those at their defaults: one network, one plan."""
    written = dict(options)
    return tuple(
        (option.name, written[option.name])
        for option in kind.options
        if option.name in written and written[option.name] != option.default
    )


def _known(name: str, kind: Kind) -> Option:
    try:
        return kind.option(name)
    except KeyError:
        names = [option.name for option in kind.options]
        raise ValueError(f'{kind.word} has no option "{name[:20]}"{meant(name, names)}') from None


def _example(kind: Kind) -> str:
    samples = {"count": "16", "pair": "3x3", "table": "0.1,1.2"}
    words = [samples[option.form] for option in kind.options if option.required]
    return f'"{" ".join([kind.word, *words])}"'


def _written(nodes: tuple[Node, ...], indent: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Item):
            yield indent + write_item(node)
            continue
        yield indent + _with_name(node.name, f"{node.join} {{")
        for place, branch in enumerate(node.branches):
            if place:
                yield f"{indent}|"
            yield from _written(branch, indent + INDENT)
        yield f"{indent}}}"


def _with_name(name: str, rest: str) -> str:
    return f"{name}: {rest}" if name else rest
