"""Challenges for a network in the making."""

from explorer.architectures.analysis import Analysis
from explorer.architectures.notation import read_plan
from explorer.challenges.challenge import Challenge, Part

DIGIT_SHAPE, CLASSES, MOST_PARAMETERS = (1, 28, 28), 10, 20_000
BROKEN = read_plan(
    """\
title To be mended
input 1x28x28
conv1: conv 8 5x5
pool1: maxpool 2x2
conv2: conv 16 5x5
pool2: maxpool 2x2
conv3: conv 32 5x5
relu
fc: linear 10
"""
)


def small_reader(analysis: Analysis) -> tuple[Part, ...]:
    """Check for a small network for digits whose last maps are of units that see as far as the picture goes.

    >>> from explorer.architectures.analysis import analyse
    >>> from explorer.architectures.notation import read_plan
    >>> text = "input 1x28x28\\nconv 8 4x4 stride=3\\nconv 8 9x9\\nflatten\\nlinear 10"
    >>> [part.met for part in small_reader(analyse(read_plan(text)))]
    [True, True, True, True]
    """
    shape, output = analysis.plan.input_shape, analysis.output_shape
    parameters, seen = analysis.totals.parameters, _seen_by_maps(analysis)
    side = DIGIT_SHAPE[1]
    return (
        Part("The input is 1x28x28.", shape == DIGIT_SHAPE, f"it is {_times(shape)}"),
        Part(
            f"Every layer works, and {CLASSES} numbers come out.",
            output == (CLASSES,) and not analysis.problems,
            f"{_times(output)} come out" if output else "the network cannot work yet",
        ),
        Part(
            f"It has fewer than {MOST_PARAMETERS:,} parameters.",
            0 < parameters < MOST_PARAMETERS,
            f"it has {parameters:,}",
        ),
        Part(
            f"A unit of the last maps sees {side}x{side} cells or more, before anything is flattened.",
            min(seen) >= side,
            f"it sees {_times(seen)}" if any(seen) else "there are no maps yet",
        ),
    )


def mended(analysis: Analysis) -> tuple[Part, ...]:
    """Check that the broken network works, and that its three convolutions are still there.

    >>> from explorer.architectures.analysis import analyse
    >>> [part.met for part in mended(analyse(BROKEN))]
    [False, True, True]
    """
    kinds = [row.layer for row in analysis.layers]
    problem = analysis.problems[0] if analysis.problems else None
    convolutions = sum(row.node.kind == "conv" for row in analysis.layers)  # type: ignore[union-attr]
    shape = analysis.plan.input_shape
    return (
        Part(
            "Every layer works.",
            bool(kinds) and problem is None,
            f"at {problem.path}: {problem.message}" if problem else f"{len(kinds)} layers work",
        ),
        Part("The input is still 1x28x28.", shape == DIGIT_SHAPE, f"it is {_times(shape)}"),
        Part("There are still three convolutions.", convolutions >= 3, f"there are {convolutions}"),
    )


def _seen_by_maps(analysis: Analysis) -> tuple[int, int]:
    """Return how far a unit of the last feature maps sees, (0, 0) where there are none."""
    maps = [row for row in analysis.layers if row.output_shape and len(row.output_shape) == 3]
    return maps[-1].field.size if maps and maps[-1].field else (0, 0)


def _times(sizes: tuple[int, ...]) -> str:
    return "x".join(f"{size:,}" for size in sizes)


SMALL_READER: Challenge[Analysis] = Challenge(
    "small_reader",
    "Small, and it sees all",
    f"Build a network for digits of 28x28 with fewer than {MOST_PARAMETERS:,} parameters whose last maps "
    "see the whole picture.",
    "Pooling and strides make what a unit sees grow fast, and cost nothing. Where do most parameters sit: in "
    "the convolutions or in the first dense layer?",
    small_reader,
)
MENDED: Challenge[Analysis] = Challenge(
    "mended",
    "Mend it",
    "This network cannot work. Two layers are at fault: mend both, and keep its input and its convolutions.",
    "Follow the sizes down the table. What does the failing layer get, and what does it ask for?",
    mended,
)
