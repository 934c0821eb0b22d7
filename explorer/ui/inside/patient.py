"""The edits in force: taken over from the address, added to, undone, written back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer.digits import digit_network
from explorer.surgery import Edit, format_edits, operate, parse_edits
from explorer.ui.links import loaded, origin, put, write_link

PARAMETER = "edits"
_SLOT = "surgery_edits"

Edits = tuple[Edit, ...]


def is_edits(text: str) -> bool:
    """Say whether a text from an address describes edits that fit the digit network.

    >>> is_edits("off:conv1:3~bits:4"), is_edits("off:conv1:99"), is_edits("off")
    (True, False, False)
    """
    return not complaint(text)


def complaint(text: str) -> str:
    """Say why a text from an address does not describe edits that fit the digit network, "" where it does.

    >>> complaint("off:conv1:3"), complaint("off")
    ('', "edit 1, 'off', is not written off:layer:filter")
    """
    try:
        operate(digit_network(), parse_edits(text))
    except ValueError as error:
        return str(error)
    return ""


def edits_in_force() -> Edits:
    """Return what has been done: what was typed since the last button or link, or what that put in place."""
    kept = st.session_state.get(_SLOT)
    text = kept[1] if isinstance(kept, tuple) and kept[0] == origin(PARAMETER) else loaded(PARAMETER)
    return parse_edits(text)


def keep_edits(edits: Edits) -> None:
    """Let edits be in force, as the grid that was typed into says, and let the address say so."""
    text = format_edits(edits)
    st.session_state[_SLOT] = (origin(PARAMETER), text)
    write_link(PARAMETER, text)


def put_edits(edits: Sequence[Edit]) -> None:
    """Put edits in place for the next run: everything that shows them starts afresh.

    Raises ValueError for more edits than an address carries.
    """
    put(PARAMETER, format_edits(edits))


def version() -> str:
    """Return a word that changes whenever edits are put in place."""
    return origin(PARAMETER)
