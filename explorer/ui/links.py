"""What components carry in the address: taken over from a link, written as the visitor goes on.

Widgets do this themselves with `bind="query-params"`; a component cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from explorer.ui.urls import read_query, write_queries


@dataclass(frozen=True)
class _Link:
    """What was last put in place, how many times something was, and what the address last said."""

    loaded: str = ""
    count: int = 0
    written: str = ""


def follow_address(accepts: Mapping[str, Callable[[str], object]]) -> None:
    """Take over what the visitor brought in the address: a shared link, a step back.

    `accepts` says for every parameter whether a text makes sense; nonsense is passed over. Call it where only
    a whole run comes by, outside of any fragment: the address that comes with a fragment's run may be one
    answer old, and what it says would undo the visitor's last choice.
    """
    for name, is_sensible in accepts.items():
        link = _link(name)
        here = read_query(name, lambda text, check=is_sensible: text if check(text) else "", "")  # type: ignore[misc]
        if here and here != link.written:
            link = _Link(here, link.count + 1, here)
        st.session_state[_slot(name)] = link


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
    """Return what the address last said of a parameter."""
    return _link(name).written


def write_link(name: str, value: str) -> None:
    """Let the address say `value`; "" takes the parameter away."""
    write_links({name: value})


def write_links(values: Mapping[str, str]) -> None:
    """Let the address say several values at once, as one step of the browser's history."""
    write_queries({name: value or None for name, value in values.items()})
    for name, value in values.items():
        st.session_state[_slot(name)] = replace(_link(name), written=value)


def _link(name: str) -> _Link:
    link = st.session_state.get(_slot(name))
    return link if isinstance(link, _Link) else _Link()


def _slot(name: str) -> str:
    return f"{name}_link"
