"""Drawings for Home's cards: what a page draws, without its words, on the light ground of the other cards."""

from __future__ import annotations

from xml.etree import ElementTree

from explorer.architectures.analysis import analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.growth import growth
from explorer.architectures.timeline import TIMELINE
from explorer.figures import thumbnail_svg
from explorer.figures.challenge_chart import marks_svg
from explorer.figures.growth_curves import lines_svg
from explorer.figures.svg import SPACE, tag

SIZE = (606, 200)
MARGIN = 12
GROUND, INK = "#f5f5f5", "#1c2422"


def volumes_drawing(name: str) -> str:
    """Return the volumes of a famous network."""
    return _framed(thumbnail_svg(analyse(FAMOUS[name].plan), share=1.0))


def timeline_drawing() -> str:
    """Return the marks of the ImageNet challenge."""
    return _framed(marks_svg(TIMELINE, width=SIZE[0] - 2 * MARGIN, height=SIZE[1] - 2 * MARGIN))


def growth_drawing() -> str:
    """Return the curves of three ways to connect a picture."""
    return _framed(lines_svg(growth()), stretched=True)


def _framed(svg: str, *, stretched: bool = False) -> str:
    """Return a drawing in the middle of a card's picture, or stretched over it."""
    width, height = SIZE
    inner = ElementTree.fromstring(svg)
    room = {"x": MARGIN, "y": MARGIN, "width": width - 2 * MARGIN, "height": height - 2 * MARGIN}
    for name, value in room.items():
        inner.set(name, str(value))
    if stretched:
        inner.set("preserveAspectRatio", "none")
    ElementTree.register_namespace("", SPACE)
    ground = tag("rect", width=float(width), height=float(height), fill=GROUND)
    return tag(
        "svg",
        ground,
        ElementTree.tostring(inner, encoding="unicode"),
        xmlns=SPACE,
        viewBox=f"0 0 {width} {height}",
        width=float(width),
        height=float(height),
        color=INK,
    )
