"""Where the parts of a picture of volumes stand: boxes with their words, lanes and frames, in a row.

Everything hangs on an axis: a part says how much room it takes above and below it, where the axis enters it
and where it leaves it, and draws itself once it is told where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from explorer.architectures.plans import Address
from explorer.figures.svg import breadth, path, said, tag
from explorer.figures.volume_boxes import MARK, Box, Scale
from explorer.figures.volume_steps import Framed, Lanes, Part, Spur, Step

LETTER, LINE = 10.5, 12.5
GAP, FORK, AIR = 18.0, 12.0, 9.0
SMALLEST_WINDOW = 3.0


@dataclass
class Drawing:
    """What is drawn so far, and where the boxes stand."""

    chosen: Address | None
    markup: list[str] = field(default_factory=list)
    places: dict[Address, tuple[float, float, Box]] = field(default_factory=dict)

    def line(self, *points: tuple[float, float], arrow: bool = False) -> None:
        """Draw a thin line, with a head where it ends if it is an arrow."""
        data = path(*points)
        if arrow and points[-1][0] - points[-2][0] > 4:
            x, y = points[-1]
            data += path((x - 4, y - 2.5), (x, y), (x - 4, y + 2.5))
        self.markup.append(tag("path", d=data, fill="none", stroke="currentColor", stroke_width=0.9))

    def words(self, text: str, x: float, y: float, *, bold: bool = False, anchor: str = "middle") -> None:
        """Write a short text."""
        self.markup.append(
            tag("text", said(text), x=x, y=y, text_anchor=anchor, font_weight="600" if bold else None)
        )


class Drawn(Protocol):
    """A part that knows its room; all lengths are from the place where the part begins, or from its axis."""

    width: float
    above: float
    below: float
    entry: float
    exit: float

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw it with its left edge at x and its axis at y."""


class Volume:
    """One step as a box, what was done above it, its size below it."""

    def __init__(self, step: Step, scale: Scale) -> None:
        """Work out the room that box and words need."""
        self.step, self.box = step, scale.box(step.output_shape)
        self.titles = _titles(step)
        self.sizes = _sizes(step)
        widest = max((breadth(line, LETTER) for line in (*self.titles, *self.sizes)), default=0.0)
        self.width = max(self.box.width, widest)
        self.entry = (self.width - self.box.width) / 2
        self.exit = self.entry + self.box.exit
        self.above = self.box.above + LINE * len(self.titles) + (4 if self.titles else 0)
        self.below = self.box.below + LINE * len(self.sizes) + (3 if self.sizes else 0)

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the box, its words and, where it is the chosen one, its mark."""
        step, left, middle = self.step, x + self.entry, x + self.width / 2
        inner = Drawing(drawing.chosen)
        for address in step.addresses:
            drawing.places[address] = (left, y, self.box)
        if not step.addresses:
            drawing.places[()] = (left, y, self.box)
        inner.markup.append(self.box.drawn(left, y, step.kind, is_known=step.output_shape is not None))
        top = y - self.box.above - 4 - LINE * (len(self.titles) - 1)
        for number, line in enumerate(self.titles):
            inner.words(line, middle, top + LINE * number, bold=number == 0)
        for number, line in enumerate(self.sizes):
            inner.words(line, middle, y + self.box.below + LINE * (number + 1), bold=number == 0)
        is_chosen = step.holds(drawing.chosen)
        if is_chosen:
            inner.markup.append(
                tag("path", d=self.box.outline(left, y), fill="none", stroke=MARK, stroke_width=2.5)
            )
        drawing.markup.append(
            tag(
                "g",
                tag("title", said(step.sentence)),
                *inner.markup,
                class_="volume volume-chosen" if is_chosen else "volume",
                data_address=".".join(map(str, step.addresses[0])) if step.addresses else "input",
                data_kind=step.kind,
            )
        )


class Run:
    """Parts one after the other on one axis, with arrows between them."""

    def __init__(self, parts: Sequence[Drawn], *, gap: float) -> None:
        """Add up the room."""
        self.parts, self.gap = parts, gap
        self.width = sum(part.width for part in parts) + gap * max(0, len(parts) - 1)
        self.above = max((part.above for part in parts), default=AIR)
        self.below = max((part.below for part in parts), default=AIR)
        self.entry = parts[0].entry if parts else 0.0
        self.exit = self.width - parts[-1].width + parts[-1].exit if parts else 0.0

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the parts, then what connects them: windows lie on the boxes that they read."""
        begins: list[float] = []
        for part in self.parts:
            begins.append(x)
            part.draw(drawing, x, y)
            x += part.width + self.gap
        neighbours = zip(begins, self.parts, begins[1:], self.parts[1:], strict=False)
        for before_x, before, after_x, after in neighbours:
            start, end = before_x + before.exit, after_x + after.entry
            drawing.line((start, y), (end, y), arrow=True)
            if isinstance(before, Volume) and isinstance(after, Volume):
                _window(drawing, before, after, before_x + before.entry, end, y)


