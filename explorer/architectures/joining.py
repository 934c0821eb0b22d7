"""What would make branches fit together that cannot be added or stacked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from explorer.architectures.analysis import Analysis, Row, work_out
from explorer.architectures.plans import Address, Block, Item, Node, Plan
from explorer.arithmetic import Shape
from explorer.arithmetic.options import pair

Ends = list[Shape | None]

CONVOLUTIONS = ("conv", "depthwise")
POOLING = ("maxpool", "avgpool")
SLOWER = "Let every window step by 1 and keep the sizes"
WIDENING = {"conv": ("out_channels", "filter"), "linear": ("out_features", "feature")}


def joins(analysis: Analysis, row: Row, block: Block) -> Iterator[tuple[str, Plan]]:
    """Yield proposals for a block whose branches end in unlike shapes.

    What one step cannot mend, because sizes and channels differ, two steps are proposed for at once.
    """
    ends = _ends(analysis, row.address, block)
    for title, resized in _resized(block):
        yield title, _with(analysis, row, resized)
    yield from _one_step(analysis, row, block, ends)
    if block.join == "add":
        yield "Stack the branches instead", _with(analysis, row, replace(block, join="concat"))
        if len({(end or ())[1:] for end in ends}) > 1:
            yield from _two_steps(analysis, row, block)


def _two_steps(analysis: Analysis, row: Row, block: Block) -> Iterator[tuple[str, Plan]]:
    for first, resized in _resized(block):
        if first == SLOWER:
            continue
        worked = work_out(_with(analysis, row, resized))
        ends = _ends(worked, row.address, resized)
        if len(set(ends)) > 1:
            for second, plan in _one_step(worked, worked.by_address[row.address], resized, ends):
                yield f"{first}, then {second[0].lower()}{second[1:]}", plan


def _one_step(analysis: Analysis, row: Row, block: Block, ends: Ends) -> Iterator[tuple[str, Plan]]:
    if block.join == "add":
        yield from _projected(analysis, row, block, ends)
        yield from _widened(analysis, row, block, ends)
    else:
        yield from _flattened(analysis, row, block, ends)
    yield from _stepped(analysis, row, block, ends)


def _resized(block: Block) -> Iterator[tuple[str, Block]]:
    """Yield blocks whose windows keep the sizes of their maps, from what changes least on."""
    seen = {block}
    for title, change in (
        ("Keep the sizes with padding=same", _kept),
        ("Pad by half of every window", _padded),
        (SLOWER, _slowed),
    ):
        resized = _changed(block, change)
        if resized not in seen:
            seen.add(resized)
            yield title, resized


def _changed(block: Block, change: Callable[[Item], Item]) -> Block:
    branches = tuple(
        tuple(change(node) if isinstance(node, Item) else node for node in branch)
        for branch in block.branches
    )
    return replace(block, branches=branches)


def _kept(item: Item) -> Item:
    """Let a convolution that steps by 1 keep the size of its maps."""
    if item.kind not in CONVOLUTIONS or item.option("stride", 1) != 1 or item.option("kernel_size") == 1:
        return item
    return item.with_option("padding", "same")


def _padded(item: Item) -> Item:
    """Pad so that only the stride changes the size: a map of n becomes n / stride, rounded up."""
    steps = item.option("stride", item.option("kernel_size") if item.kind in POOLING else 1)
    if item.kind in POOLING and steps == 1:
        return _half_padded(item)
    return _half_padded(item) if item.kind in CONVOLUTIONS and steps != 1 else _kept(item)


def _slowed(item: Item) -> Item:
    """Step by 1 and keep the size; a pooling window of even size grows by one cell, to have a middle."""
    if item.kind in CONVOLUTIONS:
        is_quick = item.option("stride", 1) != 1
        return _kept(item.with_option("stride", 1) if is_quick else item)
    if item.kind not in POOLING:
        return item
    odd = tuple(side + 1 - side % 2 for side in pair(item.option("kernel_size"), "kernel_size"))
    return _half_padded(item.with_option("kernel_size", _short(odd)).with_option("stride", 1))


def _half_padded(item: Item) -> Item:
    kernel = pair(item.option("kernel_size"), "kernel_size")
    dilation = pair(item.option("dilation", 1), "dilation")
    half = tuple((side - 1) * step // 2 for side, step in zip(kernel, dilation, strict=True))
    return item.with_option("padding", _short(half)) if any(half) else item


def _projected(analysis: Analysis, row: Row, block: Block, ends: Ends) -> Iterator[tuple[str, Plan]]:
    """Put a 1x1 convolution into the shortest branch (He et al. 2016, option B); a linear layer to rows."""
    short = min(range(len(ends)), key=lambda number: len(block.branches[number]))
    aim, start = next(end for number, end in enumerate(ends) if number != short), ends[short]
    if aim is None or start is None or len(aim) > len(start):
        return
    if len(aim) == 1:
        flat: tuple[Node, ...] = (Item("flatten"),) if len(start) == 3 else ()
        bridge = (*flat, Item("linear", (("out_features", aim[0]),)))
        name = "flatten and a linear layer" if flat else "a linear layer"
    else:
        stride = _short(tuple(max(1, round(start[axis] / aim[axis])) for axis in (1, 2)))
        bridge = (Item("conv", (("out_channels", aim[0]), ("kernel_size", 1), ("stride", stride))),)
        name = "a 1x1 convolution"
    where = "the shortcut" if not block.branches[short] else f"branch {short + 1}"
    longer = _branch(block, short, (*block.branches[short], *bridge))
    yield f"Put {name} into {where}", _with(analysis, row, longer)


def _widened(analysis: Analysis, row: Row, block: Block, ends: Ends) -> Iterator[tuple[str, Plan]]:
    """Give the last layer of a branch with a width to choose as many filters as the other has channels."""
    for number, branch in enumerate(block.branches):
        aim = next((end for other, end in enumerate(ends) if other != number), None)
        for place in reversed(range(len(branch))):
            node = branch[place]
            if aim and isinstance(node, Item) and node.kind in WIDENING:
                option, word = WIDENING[node.kind]
                path = analysis.by_address[(*row.address, number, place)].path
                wider = _branch(block, number, _put(branch, place, node.with_option(option, aim[0])))
                yield f"Give {path} {aim[0]:,} {word}{'s' * (aim[0] > 1)}", _with(analysis, row, wider)
                break


def _stepped(analysis: Analysis, row: Row, block: Block, ends: Ends) -> Iterator[tuple[str, Plan]]:
    """Let the last convolution of a branch step as far as the maps of another branch are smaller."""
    maps = [end for end in ends if end is not None and len(end) == 3]
    if not maps or len(maps) < len(ends):
        return
    aim = min(end[1:] for end in maps)
    for number, branch in enumerate(block.branches):
        stride = tuple(max(1, round(maps[number][axis + 1] / aim[axis])) for axis in (0, 1))
        for place in reversed(range(len(branch)) if any(step > 1 for step in stride) else ()):
            node = branch[place]
            if isinstance(node, Item) and node.kind in CONVOLUTIONS and node.option("stride", 1) == 1:
                path = analysis.by_address[(*row.address, number, place)].path
                quick = node.with_option("stride", _short(stride))
                words = "x".join(map(str, dict.fromkeys(stride)))
                title = f"Give {path} stride {words}"
                yield title, _with(analysis, row, _branch(block, number, _put(branch, place, quick)))
                break


def _flattened(analysis: Analysis, row: Row, block: Block, ends: Ends) -> Iterator[tuple[str, Plan]]:
    """Lay the maps of every branch out in a row, where one branch is flat already."""
    if {len(end) for end in ends if end} == {1, 3}:
        branches = tuple(
            (*branch, Item("flatten")) if end and len(end) == 3 else branch
            for branch, end in zip(block.branches, ends, strict=True)
        )
        yield "Flatten every branch", _with(analysis, row, replace(block, branches=branches))


def _ends(analysis: Analysis, address: Address, block: Block) -> Ends:
    """Return the shape at the end of every branch: its last row's, or the block's input."""
    start = analysis.by_address[address].input_shape
    return [
        analysis.by_address[(*address, number, len(branch) - 1)].output_shape if branch else start
        for number, branch in enumerate(block.branches)
    ]


def _short(sides: tuple[int, ...]) -> int | tuple[int, ...]:
    return sides[0] if len(set(sides)) == 1 else sides


def _put(branch: tuple[Node, ...], place: int, node: Node) -> tuple[Node, ...]:
    return (*branch[:place], node, *branch[place + 1 :])


def _branch(block: Block, number: int, branch: tuple[Node, ...]) -> Block:
    return replace(block, branches=(*block.branches[:number], branch, *block.branches[number + 1 :]))


def _with(analysis: Analysis, row: Row, block: Block) -> Plan:
    return analysis.plan.replaced(row.address, block)
