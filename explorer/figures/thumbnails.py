"""A network's volumes as a small picture without words, for a card: the same boxes, in one row."""

from __future__ import annotations

from collections import defaultdict

from explorer.architectures.analysis import Analysis
from explorer.figures.svg import SPACE, said, tag
from explorer.figures.volume_boxes import COLOURS, scale_for, shade
from explorer.figures.volume_steps import Lanes, Spur, Step, parts_of

MOST_BOXES = 60
GAP, MARGIN = 5.0, 2.0


def thumbnail_svg(analysis: Analysis, *, share: float = 0.5) -> str:
    """Return the volumes along the trunk as an SVG, each folded block one box, to one scale.

    ``share`` says how large, as a part of what ``volumes_svg`` draws. Of more than 60 boxes the first are
    drawn. Boxes of one colour are one path, so that a page can show many of these.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> thumbnail_svg(analyse(read_plan("input 1x8x8\\nconv 4 3x3"))).count("<path")
    6
    """
    steps = [
        part.joined if isinstance(part, Lanes) else part
        for part in parts_of(analysis)
        if isinstance(part, Step | Lanes) and not isinstance(part, Spur)
    ][:MOST_BOXES]
    known = [(step, step.output_shape) for step in steps if step.output_shape]
    scale = scale_for((shape for _, shape in known), share=share)
    boxes = [(step.kind, scale.box(shape)) for step, shape in known]
    above = max(box.above for _, box in boxes)
    axis = MARGIN + above
    faces: dict[str, list[str]] = defaultdict(list)
    x = MARGIN
    for kind, box in boxes:
        faces[COLOURS[kind]].append(box.front(x, axis))
        if box.recedes:
            faces[shade(COLOURS[kind], "roof")].append(box.roof(x, axis))
            faces[shade(COLOURS[kind], "side")].append(box.side(x, axis))
        x += box.width + GAP
    painted = [tag("path", d="".join(data), fill=colour) for colour, data in faces.items()]
    width, height = x - GAP + MARGIN, axis + max(box.below for _, box in boxes) + MARGIN
    title = f"{analysis.plan.title or 'Network'}: its volumes, drawn to scale"
    return tag(
        "svg",
        tag("title", said(title)),
        tag("g", *painted, stroke="currentColor", stroke_width=0.6, stroke_linejoin="round"),
        xmlns=SPACE,
        role="img",
        aria_label=title,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=round(width, 0),
        height=round(height, 0),
    )
