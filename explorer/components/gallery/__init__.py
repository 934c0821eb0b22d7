"""A gallery of little pictures to choose one from, or several to compare: by mouse, finger or keys."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from explorer.components.keeping import keep
from explorer.components.mounting import component

__all__ = ["Item", "Sheet", "gallery"]

_mount = component("gallery", shared=("elements.js", "views.js", "controls.css"))


@dataclass(frozen=True)
class Item:
    """One picture of a gallery: its name in addresses, its title, the family it stands in, what is read out.

    `count` is how many of the allowed choices it takes: 2 for a pair.
    """

    name: str
    title: str
    family: str = ""
    hint: str = ""
    count: int = 1


@dataclass(frozen=True)
class Sheet:
    """The items' pictures as one PNG file, in rows of `columns`, each `side` pixels wide and high."""

    file: bytes
    columns: int
    side: int
    pixelated: bool = False

    @cached_property
    def address(self) -> str:
        """Return the file as an address that carries it."""
        return "data:image/png;base64," + base64.b64encode(self.file).decode("ascii")


def gallery(
    items: Sequence[Item],
    sheet: Sheet,
    *,
    key: str,
    start: str,
    origin: str = "",
    most: int = 1,
    label: str,
) -> tuple[str, ...]:
    """Show the items and return the names of the chosen ones, in the order in which they were chosen.

    `start` names the chosen items, with commas between; it is in force at first, and again whenever `origin`
    names something else than in the run before. At least one item is always chosen; with `most` above 1 the
    visitor may switch to comparing. Nothing that a browser sends can raise.

    Raises ValueError for a `start` that `is_choice` refuses.
    """
    names = {item.name for item in items}
    if not is_choice(start, names):
        raise ValueError(f"start must name items of the gallery, not {start!r}")
    kept = keep(key, lambda: start, origin=origin, accepts=lambda text: is_choice(text, names))
    data = {
        "version": kept.version,
        "text": kept.shown,
        "label": label,
        "most": most,
        # As text: asked whether a list is a data frame, Streamlit imports pandas, 70 MB, to find out.
        "items": json.dumps([[item.name, item.title, item.family, item.hint, item.count] for item in items]),
        "sheet": sheet.address,
        "columns": sheet.columns,
        "side": sheet.side,
        "pixelated": sheet.pixelated,
    }
    _mount(key=key, data=data, on_text_change=_nothing)
    kept = keep(key, lambda: start, origin=origin, accepts=lambda text: is_choice(text, names))
    return tuple(kept.text.split(","))


def is_choice(text: str, names: set[str]) -> bool:
    """Say whether a text names different items of a gallery, with commas between.

    >>> is_choice("a,b", {"a", "b", "c"}), is_choice("a,a", {"a"}), is_choice("", {"a"})
    (True, False, False)
    """
    chosen = text.split(",")
    return len(chosen) == len(set(chosen)) and names.issuperset(chosen)


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called `text`."""
