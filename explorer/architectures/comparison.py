"""Two networks side by side: their layers aligned, what is equal and what is not, their costs as ratios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from explorer.architectures.analysis import Analysis, Row, Totals
from explorer.architectures.folding import bare, contents, is_module
from explorer.architectures.kinds import KINDS
from explorer.architectures.notation import write_item
from explorer.architectures.plans import JOIN_WORDS, Address, Block, Item, Node, Plan
from explorer.architectures.values import write_value
from explorer.arithmetic import Shape

EQUAL, CHANGED, LEFT, RIGHT = "equal", "changed", "left", "right"
MANY = 3


@dataclass(frozen=True)
class Line:
    """One layer or folded block of a network, as it stands in a comparison.

    ``built`` is equal for what is built alike, whatever its name; ``text`` says it in the notation, or in few
    words for a block. ``costs`` are those of everything in it, ``inner`` the lines in it, the first of which
    opens it; together they cost what it costs. ``depth`` counts the blocks around it. ``node`` is what was
    written of a layer, None for a block.
    """

    path: str
    kind: str
    text: str
    built: Hashable
    output_shape: Shape | None
    costs: Totals
    depth: int = 0
    aside: bool = False
    inner: tuple[Line, ...] = ()
    node: Item | None = None


@dataclass(frozen=True)
class Pair:
    """Two lines that stand beside each other; one of them is None where the other network has no such layer.

    ``relation`` is "equal" or "changed", or "left" or "right" for a line that only one network has.
    """

    relation: str
    left: Line | None
    right: Line | None

    @property
    def is_same(self) -> bool:
        """Say whether both lines are built alike, make the same shape and cost the same."""
        return (
            self.relation == EQUAL
            and self.left is not None
            and self.right is not None
            and (self.left.output_shape, self.left.costs) == (self.right.output_shape, self.right.costs)
        )


@dataclass(frozen=True)
class Stretch:
    """Equal pairs in a row that are too many to show: how many are left out."""

    count: int


def with_input(plan: Plan, side: int) -> Plan:
    """Return a network with another height and width of its input; channels stay.

    What follows from the input follows: a dense layer behind a flatten gets other weights. A network whose
    input has no height and width is returned as it is.

    >>> with_input(Plan((3, 224, 224)), 64).input_shape
    (3, 64, 64)
    """
    if len(plan.input_shape) != 3:
        return plan
    return Plan((plan.input_shape[0], side, side), plan.nodes, plan.title)


def lines(analysis: Analysis) -> tuple[Line, ...]:
    """Return the layers of a network in order; a named block of few layers is one line, with lines in it.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> text = "input 3x8x8\\nunit: add {\\n  conv 3 3x3 padding=1\\n|\\n}\\nrelu"
    >>> first, last = lines(analyse(read_plan(text)))
    >>> first.text, [line.text for line in first.inner], last.text
    ('block of 1 conv, added', ['branches, added', 'conv 3 3x3 padding=1'], 'relu')
    """
    return tuple(_lines(analysis, analysis.plan.nodes, (), fold=True))


def align(left: Sequence[Line], right: Sequence[Line]) -> tuple[Pair, ...]:
    """Return the lines of two networks beside each other, in the order of both.

    As many lines as can be without a change of order stand beside lines that are built alike: a longest
    common subsequence. Of the rest between them, so do those of one kind, as changed.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> texts = ("conv 8 3x3\\nrelu\\nflatten", "conv 16 3x3\\nrelu\\nmaxpool 2x2\\nflatten")
    >>> both = (lines(analyse(read_plan(f"input 1x9x9\\n{text}"))) for text in texts)
    >>> [pair.relation for pair in align(*both)]
    ['changed', 'equal', 'right', 'equal']
    """
    pairs: list[Pair] = []
    for lone, others, alike in _parted(left, right, lambda line: line.built):
        pairs += _unlike(lone, others)
        if alike:
            pairs.append(Pair(EQUAL, *alike))
    return tuple(pairs)


def differences(pair: Pair) -> tuple[str, ...]:
    """Say in what two lines of one kind differ: options of a layer, or what is in one of two blocks only.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> inner = ("a: conv 3 3x3 padding=1", "a: conv 3 5x5 padding=2\\nrelu")
    >>> plans = [read_plan(f"input 3x9x9\\nunit: add {{\\n{text}\\n|\\n}}") for text in inner]
    >>> [pair] = align(*(lines(analyse(plan)) for plan in plans))
    >>> differences(pair)
    ('kernel_size 3 → 5 in a', 'padding 1 → 2 in a', 'relu1 only in the second')
    """
    if pair.relation != CHANGED or pair.left is None or pair.right is None:
        return ()
    return tuple(_differences(pair.left, pair.right))


def _differences(left: Line, right: Line) -> Iterator[str]:
    if not (left.inner and right.inner):
        yield from _other_options(left, right)
        return
    changes: dict[str, list[str]] = defaultdict(list)
    lone: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in align(left.inner, right.inner):
        one, other = each.left, each.right
        if one and other:
            for change in _other_options(one, other) if each.relation == CHANGED else ():
                changes[change].append(_inside(one, left))
        # A chain is no more than a name for what is in it.
        elif one and one.kind != "chain":
            lone[one.kind, "first"].append(_inside(one, left))
        elif other and other.kind != "chain":
            lone[other.kind, "second"].append(_inside(other, right))
    for change, names in changes.items():
        yield f"{change} in {' and '.join(names) if len(names) < MANY else f'{len(names)} layers'}"
    for (kind, side), names in lone.items():
        yield f"{' and '.join(names) if len(names) < MANY else f'{len(names)} {kind}'} only in the {side}"


def _other_options(left: Line, right: Line) -> Iterator[str]:
    """Yield the options in which two layers of one kind differ; of two blocks, their numbers of branches."""
    if left.node is None or right.node is None:
        if left.built != right.built:
            yield "another number of branches"
        return
    for option in KINDS[left.kind].options:
        plain = replace(option, leading=False)
        # A pooling that is not told how far to step steps by its window.
        first, second = (
            write_value(node.option(option.name, option.default) or node.option("kernel_size"), plain)
            if option.name == "stride"
            else write_value(node.option(option.name, option.default), plain)
            for node in (left.node, right.node)
        )
        if first != second:
            yield f"{option.name} {first} → {second}"


def _inside(line: Line, block: Line) -> str:
    """Return the name of a line without that of the block that it is in."""
    return line.path.removeprefix(f"{block.path}.")


def opened(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return pairs of which no line is folded: what is in two blocks beside each other is aligned in turn.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> texts = ("unit: add {\\nrelu\\n|\\n}", "unit: add {\\nrelu\\ntanh\\n|\\n}")
    >>> both = (lines(analyse(read_plan(f"input 1x9x9\\n{text}"))) for text in texts)
    >>> [pair.relation for pair in opened(align(*both))]
    ['equal', 'equal', 'right']
    """
    found: list[Pair] = []
    for pair in pairs:
        left, right = (() if line is None else line.inner or (line,) for line in (pair.left, pair.right))
        found += align(left, right)
    return tuple(found)


