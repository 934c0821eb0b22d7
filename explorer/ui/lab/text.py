"""The network as text: read, changed, pasted, taken away."""

from __future__ import annotations

import streamlit as st

from explorer.architectures.analysis import Analysis
from explorer.architectures.notation import LONGEST_TEXT, read_plan, write_plan
from explorer.components.network_builder import Building, put_plan
from explorer.ui.lab.address import KEY
from explorer.ui.lab.volumes import file_name
from explorer.ui.lab.wording import sentence

WORDS = (
    "One layer per line: a name and a colon if it has one, its kind, its sizes, then options as "
    "`name=value`. `{` opens a block, `|` parts its branches, `}` closes it, `#` begins a remark, which is "
    "read over and not kept. Input channels are never written: they follow from the layer before."
)
FIELD = "lab_text"
# What was typed and not applied, with the number of the network beside which it was begun.
DRAFT = "lab_text_draft"
COMPLAINT = "lab_text_complaint"
WAITING = "Not applied yet: the table shows the network as it was."
OUTRUN = "Not applied yet, and the network has changed since: applying replaces it, undo brings it back."


def show_text(building: Building, analysis: Analysis) -> None:
    """Show the notation in a field; what is applied replaces the network, undo brings it back.

    What was typed stays, in another tab and while the network changes, until it is applied or dropped.
    """
    st.markdown(WORDS, width=960)
    written = write_plan(analysis.plan)
    revision = building.desk.revision
    draft = st.session_state.get(DRAFT)
    if draft and draft[1].strip() == written.strip():
        draft = st.session_state[DRAFT] = None
    st.session_state[FIELD] = draft[1] if draft else written
    height = min(620, max(220, 24 * (written.count("\n") + 3)))
    with st.container(key="lab_notation"):
        st.text_area(
            "The network",
            key=FIELD,
            max_chars=LONGEST_TEXT,
            height=height,
            on_change=_keep,
            args=(revision,),
        )
    # A press on a button leaves the field, which is answered at once: what the answer brings stands behind
    # the buttons, or they would be gone from under the pointer.
    with st.container(horizontal=True):
        st.button("Apply", type="primary", icon=":material/check:", on_click=_apply)
        st.download_button(
            "Download (txt)",
            lambda: written,
            f"{file_name(analysis.plan)}.txt",
            "text/plain",
            on_click="ignore",
            key="lab_text_file",
            icon=":material/download:",
        )
        if draft:
            st.button("Drop what was typed", icon=":material/undo:", on_click=_drop)
    complaint = st.session_state.get(COMPLAINT)
    if complaint and draft and complaint[0] == draft[1]:
        st.error(complaint[1], icon=":material/edit_off:")
    elif draft:
        st.caption(WAITING if draft[0] == revision else OUTRUN)


def _keep(revision: int) -> None:
    """Keep what was typed: a field that is not shown forgets it."""
    st.session_state[DRAFT] = (revision, str(st.session_state.get(FIELD, "")))


def _drop() -> None:
    st.session_state[DRAFT] = st.session_state[COMPLAINT] = None


def _apply() -> None:
    text = str(st.session_state.get(FIELD, ""))
    try:
        put_plan(KEY, read_plan(text))
    except ValueError as error:
        st.session_state[COMPLAINT] = (text, f"{sentence(str(error))} The network is as it was.")
    else:
        _drop()
