"""The network as code that builds it and asserts its number of parameters."""

from __future__ import annotations

import streamlit as st

from explorer.architectures.analysis import Analysis
from explorer.components.network_builder import Building
from explorer.exports.languages import ARCHITECTURE_LANGUAGES
from explorer.ui.controls import segments
from explorer.ui.lab.volumes import file_name
from explorer.ui.lab.wording import sentence

WORDS = "Save it and run it: it builds the network and asserts its number of parameters."


def show_code(building: Building, analysis: Analysis) -> None:
    """Show the network in a language to choose, to copy and to download."""
    languages = {language.file_name: language for language in ARCHITECTURE_LANGUAGES}
    titles = {name: language.title for name, language in languages.items()}
    language = languages[segments("Language", titles, key="lab_code", is_labelled=False)]
    try:
        written = language.write(analysis)
    except ValueError as error:
        st.info(sentence(str(error)), icon=":material/code_off:")
        return
    st.markdown(WORDS)
    st.download_button(
        f"Download ({language.title})",
        lambda: written,
        f"{file_name(analysis.plan)}_{language.file_name}",
        "text/x-python",
        on_click="ignore",
        key="lab_code_file",
        icon=":material/download:",
    )
    st.code(written, language="python", height=480)
