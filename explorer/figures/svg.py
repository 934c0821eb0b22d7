"""SVG as text: tags that are closed, attributes and texts that are escaped, numbers that are short."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

SPACE = "http://www.w3.org/2000/svg"
LETTER_WIDTH = 0.56
"""How wide a letter of a sans-serif font is on average, in font sizes."""
FONT = "ui-sans-serif, system-ui, 'Source Sans', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
# Opened as a file of its own, a picture follows the reader's choice of light or dark.
STANDALONE = "svg:root{color-scheme:light dark;color:CanvasText;background:Canvas}"

Value = str | float | None


def tag(name: str, *children: str, **attributes: Value) -> str:
    """Return one element. Children are markup; attributes are escaped, and left out where they are None.

    An underscore in an attribute's name stands for a dash; one at its end is dropped (``class_``).

    >>> tag("text", said("a < b"), x=1.25, text_anchor="end", class_="quiet", fill=None)
    '<text x="1.25" text-anchor="end" class="quiet">a &lt; b</text>'
    >>> tag("path", d="M0 0")
    '<path d="M0 0"/>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{said(value) if isinstance(value, str) else short(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def said(text: str) -> str:
    """Return a text as markup: escaped, and without characters that XML does not know.

    >>> said("<5 & more" + chr(0))
    '&lt;5 &amp; more'
    """
    return escape("".join(letter for letter in text if letter >= " " or letter in "\t\n"))


def short(number: float) -> str:
    """Write a coordinate with at most two decimals.

    >>> short(2.0), short(1 / 3), short(-0.001)
    ('2', '0.33', '0')
    """
    return f"{round(number, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def path(*points: tuple[float, float], closed: bool = False) -> str:
    """Return the data of a path through points.

    >>> path((0, 0), (2, 1.5), closed=True)
    'M0 0L2 1.5Z'
    """
    there = "L".join(f"{short(x)} {short(y)}" for x, y in points)
    return f"M{there}{'Z' if closed else ''}"


def breadth(text: str, size: float) -> float:
    """Return about how wide a text becomes in a font of this size; a browser knows it exactly, we do not.

    >>> breadth("conv", 10)
    22.4
    """
    return round(len(text) * size * LETTER_WIDTH, 2)


def wrapped(text: str, width: float, size: float) -> Iterator[str]:
    """Yield a text in lines that are about as wide as there is room; a longer word has a line of its own.

    >>> list(wrapped("one two three", 50, 10))
    ['one two', 'three']
    """
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and breadth(longer, size) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def page(
    *markup: str,
    width: float,
    height: float,
    title: str,
    description: str,
    label: str,
    size: float,
    role: str = "img",
) -> str:
    """Return a whole picture that stands in a page or in a file of its own.

    Texts and lines have the colour of the text around it. ``label`` is what a screen reader says first,
    ``description`` what else it can say, ``size`` the font's. A picture with links in it is a "group": to a
    screen reader, nothing is in an "img".
    """
    return tag(
        "svg",
        tag("title", said(title)),
        tag("desc", said(description)),
        tag("style", STANDALONE),
        *markup,
        xmlns=SPACE,
        role=role,
        aria_label=label,
        viewBox=f"0 0 {round(width)} {round(height)}",
        width=float(round(width)),
        height=float(round(height)),
        font_family=FONT,
        font_size=size,
        fill="currentColor",
    )
