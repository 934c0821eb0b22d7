"""The worked convolutions of the lectures: one channel in, one channel out."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from explorer.arithmetic import KERNELS, Conv2d
from explorer.lectures.example import LECTURES, Example, Printed, planes

FIVE = ((7, 2, 3, 3, 8), (4, 5, 3, 8, 4), (3, 3, 2, 8, 4), (2, 8, 7, 2, 7), (5, 4, 4, 5, 4))
SIX = (
    (3, 0, 1, 2, 7, 4),
    (1, 5, 8, 9, 3, 1),
    (2, 7, 2, 5, 1, 3),
    (0, 1, 3, 1, 7, 8),
    (4, 2, 1, 6, 2, 8),
    (2, 4, 5, 2, 3, 9),
)
STEP = ((10, 10, 10, 0, 0, 0),) * 6
ONES = ((1, 1, 1, 0, 0), (0, 1, 1, 1, 0), (0, 0, 1, 1, 1), (0, 0, 1, 1, 0), (0, 1, 1, 0, 0))
# The slide on padding shows the same picture with one more pixel, at the start of the fourth row's three.
PADDED_ONES = (*ONES[:3], (0, 1, 1, 1, 0), ONES[4])
BLANK = (None, None, None)

FIRST, SECOND, THIRD = LECTURES[:3]
PATTERNS = ("line_top", "line_left", "line_bottom", "line_right")


def convolutions() -> Iterator[Example]:
    """Yield them in the order of the lectures."""
    vertical = "lecture_vertical"
    yield _example(
        "first_value",
        "A window and its sum",
        (FIRST, "What is convolution?"),
        FIVE,
        vertical,
        printed=((6, None, None), BLANK, BLANK),
        note="The slide fills in the first value only.",
    )
    yield _example(
        "vertical_edge",
        "An edge between 10 and 0",
        (FIRST, "Edge detection with convolution"),
        STEP,
        vertical,
        printed=((0, 30, 30, 0),) * 4,
        note="The second lecture has it too, under Detecting vertical edges.",
    )
    yield from _patterns()
    yield _example(
        "six_by_six",
        "A first row of four sums",
        (SECOND, "Convolution example"),
        SIX,
        vertical,
        printed=((-5, -4, 0, 8),),
        note="The slide fills in the first row only.",
    )
    yield _example(
        "first_four",
        "Counting the diagonals",
        (SECOND, "Convolution example"),
        ONES,
        "lecture_quiz",
        printed=((4, None, None), BLANK, BLANK),
        note="The slide fills in the first value only; the quiz of the third lecture has all nine.",
    )
    yield from _weights()
    yield _example(
        "padded",
        "Padding keeps the size",
        (SECOND, "Padding"),
        PADDED_ONES,
        "lecture_quiz",
        padding=1,
        printed=((2, 2, 3, 1, 1), (1, 4, 3, 4, 1), (2, 2, 4, 3, 3), (1, 2, 3, 4, 1), (1, 2, 3, 1, 1)),
        note="The padded picture of the slide has one pixel more than the one that it shows without padding.",
    )
    yield _example(
        "stride_three",
        "The same at stride 3",
        (SECOND, "Stride"),
        SIX,
        vertical,
        stride=3,
        printed=((-5, 8), (-3, -16)),
    )
    yield _example(
        "quiz",
        "The quiz",
        (THIRD, "Quiz"),
        ONES,
        "lecture_quiz",
        printed=((4, 3, 4), (2, 4, 3), (2, 3, 4)),
    )


def _patterns() -> Iterator[Example]:
    square = np.zeros((7, 7))
    square[2:5, 2:5] = 1
    for name in PATTERNS:
        yield _example(
            name,
            KERNELS[f"lecture_{name}"].title,
            (FIRST, "Pattern detection with convolution"),
            square,
            f"lecture_{name}",
            own_image=True,
            note="The slide prints the four filters; the picture, a bright square, is ours.",
        )


def _weights() -> Iterator[Example]:
    for name in ("horizontal", "sobel", "scharr"):
        yield _example(
            name,
            KERNELS[f"lecture_{name}"].title,
            (SECOND, "Filter weights"),
            np.transpose(STEP) if name == "horizontal" else STEP,
            f"lecture_{name}",
            own_image=True,
            note="The slide prints the filter; the picture is the 10 and 0 of its edge example"
            + (", turned so that the edge lies." if name == "horizontal" else ".")
            + (' It spells the name "Schorr".' if name == "scharr" else ""),
        )
    picture = np.zeros((9, 9))
    picture[1:8, 1:8] = KERNELS["curve_detector"].numerators / 30 * 50
    yield _example(
        "curve",
        "A curve and its detector",
        (SECOND, "More intuition"),
        picture,
        "curve_detector",
        own_image=True,
        note="The slide prints the filter; the picture, the same curve at brightness 50, is ours.",
    )


def _example(
    name: str,
    title: str,
    where: tuple[Any, str],
    image: Any,
    kernel: str,
    *,
    stride: int = 1,
    padding: int = 0,
    printed: Printed | None = None,
    own_image: bool = False,
    note: str = "",
) -> Example:
    weights = KERNELS[kernel].weights
    size = (weights.shape[0], weights.shape[1])
    return Example(
        name,
        title,
        *where,
        planes(image),
        Conv2d(1, 1, size, stride=stride, padding=padding, bias=False),
        weights={"weight": weights[None, None]},
        printed=printed,
        own_image=own_image,
        note=note,
    )
