"""A picture's size in words: the lectures' large one beside the one on the page."""

from __future__ import annotations

import streamlit as st

from explorer.figures.pixel_counts import LINES_PER_PAGE, NUMBERS_PER_LINE, size_facts

LECTURE_SIZE = (1080, 1080, 3)


def show_sizes(size: tuple[int, int]) -> None:
    """Show what both pictures come to, each fact computed."""
    height, width = size
    here = dict(size_facts(height, width, 3))
    there = dict(size_facts(*LECTURE_SIZE))
    names = (f"This picture, {height} × {width}", "The lectures' picture, 1080 × 1080")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{fact}</th><td>{here[fact]}</td><td>{there[fact]}</td></tr>' for fact in there
    )
    st.html(
        f'<table class="pixel-sizes"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
    st.caption(
        f"A page holds {LINES_PER_PAGE} lines of {NUMBERS_PER_LINE} numbers. "
        "Reading aloud takes one second for a number, day and night. "
        "A number takes one byte, and n bytes can stand in 256 to the power n ways."
    )
