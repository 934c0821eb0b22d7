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


def paired(label: str, key: str, lowest: int, highest: int, apart: bool, words: str) -> tuple[int, int]:
    """Show one slider, or with `apart` two beside each other, and return (vertical, horizontal)."""
    if not apart:
        value = st.slider(label, lowest, highest, key=key, bind="query-params", help=words)
        return value, value
    with st.container(horizontal=True):
        vertical = st.slider(f"{label}, vertical", lowest, highest, key=key, bind="query-params", help=words)
        across = f"{key}_horizontal"
        horizontal = st.slider(f"{label}, horizontal", lowest, highest, key=across, bind="query-params")
    return vertical, horizontal
