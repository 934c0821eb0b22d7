"""The years of the ImageNet challenge as a picture: errors that fell, networks that grew and shrank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import pi, sqrt

from explorer.architectures.timeline import Entry
from explorer.figures.svg import SPACE, breadth, page, path, said, tag
from explorer.figures.volume_boxes import COLOURS

WIDTH, HEIGHT = 1080.0, 466.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 14.0, 14.0, 32.0
UPRIGHT = "Top-5 error: how often the right class is not among the five that are answered"
HIGHEST, TICK = 30, 5
LETTER, LINE = 12.0, 14.0
AREA_PER_MILLION = 8.0
SMALLEST = 3.5
BOLD = 1.15
FILLS = {"shallow": COLOURS["other"], "challenge": COLOURS["convolution"], "later": COLOURS["pooling"]}
KINDS = {
    "shallow": "without a convolutional network",
    "challenge": "result of the challenge",
    "later": "one network alone, as published",
}

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Point:
    """An entry, where it stands, and how large."""

    entry: Entry
    x: float
    y: float
    radius: float


def challenge_svg(entries: Sequence[Entry], human: Entry) -> str:
    """Return the timeline as an SVG: year against top-5 error, the circles' areas as the parameters.

    Entries with a preset are links (``href`` "lab?network=...", ``data-open`` with its name); every entry
    says itself in ``data-said``. The error of one trained human is a dashed line. What the axis and the marks
    mean, ``UPRIGHT`` and ``legend`` say, which can be laid out to the width of a screen.

    >>> from explorer.architectures.timeline import HUMAN, TIMELINE
    >>> challenge_svg(TIMELINE, HUMAN).count("data-open=")
    9
    """
    points = list(_points(entries))
    markup = [*_axes(entries), *_human(human)]
    taken: list[Rectangle] = [_around(point) for point in points]
    taken += _human_room(human)
    # Words find their places from the largest error on; keys go through the years.
    hardest = sorted(points, key=lambda each: -each.entry.top5_error)
    drawn = [(point.x, _drawn(point, taken)) for point in hardest]
    markup += [mark for _, mark in sorted(drawn)]
    described = "; ".join(f"{entry.year} {entry.title}, {entry.top5_error:g} %" for entry in entries)
    return page(
        *markup,
        width=WIDTH,
        height=HEIGHT,
        title="The ImageNet challenge: top-5 errors by year",
        description=f"{described}. A trained human: {human.top5_error:g} %.",
        label="The ImageNet challenge by year: top-5 errors, depths, parameters",
        size=LETTER,
        role="group",
    )


def legend(entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """Return what the marks mean: for each a small SVG and its words.

    >>> from explorer.architectures.timeline import TIMELINE
    >>> [words for _, words in legend(TIMELINE)][-3:]
    ['10 M parameters', '100 M parameters', 'not counted']
    """
    square = path((1, 1), (12, 1), (12, 12), (1, 12), closed=True)
    diamond = path((7, 1), (13, 7), (7, 13), (1, 7), closed=True)
    line: dict[str, str] = {"fill": "none", "stroke": "currentColor"}
    kinds = [kind for kind in KINDS if any(entry.kind == kind for entry in entries)]
    marks = [
        *(
            (tag("path", d=square, fill=FILLS[kind], stroke="currentColor"), 7.0, KINDS[kind])
            for kind in kinds
        ),
        *(
            (tag("circle", cx=size + 1, cy=size + 1, r=size, **line), size, f"{count} M parameters")
            for count, size in ((count, radius(count * 1_000_000)) for count in (10, 100))
        ),
        (tag("path", d=diamond, **line), 7.0, "not counted"),
    ]
    return tuple(
        (tag("svg", mark, xmlns=SPACE, width=2 * half + 2, height=2 * half + 2, aria_hidden="true"), words)
        for mark, half, words in marks
    )


def marks_svg(entries: Sequence[Entry], *, width: float, height: float) -> str:
    """Return the marks of the timeline alone, as an SVG without axes and words: a card's picture.

    >>> from explorer.architectures.timeline import TIMELINE
    >>> marks_svg(TIMELINE, width=600, height=200).count('class="point"') == len(TIMELINE)
    True
    """
    across, up = width / (WIDTH - LEFT - RIGHT), height / (HEIGHT - TOP - BOTTOM)
    marks = (
        _mark(replace(point, x=across * (point.x - LEFT), y=up * (point.y - TOP)))
        for point in _points(entries)
    )
    return tag("svg", *marks, xmlns=SPACE, viewBox=f"0 0 {width:.0f} {height:.0f}")


def sentence(entry: Entry) -> str:
    """Return an entry in words.

    >>> from explorer.architectures.timeline import TIMELINE
    >>> sentence(TIMELINE[0])
    '2010, NEC-UIUC: 28.2 % (test set of 2010). Descriptors of gradients and textures, coded and pooled; \
support vector machines on top.'
    """
    size = f", {entry.depth} layers, {entry.parameters:,} parameters" if entry.parameters else ""
    return f"{entry.year}, {entry.title}{size}: {entry.top5_error:g} % ({entry.measured}). {entry.new}"


def radius(parameters: int) -> float:
    """Return the radius of a circle whose area is 8 for every million parameters, or the smallest one.

    >>> round(radius(100_000_000), 1), radius(1_000_000)
    (16.0, 3.5)
    """
    return max(SMALLEST, sqrt(AREA_PER_MILLION * parameters / 1e6 / pi))


def _across(entries: Sequence[Entry], year: float) -> float:
    """Return where the middle of a year is."""
    first, last = min(entry.year for entry in entries), max(entry.year for entry in entries)
    return LEFT + (year - first + 0.5) * (WIDTH - LEFT - RIGHT) / (last - first + 1)


def _up(error: float) -> float:
    return HEIGHT - BOTTOM - error * (HEIGHT - TOP - BOTTOM) / HIGHEST


def _points(entries: Sequence[Entry]) -> Iterator[_Point]:
    """Yield the entries side by side within their years, the larger error first."""
    for entry in entries:
        year = sorted(
            (each for each in entries if each.year == entry.year),
            key=lambda each: (-each.top5_error, each.title),
        )
        place = (year.index(entry) + 0.5) / len(year) - 0.5
        size = radius(entry.parameters) if entry.parameters else 6.0
        yield _Point(entry, _across(entries, entry.year + 0.62 * place), _up(entry.top5_error), size)


def _axes(entries: Sequence[Entry]) -> Iterator[str]:
    bottom, right = _up(0), WIDTH - RIGHT
    for error in range(0, HIGHEST + 1, TICK):
        y = _up(error)
        faint = 0.2 if error else 0.8
        yield tag("path", d=path((LEFT, y), (right, y)), stroke="currentColor", stroke_opacity=faint)
        yield tag("text", f"{error} %", x=LEFT - 6, y=y + 4, text_anchor="end")
    for year in range(min(entry.year for entry in entries), max(entry.year for entry in entries) + 1):
        x = _across(entries, year)
        yield tag("text", str(year), x=x, y=bottom + 18, text_anchor="middle", font_weight="600")
        edge = _across(entries, year - 0.5)
        yield tag("path", d=path((edge, TOP), (edge, bottom)), stroke="currentColor", stroke_opacity=0.12)


def _human(human: Entry) -> Iterator[str]:
    y = _up(human.top5_error)
    yield tag(
        "g",
        tag(
            "path",
            d=path((LEFT, y), (WIDTH - RIGHT, y)),
            stroke="currentColor",
            stroke_dasharray="7 5",
            stroke_width=1.4,
        ),
        tag("text", said(_human_words(human)), x=LEFT + 6, y=y - 5, font_style="italic"),
        data_said=sentence(human),
    )


def _human_words(human: Entry) -> str:
    return f"{human.title}: {human.top5_error:g} %"


def _human_room(human: Entry) -> Iterator[Rectangle]:
    y = _up(human.top5_error)
    yield LEFT, y - 5 - LINE, LEFT + 12 + breadth(_human_words(human), LETTER), y
    yield LEFT, y - 2, WIDTH - RIGHT, y + 2


def _around(point: _Point) -> Rectangle:
    return point.x - point.radius, point.y - point.radius, point.x + point.radius, point.y + point.radius


def _drawn(point: _Point, taken: list[Rectangle]) -> str:
    """Return one entry: its mark and its words, where nothing else stands."""
    entry = point.entry
    lines = [entry.title]
    if entry.parameters:
        lines.append(f"{entry.depth} layers, {entry.parameters / 1e6:.3g} M")
    (x, y, anchor), rectangle = _free(point, lines, taken)
    taken.append(rectangle)
    words = "".join(
        tag(
            "text",
            said(line),
            x=x,
            y=y + LINE * number,
            text_anchor=anchor,
            font_weight="600" if not number else None,
        )
        for number, line in enumerate(lines)
    )
    told = {"data_said": sentence(entry)}
    mark = _ground(_around(point), rectangle) + _mark(point)
    if not entry.famous:
        return tag("g", mark, words, **told)
    link = {"href": f"lab?network={entry.famous}", "data_open": entry.famous}
    return tag("a", mark, words, aria_label=f"{sentence(entry)} Open it in the Lab.", **link, **told)


def _ground(one: Rectangle, other: Rectangle) -> str:
    """Return what can be pointed at around a mark and its words, though nothing is seen there."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right, bottom = max(one[2], other[2]), max(one[3], other[3])
    return tag(
        "rect", x=left, y=top, width=right - left, height=bottom - top, fill="none", pointer_events="all"
    )


