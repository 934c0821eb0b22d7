"""Is this kernel separable? Its column and row, what they miss, and what they save."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.arithmetic import KERNELS, Separation, separate
from explorer.arithmetic.options import times
from explorer.components.kernel_grid import format_kernel, kernel_grid, parse_kernel
from explorer.figures.formulas import product
from explorer.ui.links import loaded, origin, put, write_link
from explorer.ui.matrix.markup import grid, row_of, sign, signed

OWN, OWN_LINK = "Your own", "matrix_own"
DEFAULT, START = "sobel_x", "lecture_quiz"
LECTURE_SIDE = 1080
MOST_VALUES = 7


def choose_kernel() -> tuple[NDArray[np.float64], float]:
    """Show the kernels to choose from, or a grid for one's own; return numerators and divisor."""
    titles = {kernel.title: kernel for kernel in KERNELS.values()}
    chosen = st.selectbox(
        "Kernel",
        [OWN, *titles],
        index=1 + list(KERNELS).index(DEFAULT),
        key="separated",
        bind="query-params",
    )
    if chosen in titles:
        kernel = titles[chosen]
        st.caption(f"{kernel.description} Made as {kernel.construction}.")
        if max(kernel.numerators.shape) <= MOST_VALUES:
            text = format_kernel(kernel.numerators)
            st.button("Edit a copy", icon=":material/edit:", on_click=_edit, args=(text,))
        return kernel.numerators, kernel.divisor
    start = loaded(OWN_LINK) or format_kernel(KERNELS[START].numerators)
    weights = kernel_grid(
        parse_kernel(start), key="matrix_own_kernel", origin=origin(OWN_LINK), label="Your own kernel"
    )
    write_link(OWN_LINK, format_kernel(weights))
    # Typed with four decimals and kept as float32: the decimal that was meant is the nearest one.
    return weights.astype(np.float64).round(4), 1.0


def show_separation(numerators: NDArray[np.float64], divisor: float) -> None:
    """Show column, row and their product beside the kernel, and say how near it comes and what it saves."""
    split = separate(numerators)
    # Column and row may change their signs together; shown is the column that is mostly above zero.
    facing = -1 if split.column[np.abs(split.column).argmax()] < 0 else 1
    over = f"all divided by {divisor:g}" if divisor != 1 else ""
    st.html(
        row_of(
            grid(f"Kernel {times(numerators.shape)}", numerators, over),
            sign("=" if split.separable else "≈"),
            grid("Column", facing * split.column[:, None]),
            sign("⊗"),
            grid("Row", facing * split.row),
            sign("="),
            grid("Column ⊗ row", split.product, over),
        )
    )
    st.markdown(f"{rank_words(split, divisor)}\n\n{saving_words(split)}")


def rank_words(split: Separation, divisor: float = 1.0) -> str:
    """Say whether a kernel splits, and what is missing where it does not.

    >>> print(rank_words(separate([[1, 0, -1]] * 3)))
    **Separable.** Singular values: 2.449, 0, 0. Only one of them is not 0, so one column times one row is \
the whole kernel.
    """
    values = [value / abs(divisor) for value in split.singular_values]
    listed = ", ".join(signed(value) if value > 1e-6 * values[0] else "0" for value in values[:MOST_VALUES])
    more = f" and {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
    head = f"Singular values: {listed}{more}."
    if split.rank == 0:
        return f"**All weights are 0.** {head} There is nothing to split."
    if split.separable:
        return (
            f"**Separable.** {head} Only one of them is not 0, so one column times one row is "
            "the whole kernel."
        )
    return (
        f"**Not separable.** {head} {split.rank} of them are not 0: it takes {split.rank} pairs of column "
        "and "
        f"row, added up. The best single pair, shown here, misses {100 * split.error:.3g} % of the kernel "
        "(root "
        f"of the sum of squares); its worst weight is off by {signed(split.worst / abs(divisor))}."
    )


def saving_words(split: Separation) -> str:
    """Say what two passes save on the lectures' picture, if they save anything.

    >>> print(saving_words(separate([[1, 0, -1]] * 3)))
    On a picture of 1,080 × 1,080 that keeps its size, the kernel takes 9 multiply-accumulates for each \
pixel, 10,497,600 in all; a row and then a column take 3 + 3 = 6, 6,998,400 in all: 1.5 times fewer.
    """
    pixels = LECTURE_SIDE**2
    whole, apart = split.macs
    height, width = split.kernel.shape
    pairs = max(1, split.rank)
    passes = pairs * apart
    sums = f"{width} + {height}"
    named = (
        f"a row and then a column take {sums} = {apart}"
        if pairs == 1
        else f"{pairs} such pairs take {pairs} × ({sums}) = {passes}"
    )
    compared = (
        f"{whole / passes:.3g} times fewer"
        if passes < whole
        else "no fewer"
        if passes == whole
        else f"{passes / whole:.3g} times more, so one pass is better"
    )
    return (
        f"On a picture of {product(LECTURE_SIDE, LECTURE_SIDE)} that keeps its size, the kernel takes "
        f"{whole} "
        f"multiply-accumulate{'s' if whole > 1 else ''} for each pixel, {whole * pixels:,} in all; {named}, "
        f"{passes * pixels:,} in all: {compared}."
    )


def _edit(text: str) -> None:
    """Put a kernel into the grid of the visitor's own and choose that."""
    put(OWN_LINK, text)
    st.session_state["separated"] = OWN
