"""A page with a convolution to step through; the address says which."""

import numpy as np
import streamlit as st

from explorer.components.stepper import Cell, Grids, Stepping, begin_editing, stepper

LECTURE = Grids(
    np.array([[7, 2, 3, 3, 8], [4, 5, 3, 8, 4], [3, 3, 2, 8, 4], [2, 8, 7, 2, 7], [5, 4, 4, 5, 4.0]]),
    np.array([[1, 0, -1.0]] * 3),
)
LARGE = Grids(
    np.random.default_rng(1).integers(0, 10, (16, 16)).astype(float),
    np.random.default_rng(2).integers(-3, 4, (7, 7)).astype(float),
)


def main() -> None:
    query = st.query_params
    grids = LARGE if query.get("start") == "large" else LECTURE

    @st.fragment
    def answer() -> None:
        st.session_state.answers = st.session_state.get("answers", 0) + 1
        editing = begin_editing(grids, key="stepper")
        stepping = Stepping(
            *editing.grids,
            bias=query.get("bias", "0"),
            operation=query.get("operation", "correlation"),  # type: ignore[arg-type]
            stride=int(query.get("stride", "1")),
            padding=int(query.get("padding", "0")),
            dilation=int(query.get("dilation", "1")),
        )
        cell = query.get("cell")
        pinned = stepper(
            stepping,
            editing,
            pinned=Cell.from_text(cell) if cell else None,
            hidden=query.get("hidden", ""),  # type: ignore[arg-type]
        )
        said = f"{pinned.text if pinned else 'none'} {editing.kept.text}"
        st.html(f"<p id=answer data-answers={st.session_state.answers}>{said}</p>")

    answer()


main()
