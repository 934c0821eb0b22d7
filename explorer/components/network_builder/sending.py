"""What the browser is shown of a network: one line per layer and block, as texts; and what is selected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from explorer.architectures.analysis import Analysis, Row, analyse
from explorer.architectures.mending import Mend, mends
from explorer.architectures.notation import write_item
from explorer.architectures.plans import Address, Block, Item, Plan
from explorer.components.network_builder.desk import Desk, address_text

NO_SHARE = (0.0, 0.0, 0.0)
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Line:
    """One layer or block as its line of the table says it.

    ``sums`` are its parameters, MACs and memory as they are printed, parameters with their arithmetic;
    ``shares`` how much of the network's each of them is, 0 to 1; ``field`` its size, stride and offset, empty
    where it differs from place to place; ``formula`` how the output's height and width come about, "" where
    nothing slides.
    """

    output: str
    sums: tuple[str, str, str]
    shares: tuple[float, float, float] = NO_SHARE
    field: tuple[str, ...] = ()
    formula: str = ""


@dataclass(frozen=True)
class Total:
    """One line at the foot of the table."""

    title: str
    sums: tuple[str, str, str]


@dataclass(frozen=True)
class Table:
    """Everything that is printed of a network: a line for each of its rows, totals, and what dominates."""

    input: str
    lines: Sequence[Line]
    totals: Sequence[Total]
    sentence: str


def rows_parcel(desk: Desk, analysis: Analysis, table: Table) -> tuple[dict[str, Any], Arrays]:
    """Return what changes with the network."""
    inside = _counted(analysis)
    rows = [
        _row(row, line, inside[row.address]) for row, line in zip(analysis.rows, table.lines, strict=True)
    ]
    header = {
        "epoch": desk.epoch,
        "revision": desk.revision,
        "title": desk.plan.title,
        "input": table.input,
        "shape": list(desk.plan.input_shape),
        "rows": rows,
        "totals": [[total.title, *total.sums] for total in table.totals],
        "sentence": table.sentence,
        "problems": [[address_text(one.address), one.path, one.message] for one in analysis.problems],
        "mends": [[mend.title, int(mend.is_complete)] for mend in mends_of(desk.plan)],
    }
    shares = np.array([line.shares for line in table.lines], np.float32).reshape(-1, 3)
    return header, {"shares": shares}


def state_parcel(desk: Desk, facts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what changes with the selection: what is selected, and what can be done with it."""
    return {
        "epoch": desk.epoch,
        "revision": desk.revision,
        "applied": desk.applied,
        "selected": address_text(desk.selected),
        "note": desk.note,
        "undo": len(desk.past),
        "redo": len(desk.future),
        "facts": [list(fact) for fact in facts],
    }


@lru_cache(maxsize=8)
def mends_of(plan: Plan) -> tuple[Mend, ...]:
    """Return what would mend a plan; trying them all takes a while, and a selection changes nothing."""
    return mends(analyse(plan))


def _counted(analysis: Analysis) -> Counter[Address]:
    """Return how many layers there are in every block."""
    inside: Counter[Address] = Counter()
    for row in analysis.layers:
        for length in range(1, len(row.address), 2):
            inside[row.address[:length]] += 1
    return inside


def _row(row: Row, line: Line, inside: int) -> list[Any]:
    """Return one row as the browser takes it apart, in this order."""
    node = row.node
    if isinstance(node, Block):
        kind, branches = node.join, len(node.branches)
        words = f"{inside} layer{'' if inside == 1 else 's'}"
    else:
        kind, branches, words = node.kind, 0, _words(node)
    return [
        address_text(row.address),
        kind,
        row.path,
        node.name,
        words,
        branches,
        line.output,
        *line.sums,
        list(line.field),
        int(row.aside),
        int(row.input_shape is None),
        line.formula,
    ]


def _words(item: Item) -> str:
    """Return a layer's line of the notation without its name and kind."""
    return write_item(Item(item.kind, item.options)).removeprefix(item.kind).strip()
