"""Values in the address that no widget carries: read them safely, write them only when they changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

LONGEST_VALUE = 4096

T = TypeVar("T")


def read_query(name: str, parse: Callable[[str], T], default: T) -> T:
    """Return the query parameter `name` as `parse` understands it, or `default`.

    `default` is returned when the parameter is absent, longer than `LONGEST_VALUE` characters, or when
    `parse` raises `ValueError` or `KeyError`: nonsense in an address never stops a page.
    `read_query("seed", int, 0)` reads a number; with `KERNELS.__getitem__` as `parse`, a name is looked up.
    """
    text = st.query_params.get(name)
    if text is None or len(text) > LONGEST_VALUE:
        return default
    try:
        return parse(text)
    except (ValueError, KeyError):
        return default


def makes_sense(parse: Callable[[str], object], text: str) -> bool:
    """Say whether `parse` can read a text, or raises ValueError.

    >>> makes_sense(int, "12"), makes_sense(int, "twelve")
    (True, False)
    """
    try:
        parse(text)
    except ValueError:
        return False
    return True


def write_query(name: str, value: str | None) -> None:
    """Write the query parameter `name`, or remove it when `value` is None; do nothing when it is so already.

    Raises `ValueError` for a value that `read_query` would refuse for its length.
    """
    write_queries({name: value})


def write_queries(values: Mapping[str, str | None]) -> None:
    """Write several query parameters at once, as `write_query` does each.

    Every write sends a message to the browser and makes a step of its history, so an unchanged address is
    not written again, and all that changes together makes one step; only what is removed takes its own.
    """
    for name, value in values.items():
        if value is not None and len(value) > LONGEST_VALUE:
            raise ValueError(
                f"query parameter {name}: {len(value)} characters, at most {LONGEST_VALUE} are read"
            )
    changed = {name: value for name, value in values.items() if st.query_params.get(name) != value}
    for name in (name for name, value in changed.items() if value is None):
        del st.query_params[name]
    if kept := {name: value for name, value in changed.items() if value is not None}:
        st.query_params.update(kept)
