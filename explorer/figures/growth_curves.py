"""How parameters grow with the picture: curves over its side, on a logarithmic axis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil, floor, log10
from types import MappingProxyType

from explorer.architectures.growth import Growth
from explorer.figures.svg import SPACE, breadth, page, path, said, tag

WIDTH, HEIGHT = 760.0, 380.0
LEFT, RIGHT, TOP, BOTTOM = 88.0, 150.0, 14.0, 44.0
LETTER = 12.0
APART = 15.0
DOT = 4.5

Placing = Callable[[float, float], tuple[float, float]]
"""Where a count (side, count) stands in the picture."""

# The colours of Okabe and Ito 2008; every line also has a dash and its name at its end.
LINES: Mapping[str, tuple[str, str, str | None, Callable[[Growth], int]]] = MappingProxyType(
    {
        "full": ("Fully connected", "#d55e00", None, lambda growth: growth.full),
        "local": ("Locally connected", "#9a6fb0", "8 4", lambda growth: growth.local),
        "shared": ("Convolution", "#0f8f6f", "2 4", lambda growth: growth.shared),
    }
)


def growth_svg(curve: Sequence[Growth], present: Growth) -> str:
    """Return the parameters of three ways to connect, over the side of the picture, as an SVG.

    The vertical axis is logarithmic, the horizontal one linear. ``curve`` rises in its sides; ``present`` is
    marked on every line, with its number. Raises ValueError for fewer than two points.

    >>> from explorer.architectures.growth import growth, whole_net
    >>> growth_svg(growth(), whole_net(64)).count("<circle")
    3
    """
    if len(curve) < 2:
        raise ValueError(f"a curve needs two points, not {len(curve)}")
    low, high = _decades((*curve, present))
    sides = (curve[0].side, curve[-1].side)
    place = _placing(curve, low, high)
    markup = [*_axes(curve, low, high, place), *_lines(curve, present, place)]
    told = "; ".join(f"{title}: {read(present):,}" for title, _, _, read in LINES.values())
    return page(
        *markup,
        width=WIDTH,
        height=HEIGHT,
        title="Parameters by the side of the picture",
        description=f"At a side of {present.side}: {told}. From {sides[0]} to {sides[1]}: {_ends(curve)}.",
        label=f"Growth curves. At a side of {present.side}: {told}",
        size=LETTER,
    )


def lines_svg(curve: Sequence[Growth]) -> str:
    """Return the lines alone, as an SVG without axes and words: a card's picture.

    >>> from explorer.architectures.growth import growth
    >>> lines_svg(growth()).count("<path")
    3
    """
    place = _placing(curve, *_decades(curve))
    lines = [_line(name, curve, place) for name in LINES]
    left, top = LEFT, TOP - 8
    box = f"{left:.0f} {top:.0f} {WIDTH - LEFT - RIGHT:.0f} {HEIGHT - TOP - BOTTOM + 16:.0f}"
    return tag("svg", *lines, xmlns=SPACE, viewBox=box)


def _decades(growths: Sequence[Growth]) -> tuple[int, int]:
    """Return the powers of ten between which all counts lie."""
    counts = [line[3](each) for line in LINES.values() for each in growths]
    low, high = floor(log10(max(1, min(counts)))), ceil(log10(max(counts)))
    return low, max(high, low + 1)


def _placing(curve: Sequence[Growth], low: int, high: int) -> Placing:
    """Return what says where a count stands: linear in the side, logarithmic in the count."""
    first, last = curve[0].side, curve[-1].side

    def place(side: float, count: float) -> tuple[float, float]:
        x = LEFT + (side - first) / (last - first) * (WIDTH - LEFT - RIGHT)
        share = (log10(max(1, count)) - low) / (high - low)
        return x, HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    return place


def _line(name: str, curve: Sequence[Growth], place: Placing) -> str:
    _, colour, dash, read = LINES[name]
    return tag(
        "path",
        d=path(*(place(each.side, read(each)) for each in curve)),
        fill="none",
        stroke=colour,
        stroke_width=2.5,
        stroke_dasharray=dash,
        stroke_linejoin="round",
        vector_effect="non-scaling-stroke",
        class_=name,
    )


def _axes(curve: Sequence[Growth], low: int, high: int, place: Placing) -> Iterator[str]:
    first, last = curve[0].side, curve[-1].side
    for power in range(low, high + 1):
        (left, y), (right, _) = place(first, 10.0**power), place(last, 10.0**power)
        yield tag(
            "path",
            d=path((left, y), (right, y)),
            stroke="currentColor",
            stroke_opacity=0.2 if power > low else 0.8,
        )
        yield tag("text", _decade(power), x=left - 8, y=y + 4, text_anchor="end")
    room = -1e9
    for each in curve:
        x, bottom = place(each.side, 10.0**low)
        yield tag("path", d=path((x, bottom), (x, bottom + 4)), stroke="currentColor")
        if x - room > 26:
            yield tag("text", str(each.side), x=x, y=bottom + 18, text_anchor="middle")
            room = x
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield tag("text", "side of the picture, pixels", x=middle, y=HEIGHT - 6, text_anchor="middle")


def _lines(curve: Sequence[Growth], present: Growth, place: Placing) -> Iterator[str]:
    """Yield the lines, the present size across them, and the words at their ends, kept apart."""
    top, bottom = TOP, HEIGHT - BOTTOM
    x = place(present.side, 1)[0]
    yield tag(
        "path", d=path((x, top), (x, bottom)), stroke="currentColor", stroke_dasharray="3 4", class_="present"
    )
    lowest = HEIGHT
    ends = sorted(LINES.items(), key=lambda line: line[1][3](curve[-1]))
    for name, (title, colour, _, read) in ends:
        yield _line(name, curve, place)
        dot = place(present.side, read(present))
        yield tag("circle", cx=dot[0], cy=dot[1], r=DOT, fill=colour, stroke="currentColor", class_=name)
        end = place(curve[-1].side, read(curve[-1]))
        height = min(end[1] + 4, lowest - APART)
        lowest = height
        yield tag("text", said(title), x=end[0] + 8, y=height, font_weight="600")
    yield from _numbers(curve, present, place)


def _numbers(curve: Sequence[Growth], present: Growth, place: Placing) -> Iterator[str]:
    """Yield the present numbers beside their dots: below a line that rises to the right, else above it."""
    x = place(present.side, 1)[0]
    for _, _, _, read in LINES.values():
        y = place(present.side, read(present))[1]
        words = f"{read(present):,}"
        is_right = x + 12 + breadth(words, LETTER) * 1.15 < WIDTH - RIGHT
        is_below = is_right and read(curve[-1]) > read(present)
        yield tag(
            "text",
            words,
            x=x + 8 if is_right else x - 8,
            y=y + 16 if is_below else y - 8,
            text_anchor="start" if is_right else "end",
            font_weight="600",
        )


def _decade(power: int) -> str:
    """Write a power of ten.

    >>> [_decade(power) for power in (0, 3, 4, 6, 9, 10)]
    ['1', '1,000', '10,000', '1 million', '1 billion', '10 billion']
    """
    for names, least in (("billion", 9), ("million", 6)):
        if power >= least:
            return f"{10 ** (power - least):,} {names}"
    return f"{10**power:,}"


def _ends(curve: Sequence[Growth]) -> str:
    return "; ".join(
        f"{title} from {read(curve[0]):,} to {read(curve[-1]):,}" for title, _, _, read in LINES.values()
    )
