"""Pictures and tables of our own whose links open another page without losing the session."""

from __future__ import annotations

from xml.etree import ElementTree

from explorer.components.mounting import component

_mount = component("link_board", shared=("elements.js", "views.js", "markup.js", "edges.css"))

SPACE = "http://www.w3.org/1999/xhtml"
LONGEST = 2_000_000


def link_board(markup: str, *, key: str, label: str) -> str:
    """Show markup of our own, and return what the visitor has just opened in it, "" for nothing.

    ``markup`` is one well-formed element, an ``<svg>`` or XHTML in its name space; the text in it must be
    escaped. A link in it has an ``href``, by which it can be copied or opened in another tab, and
    ``data-open``, the word that is returned in the one run that answers a plain click on it. What has
    ``data-said`` is told below the picture while it is pointed at or has the keyboard's focus. ``label``
    names the whole to a screen reader. Whatever else a browser sends counts as nothing.

    Raises ValueError for markup that is not well-formed or longer than two million characters.
    """
    if len(markup) > LONGEST:
        raise ValueError(f"a board holds at most {LONGEST:,} characters, not {len(markup):,}")
    try:
        ElementTree.fromstring(markup)
    except ElementTree.ParseError as error:
        raise ValueError(f"the markup of {key} is not well-formed: {error}") from None
    data = {"markup": markup, "label": label, "reads": "data-said=" in markup}
    opened = _mount(key=key, data=data, on_opened_change=_nothing).opened
    is_word = isinstance(opened, str) and '"' not in opened
    return opened if is_word and f'data-open="{opened}"' in markup else ""


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns of the trigger called `opened`."""
