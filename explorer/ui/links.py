"""What components carry in the address: taken over from a link, written as the visitor goes on.

Widgets do this themselves with `bind="query-params"`; a component cannot.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from explorer.ui.urls import read_query, write_queries

_PAGE = "link_page"
_ARRIVED = "link_arrived"
# The browser's address follows what is written here within this time, on a slow line too.
_FOLLOWS_S = 1.0


@dataclass(frozen=True)
class _Link:
    """What was last put in place, how many times something was, and what the address says of it.

    `written` is what was last written, `address` what the address is known to say, since `moment`; `blank` is
    what an address without the parameter stands for.
    """

    loaded: str = ""
    count: int = 0
    written: str = ""
    address: str = ""
    moment: float = 0.0
    blank: str = ""


def note_page(name: str) -> None:
    """Note which page runs: on one that was just come to, a bare address undoes nothing made there."""
    st.session_state[_ARRIVED] = st.session_state.get(_PAGE) != name
    st.session_state[_PAGE] = name


def follow_address(accepts: Mapping[str, Callable[[str], object]]) -> None:
    """Take over what the visitor brought in the address: a shared link, a step back.

    `accepts` says for every parameter whether a text makes sense; nonsense is passed over. Call it where only
    a whole run comes by, outside of any fragment: the address that comes with a fragment's run may be one
    answer old, and what it says would undo the visitor's last choice. For the same reason an address from
    which a parameter is gone is believed only when the last answer had time to arrive.
    """
    for name, is_sensible in accepts.items():
        here = read_query(name, lambda text, check=is_sensible: text if check(text) else "", "")  # type: ignore[misc]
        st.session_state[_slot(name)] = _followed(_link(name), here)


def _followed(link: _Link, here: str) -> _Link:
    if here == link.address:
        return link
    if here:
        return replace(link, loaded=here, count=link.count + 1, written=here, address=here)
    if st.session_state.get(_ARRIVED):
        return replace(link, address="", blank=link.written)
    if time.monotonic() - link.moment < _FOLLOWS_S:
        return link
    return replace(link, loaded=link.blank, count=link.count + 1, written=link.blank, address="")


def put(name: str, value: str) -> None:
    """Put a value in place as if a link had brought it."""
    st.session_state[_slot(name)] = replace(_link(name), loaded=value, count=_link(name).count + 1)


def loaded(name: str) -> str:
    """Return what was last put in place for a parameter, "" for nothing: what its component starts from."""
    return _link(name).loaded


def origin(name: str) -> str:
    """Return a word that changes whenever something is put in place: a component's origin."""
    return str(_link(name).count)


def written(name: str) -> str:
    """Return what was last written into the address, or taken from it."""
    return _link(name).written


def write_link(name: str, value: str) -> None:
    """Let the address say `value`; "" takes the parameter away."""
    write_links({name: value})


def write_links(values: Mapping[str, str]) -> None:
    """Let the address say several values at once, as one step of the browser's history."""
    write_queries({name: value or None for name, value in values.items()})
    for name, value in values.items():
        link = _link(name)
        moment = link.moment if value == link.address else time.monotonic()
        st.session_state[_slot(name)] = replace(link, written=value, address=value, moment=moment)


def _link(name: str) -> _Link:
    link = st.session_state.get(_slot(name))
    return link if isinstance(link, _Link) else _Link()


def _slot(name: str) -> str:
    return f"{name}_link"
