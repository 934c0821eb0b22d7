"""Two networks as tables: totals with their ratios, and layers that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.architectures.analysis import Analysis
from explorer.architectures.comparison import (
    Line,
    Pair,
    Stretch,
    align,
    differences,
    lines,
    opened,
    ratio,
    shortened,
)
from explorer.architectures.depth import depth
from explorer.arithmetic import Shape
from explorer.figures.svg import said, tag

MOST_ROWS, MOST_DIFFERENCES = 300, 3
WIDTHS = ("layer", "output", "count", "relation", "layer", "output", "count")
SIGNS = {
    "equal": ("=", "equal"),
    "changed": ("≠", "differs"),
    "left": ("−", "only in the first"),
    "right": ("+", "only in the second"),
}


def totals_markup(first: Analysis, second: Analysis) -> str:
    """Return what both networks come to, and how many times as much the second is."""
    rows = "".join(
        tag(
            "tr",
            tag("th", said(name), scope="row", role="rowheader"),
            *(tag("td", said(text), role="cell") for text in (left, right, compared)),
            role="row",
        )
        for name, left, right, compared in _totals(first, second)
    )
    titles = (first.plan.title or "First", second.plan.title or "Second")
    names = ("", *titles, "Second against first")
    heads = "".join(tag("th", said(name), scope="col", role="columnheader") for name in names)
    head = tag("thead", tag("tr", heads, role="row"), role="rowgroup")
    body = tag("tbody", rows, role="rowgroup")
    table = tag("table", head, body, class_="famous-totals", role="table")
    return tag("div", table, class_="famous-scroll", tabindex="0", role="region", aria_label="In all")


def comparison_markup(first: Analysis, second: Analysis, *, fold: bool) -> str:
    """Return the layers of both networks beside each other as a table.

    Long stretches of equal layers are shortened; every mark is a sign and a word, not a colour alone.
    """
    pairs = align(lines(first), lines(second))
    shown = shortened(pairs if fold else opened(pairs))
    rows = [_stretch(each) if isinstance(each, Stretch) else _pair(each) for each in shown[:MOST_ROWS]]
    if len(shown) > MOST_ROWS:
        rows.append(_words(f"{len(shown) - MOST_ROWS:,} more lines are not shown."))
    titles = (first.plan.title or "First", second.plan.title or "Second")
    table = tag(
        "table",
        tag("colgroup", *(tag("col", class_=name) for name in WIDTHS)),
        tag("thead", *_heads(*titles), role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        class_="famous-sides",
        role="table",
    )
    return tag("div", table, class_="famous-scroll", tabindex="0", role="region", aria_label="Layer by layer")


def _heads(first: str, second: str) -> Iterator[str]:
    """Yield two lines: the networks, and what is told of each."""
    sides = [
        tag("th", said(title), scope="colgroup", colspan="3", role="columnheader")
        for title in (first, second)
    ]
    yield tag("tr", sides[0], tag("td", "", role="cell"), sides[1], role="row")
    each = [
        tag("th", said(name), scope="col", role="columnheader", class_=class_name)
        for name, class_name in (("Layer", None), ("Output", None), ("Parameters", "number"))
    ]
    relation = tag("th", "Relation", scope="col", role="columnheader", class_="relation")
    yield tag("tr", *each, relation, *each, role="row")


def _totals(first: Analysis, second: Analysis) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is compared, both values, and their ratio in words."""
    shapes = ((each.plan.input_shape, each.output_shape) for each in (first, second))
    inputs, outputs = zip(*shapes, strict=True)
    yield "Input", _shape(inputs[0]), _shape(inputs[1]), _same(inputs[0] == inputs[1])
    yield "Output", _shape(outputs[0]), _shape(outputs[1]), _same(outputs[0] == outputs[1])
    counts = (
        ("Layers with weights, in a row", depth(first), depth(second)),
        ("Parameters", first.totals.parameters, second.totals.parameters),
        ("Multiply-accumulates for one input", first.totals.macs, second.totals.macs),
        ("Memory of all outputs, bytes", first.totals.memory, second.totals.memory),
    )
    for name, left, right in counts:
        yield name, f"{left:,}", f"{right:,}", ratio(left, right)


def _pair(pair: Pair) -> str:
    sign, words = SIGNS[pair.relation]
    if pair.relation == "equal" and not pair.is_same:
        sign, words = "≈", "alike, other sizes"
    mark = tag("b", sign, aria_hidden="true"), tag("small", said(words)), *_told(pair)
    relation = tag("td", *mark, class_="relation", role="cell")
    return tag(
        "tr",
        *_side(pair.left, pair.right),
        relation,
        *_side(pair.right, pair.left),
        class_=f"famous-{pair.relation}",
        role="row",
    )


def _told(pair: Pair) -> Iterator[str]:
    """Yield in what two lines differ, the first few ways."""
    found = differences(pair)
    for words in found[:MOST_DIFFERENCES]:
        yield tag("span", said(words), class_="told")
    if len(found) > MOST_DIFFERENCES:
        yield tag("span", f"and {len(found) - MOST_DIFFERENCES:,} more: compare by layers", class_="told")


def _side(line: Line | None, other: Line | None) -> tuple[str, str, str]:
    """Return the cells of one network; what differs from the other's is written bold."""
    if line is None:
        empty = tag("td", "", class_="none", role="cell")
        return tag("td", "—", class_="none", role="cell"), empty, empty
    indent = f"padding-left: {0.75 * line.depth:g}rem" if line.depth else None
    shape, count = said(_shape(line.output_shape)), f"{line.costs.parameters:,}"
    if other and line.output_shape != other.output_shape:
        shape = tag("b", shape)
    if other and line.costs.parameters != other.costs.parameters:
        count = tag("b", count)
    return (
        tag("td", said(line.path), tag("small", tag("code", said(line.text))), style=indent, role="cell"),
        tag("td", shape, role="cell"),
        tag("td", count, class_="number", role="cell"),
    )


def _stretch(stretch: Stretch) -> str:
    return _words(f"{stretch.count:,} more lines that are alike")


def _words(text: str) -> str:
    return tag("tr", tag("td", said(text), colspan="7", class_="stretch", role="cell"), role="row")


def _shape(shape: Shape | None) -> str:
    if shape is None:
        return "?"
    return "x".join(map(str, shape)) if len(shape) > 1 else f"{shape[0]:,}"


def _same(is_same: bool) -> str:
    return "equal" if is_same else "differs"
