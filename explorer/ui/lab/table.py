"""A network as the table prints it: every figure with its arithmetic, its share, and what dominates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from explorer.architectures.analysis import Analysis, Row, Totals, analyse
from explorer.architectures.plans import Address, Plan
from explorer.arithmetic import Layer, ReceptiveField, Shape
from explorer.components.network_builder import Line, Table, Total
from explorer.figures.cost_bars import cost_rows
from explorer.figures.formulas import parameters_formula
from explorer.figures.layer_texts import bytes_text, facts, pair_text, shape_text, short_formula
from explorer.figures.percentages import share_text
from explorer.figures.volume_steps import Step

NOTHING = ""
NO_PLACE = "–"
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
    """Return everything that is printed of a network; of those of the last visitors, what was worked out."""
    return _table_of(analysis.plan)


# Long networks take a while, and a selection changes nothing of it.
@lru_cache(maxsize=16)
def _table_of(plan: Plan) -> Table:
    analysis = analyse(plan)
    whole = analysis.totals
    title = "What works so far" if analysis.problems else "In use" if analysis.aside.memory else "All layers"
    totals = [Total(title, _sums(whole))]
    if analysis.aside.memory:
        totals.append(Total("With heads for training", _sums(whole + analysis.aside)))
    return Table(
        shape_text(analysis.plan.input_shape),
        [_line(row, whole, len(analysis.plan.input_shape) == 1) for row in analysis.rows],
        totals,
        dominating(analysis),
    )


def facts_at(analysis: Analysis, selected: Address | None) -> list[tuple[str, str]]:
    """Return what is to be known of the selected row; nothing where no row is selected."""
    row = analysis.by_address.get(selected) if selected else None
    return list(facts(analysis, row)) if row else []


def dominating(analysis: Analysis) -> str:
    """Say which layers hold most of what the network costs, as the bars count; nothing of a single one.

    An activation or a normalisation counts with the layer before it, equal blocks in a row as one.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> print(dominating(analyse(read_plan("input 1x8x8\\nconv 2 3x3\\nrelu\\nflatten\\nlinear 5"))))
    linear1 holds 95 % of the parameters, conv1 makes 64 % of the MACs, conv1 and relu1 fill 65 % of
    the memory.
    """
    steps = [row.step for row in cost_rows(analysis) if row.step]
    if len(analysis.layers) < 2 or not steps:
        return ""
    parts = []
    for figure in FIGURES:
        total, most = figure.of(analysis.totals), max(figure.of(step.costs) for step in steps)
        if most:
            largest = [step for step in steps if figure.of(step.costs) == most]
            parts.append(_dominated(analysis, figure, largest, share_text(most, total)))
    between = "; " if any(", " in part for part in parts) else ", "
    return f"{between.join(parts)}." if parts else ""


def _dominated(analysis: Analysis, figure: _Figure, largest: Sequence[Step], share: str) -> str:
    """Say what one step, or several equal ones, have of one cost."""
    of = f"{share} of the {figure.title}"
    first = largest[0]
    helpers = [_costly(analysis, figure, step) for step in largest]
    if len(largest) > 1:
        names = _listed([_spanned(step) for step in largest])
        with_others = ", with what follows each," if any(helpers) else ""
        return f"{names}{with_others} {figure.do} {of} each"
    if first.count > 1:
        each = share_text(figure.of(first.costs) / first.count, figure.of(analysis.totals))
        return f"{_spanned(first)} {figure.do} {of}, {each} each"
    if helpers[0]:
        return f"{_listed([first.name, *helpers[0]])} {figure.do} {of}"
    return f"{first.name} {figure.does} {of}"


def _costly(analysis: Analysis, figure: _Figure, step: Step) -> list[str]:
    """Return the layers behind the first one of a step that cost something too; of equal blocks none."""
    others = [analysis.by_address[address] for address in step.addresses[1:] if step.count == 1]
    return [row.path for row in others if figure.of(row.own)]


def _spanned(step: Step) -> str:
    if step.count == 1:
        return step.name
    return f"{step.name} {'and' if step.count == 2 else 'to'} {step.last}"


def _listed(names: list[str]) -> str:
    """Write names as a list; of many, the first and how many more.

    >>> _listed(["a", "b", "c"]), _listed(["a", "b", "c", "d"])
    ('a, b and c', 'a, b and 2 more')
    """
    named = names if len(names) <= MOST_NAMED else [*names[:2], f"{len(names) - 2} more"]
    return f"{', '.join(named[:-1])} and {named[-1]}"


def _line(row: Row, whole: Totals, is_flat: bool) -> Line:
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
    if is_flat and field:
        # Numbers that come in as a row have no places that could be seen.
        field = (NO_PLACE, NO_PLACE, NO_PLACE)
    elif field and row.output_shape is not None and len(row.output_shape) == 1:
        size, _, offset = field
        # The numbers of a row have no neighbours in the picture.
        field = (size, NO_PLACE, offset)
    formula = _formula(row.layer, row.input_shape) if row.layer and output else ""
    return Line(output, (counted, macs_text, memory_text), shares, field, formula)


@lru_cache(maxsize=4096)
def _counted(layer: Layer) -> str:
    return parameters_formula(layer) if layer.parameter_count else "0"


@lru_cache(maxsize=4096)
def _formula(layer: Layer, input_shape: Shape | None) -> str:
    return short_formula(layer, input_shape)


@lru_cache(maxsize=4096)
def _field(field: ReceptiveField | None) -> tuple[str, ...]:
    return tuple(map(pair_text, (field.size, field.stride, field.offset))) if field else ()


def _sums(totals: Totals) -> tuple[str, str, str]:
    parameters, macs, memory = (figure.write(figure.of(totals)) for figure in FIGURES)
    return parameters, macs, memory
