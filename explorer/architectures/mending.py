"""What would mend a network that cannot work. Every proposal was tried.

A complete one leaves no problem anywhere; after one that is not, the layer works and a later one does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import gcd, prod

from explorer.architectures.analysis import LARGEST_ACTIVATION, Analysis, Problem, Row, work_out
from explorer.architectures.joining import joins
from explorer.architectures.kinds import KINDS, MOST_SIDE
from explorer.architectures.notation import read_plan, write_plan
from explorer.architectures.plans import Address, Block, Item, Plan
from explorer.architectures.values import write_value
from explorer.arithmetic import span
from explorer.arithmetic.options import pair

WINDOWED = ("conv", "depthwise", "tableconv", "maxpool", "avgpool", "subsample")
POOLING = ("maxpool", "avgpool", "subsample", "adaptivepool")
MOST_GROWTH = 8
# Every proposal is tried on the whole network; of huge ones fewer are, so that it takes about a second.
MOST_ROWS, FEWEST_TRIES = 10_000, 12
# So many paddings and windows are tried for one after which the layers behind work too.
MOST_STEPS = 6


@dataclass(frozen=True)
class Mend:
    """A proposal in a few words, "Pad by 1", and the network after it; complete where all of that works."""

    title: str
    plan: Plan
    is_complete: bool


def mends(analysis: Analysis, *, most: int = 4) -> tuple[Mend, ...]:
    """Return what would mend a network, removals last; what mends its first problem only, if nothing else.

    Where no complete proposal but a removal is found, incomplete ones follow.

    >>> from explorer.architectures.analysis import analyse
    >>> broken = analyse(read_plan("input 1x4x4\\nmaxpool 2x2\\npool2: maxpool 2x2\\nconv 8 3x3"))
    >>> broken.problems[0].message
    'kernel 3x3 does not fit input 1x1 with padding 0'
    >>> [mend.title for mend in mends(broken)]
    ['Pad by 1', 'Use a 1x1 window', 'Start from 12x12', 'Remove conv1']
    """
    if not analysis.problems:
        return ()
    problem = analysis.problems[0]
    row = analysis.by_address[problem.address]
    before = _brokenness(analysis)
    found: dict[Plan, tuple[bool, int, str]] = {}
    tries = max(FEWEST_TRIES, MOST_ROWS // len(analysis.rows))
    for title, proposed in islice(_candidates(analysis, problem, row), tries):
        try:
            # Written and read, a plan has its one form: two ways to the same network are one proposal.
            plan = read_plan(write_plan(proposed))
        except ValueError:
            continue
        removes = title == f"Remove {row.path}"
        problems, _ = after = _brokenness(work_out(plan))
        if after < before and not (removes and problems):
            found.setdefault(plan, (removes, problems, title))
    ordered = sorted(found.items(), key=lambda each: (each[1][1] > 0, *each[1][:2]))
    proposals = [Mend(title, plan, not problems) for plan, (_, problems, title) in ordered]
    if any(not (removes or problems) for removes, problems, _ in found.values()):
        proposals = [mend for mend in proposals if mend.is_complete]
    return tuple(proposals[:most])


def _brokenness(analysis: Analysis) -> tuple[int, int]:
    """Return how many problems there are and how many layers they leave unknown: less is better."""
    return len(analysis.problems), sum(row.output_shape is None for row in analysis.rows)


def _candidates(analysis: Analysis, problem: Problem, row: Row) -> Iterator[tuple[str, Plan]]:
    plan, at = analysis.plan, problem.address
    if problem.message.startswith("two layers"):
        yield from _other_names(analysis, row)
    elif isinstance(row.node, Block):
        yield from joins(analysis, row, row.node)
    else:
        yield from _for_layer(analysis, row, row.node)
        yield f"Remove {row.path}", plan.replaced(at)


def _for_layer(analysis: Analysis, row: Row, item: Item) -> Iterator[tuple[str, Plan]]:
    plan, at, shape = analysis.plan, row.address, row.input_shape
    assert shape is not None
    if item.kind in ("linear", "rbf") and len(shape) == 3:
        yield "Put flatten before it", plan.inserted(at, Item("flatten"))
        average = Item("adaptivepool", (("output_size", 1),))
        yield "Average each map, then flatten", plan.inserted(at, average, Item("flatten"))
    if len(shape) == 1 and at[-1]:
        yield from _before_flatten(analysis, row, item)
    if item.kind == "conv":
        yield from _other_groups(plan, at, item, shape[0])
        yield from _fewer_filters(plan, at, item)
    if item.kind in WINDOWED and len(shape) == 3:
        yield from _other_window(plan, at, item, (shape[1], shape[2]))
        yield from _larger_input(analysis, row)
    for option in KINDS[item.kind].options:
        written = item.option(option.name)
        if option.default is not None and written is not None and option.name != "padding":
            default = item.with_option(option.name, option.default)
            title = f"Set {option.name} to {write_value(option.default, option)}"
            yield title, plan.replaced(at, default)


def _before_flatten(analysis: Analysis, row: Row, item: Item) -> Iterator[tuple[str, Plan]]:
    """Move a layer that needs maps in front of the flatten that laid them out."""
    for place in range(row.address[-1] - 1, -1, -1):
        flat = (*row.address[:-1], place)
        node = analysis.plan.at(flat)
        if isinstance(node, Item) and node.kind == "flatten":
            without = analysis.plan.replaced(row.address)
            yield f"Move {row.path} before {analysis.by_address[flat].path}", without.inserted(flat, item)
            return


def _other_groups(plan: Plan, at: Address, item: Item, channels: int) -> Iterator[tuple[str, Plan]]:
    groups, filters = item.option("groups", 1), item.option("out_channels")
    if channels % groups == 0 and filters % groups:
        fitting = max(groups, round(filters / groups) * groups)
        yield f"Use {fitting} filters", plan.replaced(at, item.with_option("out_channels", fitting))
    if common := [
        count for count in range(1, gcd(channels, filters) + 1) if not gcd(channels, filters) % count
    ]:
        nearest = min(common, key=lambda count: abs(count - groups))
        title = "Use 1 group" if nearest == 1 else f"Use {nearest} groups"
        yield title, plan.replaced(at, item.with_option("groups", nearest))


def _fewer_filters(plan: Plan, at: Address, item: Item) -> Iterator[tuple[str, Plan]]:
    """Use as many filters as an output may hold, where one map alone is not too large."""
    single = work_out(plan.replaced(at, item.with_option("out_channels", 1))).by_address[at].output_shape
    most = LARGEST_ACTIVATION // prod(single) if single else 0
    if 0 < most < item.option("out_channels"):
        yield f"Use {most:,} filters", plan.replaced(at, item.with_option("out_channels", most))


def _other_window(plan: Plan, at: Address, item: Item, size: tuple[int, int]) -> Iterator[tuple[str, Plan]]:
    """Pad, or use a smaller window: just as far as the layer needs, or as the layers behind it need."""
    kernel = pair(item.option("kernel_size"), "kernel_size")
    dilation = pair(item.option("dilation", 1), "dilation")
    missing = [span(kernel[axis], dilation[axis]) - size[axis] for axis in (0, 1)]
    around = [max(0, -(-cells // 2)) for cells in missing]
    half = (kernel[0] // 2, kernel[1] // 2)
    steps = range(MOST_STEPS if any(around) else 1)
    yield from _best(
        each
        for more in steps
        if not more or all(one + more <= most for one, most in zip(around, half, strict=True))
        for each in _padded(plan, at, item, tuple(one + more for one in around))
    )
    # Half of an even window adds a cell, which a sum of branches does not forgive.
    yield from _best([*_padded(plan, at, item, half), *_same(plan, at, item)])
    fitting = (min(kernel[0], size[0]), min(kernel[1], size[1]))
    if fitting != kernel:
        windows = dict.fromkeys(tuple(max(1, side - less) for side in fitting) for less in steps)
        yield from _best(_shrunk(plan, at, item, window) for window in windows)


def _same(plan: Plan, at: Address, item: Item) -> Iterator[tuple[str, Plan]]:
    if item.kind in ("conv", "depthwise") and item.option("stride", 1) == 1:
        yield "Keep the size with padding=same", plan.replaced(at, item.with_option("padding", "same"))


def _shrunk(plan: Plan, at: Address, item: Item, window: tuple[int, ...]) -> tuple[str, Plan]:
    """Use a smaller window, without padding and dilation: both were chosen for the larger one."""
    smaller = item
    for name, value in {"kernel_size": window, "padding": 0, "dilation": 1}.items():
        if name == "kernel_size" or item.option(name) is not None:
            smaller = smaller.with_option(name, value)
    return f"Use {_windowed(window)} window", plan.replaced(at, smaller)


def _best(proposals: Iterable[tuple[str, Plan]]) -> Iterator[tuple[str, Plan]]:
    """Yield the first proposal after which nothing is wrong any more; if there is none, the first at all."""
    first = None
    for proposal in proposals:
        first = first or proposal
        if not work_out(proposal[1]).problems:
            yield proposal
            return
    if first:
        yield first


def _padded(plan: Plan, at: Address, item: Item, around: tuple[int, ...]) -> Iterator[tuple[str, Plan]]:
    if item.kind in ("tableconv", "subsample") or not any(around):
        return
    padding = around[0] if around[0] == around[1] else around
    title = f"Pad by {padding}" if isinstance(padding, int) else f"Pad by {_times(around)}"
    yield title, plan.replaced(at, item.with_option("padding", padding))


def _larger_input(analysis: Analysis, row: Row) -> Iterator[tuple[str, Plan]]:
    """Take away what made the maps so small, or begin with a larger picture."""
    earlier = analysis.layers[: [each.address for each in analysis.layers].index(row.address)]
    for pooling in reversed(earlier):
        if pooling.node.kind in POOLING:  # type: ignore[union-attr]
            yield f"Drop {pooling.path}", analysis.plan.replaced(pooling.address)
            break
    for strided in reversed(earlier):
        assert isinstance(strided.node, Item)
        if strided.node.kind in ("conv", "depthwise") and strided.node.option("stride", 1) != 1:
            slower = strided.node.with_option("stride", 1)
            yield f"Give {strided.path} stride 1", analysis.plan.replaced(strided.address, slower)
            break
    yield from _grown(analysis)


def _grown(analysis: Analysis) -> Iterator[tuple[str, Plan]]:
    """Find the smallest input, of the same proportions, that the network can work with."""
    channels, height, width = analysis.plan.input_shape

    def grown(more: int) -> Plan:
        return replace(analysis.plan, input_shape=(channels, height + more, width + more))

    largest = max(height, width)
    low, high = 0, min(largest * MOST_GROWTH, MOST_SIDE) - largest
    if not high or work_out(grown(high)).problems:
        return
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if work_out(grown(middle)).problems else (low, middle)
    yield f"Start from {height + high}x{width + high}", grown(high)


def _other_names(analysis: Analysis, row: Row) -> Iterator[tuple[str, Plan]]:
    taken = {node.name for _, node in analysis.plan.walk()}
    number = next(number for number in range(2, len(taken) + 3) if f"{row.node.name}_{number}" not in taken)
    name = f"{row.node.name}_{number}"
    yield f"Call it {name}", analysis.plan.replaced(row.address, replace(row.node, name=name))


def _windowed(size: int | tuple[int, ...]) -> str:
    """Write a size with its article.

    >>> _windowed(3), _windowed((8, 2)), _windowed(11)
    ('a 3x3', 'an 8x2', 'an 11x11')
    """
    text = _times(size)
    return f"{'an' if text.startswith('8') or text.split('x')[0] in ('11', '18') else 'a'} {text}"


def _times(size: int | tuple[int, ...]) -> str:
    return "x".join(map(str, pair(size, "size", minimum=0)))
