"""What would make branches fit together that cannot be added or stacked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from explorer.architectures.analysis import Analysis, Row
from explorer.architectures.plans import Block, Item, Node, Plan
from explorer.arithmetic import Shape


def joins(analysis: Analysis, row: Row, block: Block) -> Iterator[tuple[str, Plan]]:
    """Yield proposals for a block whose branches end in unlike shapes."""
    ends = [_end(analysis, row, number) for number in range(len(block.branches))]
    yield from _sized_alike(analysis, row, block)
    if block.join == "add":
        yield from _projected(analysis, row, block, ends)
        yield from _filtered(analysis, row, block, ends)
        yield "Stack the branches: concat", _with(analysis, row, replace(block, join="concat"))


def _sized_alike(analysis: Analysis, row: Row, block: Block) -> Iterator[tuple[str, Plan]]:
    """Let every window that steps by 1 keep the size of its map."""
    branches = tuple(tuple(_kept(node) for node in branch) for branch in block.branches)
    if branches != block.branches:
        yield "Keep the sizes: padding=same", _with(analysis, row, replace(block, branches=branches))


def _kept(node: Node) -> Node:
    steps = isinstance(node, Item) and node.option("stride", 1) != 1
    if isinstance(node, Item) and node.kind in ("conv", "depthwise") and not steps:
        small = node.option("kernel_size") == 1
        return node if small else node.with_option("padding", "same")
    return node


def _projected(
    analysis: Analysis, row: Row, block: Block, ends: list[Shape | None]
) -> Iterator[tuple[str, Plan]]:
    """Put a 1x1 convolution into the shortest branch (He et al. 2016, option B)."""
    short = min(range(len(ends)), key=lambda number: len(block.branches[number]))
    others = [end for number, end in enumerate(ends) if number != short]
    aim, start = others[0], ends[short]
    if aim is None or start is None or len(aim) != 3 or len(start) != 3:
        return
    stride = (max(1, round(start[1] / aim[1])), max(1, round(start[2] / aim[2])))
    options = (
        ("out_channels", aim[0]),
        ("kernel_size", 1),
        ("stride", stride if len(set(stride)) > 1 else stride[0]),
    )
    branch = (*block.branches[short], Item("conv", options))
    branches = (*block.branches[:short], branch, *block.branches[short + 1 :])
    where = "the shortcut" if not block.branches[short] else f"branch {short + 1}"
    yield f"Put a 1x1 convolution into {where}", _with(analysis, row, replace(block, branches=branches))


def _filtered(
    analysis: Analysis, row: Row, block: Block, ends: list[Shape | None]
) -> Iterator[tuple[str, Plan]]:
    """Give the last convolution of a branch as many filters as the other branch has channels."""
    for number, branch in enumerate(block.branches):
        aim = next((end for other, end in enumerate(ends) if other != number), None)
        for place in reversed(range(len(branch))):
            node = branch[place]
            if aim and isinstance(node, Item) and node.kind == "conv":
                inner = (*branch[:place], node.with_option("out_channels", aim[0]), *branch[place + 1 :])
                branches = (*block.branches[:number], inner, *block.branches[number + 1 :])
                path = analysis.by_address[(*row.address, number, place)].path
                title = f"Give {path} {aim[0]:,} filters"
                yield title, _with(analysis, row, replace(block, branches=branches))
                break


def _end(analysis: Analysis, row: Row, branch: int) -> Shape | None:
    """Return the shape at the end of a branch: its last row's, or the block's input."""
    block = row.node
    assert isinstance(block, Block)
    length = len(block.branches[branch])
    return analysis.by_address[(*row.address, branch, length - 1)].output_shape if length else row.input_shape


def _with(analysis: Analysis, row: Row, block: Block) -> Plan:
    return analysis.plan.replaced(row.address, block)
