"""The matrix of the numbers in the grids, and what there is to count in it."""

from __future__ import annotations

import streamlit as st

from explorer.components.matrix import Cell, Facts, Unrolled, matrix
from explorer.components.stepper import Editing, Grids
from explorer.figures.formulas import product
from explorer.prediction.task import counted
from explorer.ui.links import loaded, write_link

PLACE = "matrix_place"


def show_matrix(unrolled: Unrolled, editing: Editing[Grids]) -> None:
    """Show the product W x = y with the grids that it is made of, and count."""
    there = loaded(PLACE)
    pinned = matrix(unrolled, editing, pinned=Cell.from_text(there) if there else None)
    write_link(PLACE, pinned.text if pinned else "")
    st.markdown(count_words(unrolled.facts))


def count_words(facts: Facts) -> str:
    """Say how large W is, how much of it is zero, and how often each weight stands in it.

    >>> print(count_words(Unrolled([[1, 2, 3, 4]], [[1, 0]]).facts))
    **W has 3 × 4 = 12 entries.** 6 of them hold a weight: 3 outputs read 2 cells each. 3 are not 0, so \
75 % of W are zeros. All 6 are copies of 2 weights, each of which stands 3 times; the 2 weights are \
2 different numbers. A layer that connects everything would learn 12 numbers here; this one learns 2.
    """
    rows, _ = facts.shape
    weights = len(facts.copies)
    even = rows * weights == facts.connections
    read = (
        f"{counted(rows, 'output')} read {counted(weights, 'cell')} each"
        if even
        else "it has no columns for the padding"
    )
    shares = (
        f"each of which stands {times_word(facts.copies[0])}"
        if len(set(facts.copies)) == 1
        else f"which stand {min(facts.copies)} to {max(facts.copies)} times"
    )
    numbers = f"{counted(facts.different, 'different number')}"
    return (
        f"**W has {product(*facts.shape)} = {facts.entries:,} entries.** {facts.connections} of them hold a "
        f"weight: {read}. {facts.nonzeros} are not 0, so {share(facts.zeros, facts.entries)} of W are zeros. "
        f"All {facts.connections} are copies of {counted(weights, 'weight')}, {shares}; the "
        f"{counted(weights, 'weight')} {'is' if weights == 1 else 'are'} {numbers}. A layer that connects "
        f"everything would learn {facts.entries:,} numbers here; this one learns {weights}."
    )


def times_word(count: int) -> str:
    """Write how often.

    >>> times_word(1), times_word(9)
    ('once', '9 times')
    """
    return "once" if count == 1 else f"{count} times"


def share(part: int, whole: int) -> str:
    """Write a share in per cent, with one digit where it is needed.

    >>> share(432, 576), share(1, 3)
    ('75 %', '33.3 %')
    """
    return f"{round(100 * part / whole, 1):g} %"
