"""Challenges for channels, pooling and kernel algebra."""

from typing import NamedTuple

import numpy as np

from explorer.arithmetic import Array, AvgPool2d, Conv2d, MaxPool2d, separate
from explorer.arithmetic.options import times
from explorer.challenges.challenge import Challenge, Part
from explorer.prediction.task import counted

FRUGAL_INPUT, FRUGAL_OUTPUT, MOST_PARAMETERS = (4, 8, 8), (8, 6, 6), 100


class Pooled(NamedTuple):
    """The state of a pooling: an image (C, H, W) and the layer that pools it."""

    image: Array
    layer: MaxPool2d | AvgPool2d


def frugal(layer: Conv2d) -> tuple[Part, ...]:
    """Check that a layer makes eight 6x6 maps of four 8x8 channels with fewer than 100 parameters.

    >>> [part.met for part in frugal(Conv2d(4, 8, 3, groups=4))], Conv2d(4, 8, 3, groups=4).parameter_count
    ([True, True], 80)
    """
    try:
        shape = layer.output_shape(FRUGAL_INPUT)
        now = f"it is {times(shape)}"
    except ValueError as refused:
        shape, now = (), str(refused)
    return (
        Part(f"{times(FRUGAL_INPUT)} becomes {times(FRUGAL_OUTPUT)}.", shape == FRUGAL_OUTPUT, now),
        Part(
            f"Fewer than {MOST_PARAMETERS} parameters are learned.",
            layer.parameter_count < MOST_PARAMETERS,
            f"{layer.parameter_count:,} are",
        ),
    )


def unmoved(state: Pooled) -> tuple[Part, ...]:
    """Check that moving an image by one column leaves the pooled maps, which show something, as they were.

    >>> image = np.zeros((1, 4, 4), np.float32)
    >>> image[0, 0, 0] = 1
    >>> [part.met for part in unmoved(Pooled(image, MaxPool2d(2)))]
    [True, True, True]
    """
    moved = np.zeros_like(state.image)
    moved[..., 1:] = state.image[..., :-1]
    before, after = (state.layer.forward(image, {}) for image in (state.image, moved))
    changed = int((before != after).sum())
    different = not np.array_equal(moved, state.image)
    varied = len(np.unique(before)) > 1
    return (
        Part(
            "Moving the picture by one column to the right changes it.",
            different,
            "it does" if different else "it stays the same",
        ),
        Part("The pooled map shows more than one value.", varied, "it does" if varied else "it shows one"),
        Part(
            "The pooled map stays exactly as it was.",
            not changed,
            f"{counted(changed, 'cell')} of {before.size} {'changes' if changed == 1 else 'change'}",
        ),
    )


def two_passes(kernel: Array) -> tuple[Part, ...]:
    """Check for a separable kernel of at least 3x3 without a 0 whose weights are not all equal.

    >>> [part.met for part in two_passes(np.outer([1, 2, 1], [1, 2, 1]))]
    [True, True, True, True]
    """
    weights = np.asarray(kernel, np.float32)
    zeros = int((weights == 0).sum())
    rank = separate(weights).rank
    varied = len(np.unique(weights)) > 1
    return (
        Part("The kernel is 3x3 or larger.", min(weights.shape) >= 3, f"it is {times(weights.shape)}"),
        Part("No weight is 0.", not zeros, f"{counted(zeros, 'weight')} {'is' if zeros == 1 else 'are'}"),
        Part("The weights differ.", varied, "they do" if varied else "all are equal"),
        Part("One column times one row is the whole kernel.", rank == 1, f"its rank is {rank}"),
    )


FRUGAL: Challenge[Conv2d] = Challenge(
    "frugal",
    "Eight maps for less",
    f"Make {times(FRUGAL_OUTPUT)} of {times(FRUGAL_INPUT)} with fewer than {MOST_PARAMETERS} parameters.",
    "Does every filter have to look at every channel?",
    frugal,
)
UNMOVED: Challenge[Pooled] = Challenge(
    "unmoved",
    "Moved, and nobody notices",
    "Find a picture and a pooling so that moving the picture by one column changes no pooled value.",
    "A maximum does not care where in its window it stands.",
    unmoved,
)
TWO_PASSES: Challenge[Array] = Challenge(
    "two_passes",
    "One kernel, two passes",
    "Find a kernel of at least 3x3, without a 0 and not of equal weights, that splits into column and row.",
    "Write down a column and a row, and multiply each with each.",
    two_passes,
)
