"""What a visitor wrote, or an address says, shown as it is where Streamlit reads Markdown."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """Return Markdown that shows a text as it is: no link, picture, formula or emphasis comes of it.

    >>> print(plain("![net](//a.b/c.png) by *me*"))
    !\\[net\\](//a.b/c.png) by \\*me\\*
    """
    return re.sub(r"[\\`*_\[\]<>$~|#&]", r"\\\g<0>", text)
