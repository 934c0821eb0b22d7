"""The receptive field of one unit, drawn on the picture that the network reads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from explorer.architectures.analysis import Analysis, Row
from explorer.architectures.plans import Address
from explorer.arithmetic import Flatten
from explorer.figures.svg import page, path, said, tag, wrapped
from explorer.figures.volume_boxes import MARK
from explorer.figures.volumes import check_unit
from explorer.pictures.tiling import Pixels, png

SIDE, LETTER, LINE, MARGIN = 280.0, 12.0, 16.0, 12.0
FARTHEST = 0.75
"""How much of the padding is shown around the input, as a share of its longer side; what is beyond is cut."""


def field_svg(
    analysis: Analysis, address: Address, row: int, column: int, picture: Pixels | None = None
) -> str:
    """Return an SVG of the network's input with what one unit of a layer sees of it.

    What lies on the input is filled, what lies in the padding around it is dashed; a sentence gives the
    numbers. ``picture`` (uint8, (H, W) or (H, W, 3), at most 1,024 on a side) is laid under it, cut to the
    input's proportions; give it at the input's size to show what the network would read.

    Raises ValueError for a unit outside the output and for a picture of another form; KeyError for an address
    where nothing is.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> worked = analyse(read_plan("input 1x28x28\\nconv 8 5x5 padding=2"))
    >>> "rows 0 to 2 and columns 4 to 8" in field_svg(worked, (0,), 0, 6)
    True
    """
    chosen = analysis.by_address[address]
    check_unit(chosen, (row, column))
    source = analysis.plan.input_shape
    sentences = field_sentences(analysis, address, row, column)
    if len(source) != 3:
        return _page(chosen, [], " ".join(sentences), SIDE, 0.0)
    height, width = source[1:]
    cell = SIDE / max(height, width)
    extent = chosen.field.extent(row, column) if chosen.field else (0, height, 0, width)
    reach = FARTHEST * max(height, width)
    top, bottom = max(extent[0], -reach), min(extent[1], height + reach)
    left, right = max(extent[2], -reach), min(extent[3], width + reach)
    x, y = MARGIN + max(0.0, -left) * cell, MARGIN + max(0.0, -top) * cell
    markup = [_ground(x, y, width * cell, height * cell, picture)]
    is_cut = (top, bottom, left, right) != extent
    if chosen.field is not None:
        markup += _field(x, y, cell, (top, bottom, left, right), (height, width), is_cut=is_cut)
    far_right = x + max(width, right) * cell + MARGIN
    far_bottom = y + max(height, bottom) * cell
    if is_cut:
        sentences += ("The picture is cut: the field reaches even farther into the padding.",)
    return _page(chosen, markup, " ".join(sentences), far_right, far_bottom)


def field_sentences(analysis: Analysis, address: Address, row: int, column: int) -> tuple[str, ...]:
    """Return what a unit sees, in words: how large, from where to where, and how much of it is padding.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> worked = analyse(read_plan("input 1x8x8\\nconv 8 3x3 padding=1"))
    >>> for sentence in field_sentences(worked, (0,), 0, 7): print(sentence)
    Unit (0, 7) of conv1 sees 3x3 of the 8x8 input: rows 0 to 1 and columns 6 to 7.
    5 of its 9 cells lie in the padding.
    One unit further down or right, it sees 1 cell further.
    """
    chosen = analysis.by_address[address]
    source = analysis.plan.input_shape
    unit = _subject(chosen, row, column)
    if len(source) != 3:
        return (f"{unit} has no place in a picture: the input is a row of {source[0]:,} numbers.",)
    if chosen.field is None:
        return (
            f"{unit}: what it sees differs from place to place, because branches of unlike strides meet.",
        )
    height, width = source[1:]
    top, bottom, left, right = chosen.field.extent(row, column)
    rows, columns = (max(0, top), min(height, bottom)), (max(0, left), min(width, right))
    size = f"{bottom - top:,}x{right - left:,}"
    cells, seen = (bottom - top) * (right - left), max(0, rows[1] - rows[0]) * max(0, columns[1] - columns[0])
    if not seen:
        return (f"{unit} sees nothing of the input: all its {cells:,} cells ({size}) lie in the padding.",)
    where = f"{_span('row', *rows)} and {_span('column', *columns)}"
    sentences = [f"{unit} sees {size} of the {height:,}x{width:,} input: {where}."]
    if cells > seen:
        sentences.append(f"{cells - seen:,} of its {cells:,} cells lie in the padding.")
    shape = chosen.output_shape
    if shape is not None and len(shape) == 3 and max(shape[1:]) > 1:
        sentences.append(_steps(*chosen.field.stride))
    return tuple(sentences)


def _subject(chosen: Row, row: int, column: int) -> str:
    """Return whose sight is told: units of a row have no place in it, and flatten only lays maps out."""
    if isinstance(chosen.layer, Flatten) and len(chosen.input_shape or ()) == 3:
        return f"All of {chosen.path} together"
    flat = chosen.output_shape is not None and len(chosen.output_shape) == 1
    return f"Every unit of {chosen.path}" if flat else f"Unit ({row:,}, {column:,}) of {chosen.path}"


def _steps(down: int, right: int) -> str:
    if down == right:
        return f"One unit further down or right, it sees {down:,} cell{'' if down == 1 else 's'} further."
    return f"One unit further down it sees {down:,}, one further right {right:,} cells further."


def _span(noun: str, first: int, stop: int) -> str:
    return f"{noun} {first:,}" if stop == first + 1 else f"{noun}s {first:,} to {stop - 1:,}"


def _ground(x: float, y: float, width: float, height: float, picture: Pixels | None) -> str:
    """Return the input: a grey square, or the picture, in a thin frame."""
    inside = ""
    if picture is not None:
        if picture.ndim not in (2, 3) or max(picture.shape[:2]) > 1024 or picture.dtype.name != "uint8":
            sizes = "x".join(map(str, picture.shape))
            raise ValueError(f"a picture is uint8, (H, W) or (H, W, 3), at most 1,024 on a side, not {sizes}")
        address = f"data:image/png;base64,{b64encode(png(picture)).decode()}"
        coarse = "image-rendering:pixelated" if max(picture.shape[:2]) < 128 else None
        inside = tag(
            "image",
            href=address,
            x=x,
            y=y,
            width=width,
            height=height,
            preserveAspectRatio="xMidYMid slice",
            style=coarse,
        )
    frame: dict[str, float] = {"x": x, "y": y, "width": width, "height": height}
    blank = tag("rect", **frame, fill="currentColor", fill_opacity=0.08)
    edge = tag("rect", **frame, fill="none", stroke="currentColor", stroke_width=1.0, class_="input")
    return (inside or blank) + edge


def _field(
    x: float,
    y: float,
    cell: float,
    sides: tuple[float, float, float, float],
    size: tuple[int, int],
    *,
    is_cut: bool,
) -> Iterator[str]:
    """Yield the whole field dashed, and its part on the input filled; a pale line shows it on any ground."""
    top, bottom, left, right = sides
    whole = {"x": x + left * cell, "y": y + top * cell}
    lengths = {"width": (right - left) * cell, "height": (bottom - top) * cell}
    yield tag(
        "rect",
        **whole,
        **lengths,
        fill="none",
        stroke=MARK,
        stroke_width=1.5,
        stroke_dasharray="2 4" if is_cut else "6 4",
        class_="field",
    )
    inner_top, inner_bottom = max(0.0, top), min(float(size[0]), bottom)
    inner_left, inner_right = max(0.0, left), min(float(size[1]), right)
    if inner_bottom <= inner_top or inner_right <= inner_left:
        return
    corners = [
        (x + column * cell, y + line * cell)
        for line, column in (
            (inner_top, inner_left),
            (inner_top, inner_right),
            (inner_bottom, inner_right),
            (inner_bottom, inner_left),
        )
    ]
    data = path(*corners, closed=True)
    yield tag("path", d=data, fill="none", stroke="#ffffff", stroke_width=4.0, stroke_opacity=0.8)
    yield tag("path", d=data, fill=MARK, fill_opacity=0.28, stroke=MARK, stroke_width=2.0, class_="seen")


def _page(chosen: Row, markup: list[str], sentence: str, width: float, height: float) -> str:
    lines = list(wrapped(sentence, width - 2 * MARGIN, LETTER))
    words = [
        tag("text", said(text), x=MARGIN, y=height + MARGIN + LINE * (number + 0.6))
        for number, text in enumerate(lines)
    ]
    return page(
        *markup,
        *words,
        width=width,
        height=height + 2 * MARGIN + LINE * len(lines),
        title=f"What one unit of {chosen.path} sees",
        description=sentence,
        label=sentence,
        size=LETTER,
    )
