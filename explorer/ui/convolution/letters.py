"""X or not X, the third lecture's case study: pictures compared pixel by pixel, and by features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.components.stepper import Grids
from explorer.lectures.letters import FEATURES, LETTERS, Feature, Letter
from explorer.lectures.matching import (
    ENOUGH,
    Evidence,
    Match,
    best_match,
    compare_pixels,
    feature_evidence,
    match_map,
)
from explorer.pictures.colours import colour
from explorer.pictures.tiling import png
from explorer.ui.convolution.examples import load

PARTS = ("Step by step", "X or not X")
CELL = 18
MODEL = "x"
INK, PAPER, FRAME = (20, 24, 28), (244, 244, 240), (214, 80, 30)

Pixels = NDArray[np.uint8]


def show_letters() -> None:
    """Show the letters, how each compares with the X, and where the features of an X are found."""
    chosen = st.selectbox(
        "Picture",
        list(LETTERS),
        format_func=lambda name: LETTERS[name].title,
        index=list(LETTERS).index("deformed"),
        key="letter",
        bind="query-params",
        width=420,
    )
    letter = LETTERS[chosen]
    evidence = feature_evidence(letter.picture)
    st.markdown(_verdict(letter, evidence))
    with st.container(horizontal=True):
        _figure(_drawn(LETTERS[MODEL].picture), LETTERS[MODEL].title, "The X that others are compared with.")
        _figure(
            _framed(letter.picture, evidence), f"{letter.title}, best matches framed", "The picture to judge."
        )
    for feature in FEATURES.values():
        _show_feature(feature, letter, evidence)
    st.markdown(_table())
    st.markdown(_lesson())


def _verdict(letter: Letter, evidence: Evidence) -> str:
    pixels = compare_pixels(letter.picture, LETTERS[MODEL].picture)
    judged = "an X" if evidence.is_x else "not an X"
    return (
        f"**Pixel by pixel**, {pixels.equal_count} of {letter.picture.size} cells are as in "
        f"{_inline(MODEL)}; of the ink, {pixels.shared_ink} cells lie on ink. "
        f"**By features**, the five parts of an X are found with a mean score of {evidence.score:.2f}; "
        f"from {ENOUGH} on this counts as an X, so it is judged **{judged}**"
        f"{'' if evidence.is_x == letter.is_x else ', which is wrong'}."
    )


def _show_feature(feature: Feature, letter: Letter, evidence: Evidence) -> None:
    found = [match for match in evidence.matches if match.feature == feature.name]
    scores = match_map(letter.picture, feature)
    anywhere = best_match(letter.picture, feature)
    with st.container(horizontal=True, vertical_alignment="center"):
        _figure(_drawn(feature.kernel, cell=2 * CELL), feature.title, f"The feature: {feature.title}.")
        _figure(
            _scores(scores, found),
            f"Match map, best {anywhere.score:.2f}",
            f"How well the feature fits at every place: at best {anywhere.score:.2f}; best places framed.",
        )
        with st.container(width=420):
            st.markdown("\n".join(f"- {_place(match)}" for match in found))
            # The grids stand in another fragment, which runs only with the whole page.
            if st.button(
                "Step through it",
                key=f"letter_{feature.name}",
                icon=":material/footprint:",
                help="Puts this picture and this feature into the grids of the other tab.",
                on_click=_step_through,
                args=(letter.name, feature.name),
            ):
                st.rerun()


def _place(match: Match) -> str:
    where = "anywhere" if match.quarter == "anywhere" else f"in the {match.quarter}"
    return (
        f"Best {where} at row {match.row}, column {match.column}: {match.agreeing} of 9 cells agree, "
        f"score ({match.agreeing} − {9 - match.agreeing}) / 9 = {match.score:.2f}"
    )


def _step_through(letter: str, feature: str) -> None:
    st.session_state["part"] = PARTS[0]
    load(Grids(LETTERS[letter].picture.astype(float), FEATURES[feature].kernel.astype(float)))


def _table() -> str:
    lines = ["| Picture | Cells as in the X | Ink on ink | Features | Judged |", "|---|---|---|---|---|"]
    for letter in LETTERS.values():
        pixels = compare_pixels(letter.picture, LETTERS[MODEL].picture)
        evidence = feature_evidence(letter.picture)
        judged = "X" if evidence.is_x else "not X"
        lines.append(
            f"| {letter.title} | {pixels.equal_count} of {letter.picture.size} | {pixels.shared_ink} "
            f"| {evidence.score:.2f} | {judged} |"
        )
    return "\n".join(lines)


def _lesson() -> str:
    """Return what the table shows, with the two pictures that pixels rank the wrong way round."""
    compared = {name: compare_pixels(each.picture, LETTERS[MODEL].picture) for name, each in LETTERS.items()}
    worst_x = min(
        (name for name in LETTERS if LETTERS[name].is_x), key=lambda name: compared[name].equal_count
    )
    best_other = max(
        (name for name in LETTERS if not LETTERS[name].is_x), key=lambda name: compared[name].equal_count
    )
    return (
        f"Pixels put {_inline(best_other)} ({compared[best_other].equal_count} equal cells) before "
        f"{_inline(worst_x)} ({compared[worst_x].equal_count}), because most "
        "cells of every picture are paper, and a stroke that moves by one cell meets no ink any more. "
        "Features are looked for nearby instead of at one place, so they find the strokes where they have "
        "gone: "
        f"{feature_evidence(LETTERS[worst_x].picture).score:.2f} against "
        f"{feature_evidence(LETTERS[best_other].picture).score:.2f}."
    )


def _inline(name: str) -> str:
    title = LETTERS[name].title
    return title[0].lower() + title[1:]


def _figure(pixels: Pixels, caption: str, alt: str) -> None:
    st.image(png(pixels), caption, width=min(pixels.shape[1], 180), alt=alt)


def _drawn(picture: NDArray[np.float32], *, cell: int = CELL) -> Pixels:
    """Return a picture of -1 and 1 enlarged, with thin lines between its cells."""
    colours = np.where(picture[:, :, None] > 0, np.array(INK), np.array(PAPER)).astype(np.uint8)
    large = np.repeat(np.repeat(colours, cell, 0), cell, 1)
    large[::cell], large[:, ::cell] = 205, 205
    return large


def _scores(scores: NDArray[np.float32], found: Sequence[Match]) -> Pixels:
    """Return a match map enlarged, orange where the feature fits, with its best places framed."""
    pixels = np.repeat(np.repeat(colour(scores, limit=1), CELL, 0), CELL, 1)
    for match in found:
        _frame(pixels, match.row, match.column, 1, INK)
    return pixels


def _framed(picture: NDArray[np.float32], evidence: Evidence) -> Pixels:
    pixels = _drawn(picture)
    for match in evidence.matches:
        _frame(pixels, match.row, match.column, 3, FRAME)
    return pixels


def _frame(pixels: Pixels, row: int, column: int, side: int, ink: tuple[int, int, int]) -> None:
    top, left = row * CELL, column * CELL
    bottom, right = top + side * CELL, left + side * CELL
    for edge in (slice(top, top + 2), slice(bottom - 2, bottom)):
        pixels[edge, left:right] = ink
    for edge in (slice(left, left + 2), slice(right - 2, right)):
        pixels[top:bottom, edge] = ink
