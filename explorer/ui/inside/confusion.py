"""Which digits the network takes for which, and those digits themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from explorer.arithmetic import Network
from explorer.components.confusion_matrix import Chosen, Example, confusion_matrix
from explorer.confusion import CLASSES, Confusion, confusion
from explorer.digits import digit_network
from explorer.pictures.handwriting import handwriting
from explorer.ui.digits.pictures import visible
from explorer.ui.links import loaded, origin, write_link

PARAMETER = "confusion"


def is_cell(text: str) -> bool:
    """Say whether a text from an address names a cell of the table.

    >>> is_cell("4,6"), is_cell("4,6,100"), is_cell("10,0")
    (True, False, False)
    """
    try:
        return Chosen.from_text(text).cell == text
    except ValueError:
        return False


# What a page that shows this hands to `follow_address`.
ADDRESS: Mapping[str, Callable[[str], object]] = MappingProxyType({PARAMETER: is_cell})


def show_confusion(
    network: Network | None = None, *, on_open: Callable[[int], None] | None = None
) -> int | None:
    """Show what a network, at first the shipped one, makes of the sample digits; return the digit clicked on.

    That digit stays chosen until another cell is. `on_open` is called once for every click on a digit,
    before the script runs again, so that it may set the state of widgets, as
    `explorer.ui.digits.source.put_sample` does.
    """
    with st.spinner(f"Reading {len(handwriting().labels):,} digits"):
        found = confusion(network or digit_network())
    st.markdown(sentence(found), width=960)
    chosen = confusion_matrix(
        found.counts,
        lambda cell: _examples(found, cell),
        key="inside_confusion",
        start=loaded(PARAMETER),
        origin=origin(PARAMETER),
        on_open=on_open,
    )
    write_link(PARAMETER, chosen.cell if chosen else "")
    return chosen.example if chosen and _is_sample(chosen) else None


def sentence(found: Confusion) -> str:
    """Say how many digits are read rightly, and what is mistaken most often."""
    total = int(found.counts.sum())
    share = f"{100 * found.correct / total:.1f} %"
    first = (
        f"Of {total:,} real digits, none of which it was trained on, {found.correct:,} are read as they were "
        f"meant ({share})."
    )
    wrong = [
        (int(found.counts[meant, read]), meant, read)
        for meant in range(CLASSES)
        for read in range(CLASSES)
        if meant != read
    ]
    most, meant, read = max(wrong, key=lambda each: each[0])
    if not most:
        return first
    times = "once" if most == 1 else f"{most} times"
    return f"{first} The most frequent mistake: a {meant} read as {read}, {times}."


def _examples(found: Confusion, cell: Chosen) -> list[Example]:
    return [
        Example(int(index), f"Sample {index}: a {cell.meant}, read as {cell.read}", visible(digit))
        for index in found.indices(cell.meant, cell.read)
        for digit in [handwriting().digits[index, 0]]
    ]


def _is_sample(chosen: Chosen) -> bool:
    return chosen.example is not None and chosen.example < len(handwriting().labels)