def _mark(point: _Point) -> str:
    """Return a circle whose area is the parameters, or a diamond where they are not counted."""
    painted = {"fill": FILLS[point.entry.kind], "stroke": "currentColor", "class_": "point"}
    if point.entry.parameters:
        return tag("circle", cx=point.x, cy=point.y, r=point.radius, fill_opacity=0.85, **painted)
    x, y, r = point.x, point.y, point.radius
    return tag("path", d=path((x, y - r), (x + r, y), (x, y + r), (x - r, y), closed=True), **painted)


def _free(
    point: _Point, lines: Sequence[str], taken: Sequence[Rectangle]
) -> tuple[tuple[float, float, str], Rectangle]:
    """Return where words fit beside a mark, the first place that is free, else the one that hides least."""
    width, height = BOLD * max(breadth(line, LETTER) for line in lines), LINE * len(lines)
    x, y, away = point.x, point.y, point.radius + 4
    starts = (
        (x + away, y - height / 2, "start"),
        (x - away, y - height / 2, "end"),
        (x, y - away - height, "middle"),
        (x, y + away, "middle"),
        (x + away * 0.7, y - away * 0.7 - height, "start"),
        (x - away * 0.7, y - away * 0.7 - height, "end"),
        (x + away * 0.7, y + away * 0.7, "start"),
        (x - away * 0.7, y + away * 0.7, "end"),
    )
    found = []
    for left, top, anchor in starts:
        begin = left - {"start": 0.0, "end": 1.0, "middle": 0.5}[anchor] * width
        rectangle = (begin, top, begin + width, top + height)
        hidden = sum(_overlap(rectangle, other) for other in taken)
        outside = begin < LEFT or begin + width > WIDTH - RIGHT or top < 0
        found.append((hidden + 1e6 * outside, (left, top + LETTER, anchor), rectangle))
    _, place, rectangle = min(found, key=lambda each: each[0])
    return place, rectangle


def _overlap(one: Rectangle, other: Rectangle) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
