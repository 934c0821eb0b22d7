"""The volumes of a network drawn to scale, as in the papers: boxes as large as the feature maps.

In the manner of LeCun et al. 1998 and Krizhevsky et al. 2012, who draw every layer's output as a box, its
channels along the flow. Unlike there, every box of one picture has the same linear scales, shown as rulers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from explorer.architectures.analysis import Analysis, Row
from explorer.architectures.plans import Address
from explorer.arithmetic import Shape
from explorer.figures.svg import breadth, page, path, tag, wrapped
from explorer.figures.volume_boxes import COLOURS, KINDS, MARK, THIN, Scale, ruler, scale_for
from explorer.figures.volume_layout import GAP, LETTER, LINE, Drawing, Run, drawn, rows_of
from explorer.figures.volume_steps import Part, Step, parts_of, steps_of, written

MOST_PARTS = 300
NARROWEST, WIDEST = 240, 4_000
MARGIN, BETWEEN = 10.0, 16.0
RULER = 36.0
NARROW_LEGEND = 560.0


def volumes_svg(
    analysis: Analysis,
    *,
    selected: Address | None = None,
    unit: tuple[int, int] | None = None,
    unfold: Address | None = None,
    width: int = 1100,
    beside: Analysis | None = None,
) -> str:
    """Return an SVG picture of a network's volumes, broken into rows that are about ``width`` long.

    ``selected`` outlines one layer, or the folded block that it is in; ``unit`` (row, column) of its output
    is then marked with what it sees of the input, where that is known. The named block at ``unfold`` is drawn
    open; others are folded, and equal ones in a row are drawn once with their number.
    A network that stands ``beside`` this one has the same scales, which fit the larger of both, and the same
    width. Of a network with more than 300 parts the first are drawn, and the picture says so. Every box
    carries its address as ``data-address`` ("3.0.1").

    Raises ValueError for a width outside 240 to 4,000, and for a unit that lies outside the output.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> volumes_svg(analyse(read_plan("input 1x28x28\\nconv 8 3x3"))).count('data-address=')
    2
    """
    if not NARROWEST <= width <= WIDEST:
        raise ValueError(f"a picture is {NARROWEST} to {WIDEST:,} wide, not {width}")
    chosen = analysis.by_address[selected] if selected is not None else None
    if chosen is not None and unit is not None:
        check_unit(chosen, unit)
    parts = parts_of(analysis, unfold=unfold)
    left_out = max(0, len(parts) - MOST_PARTS)
    parts = parts[:MOST_PARTS]
    steps = tuple(steps_of(parts))
    others = parts_of(beside)[:MOST_PARTS] if beside else ()
    scale = scale_for((*_shapes(steps), *_shapes(steps_of(others))))
    drawing = Drawing(selected)
    inner = width - 2 * MARGIN
    rows = _laid(parts, scale, inner)
    # Two pictures of one width shrink alike on a narrow screen, so that their scales stay the same.
    right = max(*(row.width for row in (*rows, *_laid(others, scale, inner))), min(inner, NARROW_LEGEND))
    bottom = _rows(drawing, rows)
    if chosen is not None and unit is not None:
        drawing.markup.append(_seen(drawing, analysis, chosen, unit))
    bottom = _legend(drawing, steps, scale, right, bottom, left_out)
    return _page(drawing, analysis, steps, right + 2 * MARGIN, bottom + MARGIN)


def _laid(parts: Sequence[Part], scale: Scale, width: float) -> list[Run]:
    return rows_of([drawn(part, scale) for part in parts], width, gap=GAP)


def _shapes(steps: Iterable[Step]) -> Iterator[Shape]:
    return (step.output_shape for step in steps if step.output_shape)


def check_unit(row: Row, unit: tuple[int, int]) -> None:
    """Raise a ValueError that states the sizes where a layer has no such unit."""
    shape = row.output_shape
    if shape is None:
        raise ValueError(f"the output of {row.path} is not known")
    height, width = shape[1:] if len(shape) == 3 else (1, 1)
    if not (0 <= unit[0] < height and 0 <= unit[1] < width):
        raise ValueError(
            f"row {unit[0]}, column {unit[1]} lies outside the output {written(shape)} of {row.path}"
        )


def _rows(drawing: Drawing, rows: Sequence[Run]) -> float:
    """Draw the rows below each other and return where the last one ends."""
    bottom = MARGIN
    for number, row in enumerate(rows):
        axis = bottom + row.above
        row.draw(drawing, MARGIN, axis)
        if number + 1 < len(rows):
            begin = MARGIN + row.exit
            drawing.line((begin, axis), (begin + 14, axis), arrow=True)
        if number:
            drawing.line((MARGIN - 8, axis), (MARGIN + row.entry, axis), arrow=True)
        bottom = axis + row.below + BETWEEN
    return bottom - BETWEEN


def _seen(drawing: Drawing, analysis: Analysis, row: Row, unit: tuple[int, int]) -> str:
    """Return the chosen unit on its box and what it sees on the input's."""
    source, shape = analysis.plan.input_shape, row.output_shape
    if row.field is None or len(source) != 3 or shape is None:
        return ""
    marks = []
    x, y, box = drawing.places[()]
    top, bottom, left, right = row.field.extent(*unit)
    rows = tuple(min(max(edge / source[1], 0.0), 1.0) for edge in (top, bottom))
    columns = tuple(min(max(edge / source[2], 0.0), 1.0) for edge in (left, right))
    marks.append(path(*box.patch(x, y, (rows[0], rows[1]), (columns[0], columns[1])), closed=True))
    if row.address in drawing.places and len(shape) == 3:
        x, y, box = drawing.places[row.address]
        spans = [(unit[axis] / shape[axis + 1], (unit[axis] + 1) / shape[axis + 1]) for axis in (0, 1)]
        marks.append(path(*box.patch(x, y, spans[0], spans[1]), closed=True))
    return tag(
        "path", d="".join(marks), fill=MARK, fill_opacity=0.4, stroke=MARK, stroke_width=1.4, class_="seen"
    )


