"""From ink to input: every step of the preparation as a picture, a switch each, and what each is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.figures.percentages import percentages
from explorer.pictures.digits import DIGIT_SIZE, PREPARED_SIZE, Preparation, Step
from explorer.ui.digits.pictures import picture_html, visible
from explorer.ui.digits.variants import VARIANTS, Variant

SWITCHES = {
    "find_ink": "Find ink",
    "crop": "Crop",
    "scale": "Scale",
    "centre": "Centre",
}
NO_BREAK = "\N{NO-BREAK SPACE}"
EMPTY_STEP = '<figure class="digit-step"><div class="digit-frame"></div><figcaption></figcaption></figure>'


@dataclass(frozen=True)
class Places:
    """Where the pictures of the steps go, and the table of variants; and which steps are switched on."""

    cells: Sequence[DeltaGenerator]
    table: DeltaGenerator
    switched_on: Mapping[str, bool]


def choose_steps() -> Places:
    """Lay out the row of steps with their switches; `show_steps` and `show_variants` fill it later."""
    with st.container(key="digit_steps"):
        cells = [st.container(gap="small") for _ in range(1 + len(SWITCHES))]
    cells[0].html('<p class="digit-title">Picture</p>')
    switched_on = {
        name: cell.toggle(title, value=True, key=name, bind="query-params")
        for (name, title), cell in zip(SWITCHES.items(), cells[1:], strict=True)
    }
    return Places(cells, st.container(), switched_on)


def show_steps(places: Places, preparation: Preparation | None) -> None:
    """Fill the row of steps with pictures and a sentence each, or with empty frames."""
    if preparation is None:
        for cell in places.cells:
            cell.html(EMPTY_STEP)
        return
    before = None
    for cell, step in zip(places.cells, preparation.steps, strict=True):
        cell.html(_step_html(step, before, preparation))
        before = step


def show_variants(places: Places, rows: Sequence[Variant]) -> None:
    """Fill the table: what the network answers when steps are left out."""
    places.table.html(variants_html(rows))


def variants_html(rows: Sequence[Variant]) -> str:
    """Return the table of variants; an answer that differs from the first row's is marked in words."""
    body = [_row_html(row, rows[0].digit) for row in rows] or [_empty_row(title) for title in VARIANTS]
    return (
        '<table class="digit-variants"><caption>What the network answers without a step</caption>'
        "<thead><tr><th><span class='digit-heard'>Prepared digit</span></th><th>Preparation</th>"
        f"<th>Answer</th><th>Probability</th></tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def _row_html(row: Variant, answer: int) -> str:
    words = f"The digit prepared in this way: {row.title.lower()}"
    mark = str(row.digit) if row.digit == answer else f"<strong>{row.digit}</strong> instead"
    probability = percentages(row.probabilities)[row.digit]
    return (
        f"<tr><td>{picture_html(visible(row.prepared), words, name='digit-thumbnail')}</td>"
        f"<th scope='row'>{escape(row.title)}</th><td>{mark}</td><td>{probability} %</td></tr>"
    )


def _empty_row(title: str) -> str:
    return f"<tr><td></td><th scope='row'>{escape(title)}</th><td></td><td></td></tr>"


def _step_html(step: Step, before: Step | None, preparation: Preparation) -> str:
    height, width = step.picture.shape[:2]
    words = step_sentence(step, before, preparation)
    alternative = f"{step.title}, {width}x{height}. {words}"
    off = "" if step.applied else " digit-off"
    return (
        f'<figure class="digit-step{off}"><div class="digit-frame">'
        f"{picture_html(step.picture, alternative, name='digit-step-picture')}</div>"
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def step_sentence(step: Step, before: Step | None, preparation: Preparation) -> str:
    """Say in one sentence what a step did to this picture, or what happens because it is switched off."""
    height, width = step.picture.shape[:2]
    size = f"{width}x{height}"
    if step.name == "drawing":
        return f"As it came: {size} in grey."
    if not step.applied:
        return f"Off: {_without(step.name, size)}"
    if step.name == "ink":
        share = 100 * preparation.ink_fraction
        return f"{preparation.polarity.capitalize()}: {share:.1f}{NO_BREAK}% of the picture is ink."
    if step.name == "crop":
        whole = before.picture.shape if before is not None else step.picture.shape
        return f"The box around the ink: {size} out of {whole[1]}x{whole[0]}."
    if step.name == "scale":
        return f"The longer side is now {DIGIT_SIZE}: {size}."
    return f"The centre of mass is in the middle of {PREPARED_SIZE}x{PREPARED_SIZE}."


def _without(name: str, size: str) -> str:
    return {
        "ink": "the grey of the paper goes in as it is.",
        "crop": f"the margins stay: {size}.",
        "scale": f"the whole picture is fitted into {PREPARED_SIZE}x{PREPARED_SIZE}: {size}.",
        "centre": "the box, not the mass, is in the middle.",
    }[name]
