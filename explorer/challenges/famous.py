"""Challenges for two famous networks beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.architectures.analysis import Analysis
from explorer.challenges.challenge import Challenge, Part

FEWER, MORE = 4, 2


@dataclass(frozen=True)
class SideBySide:
    """Two networks as they are compared, each also at its own input."""

    first: Analysis
    second: Analysis
    own_first: Analysis
    own_second: Analysis


def small_but_busy(state: SideBySide) -> tuple[Part, ...]:
    """Check that the first network has far fewer parameters than the second and computes more.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.famous import FAMOUS
    >>> both = analyse(FAMOUS["resnet18"].plan), analyse(FAMOUS["alexnet"].plan)
    >>> [part.met for part in small_but_busy(SideBySide(*both, *both))]
    [True, True, True]
    """
    first, second = state.first.totals, state.second.totals
    works = not state.first.problems and not state.second.problems
    return (
        Part("Both networks work at this input.", works, "both do" if works else "one of them does not"),
        Part(
            f"The second has at least {FEWER} times as many parameters as the first.",
            second.parameters >= FEWER * first.parameters > 0,
            f"{first.parameters:,} and {second.parameters:,}",
        ),
        Part(
            f"The first takes at least {MORE} times as many multiply-accumulates as the second.",
            first.macs >= MORE * second.macs > 0,
            f"{first.macs:,} and {second.macs:,}",
        ),
    )


def does_the_input_count(state: SideBySide) -> tuple[Part, ...]:
    """Check that the chosen input changes the parameters of one network and not those of the other.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.comparison import with_input
    >>> from explorer.architectures.famous import FAMOUS
    >>> own = [FAMOUS[name].plan for name in ("lenet5", "resnet18")]
    >>> state = SideBySide(*(analyse(with_input(plan, 64)) for plan in own), *map(analyse, own))
    >>> [part.met for part in does_the_input_count(state)]
    [True, True, True]
    """
    pairs = ((state.first, state.own_first), (state.second, state.own_second))
    works = not state.first.problems and not state.second.problems
    at_home = sum(now.plan.input_shape == own.plan.input_shape for now, own in pairs)
    moved = not at_home
    changed = [now.totals.parameters != own.totals.parameters for now, own in pairs]
    told = {0: "neither changes", 1: "one changes", 2: "both change"}[sum(changed)]
    return (
        Part("Both networks work at this input.", works, "both do" if works else "one of them does not"),
        Part("Neither gets its own input.", moved, ("neither does", "one does", "both do")[at_home]),
        Part(
            "One network's parameters change with it, the other's do not.",
            works and moved and sum(changed) == 1,
            told,
        ),
    )


SMALL_BUT_BUSY: Challenge[SideBySide] = Challenge(
    "small_but_busy",
    "Small and busy",
    f"Find two networks of which the second has at least {FEWER} times as many parameters as the first, "
    f"while the first computes at least {MORE} times as much as the second.",
    "A dense layer's weights are used once, a convolution's at every place of its map. Which network keeps "
    "most of its weights in dense layers?",
    small_but_busy,
)
DOES_THE_INPUT_COUNT: Challenge[SideBySide] = Challenge(
    "does_the_input_count",
    "When the input counts",
    "Choose two networks and a side of the input that is neither's own, so that one of them gets other "
    "parameters than it has at its own input, and the other does not.",
    "Convolutions do not know how large their maps are. What stands between the last map and the first dense "
    "layer decides: a flatten, or an average of every map?",
    does_the_input_count,
)
