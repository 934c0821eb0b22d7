"""The network as text: read, changed, pasted, taken away."""

from __future__ import annotations

import streamlit as st

from explorer.architectures.analysis import Analysis
from explorer.architectures.notation import LONGEST_TEXT, read_plan, write_plan
from explorer.components.network_builder import Building, put_plan
from explorer.ui.lab.address import KEY
from explorer.ui.lab.volumes import file_name
from explorer.ui.plain_text import plain

WORDS = (
    "One layer per line: a name and a colon if it has one, its kind, its sizes, then options as "
    "`name=value`. `{` opens a block, `|` parts its branches, `}` closes it, `#` begins a remark. Input "
    "channels are never written: they follow from the layer before."
)
COMPLAINT = "lab_text_complaint"


def show_text(building: Building, analysis: Analysis) -> None:
    """Show the notation in a field; what is applied replaces the network, undo brings it back."""
    st.markdown(WORDS, width=960)
    written = write_plan(analysis.plan)
    revision = building.desk.revision
    field = f"lab_text_{revision}"
    height = min(620, max(220, 24 * (written.count("\n") + 3)))
    with st.container(key="lab_notation"):
        st.text_area("The network", written, key=field, max_chars=LONGEST_TEXT, height=height)
    complaint = st.session_state.get(COMPLAINT)
    if complaint and complaint[0] == revision:
        st.error(complaint[1], icon=":material/edit_off:")
    with st.container(horizontal=True):
        st.button("Apply", type="primary", icon=":material/check:", on_click=_apply, args=(field, revision))
        st.download_button(
            "Download (txt)",
            written,
            f"{file_name(analysis.plan)}.txt",
            "text/plain",
            on_click="ignore",
            key="lab_text_file",
            icon=":material/download:",
        )


def _apply(field: str, revision: int) -> None:
    st.session_state[COMPLAINT] = None
    try:
        put_plan(KEY, read_plan(str(st.session_state.get(field, ""))))
    except ValueError as error:
        message = str(error)
        st.session_state[COMPLAINT] = (
            revision,
            f"{plain(message[0].upper() + message[1:])}. The network is as it was.",
        )
