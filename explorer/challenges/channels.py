"""A challenge for several channels."""

from typing import NamedTuple

import numpy as np

from explorer.arithmetic import Array
from explorer.arithmetic.options import times
from explorer.challenges.challenge import Challenge, Part
from explorer.prediction.task import counted

KEPT = 1


class Mixed(NamedTuple):
    """What goes into a layer, (C, H, W), and what comes out, (O, H', W')."""

    image: Array
    output: Array


def one_channel(state: Mixed) -> tuple[Part, ...]:
    """Check that map 0 is channel 1, number for number, and that no other channel would do.

    >>> image = np.arange(8, dtype=np.float32).reshape(2, 2, 2)
    >>> [part.met for part in one_channel(Mixed(image, image[1:]))]
    [True, True, True]
    """
    image, first = state.image, state.output[0]
    channels = len(image)
    alone = channels > KEPT and not any(
        np.array_equal(image[KEPT], plane) for other, plane in enumerate(image) if other != KEPT
    )
    fits = image.shape[1:] == first.shape
    if channels <= KEPT:
        missing, same = "there is no channel 1", False
    elif not fits:
        missing, same = "they cannot be compared", False
    else:
        wrong = int((image[KEPT] != first).sum())
        missing, same = (
            f"{counted(wrong, 'cell')} of {first.size} differ{'s' if wrong == 1 else ''}",
            not wrong,
        )
    return (
        Part(
            "Channel 1 is like no other channel.",
            alone,
            "it is" if alone else "there is another one like it" if channels > KEPT else "there is only one",
        ),
        Part(
            "Map 0 is as large as a plane.",
            fits,
            f"it is {times(first.shape)}, a plane is {times(image.shape[1:])}",
        ),
        Part("Map 0 has the numbers of channel 1.", same, missing),
    )


ONE_CHANNEL: Challenge[Mixed] = Challenge(
    "one_channel",
    "One channel alone",
    "Find weights so that map 0 is channel 1, number for number, whatever the other channels hold.",
    "A weight of 0 makes a value count for nothing. What has to be true of the bias?",
    one_channel,
)
