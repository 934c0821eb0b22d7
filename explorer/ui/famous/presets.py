"""The presets as cards: what each is, how large, how it looks; each opens in the Lab."""

from __future__ import annotations

from functools import cache

from explorer.architectures.analysis import analyse
from explorer.architectures.depth import depth
from explorer.architectures.famous import FAMOUS, Famous
from explorer.components.link_board import SPACE, link_board
from explorer.figures import thumbnail_svg
from explorer.figures.svg import said, tag
from explorer.ui.famous.links import follow, lab_link


def show_presets() -> None:
    """Show a card for every famous network; one that was clicked is opened in the Lab."""
    follow(link_board(cards(), key="famous_presets", label="Networks to open in the Lab"))


@cache
def cards() -> str:
    """Return the cards of all famous networks."""
    return tag("ul", *map(_card, FAMOUS.values()), xmlns=SPACE, class_="cards")


def _card(famous: Famous) -> str:
    analysis = analyse(famous.plan)
    shape = "x".join(map(str, famous.plan.input_shape))
    facts = (
        f"{famous.year}, {depth(analysis)} layers with weights",
        f"{shape} numbers in",
        f"{analysis.totals.parameters:,} parameters",
        f"{analysis.totals.macs:,} multiply-accumulates",
    )
    return tag(
        "li",
        tag("div", thumbnail_svg(analysis), class_="picture"),
        lab_link(famous.name, famous.title),
        tag("p", said(famous.summary)),
        tag("p", tag("small", said(famous.lecture))) if famous.lecture else "",
        tag("ul", *(tag("li", said(fact)) for fact in facts), class_="facts"),
    )
