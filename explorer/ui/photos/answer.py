"""The answer for a photo: the three most probable of the ten, and an honest word."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.components.probabilities import Bar, probabilities
from explorer.figures.percentages import percentages
from explorer.photos import CLASS_NAMES, PhotoRecognition, named

TOP = 3
MINUS = "\N{MINUS SIGN}"


def show_answer(recognition: PhotoRecognition) -> None:
    """Show what the network answers."""
    probabilities(
        top_bars(recognition.probabilities, recognition.logits),
        key="photos_bars",
        answer=recognition.name,
        sentence=recognition.doubt or verdict(recognition.probabilities),
        certainty="doubtful" if recognition.doubt else "sure",
        spoken=True,
        heading="Class",
    )


def top_bars(shares: NDArray[np.float32], logits: NDArray[np.float32]) -> list[Bar]:
    """Return bars for the three most probable classes and one for all others together.

    The printed percentages add up to exactly 100.

    >>> bars = top_bars(np.full(10, 0.1, np.float32), np.zeros(10, np.float32))
    >>> [bar.label for bar in bars], [bar.percentage for bar in bars]
    (['airplane', 'automobile', 'bird', 'the other seven'], ['10.0 %', '10.0 %', '10.0 %', '70.0 %'])
    """
    order = np.argsort(-shares, kind="stable")
    best, rest = order[:TOP], order[TOP:]
    parts = [*(float(shares[index]) for index in best), float(shares[rest].sum(dtype=np.float64))]
    printed = [f"{share} %" for share in percentages(parts)]
    bars = [
        Bar(CLASS_NAMES[index], part, share, f"{logits[index]:z.2f}".replace("-", MINUS))
        for index, part, share in zip(best, parts, printed, strict=False)
    ]
    return [*bars, Bar("the other seven", parts[-1], printed[-1], "")]


def verdict(shares: NDArray[np.float32]) -> str:
    """Return the answer in words. No probability is certainty: 100.0 % is called more than 99.9 %.

    >>> verdict(np.eye(10, dtype=np.float32)[0])
    'Recognised as an airplane, with a probability of more than 99.9 %.'
    """
    best = int(shares.argmax())
    printed = percentages(shares)[best]
    most = "more than 99.9" if printed == "100.0" else printed
    return f"Recognised as {named(best)}, with a probability of {most} %."