class Fork:
    """An opened block: its branches in lanes above each other, and what joins them."""

    def __init__(self, lanes: Lanes, scale: Scale) -> None:
        """Stack the lanes; the axis runs through the middle of the stack."""
        self.name = lanes.name
        self.lanes = [sequence(lane, scale) for lane in lanes.lanes]
        self.joined = Volume(lanes.joined, scale)
        self.stack = sum(lane.above + lane.below + AIR for lane in self.lanes) - AIR
        self.inner = max((lane.width for lane in self.lanes), default=0.0)
        before = FORK + GAP + self.inner + FORK + GAP
        head = LINE + 4 if self.name else 0.0
        self.width = before + self.joined.width
        self.above = max(self.stack / 2 + head, self.joined.above)
        self.below = max(self.stack / 2, self.joined.below)
        self.entry = 0.0
        self.exit = before + self.joined.exit

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the fork, the lanes, their meeting and the joined volume."""
        fork, begin = x + FORK, x + FORK + GAP
        meet = begin + self.inner + FORK
        if self.name:
            drawing.words(self.name, fork, y - self.stack / 2 - 4, bold=True, anchor="start")
        drawing.line((x, y), (fork, y))
        axes: list[float] = []
        top = y - self.stack / 2
        for lane in self.lanes:
            axis = top + lane.above
            top = axis + lane.below + AIR
            axes.append(axis)
            if lane.parts:
                lane.draw(drawing, begin, axis)
                drawing.line((fork, axis), (begin + lane.entry, axis), arrow=True)
                drawing.line((begin + lane.exit, axis), (meet, axis))
            else:
                drawing.line((fork, axis), (meet, axis))
                drawing.words("shortcut", (fork + meet) / 2, axis - 4)
        if axes:
            drawing.line((fork, min(*axes, y)), (fork, max(*axes, y)))
            drawing.line((meet, min(*axes, y)), (meet, max(*axes, y)))
        self.joined.draw(drawing, meet + GAP, y)
        drawing.line((meet, y), (meet + GAP + self.joined.entry, y), arrow=True)


class Frame:
    """An opened chain in a frame with its name."""

    def __init__(self, framed: Framed, scale: Scale) -> None:
        """Put a margin around the parts."""
        self.name = framed.name
        self.inner = sequence(framed.parts, scale)
        self.width = max(self.inner.width, breadth(self.name, LETTER)) + 2 * GAP
        self.above, self.below = self.inner.above + LINE + 8, self.inner.below + 6
        self.entry, self.exit = 0.0, self.width

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the frame, and lines from its edges to what is in it."""
        drawing.markup.append(
            tag(
                "rect",
                x=x,
                y=y - self.above,
                width=self.width,
                height=self.above + self.below,
                rx=6,
                fill="none",
                stroke="currentColor",
                stroke_width=0.9,
                stroke_dasharray="5 4",
            )
        )
        drawing.words(self.name, x + 8, y - self.above + LINE, bold=True, anchor="start")
        begin = x + GAP
        self.inner.draw(drawing, begin, y)
        drawing.line((x, y), (begin + self.inner.entry, y), arrow=True)
        drawing.line((begin + self.inner.exit, y), (x + self.width, y))


