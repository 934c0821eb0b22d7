"""Controls that pages share."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def segments(
    label: str, options: Mapping[str, str], *, key: str, words: str | None = None, is_labelled: bool = True
) -> str:
    """Show options (name to title) as a row of buttons and return the chosen name, at first the first one.

    Streamlit writes an option into the address as it is shown, so a title is one plain word. An address that
    names no option gives the first: an empty value passes Streamlit's own check. `words` is the help.
    """
    default = next(iter(options))
    chosen: str | None = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        default=default,
        required=True,
        key=key,
        bind="query-params",
        help=words,
        label_visibility="visible" if is_labelled else "collapsed",
    )
    return default if chosen is None else chosen


def paired(
    label: str, key: str, lowest: int, highest: int, apart: bool, words: str, *, start: int | None = None
) -> tuple[int, int]:
    """Show one slider, or with `apart` two beside each other, and return (vertical, horizontal).

    They stand at `start` at first, or at `lowest`.
    """
    first = lowest if start is None else start
    if not apart:
        value = st.slider(label, lowest, highest, first, key=key, bind="query-params", help=words)
        return value, value
    with st.container(horizontal=True):
        vertical, horizontal = (
            st.slider(f"{label}, {name}", lowest, highest, first, key=one, bind="query-params", help=said)
            for name, one, said in (("vertical", key, words), ("horizontal", f"{key}_horizontal", None))
        )
    return vertical, horizontal
