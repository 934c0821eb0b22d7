"""Pictures of a sheet: boxes over it, heat over it, and a table of what was found."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import Network
from explorer.detection import SHEET, Found, Level, Search, Sheet, as_filter
from explorer.pictures.colours import SEQUENTIAL, colour
from explorer.ui.digits.pictures import picture_html, visible

Array = NDArray[np.float32]
Box = tuple[int, int, int, int]

AROUND = 6
INK = np.array((28, 36, 34), np.float32)


def kinds_html(sheet: Sheet, found: Search) -> str:
    """Return the sheet with its boxes, and beside it the surest digit alone, without and with its box."""
    best = max(found.found, key=lambda one: one.probability, default=None)
    parts = []
    if best is not None:
        digit = picture_html(
            visible(best.prepared), f"The surest digit alone, read as {best.digit}", name="where-digit"
        )
        parts.append(_figure(digit, "Classification", f"one picture: {named(best.digit)}"))
        part, box = _alone(sheet.ink, best)
        parts.append(_figure(_frame(part, box), "And localisation", "one object: its box too"))
    whole = picture_html(_paper(sheet.ink), _words(found), name="where-sheet")
    boxes = "".join(_box(one, one.box, SHEET) for one in found.found)
    parts.append(
        _figure(_frame(whole, boxes), "Detection", "several objects: a box and a label for each", wide=True)
    )
    return f'<section class="where-kinds">{"".join(parts)}</section>'


def heat_html(ink: Array, heat: Array, what: str) -> str:
    """Return probabilities (H, W) as colours below the ink of a sheet, with their scale."""
    colours = colour(heat, limit=1.0, table=SEQUENTIAL).astype(np.float32)
    mixed = colours * (1 - ink[..., None]) + INK * ink[..., None]
    words = f"Probability of {what} around every pixel of the sheet; at most {100 * heat.max():.0f} %"
    picture = picture_html(np.rint(mixed).astype(np.uint8), words, name="where-sheet where-heat")
    return (
        f'<div class="where-frame">{picture}</div>'
        '<p class="where-scale"><span>0 %</span><span class="where-colours" aria-hidden="true"></span>'
        f"<span>100 %</span><span>Highest: {100 * heat.max():.1f} %</span></p>"
    )


def cost_sentence(network: Network, levels: tuple[Level, ...]) -> str:
    """Say what sliding saves: multiply-accumulates of whole passes and of windows read one by one."""
    windows = sum(level.probabilities[0].size for level in levels)
    together = sum(as_filter(network, (level.ink.shape[0], level.ink.shape[1])).macs for level in levels)
    alone = windows * network.macs
    passes = "one forward pass" if len(levels) == 1 else f"{len(levels)} forward passes, one for each size"
    return (
        f"Each block is one of {windows:,} places of the filter, and they cost {passes}: "
        f"{together / 1e6:.0f} million multiply-accumulates. Window by window it would be "
        f"{alone / 1e6:,.0f} million, {alone / together:.0f} times as many, because neighbours share what "
        "lies in both. The answers are not quite those of single windows: inside, this network pads with "
        "zeros where a window ends, and on the sheet there is a neighbour instead. So the filter only "
        "proposes; the ink in each proposed box is cut out and read once more, alone."
    )


def table_html(found: Search) -> str:
    """Return a row for every digit that was found: what it is, who was how sure, and where it lies."""
    if not found.found:
        return "<p>Nothing was found.</p>"
    heads = ("Digit", "Sliding filter", "Read alone", "Height x width", "Top", "Left")
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    rows = "".join(_row(one) for one in sorted(found.found, key=lambda one: one.box[1]))
    return (
        f'<div class="where-scroll"><table class="where-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(one: Found) -> str:
    top, left, bottom, right = one.box
    cells = (
        f"{100 * one.proposed:.1f} %",
        f"{100 * one.probability:.1f} %",
        f"{bottom - top} x {right - left}",
        str(top),
        str(left),
    )
    return f'<tr><th scope="row">{one.digit}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _figure(content: str, title: str, words: str, *, wide: bool = False) -> str:
    name = "where-wide" if wide else "where-small"
    return (
        f'<figure class="{name}">{content}<figcaption><strong>{escape(title)}</strong>'
        f"{escape(words)}</figcaption></figure>"
    )


def _frame(picture: str, boxes: str) -> str:
    return f'<div class="where-frame">{picture}{boxes}</div>'


def _box(one: Found, box: Box, size: tuple[int, int]) -> str:
    top, left, bottom, right = box
    shares = {
        "top": top / size[0],
        "left": left / size[1],
        "height": (bottom - top) / size[0],
        "width": (right - left) / size[1],
    }
    style = "; ".join(f"{side}: {100 * share:.2f}%" for side, share in shares.items())
    low = " where-below" if top < 0.2 * size[0] else ""
    label = f"<b>{one.digit}</b> {100 * one.probability:.0f} %"
    return f'<div class="where-box{low}" style="{style}" aria-hidden="true"><span>{label}</span></div>'


def _words(found: Search) -> str:
    if not found.found:
        return "The sheet; nothing was found on it"
    digits = [str(one.digit) for one in sorted(found.found, key=lambda one: one.box[1])]
    return f"The sheet; found from left to right: {', '.join(digits)}"


def _alone(ink: Array, one: Found) -> tuple[str, str]:
    """Return a square part of the sheet with a digit in its middle, and the digit's box in it, as HTML."""
    top, left, bottom, right = one.box
    side = max(bottom - top, right - left) + 2 * AROUND
    row, column = (top + bottom - side) // 2, (left + right - side) // 2
    # The sheet goes on, empty, beyond its edges.
    part = np.pad(ink, side)[row + side : row + 2 * side, column + side : column + 2 * side]
    picture = picture_html(_paper(part), f"A part of the sheet around the {one.digit}", name="where-sheet")
    return picture, _box(one, (top - row, left - column, bottom - row, right - column), (side, side))


def _paper(ink: Array) -> NDArray[np.uint8]:
    return visible(1 - ink)


def named(digit: int) -> str:
    """Return a digit with its article.

    >>> named(8), named(1)
    ('an 8', 'a 1')
    """
    return f"{'an' if digit == 8 else 'a'} {digit}"