def _legend(
    drawing: Drawing, steps: Sequence[Step], scale: Scale, right: float, bottom: float, left_out: int
) -> float:
    """Write what the colours are and how long things are drawn; return where it ends."""
    shapes = [step.output_shape for step in steps if step.output_shape]
    entries: list[tuple[str, float, str]] = []
    for kind in COLOURS:
        if any(step.kind == kind for step in steps):
            swatch = tag("rect", width=11, height=11, y=-9, fill=COLOURS[kind], stroke="currentColor")
            entries.append((KINDS[kind], 11, swatch))
    entries += [_ruled(name, length) for name, length in _rulers(scale, shapes)]
    x, y = MARGIN, bottom + BETWEEN + LINE
    for name, length, markup in entries:
        needed = length + 5 + breadth(name, LETTER) + 16
        if x + needed > right + MARGIN and x > MARGIN:
            x, y = MARGIN, y + LINE + 5
        drawing.markup.append(tag("g", markup, transform=f"translate({x:.2f} {y:.2f})"))
        drawing.words(name, x + length + 5, y, anchor="start")
        x += needed
    y += 4
    for line in wrapped(_said(shapes, left_out), right, LETTER):
        y += LINE
        drawing.words(line, MARGIN, y, anchor="start")
    return y + 4


def _rulers(scale: Scale, shapes: Sequence[Shape]) -> Iterator[tuple[str, float]]:
    """Yield what a ruler says, and how long it is drawn."""
    if any(len(shape) == 3 for shape in shapes):
        cells, channels = ruler(scale.cell, RULER), ruler(scale.channel, RULER)
        yield f"{cells:,} rows", cells * scale.cell
        yield f"{channels:,} channels", channels * scale.channel
    if any(len(shape) == 1 for shape in shapes):
        numbers = ruler(scale.number, RULER)
        yield f"{numbers:,} numbers of a flat row", numbers * scale.number


def _ruled(name: str, length: float) -> tuple[str, float, str]:
    line = path((0, -7), (0, -1)) + path((0, -4), (length, -4)) + path((length, -7), (length, -1))
    return name, length, tag("path", d=line, fill="none", stroke="currentColor", class_="ruler")


def _said(shapes: Sequence[Shape], left_out: int) -> str:
    said_ = [
        "Below a box: channels, then height x width.",
        "Height upright, channels along the flow, width receding at half its length: each linear, "
        f"the same for every box, but nothing thinner than {THIN:g} units.",
        "/2 is a stride of 2.",
    ]
    if all(len(shape) == 1 for shape in shapes):
        said_ = ["The bars are as long as their rows of numbers."]
    if left_out:
        said_.append(f"Not drawn: {left_out:,} more parts behind these.")
    return " ".join(said_)


def _page(drawing: Drawing, analysis: Analysis, steps: Sequence[Step], width: float, height: float) -> str:
    title = analysis.plan.title or "Network"
    listed = "; ".join(step.sentence for step in steps[:60])
    more = f"; and {len(steps) - 60:,} more" if len(steps) > 60 else ""
    return page(
        *drawing.markup,
        width=width,
        height=height,
        title=f"{title}: the volumes, drawn to scale",
        description=f"From the input on: {listed}{more}.",
        label=f"{title}: {len(steps)} volumes, drawn to scale",
        size=LETTER,
    )
