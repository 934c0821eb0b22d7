"""Messages of errors, as sentences for a visitor."""

from __future__ import annotations

from explorer.ui.plain_text import plain


def sentence(message: str) -> str:
    """Return a message as a sentence, its Markdown disarmed; a question keeps its own mark.

    >>> sentence("kernel 7x7 does not fit"), sentence("no kind; did you mean add?")
    ('Kernel 7x7 does not fit.', 'No kind; did you mean add?')
    """
    ended = message if message.endswith(("?", ".")) else f"{message}."
    return plain(ended[:1].upper() + ended[1:])