def shortened(pairs: Sequence[Pair], *, most: int = 6, kept: int = 2) -> tuple[Pair | Stretch, ...]:
    """Leave out the middle of long stretches of equal pairs that are the same, or differ in size, all along.

    Of a stretch longer than ``most``, ``kept`` pairs at either end stay.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> same = lines(analyse(read_plan("input 1x4x4\\n" + "relu\\n" * 9)))
    >>> [getattr(each, "count", 1) for each in shortened(align(same, same))]
    [1, 1, 5, 1, 1]
    """
    shown: list[Pair | Stretch] = []
    place = 0
    while place < len(pairs):
        stop = place
        while (
            stop < len(pairs)
            and pairs[stop].relation == EQUAL
            and pairs[stop].is_same == pairs[place].is_same
        ):
            stop += 1
        if stop - place > most:
            stretch = Stretch(stop - place - 2 * kept)
            shown += [*pairs[place : place + kept], stretch, *pairs[stop - kept : stop]]
        else:
            shown += pairs[place : max(stop, place + 1)]
        place = max(stop, place + 1)
    return tuple(shown)


def ratio(left: int, right: int) -> str:
    """Say how the right number compares with the left one, with three digits.

    >>> ratio(100, 240), ratio(240, 100), ratio(5, 5), ratio(0, 3), ratio(1_000_000, 999_999)
    ('2.4 times as much', '0.417 times as much', 'equal', 'not comparable with 0', 'nearly equal')
    """
    if left == right:
        return "equal"
    if left == 0:
        return "not comparable with 0"
    factor = right / left
    digits = f"{factor:,.0f}" if factor >= 1000 else f"{factor:.3g}"
    return "nearly equal" if digits == "1" else f"{digits} times as much"


