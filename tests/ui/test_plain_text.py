"""Texts of visitors stay texts."""

from __future__ import annotations

import re

import pytest

from explorer.ui.plain_text import plain


@pytest.mark.parametrize(
    "text", ["[a](//b)", "**a**", "`a`", "<b>", "$x$", "a_b_c", "| a | b |", "&lt;", "\\*"]
)
def test_nothing_of_markdown_is_left(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", plain(text)) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]*_`<>$|&]", plain(text))
