"""Challenges inside a network: a unit that sees much and needs little of it, a winner in the corner."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.arithmetic import MaxPool2d, Network, Trace, few_that_carry, input_gradient
from explorer.arithmetic.options import pair
from explorer.challenges.challenge import Challenge, Part

MUCH, LITTLE, MOST = 400, 0.4, 0.9
NOTHING_PINNED = "no cell is pinned"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, eq=False)
class Pinned:
    """A traced network, and the unit that is pinned in it: its layer, and its place in the activation."""

    network: Network
    trace: Trace
    layer: str = ""
    unit: Sequence[int] = ()

    @property
    def value(self) -> float:
        """Return the number of the pinned unit."""
        return float(self.trace.activations[self.layer][tuple(self.unit)])

    @property
    def seen(self) -> int:
        """Return how many pixels of the picture the unit sees."""
        height, width = self.network.input_shape[1:]
        if len(self.unit) != 3:
            return height * width
        field = self.network.receptive_field(self.layer)
        top, bottom, left, right = field.extent(self.unit[1], self.unit[2])
        return (min(bottom, height) - max(top, 0)) * (min(right, width) - max(left, 0))

    @property
    def carrying(self) -> int:
        """Return how few pixels carry most of the unit's gradient."""
        gradient = input_gradient(self.network, self.trace, self.layer, self.unit)
        return few_that_carry(np.linalg.norm(gradient, axis=0), MOST)


def near_the_middle(state: Pinned) -> tuple[Part, ...]:
    """Check that a unit above zero sees much of the picture, and that little of it carries its gradient."""
    asked = (
        "The pinned cell is larger than 0.",
        f"It sees at least {MUCH} pixels.",
        f"At most {100 * LITTLE:.0f} % of them carry {100 * MOST:.0f} % of its gradient.",
    )
    if not state.layer:
        return tuple(Part(each, False, NOTHING_PINNED) for each in asked)
    seen, carrying = state.seen, state.carrying
    return (
        Part(asked[0], state.value > 0, f"it is {state.value:.4f}".replace("-", MINUS)),
        Part(asked[1], seen >= MUCH, f"it sees {seen}"),
        Part(asked[2], carrying <= LITTLE * seen, f"{carrying} of {seen} do"),
    )


def corner(state: Pinned) -> tuple[Part, ...]:
    """Check that a cell of a max pooling is pinned whose winner stands last in a window without a zero."""
    asked = (
        "A cell of a max pooling is pinned.",
        "All cells of its window are larger than 0.",
        "The winner is the last of them, at the bottom right.",
    )
    layer = state.network.layers.get(state.layer)
    if not isinstance(layer, MaxPool2d):
        found = f"it is a cell of {state.layer}" if state.layer else NOTHING_PINNED
        return tuple(Part(each, False, found) for each in asked)
    names = list(state.network.layers)
    at = names.index(state.layer)
    before = state.trace.activations[names[at - 1]] if at else state.trace.input
    channel, row, column = state.unit
    field = layer.receptive_field(before.shape)
    top, bottom, left, right = field.extent(row, column)
    window = before[channel, max(top, 0) : bottom, max(left, 0) : right]
    winners = layer.winners(before)
    won = (int(winners[0, channel, row, column]), int(winners[1, channel, row, column]))
    positive = int(np.count_nonzero(window > 0))
    cells = int(np.prod(pair(layer.kernel_size, "kernel_size")))
    return (
        Part(asked[0], True, f"it is a cell of {state.layer}"),
        Part(asked[1], positive == cells, f"{positive} of {cells} are"),
        Part(asked[2], won == (bottom - 1, right - 1), f"it is at row {won[0]}, column {won[1]}"),
    )


MIDDLE: Challenge[Pinned] = Challenge(
    "near_the_middle",
    "Sees much, needs little",
    f"Pin a cell that sees {MUCH} pixels of the picture or more, of which {100 * LITTLE:.0f} % at most carry "
    f"{100 * MOST:.0f} % of its gradient.",
    "More ways lead through the middle of a field than through its edge. Which layer sees enough first?",
    near_the_middle,
)

CORNER: Challenge[Pinned] = Challenge(
    "corner",
    "The winner in the corner",
    "Pin a cell of a max pooling that has four numbers above zero to choose from and takes the last of them.",
    "Where ink ends at the top left, what a filter answers grows to the bottom right.",
    corner,
)
