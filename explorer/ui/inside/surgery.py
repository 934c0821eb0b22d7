"""Filter surgery: change the network's weights, and see at once what it still reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from types import MappingProxyType

import numpy as np
import streamlit as st

from explorer.arithmetic import Network, softmax
from explorer.components.probabilities import Bar, probabilities
from explorer.digits import Recognition, digit_network
from explorer.pictures.handwriting import handwriting
from explorer.surgery import correct_count, operate
from explorer.ui.digits.prediction import MINUS, bars_of, verdict
from explorer.ui.inside.choosing import choose_filter, is_filter
from explorer.ui.inside.operations import Target, choose_operation, show_operation
from explorer.ui.inside.patient import Edits, edits_in_force, is_edits, keep_edits, put_edits
from explorer.ui.inside.theme import filter_style

# What a page that shows this hands to `follow_address`.
ADDRESS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {"edits": is_edits, "surgery_filter": is_filter}
)
LONGEST_LOGIT = 8


def show_surgery(recognition: Recognition | None) -> Network:
    """Show the instruments, what was done and what it changed; return the network that is left.

    `recognition` is what the shipped network makes of this page's digit, None where there is none. The
    network that is returned is a copy with the edits, or the shipped one where nothing was done.
    """
    filter_style()
    shipped = digit_network()
    layer, filter = choose_filter(shipped, name="surgery")
    operation = choose_operation()
    left, right = st.columns([5, 8], gap="large")
    with left:
        edits = show_operation(operation, Target(layer, filter, edits_in_force()))
    keep_edits(edits)
    network = operate(shipped, edits)
    with right:
        with st.spinner(f"Reading {len(handwriting().labels):,} digits"):
            steps = [operate(shipped, edits[:count]) for count in range(len(edits) + 1)]
            counts = [correct_count(step) for step in steps]
        st.html(score_html(counts[0], counts[-1]))
        _show_answers(recognition, network)
        _show_record(edits, counts, [_answer(recognition, step) for step in steps])
    return network


def score_html(before: int, after: int) -> str:
    """Return how many of the sample digits are read rightly, in large, with a bar and what it was before."""
    total = len(handwriting().labels)
    share, shipped = (f"{100 * count / total:.2f}%" for count in (after, before))
    change = "as many as the shipped network" if after == before else f"the shipped network reads {before:,}"
    return (
        f'<div class="surgery-score" role="status"><p class="surgery-large">{percent(after)} read rightly</p>'
        f'<div class="surgery-bar" aria-hidden="true"><span style="width: {share}"></span>'
        f'<i style="left: {shipped}"></i></div>'
        f"<p>{after:,} of {total:,} real digits, {change}.</p></div>"
    )


def percent(count: int) -> str:
    """Write how many sample digits that is, in percent with two digits after the point.

    >>> percent(1797), percent(0)
    ('100.00 %', '0.00 %')
    """
    return f"{100 * count / len(handwriting().labels):.2f} %"


def record_html(edits: Edits, counts: list[int], answers: list[int | None]) -> str:
    """Return the table of what was done: after every edit this digit's answer and the accuracy.

    `counts` and `answers` begin with the shipped network's, so each has one more than there are edits.
    """
    words = ["Shipped network", *(edit.words for edit in edits)]
    heads = ("", "Edit", "This digit", "Right", "Accuracy", "Change")
    head = "".join(f'<th scope="col"{_right(place)}>{title}</th>' for place, title in enumerate(heads))
    rows = []
    for place, (what, count, answer) in enumerate(zip(words, counts, answers, strict=True)):
        change = "" if place == 0 else points(count - counts[place - 1])
        cells = ("" if answer is None else str(answer), f"{count:,}", percent(count), change)
        marks = "".join(f'<td class="number">{cell}</td>' for cell in cells)
        current = ' aria-current="true"' if place == len(edits) else ""
        rows.append(f'<tr{current}><td>{place or ""}</td><th scope="row">{escape(what)}</th>{marks}</tr>')
    return (
        '<div class="inside-scroll"><table class="inside-table"><caption>What was done</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def points(difference: int) -> str:
    """Write by how many digits the count changed.

    >>> points(3), points(-1200), points(0)
    ('+3', '−1,200', '0')
    """
    return f"{difference:+,}".replace("-", MINUS) if difference else "0"


def compact(bar: Bar, logit: float) -> Bar:
    """Return a bar whose logit fits its column however large it has become.

    >>> compact(Bar("3", 1.0, "100.0 %", "123456789012.00"), 123456789012.0).logit
    '1.2e+11'
    """
    return bar if len(bar.logit) <= LONGEST_LOGIT else replace(bar, logit=f"{logit:.1e}".replace("-", MINUS))


def _right(place: int) -> str:
    return ' class="number"' if place > 1 else ""


def _answer(recognition: Recognition | None, network: Network) -> int | None:
    if recognition is None or recognition.preparation.empty:
        return None
    return int(network.forward(recognition.prepared[None, None])[0].argmax())


def _show_answers(recognition: Recognition | None, network: Network) -> None:
    if recognition is None or recognition.preparation.empty:
        st.caption("Draw or choose a digit above to see its probabilities before and after.")
        return
    after = network.forward(recognition.prepared[None, None])[0]
    for place, title, logits in zip(
        st.columns(2, gap="medium"),
        ("Shipped network", "After surgery"),
        (recognition.logits, after),
        strict=True,
    ):
        with place:
            st.markdown(f"**{title}**")
            shares = softmax(logits)
            digit = int(np.argmax(logits))
            bars = [
                compact(bar, float(logit)) for bar, logit in zip(bars_of(shares, logits), logits, strict=True)
            ]
            probabilities(
                bars,
                key=f"surgery_bars_{title.split()[0].lower()}",
                answer=str(digit),
                sentence=verdict(digit, shares, 1.0),
                certainty="sure",
                spoken=False,
            )


def _show_record(edits: Edits, counts: list[int], answers: list[int | None]) -> None:
    st.html(record_html(edits, counts, answers))
    with st.container(horizontal=True):
        st.button("Undo", icon=":material/undo:", disabled=not edits, on_click=put_edits, args=(edits[:-1],))
        st.button(
            "Start over", icon=":material/restart_alt:", disabled=not edits, on_click=put_edits, args=((),)
        )
