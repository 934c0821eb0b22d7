"""A network as the table prints it: every figure with its arithmetic, its share, and what dominates."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from explorer.architectures.analysis import Analysis, Row, Totals
from explorer.architectures.plans import Address
from explorer.arithmetic import Layer, ReceptiveField
from explorer.components.network_builder import Line, Table, Total
from explorer.figures.formulas import parameters_formula
from explorer.figures.layer_texts import bytes_text, facts, pair_text, shape_text

NOTHING = ""
NO_STRIDE = "–"
MOST_NAMED = 3


class _Figure(NamedTuple):
    """One of the costs: what it is, what one layer and several do with it, and how it is written."""

    title: str
    does: str
    do: str
    of: Callable[[Totals], int]
    write: Callable[[int], str]


FIGURES = (
    _Figure("parameters", "holds", "hold", lambda totals: totals.parameters, "{:,}".format),
    _Figure("MACs", "makes", "make", lambda totals: totals.macs, "{:,}".format),
    _Figure("memory", "fills", "fill", lambda totals: totals.memory, bytes_text),
)


def table_of(analysis: Analysis) -> Table:
    """Return everything that is printed of a network."""
    whole = analysis.totals
    title = "What works so far" if analysis.problems else "In use" if analysis.aside.memory else "All layers"
    totals = [Total(title, _sums(whole))]
    if analysis.aside.memory:
        totals.append(Total("With heads for training", _sums(whole + analysis.aside)))
    return Table(
        shape_text(analysis.plan.input_shape),
        [_line(row, whole) for row in analysis.rows],
        totals,
        dominating(analysis),
    )


def facts_at(analysis: Analysis, selected: Address | None) -> list[tuple[str, str]]:
    """Return what is to be known of the selected row; nothing where no row is selected."""
    row = analysis.by_address.get(selected) if selected else None
    return list(facts(analysis, row)) if row else []


def dominating(analysis: Analysis) -> str:
    """Say which layer or block of the trunk holds most of what the network costs; nothing of a single one.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> print(dominating(analyse(read_plan("input 1x8x8\\nconv 2 3x3\\nflatten\\nlinear 5"))))
    linear1 holds 95 % of the parameters, conv1 makes 64 % of the MACs, conv1 and flatten1 fill
    48 % of the memory each.
    """
    rows = [row for row in analysis.rows if row.depth == 0 and not row.aside]
    if len(rows) < 2:
        return ""
    parts = []
    for figure in FIGURES:
        total = figure.of(analysis.totals)
        if not total:
            continue
        most = max(figure.of(row.totals) for row in rows)
        names = [row.path for row in rows if figure.of(row.totals) == most]
        share = f"{percent(most, total)} of the {figure.title}"
        parts.append(
            f"{names[0]} {figure.does} {share}"
            if len(names) == 1
            else f"{_listed(names)} {figure.do} {share} each"
        )
    return f"{', '.join(parts)}." if parts else ""


def _listed(names: list[str]) -> str:
    """Write names as a list; of many, the first and how many more.

    >>> _listed(["a", "b", "c"]), _listed(["a", "b", "c", "d"])
    ('a, b and c', 'a, b and 2 more')
    """
    named = names if len(names) <= MOST_NAMED else [*names[:2], f"{len(names) - 2} more"]
    return f"{', '.join(named[:-1])} and {named[-1]}"


def percent(part: int, whole: int) -> str:
    """Write a share as a whole percentage; what is no whole one is never printed as 0 or 100.

    >>> percent(1, 3), percent(1, 1000), percent(999, 1000), percent(2, 2)
    ('33 %', 'under 1 %', 'over 99 %', '100 %')
    """
    share = 100 * part / whole
    if 0 < share < 1:
        return "under 1 %"
    return "over 99 %" if 99 < share < 100 else f"{share:.0f} %"


def _line(row: Row, whole: Totals) -> Line:
    output = shape_text(row.output_shape) if row.output_shape else NOTHING
    shares = (0.0, 0.0, 0.0)
    if not row.aside:
        parameters, macs, memory = (
            figure.of(row.totals) / figure.of(whole) if figure.of(whole) else 0.0 for figure in FIGURES
        )
        shares = (parameters, macs, memory)
    if row.output_shape is None and row.layer is None and not row.totals.memory:
        return Line(output, (NOTHING, NOTHING, NOTHING))
    counted, macs_text, memory_text = _sums(row.totals)
    if row.layer is not None:
        counted = _counted(row.layer)
    field = _field(row.field)
    if field and row.output_shape is not None and len(row.output_shape) == 1:
        size, _, offset = field
        # The numbers of a row have no neighbours in the picture.
        field = (size, NO_STRIDE, offset)
    return Line(output, (counted, macs_text, memory_text), shares, field)


@lru_cache(maxsize=4096)
def _counted(layer: Layer) -> str:
    return parameters_formula(layer) if layer.parameter_count else "0"


@lru_cache(maxsize=4096)
def _field(field: ReceptiveField | None) -> tuple[str, ...]:
    return tuple(map(pair_text, (field.size, field.stride, field.offset))) if field else ()


def _sums(totals: Totals) -> tuple[str, str, str]:
    parameters, macs, memory = (figure.write(figure.of(totals)) for figure in FIGURES)
    return parameters, macs, memory
