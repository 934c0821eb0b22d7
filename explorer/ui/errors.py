"""What a visitor reads when a page fails: a calm sentence. What the server's log keeps: everything."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.errors import FragmentHandledException

APOLOGY = (
    "This page could not finish. The fault is ours, not yours, and it has been noted on the server. "
    "Change a setting or reload the page; if it fails again, open the page from the menu to start afresh."
)

_log = logging.getLogger(__name__)


@contextmanager
def calm() -> Iterator[None]:
    """Show `APOLOGY` in place of a traceback when the body raises, and log the traceback.

    The router wraps every page in it. A fragment runs again without the router, so each wears it below its
    own decorator: `@st.fragment`, then `@calm()`. Streamlit's own signals (rerun, stop, a fragment that has
    already reported its failure) pass unhindered.
    """
    try:
        yield
    except FragmentHandledException:
        raise
    except Exception:
        _log.exception("a page failed")
        st.error(APOLOGY, icon=":material/error:")