def _lines(analysis: Analysis, nodes: Sequence[Node], start: Address, *, fold: bool) -> Iterator[Line]:
    for place, node in enumerate(nodes):
        row = analysis.by_address[(*start, place)]
        if isinstance(node, Item):
            yield _line(row, node.kind, write_item(Item(node.kind, node.options)), bare(node), row.own)
        elif fold and is_module(node):
            inner = tuple(_opened(analysis, node, row, fold=False))
            folded = _line(row, node.join, f"block of {contents(node)}", bare(node), row.totals)
            yield replace(folded, inner=inner)
        else:
            yield from _opened(analysis, node, row, fold=fold)


def _opened(analysis: Analysis, block: Block, row: Row, *, fold: bool) -> Iterator[Line]:
    """Yield a line that opens a block, but for a plain chain without a name, and the lines in it."""
    if block.join != "chain" or (block.name and not fold):
        is_joined = block.join in ("add", "concat")
        words = f"branches, {JOIN_WORDS[block.join]}" if is_joined else JOIN_WORDS[block.join]
        yield _line(row, block.join, words, (block.join, len(block.branches)), row.own)
    for number, branch in enumerate(block.branches):
        yield from _lines(analysis, branch, (*row.address, number), fold=fold)


def _line(row: Row, kind: str, text: str, built: Hashable, costs: Totals) -> Line:
    node = row.node if isinstance(row.node, Item) else None
    return Line(row.path, kind, text, built, row.output_shape, costs, row.depth, row.aside, node=node)


def _unlike(left: Sequence[Line], right: Sequence[Line]) -> Iterator[Pair]:
    """Pair what is of one kind; what is left stands alone, the left network's before the right one's."""
    for lone, others, alike in _parted(left, right, lambda line: line.kind):
        yield from (Pair(LEFT, line, None) for line in lone)
        yield from (Pair(RIGHT, None, line) for line in others)
        if alike:
            yield Pair(CHANGED, *alike)


def _parted(
    left: Sequence[Line], right: Sequence[Line], key: Callable[[Line], Hashable]
) -> Iterator[tuple[Sequence[Line], Sequence[Line], tuple[Line, Line] | None]]:
    """Yield lines that match none, of the left and of the right, and the two behind them that match."""
    begin = start = 0
    for place, other in _matches(list(map(key, left)), list(map(key, right))):
        yield left[begin:place], right[start:other], (left[place], right[other])
        begin, start = place + 1, other + 1
    yield left[begin:], right[start:], None


def _matches(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence.

    A row of its table is one integer (Hyyrö 2004, Bit-parallel LCS-length computation revisited): whatever a
    visitor compares, 2,000 layers with 2,000 take milliseconds.

    >>> _matches("CNN explorer", "explain")
    [(4, 0), (5, 1), (6, 2), (7, 3)]
    """
    places: dict[Hashable, int] = defaultdict(int)
    for place, each in enumerate(right):
        places[each] |= 1 << place
    # A bit is 0 where the subsequence grows: with the rows so far, and the columns up to this one.
    row = every = (1 << len(right)) - 1
    rows = [row]
    for each in left:
        common = row & places[each]
        row = (row + common | row - common) & every
        rows.append(row)
    found: list[tuple[int, int]] = []
    at, column = len(left), len(right)
    while at and column:
        bit = 1 << column - 1
        if rows[at] & bit:
            column -= 1
        else:
            at -= 1
            if rows[at] & bit:
                column -= 1
                found.append((at, column))
    return found[::-1]
