"""Two networks beside each other: which ones, at which input, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

import streamlit as st

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.comparison import with_input
from explorer.architectures.famous import FAMOUS
from explorer.architectures.packing import MARK, unpack_plan
from explorer.architectures.plans import Plan
from explorer.components.svg_picture import svg_picture
from explorer.figures import volumes_svg
from explorer.ui.controls import segments
from explorer.ui.famous.links import FIRST, NETWORK, OWN, OWN_TITLE, SECOND
from explorer.ui.famous.sides import comparison_markup, totals_markup
from explorer.ui.links import written
from explorer.ui.plain_text import plain
from explorer.ui.urls import read_query, write_query

SIDES = {"own": "Own", "32": "32", "64": "64", "128": "128", "224": "224", "299": "299"}
PICTURE = 650
SCALE = "Both pictures have the same scales: channels, rows and flat rows can be compared across them."
CHOICES = ("first_network", "second_network")
LONGEST_TITLE = 40
BROUGHT_NONE = (
    "The address compares a network of the Lab but does not bring it. Copy the link again where it is shown: "
    "that link brings it."
)
DETAIL = {"blocks": "Blocks", "layers": "Layers"}


@dataclass(frozen=True)
class Compared:
    """Two networks as they are compared, and as they are at their own inputs."""

    first: Analysis
    second: Analysis
    own: tuple[Analysis, Analysis]
    is_folded: bool


def is_network(text: str) -> bool:
    """Say whether an address's word names a network or holds one."""
    return text in FAMOUS or unpacked(text) is not None


def unpacked(text: str) -> Plan | None:
    """Return the network that an address holds, None where it holds none."""
    try:
        return unpack_plan(text) if text.startswith(MARK) else None
    except ValueError:
        return None


def lost_choices() -> Iterator[str]:
    """Yield for every choice in the address that is none why, and what was meant; call it before `choose`."""
    titles = {_title(name).lower(): _title(name) for name in (*FAMOUS, OWN)}
    meant = titles | {name: _title(name) for name in FAMOUS}
    for key in CHOICES:
        text = read_query(key, str, "")
        if text and text not in titles.values():
            close = get_close_matches(text.lower(), meant, 1)
            hint = f"; did you mean {meant[close[0]]}?" if close else "."
            yield f"The address names a network to compare that there is not: {text[:LONGEST_TITLE]!r}{hint}"
    brought = unpacked(read_query(NETWORK, str, "")) or unpacked(written(NETWORK))
    if brought is None and OWN_TITLE in (read_query(key, str, "") for key in CHOICES):
        yield BROUGHT_NONE


def choose() -> Compared:
    """Show which networks to compare, at which input, how closely; return them worked out."""
    own = unpacked(written(NETWORK))
    names = [*FAMOUS, *([OWN] if own else [])]
    first, second, third, fourth = st.columns([5, 5, 9, 4])
    with first:
        left = _choose_one("First", names, FIRST, CHOICES[0])
    with second:
        right = _choose_one("Second", names, SECOND, CHOICES[1])
    with third:
        side = segments(
            "Side of the input",
            SIDES,
            key="compared_side",
            words="At one input, costs can be compared: the same picture goes through both. Channels stay.",
        )
    with fourth:
        detail = segments("Compare", DETAIL, key="compared_by")
    # A link to this comparison must carry a network that only this session knows.
    write_query(NETWORK, written(NETWORK) if OWN in (left, right) else None)
    plans = [own if name == OWN and own else FAMOUS[name].plan for name in (left, right)]
    resized = plans if side == "own" else [with_input(plan, int(side)) for plan in plans]
    worked = [analyse(plan) for plan in resized]
    return Compared(worked[0], worked[1], (analyse(plans[0]), analyse(plans[1])), detail == "blocks")


def show(compared: Compared) -> None:
    """Show both pictures, the totals and the layers beside each other, or why one of them cannot work."""
    both = (("first", compared.first), ("second", compared.second))
    for _, analysis in both:
        for problem in analysis.problems[:1]:
            title, shape = analysis.plan.title or "Untitled", "x".join(map(str, analysis.plan.input_shape))
            st.warning(
                plain(f"{title} cannot work at {shape}: {problem.path}: {problem.message}."),
                icon=":material/straighten:",
            )
    st.caption(SCALE)
    with st.container(key="compared_pictures"):
        for column, (name, analysis), other in zip(st.columns(2), both, reversed(both), strict=True):
            with column:
                st.markdown(f"**{plain(analysis.plan.title or 'Untitled')}**")
                svg_picture(volumes_svg(analysis, width=PICTURE, beside=other[1]), key=f"compared_{name}")
    if compared.first.problems or compared.second.problems:
        return
    st.markdown("**In all**")
    st.html(totals_markup(compared.first, compared.second))
    st.markdown("**Layer by layer**")
    st.html(comparison_markup(compared.first, compared.second, fold=compared.is_folded))


def _choose_one(title: str, names: list[str], start: str, key: str) -> str:
    chosen: str = st.selectbox(
        title, names, names.index(start), format_func=_title, key=key, bind="query-params"
    )
    return chosen


def _title(name: str) -> str:
    return OWN_TITLE if name == OWN else FAMOUS[name].title
