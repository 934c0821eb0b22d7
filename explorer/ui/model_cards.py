"""Model cards, as the pages that use a trained network show them."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

CARD = "MODEL_CARD.md"
NOT_MEASURED = "This network is provisional: no model card says how well it reads."


def read_card(file: Path) -> str:
    """Return the text of a model card, "" where there is none."""
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def show_card(card: str, command: str) -> None:
    """Show the command that trains a network anew, and its whole model card on demand."""
    st.markdown("This command trains it anew:")
    st.code(command, language="bash", wrap_lines=True)
    with st.expander("The whole model card"):
        st.markdown(re.sub(r"^(#+) ", r"##\1 ", card, flags=re.MULTILINE))