class Aside:
    """A branch that hangs below the trunk, which passes by."""

    def __init__(self, spur: Spur, scale: Scale) -> None:
        """Leave room below the axis."""
        self.inner = sequence((spur.part,), scale)
        self.width = self.inner.width + 2 * FORK
        self.above, self.below = AIR, AIR + self.inner.above + self.inner.below
        self.entry, self.exit = 0.0, self.width

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the trunk passing by and the branch below it."""
        axis = y + AIR + self.inner.above
        drawing.line((x, y), (x + self.width, y))
        drawing.line((x + FORK / 2, y), (x + FORK / 2, axis))
        self.inner.draw(drawing, x + FORK, axis)
        drawing.line((x + FORK / 2, axis), (x + FORK + self.inner.entry, axis), arrow=True)


def sequence(parts: Sequence[Part], scale: Scale) -> Run:
    """Return parts laid out one after the other."""
    return Run([drawn(part, scale) for part in parts], gap=GAP)


def drawn(part: Part, scale: Scale) -> Drawn:
    """Return one part laid out."""
    if isinstance(part, Lanes):
        return Fork(part, scale)
    if isinstance(part, Framed):
        return Frame(part, scale)
    if isinstance(part, Spur):
        return Aside(part, scale)
    return Volume(part, scale)


def rows_of(parts: Sequence[Drawn], width: float, *, gap: float) -> list[Run]:
    """Break parts into as few rows as `width` allows, about equally long ones.

    A part that is wider than that has a row of its own.
    """
    rows = _broken(parts, width, gap)
    narrow, wide = 0.0, width
    while wide - narrow > gap:
        middle = (narrow + wide) / 2
        fewer = _broken(parts, middle, gap)
        if len(fewer) == len(rows):
            rows, wide = fewer, middle
        else:
            narrow = middle
    return [Run(row, gap=gap) for row in rows]


def _broken(parts: Sequence[Drawn], width: float, gap: float) -> list[list[Drawn]]:
    rows: list[list[Drawn]] = [[]]
    room = width
    for part in parts:
        if rows[-1] and part.width > room:
            rows.append([])
            room = width
        rows[-1].append(part)
        room -= part.width + gap
    return rows


def _titles(step: Step) -> tuple[str, ...]:
    lines = [step.word]
    if step.last:
        lines = [f"×{step.count}", step.word, f"to {step.last}"]
    if step.detail:
        lines.append(step.detail)
    lines += [", ".join(step.extras[place : place + 2]) for place in range(0, len(step.extras), 2)]
    if step.aside:
        lines.append("training only")
    return tuple(lines)


def _sizes(step: Step) -> tuple[str, ...]:
    shape = step.output_shape
    if shape is None:
        return ("?",)
    if len(shape) == 1:
        return (f"{shape[0]:,}",)
    return f"{shape[0]:,}", f"{shape[1]}x{shape[2]}"


def _window(drawing: Drawing, before: Volume, after: Volume, x: float, end: float, y: float) -> None:
    """Draw the window that reads a volume, to its scale, and the lines along which it is brought together."""
    shape, kernel = before.step.output_shape, after.step.kernel
    if shape is None or kernel is None or len(shape) != 3 or min(kernel) == 0:
        return
    shares = [min(1.0, kernel[axis] / shape[axis + 1]) for axis in (0, 1)]
    if shares[0] * before.box.height < SMALLEST_WINDOW:
        return
    spans = [(0.5 - share / 2, 0.5 + share / 2) for share in shares]
    corners = before.box.patch(x, y, spans[0], spans[1])
    lines = path(corners[1], (end, y)) + path(corners[2], (end, y))
    drawing.markup.append(
        tag(
            "g",
            tag("path", d=path(*corners, closed=True), fill="#ffffff", fill_opacity=0.45),
            tag("path", d=lines, fill="none", stroke_dasharray="2 2"),
            stroke="currentColor",
            stroke_width=0.7,
        )
    )
