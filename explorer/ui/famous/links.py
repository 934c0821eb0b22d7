"""Links that open a network in the Lab: as markup for a board, and what happens when one is followed."""

from __future__ import annotations

from explorer.figures.svg import said, tag
from explorer.ui.frame import open_page

NETWORK = "network"


def lab_link(name: str, title: str) -> str:
    """Return a link to a preset, as markup.

    >>> lab_link("vgg16", "VGG-16")
    '<a href="lab?network=vgg16" data-open="vgg16">VGG-16</a>'
    """
    return tag("a", said(title), href=f"lab?{NETWORK}={name}", data_open=name)


def follow(name: str) -> None:
    """Open the Lab with a preset; do nothing for "", so that a board's answer can be passed on."""
    if name:
        open_page("lab", {NETWORK: name})
