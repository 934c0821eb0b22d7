"""A challenge for pooling: windows that overlap so much that one cell wins them all."""

import numpy as np

from explorer.arithmetic import MaxPool2d
from explorer.arithmetic.options import times
from explorer.challenges.challenge import Challenge, Part
from explorer.challenges.others import Pooled
from explorer.prediction.task import counted

FEWEST_WINDOWS = 9


def champion(state: Pooled) -> tuple[Part, ...]:
    """Check that one cell of a plane (1, H, W) wins every one of at least nine windows of a max pooling.

    >>> image = np.zeros((1, 5, 5), np.float32)
    >>> image[0, 2, 2] = 1
    >>> [part.met for part in champion(Pooled(image, MaxPool2d(3, stride=1)))]
    [True, True, True]
    """
    layer = state.layer
    is_max = isinstance(layer, MaxPool2d)
    rows, columns = layer.output_shape(state.image.shape)[1:]
    most = _most_wins(state) if is_max else 0
    return (
        Part("The largest value is taken.", is_max, "it is" if is_max else "the average is"),
        Part(
            f"There are at least {FEWEST_WINDOWS} windows.",
            rows * columns >= FEWEST_WINDOWS,
            f"there {'is' if rows * columns == 1 else 'are'} {rows * columns}, {times((rows, columns))}",
        ),
        Part(
            "One cell of the input wins all of them.",
            is_max and most == rows * columns,
            f"the cell that wins most wins {counted(most, 'window')} of {rows * columns}"
            if is_max
            else "in an average no cell wins",
        ),
    )


def _most_wins(state: Pooled) -> int:
    layer = state.layer
    assert isinstance(layer, MaxPool2d)
    winners = layer.winners(state.image).reshape(2, -1)
    places, counts = np.unique(winners, axis=1, return_counts=True)
    won = counts[places[0] >= 0]
    return int(won.max(initial=0))


CHAMPION: Challenge[Pooled] = Challenge(
    "champion",
    "One cell wins it all",
    f"Find a picture and a max pooling with at least {FEWEST_WINDOWS} windows, all won by the same cell.",
    "Windows that move on by less than their size share cells. Which cell do all of them share?",
    champion,
)
