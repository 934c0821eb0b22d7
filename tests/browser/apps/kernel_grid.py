"""A page with a kernel to edit."""

import numpy as np
import streamlit as st

from explorer.components.kernel_grid import format_kernel, kernel_grid

STARTS = {"sobel_x": [[1, 0, -1], [2, 0, -2], [1, 0, -1]], "line": [[1, -1]], "box": np.ones((11, 11))}


def main() -> None:
    start = st.radio("Start", STARTS)

    @st.fragment
    def answer() -> None:
        st.session_state.answers = st.session_state.get("answers", 0) + 1
        kernel = kernel_grid(STARTS[start], key="kernel", origin=start)
        st.html(f"<p id=answer data-answers={st.session_state.answers}>{format_kernel(kernel)}</p>")

    answer()


main()
