"""What every layer or folded block of a network costs, as bars: parameters, MACs and memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explorer.architectures.analysis import Analysis, Totals
from explorer.architectures.plans import Address
from explorer.figures.percentages import share_text
from explorer.figures.svg import breadth, page, path, said, tag, wrapped
from explorer.figures.volume_boxes import COLOURS, MARK
from explorer.figures.volume_steps import Step, parts_of, steps_of

MOST_ROWS = 80
NARROWEST, STACKED, WIDEST = 300, 640, 2_000
LETTER, LINE, BAR, MARGIN = 11.5, 19.0, 11.0, 8.0
LONGEST_LABEL, SHORTEST_BAR, LEAST = 26, 40.0, 1.0
SPOKEN = 30
BOLD = 1.15
"""How much wider letters are in bold."""


@dataclass(frozen=True)
class CostRow:
    """One row of the lists: a layer or a folded block, with all that it costs."""

    label: str
    kind: str
    costs: Totals
    step: Step | None = None


@dataclass(frozen=True)
class _List:
    title: str
    cost: Callable[[Totals], int]


_LISTS = (
    _List("Parameters", lambda totals: totals.parameters),
    _List("MACs for one input", lambda totals: totals.macs),
    _List("Memory of its outputs, bytes", lambda totals: totals.memory),
)


def cost_bars_svg(
    analysis: Analysis, *, selected: Address | None = None, unfold: Address | None = None, width: int = 1000
) -> str:
    """Return an SVG of three lists of bars, one row per layer or folded block, as the volumes are drawn.

    The bars of a list are linear, and its longest ones are marked "most" with their share. In a picture that
    is narrower than 640, the lists stand below each other. ``selected`` outlines a row, ``unfold`` opens a
    block, as in ``volumes_svg``; branches that are used in training only are left out. Memory counts every
    output once, in float32. Behind 80 rows the rest is one row. Raises ValueError for a width outside 300 to
    2,000.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> svg = cost_bars_svg(analyse(read_plan("input 1x8x8\\nconv 4 3x3\\nrelu\\nflatten\\nlinear 2")))
    >>> svg.count("most"), "290" in svg
    (3, True)
    """
    if not NARROWEST <= width <= WIDEST:
        raise ValueError(f"a picture is {NARROWEST} to {WIDEST:,} wide, not {width}")
    rows = cost_rows(analysis, unfold=unfold)
    total = sum((row.costs for row in rows), Totals())
    label = max((breadth(row.label, LETTER) for row in rows), default=0.0) + 12
    room = width - 2 * MARGIN - label
    is_stacked = width < STACKED
    each = room if is_stacked else room / len(_LISTS)
    markup: list[str] = []
    top, x = MARGIN, MARGIN + label
    for number, listed in enumerate(_LISTS):
        if number == 0 or is_stacked:
            markup += _labels(rows, top, selected, width)
        markup += _bars(rows, listed, total, x, top, each - 14)
        if is_stacked:
            top += LINE * (len(rows) + 3.5)
        else:
            x += each
    height = top + (0 if is_stacked else LINE * (len(rows) + 3))
    note = (
        "Bars are linear, each list by itself. An activation or a normalisation counts with the layer before "
        "it. An output of 32-bit numbers takes 4 bytes for each."
    )
    lines = list(wrapped(note, width - 2 * MARGIN, LETTER))
    markup += [
        tag("text", said(line), x=MARGIN, y=height + LETTER + 15 * place) for place, line in enumerate(lines)
    ]
    title = analysis.plan.title or "Network"
    return page(
        *markup,
        width=float(width),
        height=height + 15 * len(lines) + MARGIN,
        title=f"{title}: what every layer costs",
        description=_description(rows, total),
        label=f"{title}: parameters, multiply-accumulates and memory of {len(rows)} layers or blocks",
        size=LETTER,
    )


def cost_rows(analysis: Analysis, *, unfold: Address | None = None) -> tuple[CostRow, ...]:
    """Return what is listed: every step but the input that is used outside of training, the rest as one.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> rows = cost_rows(analyse(read_plan("input 1x8x8\\nconv 4 3x3\\nrelu\\nlast: conv 2 6x6")))
    >>> [(row.label, row.costs.parameters, row.costs.memory) for row in rows]
    [('conv1', 40, 1152), ('last', 290, 8)]
    """
    steps = [
        step for step in steps_of(parts_of(analysis, unfold=unfold)) if step.addresses and not step.aside
    ]
    rows = [CostRow(_label(step), step.kind, step.costs, step) for step in steps[:MOST_ROWS]]
    if rest := steps[MOST_ROWS:]:
        costs = sum((step.costs for step in rest), Totals())
        rows.append(CostRow(f"{len(rest):,} more", "other", costs))
    return tuple(rows)


def _label(step: Step) -> str:
    label = f"{step.name} ×{step.count}" if step.count > 1 else step.name
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _labels(rows: Sequence[CostRow], top: float, selected: Address | None, width: float) -> list[str]:
    markup = []
    for number, row in enumerate(rows):
        y = top + LINE * (number + 1)
        if selected is not None and row.step is not None and row.step.holds(selected):
            markup.append(
                tag(
                    "rect",
                    x=2.0,
                    y=y,
                    width=width - 4.0,
                    height=LINE,
                    rx=4.0,
                    fill="none",
                    stroke=MARK,
                    stroke_width=2.0,
                    class_="chosen",
                )
            )
        spoken = tag("title", said(row.step.sentence)) if row.step else ""
        markup.append(tag("text", spoken, said(row.label), x=MARGIN, y=y + LINE - 6))
    y = top + LINE * (len(rows) + 1)
    markup.append(tag("text", "Together", x=MARGIN, y=y + LINE - 5, font_weight="600"))
    return markup


def _bars(
    rows: Sequence[CostRow], listed: _List, total: Totals, x: float, top: float, room: float
) -> list[str]:
    """Return one list: its title, its bars with their numbers, its sum."""
    counts = [listed.cost(row.costs) for row in rows]
    longest_count, whole = max(counts, default=0), listed.cost(total)
    # The rest of a long network is no layer, so it dominates nothing.
    most = max((count for row, count in zip(rows, counts, strict=True) if row.step), default=0)
    share = f"most: {share_text(most, whole)}"
    numbers = max(BOLD * breadth(f"{longest_count:,}, {share}", LETTER), breadth(f"{whole:,}", LETTER)) + 16
    longest = max(SHORTEST_BAR, room - numbers)
    markup = [tag("text", said(listed.title), x=x, y=top + LINE - 6, font_weight="600")]
    for number, (row, count) in enumerate(zip(rows, counts, strict=True)):
        y = top + LINE * (number + 1)
        length = longest * count / longest_count if longest_count else 0.0
        if count:
            markup.append(
                tag(
                    "rect",
                    x=x,
                    y=y + (LINE - BAR) / 2,
                    width=max(LEAST, length),
                    height=BAR,
                    fill=COLOURS[row.kind],
                    stroke="currentColor",
                    stroke_width=0.5,
                    class_="bar",
                )
            )
        is_most = bool(count) and count == most and row.step is not None
        words = f"{count:,}, {share}" if is_most else f"{count:,}"
        markup.append(
            tag(
                "text",
                said(words),
                x=x + (max(LEAST, length) + 5 if count else 0.0),
                y=y + LINE - 6,
                font_weight="600" if is_most else None,
                fill_opacity=None if count else 0.7,
            )
        )
    y = top + LINE * (len(rows) + 1)
    markup.append(
        tag("path", d=path((x, y), (x + longest, y)), fill="none", stroke="currentColor", stroke_width=0.8)
    )
    markup.append(tag("text", f"{whole:,}", x=x, y=y + LINE - 5, font_weight="600"))
    return markup


def _description(rows: Sequence[CostRow], total: Totals) -> str:
    told = "; ".join(f"{row.label}: {_spoken(row.costs)}" for row in rows[:SPOKEN])
    more = f"; and {len(rows) - SPOKEN} more" if len(rows) > SPOKEN else ""
    return f"{told}{more}. Together: {_spoken(total)}."


def _spoken(costs: Totals) -> str:
    return f"{costs.parameters:,} parameters, {costs.macs:,} MACs, {costs.memory:,} bytes"
