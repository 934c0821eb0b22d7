"""The years of the ImageNet challenge: a picture whose points open networks, and the same as a table."""

from __future__ import annotations

from functools import cache

import streamlit as st

from explorer.architectures.timeline import HUMAN, TIMELINE, Entry
from explorer.components.link_board import SPACE, link_board
from explorer.figures.challenge_chart import KINDS, UPRIGHT, challenge_svg, legend
from explorer.figures.svg import said, tag
from explorer.ui.famous.links import follow, lab_link

HEADS = ("Year", "Network", "Top-5 error", "Layers", "Parameters", "What was new")


def show_timeline() -> None:
    """Show the picture and the table; a preset that was clicked is opened in the Lab."""
    opened = link_board(chart(), key="famous_chart", label="The ImageNet challenge by year")
    with st.expander("The same as a table, with sources"):
        opened = opened or link_board(table(), key="famous_table", label="The challenge as a table")
    follow(opened)


@cache
def chart() -> str:
    """Return the picture, under what its axis means and over what its marks mean."""
    marks = (tag("li", mark, said(words)) for mark, words in legend(TIMELINE))
    return tag(
        "div",
        tag("p", said(UPRIGHT), class_="upright"),
        challenge_svg(TIMELINE, HUMAN),
        tag("ul", *marks, class_="legend"),
        xmlns=SPACE,
        class_="chart",
    )


@cache
def table() -> str:
    """Return every entry of the timeline, and the human, as a table."""
    head = "".join(
        tag("th", said(name), scope="col", class_="number" if name in HEADS[2:5] else None) for name in HEADS
    )
    ordered = sorted((*TIMELINE, HUMAN), key=lambda entry: (entry.year, entry.top5_error))
    body = "".join(map(_row, ordered))
    words = "Top-5 error: how often the right class was not among a network's five guesses, as published."
    return tag(
        "table",
        tag("caption", said(words)),
        tag("thead", tag("tr", head)),
        tag("tbody", body),
        xmlns=SPACE,
        class_="wide",
    )


def _row(entry: Entry) -> str:
    named = lab_link(entry.famous, entry.title) if entry.famous else said(entry.title)
    kind = KINDS.get(entry.kind, "")
    place = f"; place {entry.place}" if entry.place else ""
    single = entry.single_view_error
    alone = (
        f" One network alone, one view, torchvision's weights: {single:g} %." if single is not None else ""
    )
    return tag(
        "tr",
        tag("td", str(entry.year)),
        tag("th", named, tag("small", said(f"{kind}{place}")) if kind else "", scope="row"),
        tag("td", f"{entry.top5_error:g} %", class_="number"),
        tag("td", str(entry.depth) if entry.depth else "not counted", class_="number"),
        tag("td", f"{entry.parameters:,}" if entry.parameters else "not counted", class_="number"),
        tag(
            "td",
            said(entry.new),
            tag("small", said(f"Error measured on: {entry.measured}.{alone}")),
            tag("small", said(f"Source: {entry.source}.")),
        ),
    )
