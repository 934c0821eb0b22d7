"""Challenges for counting: how large a picture may grow, and whose counts agree."""

from __future__ import annotations

from explorer.architectures.counting import Reckoning
from explorer.architectures.growth import first_layer
from explorer.challenges.challenge import Challenge, Part

BUDGET, GREY = 1_000_000, 1


def within_budget(picture: tuple[int, int]) -> tuple[Part, ...]:
    """Check for the largest grey picture whose locally connected first layer stays within the budget.

    ``picture`` is (side, channels).

    >>> [part.met for part in within_budget((111, 1))], [part.met for part in within_budget((112, 1))]
    ([True, True, True], [True, False, True])
    """
    side, channels = picture
    now = first_layer(side, channels=channels).local
    larger = first_layer(side + 1, channels=channels).local
    return (
        Part("The picture is grey.", channels == GREY, "it is" if channels == GREY else "it has colours"),
        Part(
            f"Locally connected, its first layer has at most {BUDGET:,} parameters.",
            now <= BUDGET,
            f"it has {now:,}",
        ),
        Part(
            "One pixel more on either side would be too many.",
            larger > BUDGET,
            f"it would have {larger:,}",
        ),
    )


def no_quarrel(reckoning: Reckoning) -> tuple[Part, ...]:
    """Check for a network that all count alike.

    >>> from explorer.architectures.counting import reckon
    >>> [no_quarrel(reckon(name))[0].met for name in ("resnet50", "vgg19")]
    [False, True]
    """
    first, last = reckoning.sums[0], reckoning.sums[-1]
    return (
        Part(
            "The first count and the last are equal.",
            first.count == last.count,
            f"{first.label} says {first.count:,}, {last.label} {last.count:,}",
        ),
    )


WITHIN_BUDGET: Challenge[tuple[int, int]] = Challenge(
    "within_budget",
    "A million weights",
    f"Find the largest grey picture whose first layer, locally connected, has at most {BUDGET:,} parameters.",
    "Every place of the output has weights and biases of its own. By how much does the number grow when the "
    "side doubles?",
    within_budget,
)
NO_QUARREL: Challenge[Reckoning] = Challenge(
    "no_quarrel",
    "No quarrel",
    "Find a network of which every library and the paper count the same number of parameters.",
    "Most differences begin with batch normalisation. Which networks are older than it?",
    no_quarrel,
)
