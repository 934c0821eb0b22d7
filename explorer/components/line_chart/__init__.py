"""A small chart of a few lines, read by pointer and keys, with words for who cannot see it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from explorer.components.mounting import component

_mount = component("line_chart", shared=("elements.js", "views.js"))

STYLES = ("map", "plain")
MOST_POINTS = 500


@dataclass(frozen=True)
class Line:
    """One line: its title, the heights of its points, 0 to 1, and its style.

    The style "map" is a full line in the colour of positive numbers, "plain" a dashed grey one.
    """

    title: str
    heights: Sequence[float]
    style: str = "plain"


def line_chart(
    lines: Sequence[Line], places: Sequence[float], *, key: str, across: str, up: str, description: str
) -> None:
    """Show lines over places from 0 to 1, rising; both axes are in percent.

    `across` and `up` name the axes; `description` says in words what there is to see. Pointing at the chart,
    or arrow keys, read the lines at one place.

    Raises ValueError for no line, fewer than 2 places or more than 500, lines of another length, an unknown
    style, a number outside 0 to 1, or places that do not rise.
    """
    if not lines or not 2 <= len(places) <= MOST_POINTS:
        raise ValueError(
            f"a chart needs a line and 2 to {MOST_POINTS} places, not {len(lines)}, {len(places)}"
        )
    if any(later <= earlier for earlier, later in zip(places, places[1:], strict=False)):
        raise ValueError("the places of a chart rise from left to right")
    for line in lines:
        if line.style not in STYLES:
            raise ValueError(f"there is no style {line.style!r}; there are {', '.join(STYLES)}")
        if len(line.heights) != len(places):
            raise ValueError(f"{line.title!r} has {len(line.heights)} heights for {len(places)} places")
        if not all(_is_share(number) for number in (*line.heights, *places)):
            raise ValueError(f"a number of {line.title!r} lies outside 0 to 1")
    told = {
        "places": [round(float(place), 5) for place in places],
        "lines": [
            {"title": line.title, "style": line.style, "heights": [round(float(h), 5) for h in line.heights]}
            for line in lines
        ],
    }
    # As text: asked whether a list is a data frame, Streamlit imports pandas to find out.
    data = {"lines": json.dumps(told), "across": across, "up": up, "description": description}
    _mount(key=key, data=data)


def _is_share(number: float) -> bool:
    return isfinite(number) and -1e-6 <= number <= 1 + 1e-6
