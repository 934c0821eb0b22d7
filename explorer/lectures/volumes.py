"""The examples of the lectures with several channels, and those of pooling."""

from collections.abc import Iterator

import numpy as np

from explorer.arithmetic import KERNELS, AvgPool2d, Conv2d, MaxPool2d
from explorer.lectures.convolutions import ONES, SIX, STEP
from explorer.lectures.example import LECTURES, Example, planes

_, SECOND, THIRD, FOURTH, _ = LECTURES
POOLED = ((1, 4, 6, 3), (1, 8, 9, 7), (2, 9, 1, 2), (3, 4, 4, 3))
STANFORD = ((1, 1, 2, 4), (5, 6, 7, 8), (3, 2, 1, 0), (1, 2, 3, 4))
PRINTED_FILTER = (
    ((0, 0, 1), (1, 1, 0), (0, 0, 0)),
    ((1, 0, 0), (1, -1, 1), (-1, 0, 0)),
    ((-1, 1, 0), (0, -1, 1), (1, 0, -1)),
)
DEMO_SEED = 5


def volumes() -> Iterator[Example]:
    """Yield the examples with three channels in."""
    corner = np.zeros((6, 6))
    corner[1:, 1:] = np.array(ONES) * 5
    edges = np.stack([KERNELS[f"lecture_{name}"].weights for name in ("vertical", "horizontal")])
    yield Example(
        "volume",
        "Two filters on three channels",
        SECOND,
        "Channels",
        planes(SIX, STEP, corner),
        Conv2d(3, 2, 3),
        weights={
            "weight": np.repeat(edges[:, None], 3, axis=1),
            "bias": np.array([1, -2], np.float32),
        },
        own_image=True,
        note="The slide prints the sizes, 6x6x3 to 4x4x2; the numbers are ours: two pictures of the lectures "
        "and a third as channels, an edge filter of either direction, and two biases.",
    )
    yield Example(
        "volume_stride_two",
        "A printed 3x3x3 filter at stride 2",
        FOURTH,
        "Feature extraction",
        np.random.default_rng(DEMO_SEED).integers(0, 3, (3, 5, 5)).astype(np.float32),
        Conv2d(3, 1, 3, stride=2, padding=1),
        weights={"weight": planes(*PRINTED_FILTER)[None], "bias": np.zeros(1, np.float32)},
        own_image=True,
        note="The slide prints the second of two filters, its bias 0 and single values of the output (-6, "
        "-9, 3, ...), but its input cannot be read: they cannot be worked out again. The input here is ours, "
        "5x5x3 with padding 1, which gives the printed output size of 3x3.",
    )


def poolings() -> Iterator[Example]:
    """Yield the examples of pooling."""
    yield Example(
        "max_pooling",
        "Max pooling",
        SECOND,
        "Pooling",
        planes(POOLED),
        MaxPool2d(2),
        printed=((8, 9), (9, 4)),
    )
    yield Example(
        "average_pooling",
        "Average pooling",
        SECOND,
        "Pooling",
        planes(POOLED),
        AvgPool2d(2),
        printed=((3.5, 6.25), (4.5, 2.5)),
    )
    yield Example(
        "max_pooling_stanford",
        "Max pooling, another picture",
        THIRD,
        "Max pooling",
        planes(STANFORD),
        MaxPool2d(2),
        printed=((6, 8), (3, 4)),
        own_image=True,
        note="The slide's input is a drawing whose numbers cannot be read; this is the one of Stanford's "
        "course CS231n, which gives the printed output.",
    )
