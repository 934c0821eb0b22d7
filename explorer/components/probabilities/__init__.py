"""The answer of a classifier: its class in large, and a bar, a percentage and a logit for every class."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from explorer.components.mounting import component

_mount = component("probabilities", shared=("elements.js", "views.js", "controls.css"))

Certainty = Literal["sure", "doubtful", "none"]


@dataclass(frozen=True)
class Bar:
    """One class: its label, the share of the bar that is filled (0 to 1), and what is printed beside it."""

    label: str
    share: float
    percentage: str
    logit: str


def probabilities(
    bars: Sequence[Bar],
    *,
    key: str,
    answer: str,
    sentence: str,
    certainty: Certainty,
    spoken: bool,
    heading: str = "Digit",
) -> None:
    """Show the answer in large, a sentence below it, and the bars as a table.

    With the certainty "doubtful" answer and bars are grey, with "none" there is no answer and the bars are
    empty. A screen reader is told the sentence only when it is `spoken`: not for every step of a stroke.
    `heading` stands above the labels.
    """
    rows = [[bar.label, float(bar.share), bar.percentage, bar.logit] for bar in bars]
    data = {
        # As text: asked whether a list is a data frame, Streamlit imports pandas, 70 MB, to find out.
        "bars": json.dumps(rows),
        "answer": answer,
        "sentence": sentence,
        "certainty": certainty,
        "spoken": spoken,
        "heading": heading,
    }
    _mount(key=key, data=data)
