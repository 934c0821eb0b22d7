"""The answer: a digit, ten probabilities at a temperature, ten logits, and honest words about them."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.arithmetic import softmax
from explorer.components.probabilities import Bar, Certainty, probabilities
from explorer.digits import Recognition
from explorer.figures.percentages import percentages

MINUS = "\N{MINUS SIGN}"


def choose_temperature() -> float:
    """Show the slider of the softmax temperature and return it."""
    return st.slider(
        "Softmax temperature",
        min_value=0.1,
        max_value=10.0,
        value=1.0,
        step=0.1,
        key="temperature",
        bind="query-params",
        help="Every logit is divided by the temperature before the softmax. Above 1 the probabilities come "
        "closer together, below 1 further apart; the logits and their order stay as they are.",
    )


def show_prediction(
    recognition: Recognition | None, *, temperature: float, settled: bool, invitation: str
) -> None:
    """Show what the network answers; without a recognition, or without ink, an invitation and empty bars."""
    if recognition is None or recognition.preparation.empty:
        sentence = invitation if recognition is None else recognition.doubt or invitation
        bars = [Bar(str(digit), 0.0, "", "") for digit in range(10)]
        probabilities(
            bars, key="digits_bars", answer="?", sentence=sentence, certainty="none", spoken=settled
        )
        return
    shares = softmax(recognition.logits, temperature=temperature)
    certainty: Certainty = "doubtful" if recognition.doubt else "sure"
    probabilities(
        bars_of(shares, recognition.logits),
        key="digits_bars",
        answer=str(recognition.digit),
        sentence=doubt_at(recognition.doubt, temperature) or verdict(recognition.digit, shares, temperature),
        certainty=certainty,
        spoken=settled,
    )


def bars_of(shares: NDArray[np.float32], logits: NDArray[np.float32]) -> list[Bar]:
    """Return a bar per digit; the printed percentages add up to exactly 100.

    >>> bars_of(np.array([0.25, 0.75], np.float32), np.array([-1.5, -0.4], np.float32))[0]
    Bar(label='0', share=0.25, percentage='25.0 %', logit='−1.50')
    >>> bars_of(np.array([0.5, 0.5], np.float32), np.array([-0.001, 0.0], np.float32))[0].logit
    '0.00'
    """
    printed = percentages(shares)
    return [
        Bar(str(digit), float(share), f"{percentage} %", f"{logit:z.2f}".replace("-", MINUS))
        for digit, (share, percentage, logit) in enumerate(zip(shares, printed, logits, strict=True))
    ]


def doubt_at(doubt: str | None, temperature: float) -> str:
    """Return the doubt in words, "" if there is none; probabilities in it are those at temperature 1.

    >>> doubt_at("The best guess, 4, has a probability of only 11 %.", 2.0)
    'The best guess, 4, has a probability of only 11 %. (This is judged at temperature 1.)'
    >>> doubt_at("The ink is one solid spot.", 2.0)
    'The ink is one solid spot.'
    """
    if doubt is None or temperature == 1 or "probability" not in doubt:
        return doubt or ""
    return f"{doubt} (This is judged at temperature 1.)"


def verdict(digit: int, shares: NDArray[np.float32], temperature: float) -> str:
    """Return the answer in words, with the runner-up and, unless it is 1, the temperature.

    No probability is certainty: what rounds to 100.0 % is called more than 99.9 %.

    >>> verdict(1, np.array([0.25, 0.75], np.float32), 2.0)
    'Read as a 1, with a probability of 75.0 % at temperature 2. Next comes 0 with 25.0 %.'
    >>> verdict(8, np.eye(10, dtype=np.float32)[8], 1.0)
    'Read as an 8, with a probability of more than 99.9 %.'
    """
    printed = percentages(shares)
    second = int(np.argsort(-shares, kind="stable")[1])
    at = "" if temperature == 1 else f" at temperature {temperature:g}"
    most = "more than 99.9" if printed[digit] == "100.0" else printed[digit]
    article = "an" if digit == 8 else "a"
    first = f"Read as {article} {digit}, with a probability of {most} %{at}."
    return first if printed[second] == "0.0" else f"{first} Next comes {second} with {printed[second]} %."
