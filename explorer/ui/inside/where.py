"""Where is it: a sheet with several digits, what the sliding network answers everywhere, and boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import streamlit as st

from explorer.detection import (
    SHEET,
    Search,
    Sheet,
    Written,
    example_sheet,
    heat_map,
    ink_of,
    right_boxes,
    search,
)
from explorer.digits import digit_limits, digit_network
from explorer.pictures.strokes import draw_strokes
from explorer.ui.controls import segments
from explorer.ui.errors import calm
from explorer.ui.inside.sheets import cost_sentence, heat_html, kinds_html, named, table_html
from explorer.ui.inside.why import why_style
from explorer.ui.paper import is_sketch, sketched

PARAMETER = "where_drawing"
# What a page that shows this hands to `follow_address`.
ADDRESS: Mapping[str, Callable[[str], object]] = MappingProxyType({PARAMETER: is_sketch})
LARGEST_SEED = 9999
FIRST_SEED = 15
PAPER_WIDTH = 860
PEN = 6.0
KEPT = 8
SOURCES = {"example": "Example", "draw": "Draw"}
LESSON = (
    "Classification gives a picture one label. Localisation adds a box around the one object. "
    "Detection gives a label and a box to each of several objects. The network here only ever learned the "
    "first: one digit, centred, 20 pixels long. Slid over a sheet of several sizes as one big filter, it "
    "says where a digit may be. The ink that lies there gives the box, and is read once more, alone."
)


@dataclass(frozen=True, eq=False)
class _Source:
    """A sheet to look at, None while there is nothing on it; `settled` is false while a stroke is drawn."""

    sheet: Sheet | None
    settled: bool = True


@st.fragment
@calm()
def show_where() -> None:
    """Show a sheet with several digits and what is found on it; a fragment of its own.

    The page hands `ADDRESS` to `follow_address`. The words in the address are `where_source`, `where_seed`,
    `where_drawing`, `where_digit` and `where_size`.
    """
    why_style()
    st.markdown(LESSON, width=960)
    source = SOURCES_SHOWN[segments("Sheet", SOURCES, key="where_source")]()
    # What takes longer waits until the pen is lifted, and stands still meanwhile.
    if source.settled:
        st.session_state["where_settled"] = source.sheet
    sheet = st.session_state.get("where_settled")
    if not isinstance(sheet, Sheet):
        st.caption("Write some digits side by side, large or small, with a gap between them.")
        return
    found = searched(sheet.ink.tobytes())
    st.html(kinds_html(sheet, found))
    st.html(f'<p class="where-words" role="status">{outcome(found, sheet.written)}</p>')
    _show_heat(sheet, found)
    with st.expander("What was found, and by whom"):
        st.html(table_html(found))


@lru_cache(maxsize=KEPT)
def searched(ink: bytes) -> Search:
    """Return what is found on a sheet's ink, given as bytes; what was searched lately is kept."""
    return search(digit_network(), np.frombuffer(ink, np.float32).reshape(SHEET), digit_limits())


def outcome(found: Search, written: tuple[Written, ...]) -> str:
    """Say how many windows became how many boxes, and how many of them are right where that is known."""
    boxes = len(found.found)
    said = (
        f"{found.windows:,} windows of {len(found.levels)} sizes, {_counted(found.proposals, 'proposal')}, "
        f"{_counted(boxes, 'box', 'boxes')}."
    )
    if not written:
        return said
    right = right_boxes([(one.digit, one.box) for one in found.found], written)
    return f"{said} Right, digit and place: {right} of {len(written)}."


def _example() -> _Source:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed = st.number_input(
            f"Seed, 0 to {LARGEST_SEED:,}",
            0,
            LARGEST_SEED,
            FIRST_SEED,
            key="where_seed",
            bind="query-params",
            width=150,
            help="The same seed gives the same sheet, of handwriting that the network never saw.",
        )
        st.button("Another one", on_click=_next_seed, icon=":material/shuffle:", key="where_next")
    return _Source(example_sheet(seed))


def _next_seed() -> None:
    st.session_state["where_seed"] = (st.session_state["where_seed"] + 1) % (LARGEST_SEED + 1)


def _draw() -> _Source:
    sketch = sketched(
        PARAMETER,
        key="where_paper",
        label="Wide paper for several digits",
        hint="Write digits side by side",
        size=PAPER_WIDTH,
        height=SHEET[0],
        pen_width=PEN,
    )
    if not sketch.strokes:
        return _Source(None, sketch.settled)
    picture = draw_strokes(sketch.strokes)[: SHEET[0]]
    return _Source(Sheet(ink_of(picture), ()), sketch.settled)


SOURCES_SHOWN: Mapping[str, Callable[[], _Source]] = MappingProxyType({"example": _example, "draw": _draw})


def _show_heat(sheet: Sheet, found: Search) -> None:
    st.header("What the sliding network answers", anchor=False)
    with st.container(horizontal=True, gap="medium"):
        digits = {"best": "Best", **{str(digit): str(digit) for digit in range(10)}}
        digit = segments(
            "Probability of", digits, key="where_digit", words="Best: of whichever digit is most probable."
        )
        sizes = {"all": "All", **{str(n): f"{level.digit_size:.0f}" for n, level in enumerate(found.levels)}}
        size = segments(
            "For digits so many pixels long",
            sizes,
            key="where_size",
            words=f"The sheet is {SHEET[1]} pixels wide. All: the highest answer of all sizes.",
        )
    levels = found.levels if size == "all" else (found.levels[int(size)],)
    heat = heat_map(levels, SHEET, digit=None if digit == "best" else int(digit))
    what = "the best digit" if digit == "best" else named(int(digit))
    st.html(heat_html(sheet.ink, heat, what))
    st.markdown(cost_sentence(digit_network(), levels), width=960)


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"
