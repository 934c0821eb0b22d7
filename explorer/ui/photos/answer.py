"""The answer for a picture: the three most probable of the ten, and an honest word."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from explorer.components.probabilities import Bar, probabilities
from explorer.figures.percentages import percentages
from explorer.photos import CLASS_NAMES, PERCENT, PhotoRecognition, named
from explorer.ui.photos.source import Photo

TOP = 3
NOTHING_YET = "Draw something, and the answer appears here."
MAJORITY = 0.5
MINUS = "\N{MINUS SIGN}"


def show_answer(photo: Photo, recognition: PhotoRecognition) -> None:
    """Show what the network answers; an empty paper has no answer."""
    key, heading = "photos_bars", "Class"
    if photo.is_blank:
        nothing = [Bar(name, 0.0, "", "") for name in CLASS_NAMES[:TOP]]
        probabilities(
            nothing, key=key, answer="", sentence=NOTHING_YET, certainty="none", spoken=True, heading=heading
        )
        return
    shares = recognition.probabilities
    is_doubtful = recognition.doubt or is_undecided(shares) or photo.is_stranger
    probabilities(
        top_bars(shares, recognition.logits),
        key=key,
        answer=recognition.name,
        sentence=recognition.doubt or verdict(shares, is_stranger=photo.is_stranger),
        certainty="doubtful" if is_doubtful else "sure",
        spoken=True,
        heading=heading,
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


def verdict(shares: NDArray[np.float32], *, is_stranger: bool = False) -> str:
    """Return the answer in words, with the runner-up, or with what is wrong about it for a stranger.

    A stranger shows none of the ten. No probability is certainty: 100.0 % is called more than 99.9 %.

    >>> words = [np.eye(10)[0], [0, 0, 0.75, 0.25, 0, 0, 0, 0, 0, 0], [0, 0, 0.4, 0.3, 0.3, 0, 0, 0, 0, 0]]
    >>> for shares in words:
    ...     print(verdict(np.float32(shares)).replace(PERCENT, " %"))
    Of its ten words, an airplane fits best: more than 99.9 %.
    Of its ten words, a bird fits best: 75.0 %. Next comes a cat with 25.0 %.
    Undecided: a bird with 40.0 %, a cat with 30.0 %. No class has half of the probability.
    >>> print(verdict(np.float32(words[1]), is_stranger=True).replace(PERCENT, " %"))
    This picture shows none of the ten, and the network does not notice: it answers a bird with 75.0 %.
    """
    best, second = (int(index) for index in np.argsort(-shares, kind="stable")[:2])
    printed = [f"{share}{PERCENT}" for share in percentages(shares)]
    if is_undecided(shares):
        return (
            f"Undecided: {named(best)} with {printed[best]}, {named(second)} with {printed[second]}. "
            "No class has half of the probability."
        )
    most = f"more than 99.9{PERCENT}" if printed[best].startswith("100") else printed[best]
    if is_stranger:
        return (
            "This picture shows none of the ten, and the network does not notice: "
            f"it answers {named(best)} with {most}."
        )
    first = f"Of its ten words, {named(best)} fits best: {most}."
    if printed[second] == f"0.0{PERCENT}":
        return first
    return f"{first} Next comes {named(second)} with {printed[second]}."
