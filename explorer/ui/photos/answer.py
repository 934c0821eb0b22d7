"""The answer for a photo: the three most probable of the ten, and an honest word."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from explorer.components.probabilities import Bar, probabilities
from explorer.figures.percentages import percentages
from explorer.photos import CLASS_NAMES, PhotoRecognition, named

TOP = 3
MAJORITY = 0.5
MINUS = "\N{MINUS SIGN}"


def show_answer(recognition: PhotoRecognition) -> None:
    """Show what the network answers."""
    probabilities(
        top_bars(recognition.probabilities, recognition.logits),
        key="photos_bars",
        answer=recognition.name,
        sentence=recognition.doubt or verdict(recognition.probabilities),
        certainty="doubtful" if recognition.doubt or is_undecided(recognition.probabilities) else "sure",
        spoken=True,
        heading="Class",
    )


def top_bars(shares: NDArray[np.float32], logits: NDArray[np.float32]) -> list[Bar]:
    """Return bars for the three most probable classes and one for all others together.

    The printed percentages add up to exactly 100, and are those of all ten where all ten are shown.

    >>> bars = top_bars(np.full(10, 0.1, np.float32), np.zeros(10, np.float32))
    >>> [bar.label for bar in bars], [bar.percentage for bar in bars]
    (['airplane', 'automobile', 'bird', 'the other seven'], ['10.0 %', '10.0 %', '10.0 %', '70.0 %'])
    """
    order, printed = np.argsort(-shares, kind="stable"), percentages(shares)
    best, rest = order[:TOP], order[TOP:]
    bars = [
        Bar(
            CLASS_NAMES[index],
            float(shares[index]),
            f"{printed[index]} %",
            f"{logits[index]:z.2f}".replace("-", MINUS),
        )
        for index in best
    ]
    others = sum((Decimal(printed[index]) for index in rest), Decimal(0))
    return [*bars, Bar("the other seven", float(shares[rest].sum(dtype=np.float64)), f"{others} %", "")]


def is_undecided(shares: NDArray[np.float32]) -> bool:
    """Say whether no class has half of the probability."""
    return bool(shares.max() < MAJORITY)


def verdict(shares: NDArray[np.float32]) -> str:
    """Return the answer in words, with the runner-up.

    No probability is certainty: 100.0 % is called more than 99.9 %.

    >>> verdict(np.eye(10, dtype=np.float32)[0])
    'Recognised as an airplane, with a probability of more than 99.9 %.'
    >>> verdict(np.float32([0, 0, 0.75, 0.25, 0, 0, 0, 0, 0, 0]))
    'Recognised as a bird, with a probability of 75.0 %. Next comes a cat with 25.0 %.'
    >>> verdict(np.float32([0, 0, 0.4, 0.3, 0.3, 0, 0, 0, 0, 0]))
    'Undecided: a bird with 40.0 %, a cat with 30.0 %. No class has half of the probability.'
    """
    best, second = (int(index) for index in np.argsort(-shares, kind="stable")[:2])
    printed = percentages(shares)
    if is_undecided(shares):
        return (
            f"Undecided: {named(best)} with {printed[best]} %, {named(second)} with {printed[second]} %. "
            "No class has half of the probability."
        )
    most = "more than 99.9" if printed[best] == "100.0" else printed[best]
    first = f"Recognised as {named(best)}, with a probability of {most} %."
    if printed[second] == "0.0":
        return first
    return f"{first} Next comes {named(second)} with {printed[second]} %."
