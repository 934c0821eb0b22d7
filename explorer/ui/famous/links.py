"""Links that open a network in the Lab: as markup for a board, and what happens when one is followed."""

from __future__ import annotations

from explorer.architectures.famous import FAMOUS
from explorer.figures.svg import said, tag
from explorer.ui.frame import open_page

NETWORK = "network"
PART, COMPARE = "famous_part", "Compare"
FIRST, SECOND = "vgg16", "resnet50"
OWN, OWN_TITLE = "lab_network", "The network in the Lab"


def lab_link(name: str, title: str) -> str:
    """Return a link to a preset, as markup.

    >>> lab_link("vgg16", "VGG-16")
    '<a href="lab?network=vgg16" data-open="vgg16">VGG-16</a>'
    """
    return tag("a", said(title), href=f"lab?{NETWORK}={name}", data_open=name)


def open_comparison(name: str, packed: str = "") -> None:
    """Open the comparison with a famous network as its first side, or with one that was packed."""
    title = FAMOUS[name].title if name else OWN_TITLE
    query = {PART: COMPARE, "first_network": title}
    if name == SECOND:
        query["second_network"] = FAMOUS[FIRST].title
    open_page("famous", {NETWORK: packed, **query} if packed else query)


def follow(name: str) -> None:
    """Open the Lab with a preset; do nothing for "", so that a board's answer can be passed on."""
    if name:
        open_page("lab", {NETWORK: name})
