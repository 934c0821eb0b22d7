"""The tables of the page Counting; on a phone, a row's cells stand below each other."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.figures.svg import said, tag

NUMBERS = ("Count", "Parameters")


def table_markup(heads: Sequence[str], rows: str, label: str) -> str:
    """Return a table with these rows under these heads, in a frame that scrolls.

    Its parts name their roles, which browsers forget where rows are laid out as grids.
    """
    head = "".join(
        tag(
            "th",
            said(name),
            scope="col",
            role="columnheader",
            class_="number" if name in NUMBERS else None,
        )
        for name in heads
    )
    table = tag(
        "table",
        tag("thead", tag("tr", head, role="row"), role="rowgroup"),
        tag("tbody", rows, role="rowgroup"),
        class_="counting-table",
        role="table",
    )
    return tag("div", table, class_="counting-scroll", tabindex="0", role="region", aria_label=label)
