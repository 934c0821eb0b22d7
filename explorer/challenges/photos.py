"""Challenges for photos: another crop, another answer; and an answer where there is none to give."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.challenges.challenge import Challenge, Part

LEAST_SHARE, LEAST_PROBABILITY = 0.5, 0.8


@dataclass(frozen=True)
class Cropped:
    """What the network says of the crop and of the largest square in the middle.

    `share` is the crop's side as a share of the largest; `is_stranger` says whether the picture is known to
    show none of the classes.
    """

    answer: str
    probability: float
    in_doubt: bool
    whole_answer: str
    share: float
    is_stranger: bool


def other_mind(state: Cropped) -> tuple[Part, ...]:
    """Check that a large crop is answered without doubt, and otherwise than the largest square.

    >>> [part.met for part in other_mind(Cropped("dog", 0.9, False, "cat", 0.8, False))]
    [True, True, True]
    """
    return (
        Part(
            f"The side of the crop is at least {100 * LEAST_SHARE:.0f} % of the largest.",
            state.share >= LEAST_SHARE,
            f"it is {100 * state.share:.0f} %",
        ),
        Part(
            f"The answer is another than for the largest square in the middle, {state.whole_answer}.",
            state.answer != state.whole_answer,
            f"it is {state.answer}",
        ),
        _sure(state),
    )


def fooled(state: Cropped) -> tuple[Part, ...]:
    """Check that a picture of none of the classes is answered without doubt.

    >>> [part.met for part in fooled(Cropped("ship", 0.9, False, "ship", 1.0, True))]
    [True, True, True]
    """
    stranger = "it is one of those" if state.is_stranger else "it is not"
    return (
        Part("The picture is a sample or a digit that shows none of the ten.", state.is_stranger, stranger),
        Part(
            f"The probability of the answer is at least {100 * LEAST_PROBABILITY:.0f} %.",
            state.probability >= LEAST_PROBABILITY,
            f"that of {state.answer} is {100 * state.probability:.0f} %",
        ),
        _sure(state),
    )


def _sure(state: Cropped) -> Part:
    now = f"{state.answer} is in doubt" if state.in_doubt else f"{state.answer} is not in doubt"
    return Part("The answer is not in doubt.", not state.in_doubt, now)


OTHER_MIND: Challenge[Cropped] = Challenge(
    "other_mind",
    "Change its mind",
    "Find a crop of this picture for which the network gives another answer, without doubt.",
    "It looks for parts. Cut one off at the edge, an ear or a wheel, or move what fills the square.",
    other_mind,
)
FOOLED: Challenge[Cropped] = Challenge(
    "fooled",
    "Sure of nothing",
    "Show the network a picture of none of the ten and make it sure all the same.",
    "Its probabilities are shared out among ten words only. Try textures, and small crops of them.",
    fooled,
)
