"""What a component last said, kept where leaving the page cannot lose it.

Streamlit forgets a component's state when its page is left. The text that the component sends is
therefore kept in `session_state` beside it. A version decides who is right: Python raises it when it puts
something else in place, and what a browser still sends about an earlier version is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

LONGEST_TEXT = 65_536
_VERSION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Kept:
    """What is in force under a key: a component's text, its version, and the origin of that version.

    `shown` is what the component is told. It stays as it was while the browser speaks for itself, so that
    the component's data do not change, it is not sent again and its script is not called. `heard` says
    whether the browser spoke of this version in this run.
    """

    origin: str
    version: int
    text: str
    shown: str
    heard: bool = False


def keep(key: str, start: Callable[[], str], *, origin: str, accepts: Callable[[str], object]) -> Kept:
    """Return what is in force under `key`: what the visitor made of it, or `start()` where `origin` is new.

    What the browser sends is heard only when `accepts` says so. Call it before the component is mounted,
    and again after, for the one case where the state is known only then: a browser that comes back to a
    server which was restarted meanwhile.
    """
    slot = f"{key}_kept"
    kept = st.session_state.get(slot)
    if not isinstance(kept, Kept):
        kept = _new(origin, 0, start())
    elif kept.origin != origin:
        kept = _new(origin, kept.version + 1, start())
    version, text = _heard(st.session_state.get(key))
    if version < kept.version or not accepts(text):
        kept = Kept(origin, kept.version, kept.text, kept.text)
    else:
        kept = Kept(origin, version, text, kept.shown if version == kept.version else text, heard=True)
    st.session_state[slot] = kept
    return kept


def _new(origin: str, version: int, text: str) -> Kept:
    return Kept(origin, version, text, text)


def _heard(state: object) -> tuple[int, str]:
    """Return the version and the text that the browser sent, or version -1 for nothing or nonsense."""
    said = state.get("text") if isinstance(state, Mapping) else None
    if not isinstance(said, str) or len(said) > LONGEST_TEXT:
        return -1, ""
    version, _, text = said.partition("|")
    return (int(version), text) if _VERSION.fullmatch(version) else (-1, "")
