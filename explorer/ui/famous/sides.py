"""Two networks as tables: totals with their ratios, and layers that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.architectures.analysis import Analysis
from explorer.architectures.comparison import Line, Pair, Stretch, align, lines, opened, ratio, shortened
from explorer.architectures.depth import depth
from explorer.arithmetic import Shape
from explorer.figures.svg import said, tag

MOST_ROWS = 300
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
            tag("th", said(name), scope="row"),
            tag("td", said(left)),
            tag("td", said(right)),
            tag("td", said(compared)),
        )
        for name, left, right, compared in _totals(first, second)
    )
    titles = (first.plan.title or "First", second.plan.title or "Second")
    heads = "".join(tag("th", said(head), scope="col") for head in ("", *titles, "Second against first"))
    table = tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows), class_="famous-totals")
    return tag("div", table, class_="famous-scroll", tabindex="0")


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
    sides = tuple(
        tag("th", said(f"{title}: {name}"), scope="col", class_="number" if name == "parameters" else None)
        for title in titles
        for name in ("layer", "output", "parameters")
    )
    head = "".join((*sides[:3], tag("th", "Relation", scope="col"), *sides[3:]))
    table = tag("table", tag("thead", tag("tr", head)), tag("tbody", *rows), class_="famous-sides")
    return tag("div", table, class_="famous-scroll", tabindex="0")


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
    relation = tag("td", tag("b", sign, aria_hidden="true"), tag("small", said(words)), class_="relation")
    return tag(
        "tr",
        *_side(pair.left, pair.right),
        relation,
        *_side(pair.right, pair.left),
        class_=f"famous-{pair.relation}",
    )


def _side(line: Line | None, other: Line | None) -> tuple[str, str, str]:
    """Return the cells of one network; what differs from the other's is written bold."""
    if line is None:
        return tag("td", "—", class_="none"), tag("td", ""), tag("td", "")
    indent = f"padding-left: {0.75 * line.depth:g}rem" if line.depth else None
    shape, count = said(_shape(line.output_shape)), f"{line.costs.parameters:,}"
    if other and line.output_shape != other.output_shape:
        shape = tag("b", shape)
    if other and line.costs.parameters != other.costs.parameters:
        count = tag("b", count)
    return (
        tag("td", said(line.path), tag("small", tag("code", said(line.text))), style=indent),
        tag("td", shape),
        tag("td", count, class_="number"),
    )


def _stretch(stretch: Stretch) -> str:
    return _words(f"{stretch.count:,} more lines that are alike")


def _words(text: str) -> str:
    return tag("tr", tag("td", said(text), colspan="7", class_="stretch"))


def _shape(shape: Shape | None) -> str:
    if shape is None:
        return "?"
    return "x".join(map(str, shape)) if len(shape) > 1 else f"{shape[0]:,}"


def _same(is_same: bool) -> str:
    return "equal" if is_same else "differs"
