"""The registry: the classical kernels, each built the way it is explained, then those of the lectures."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from explorer.arithmetic.kernels.families import gabor, motion_blur
from explorer.arithmetic.kernels.kernel import Grid, Kernel, outer
from explorer.arithmetic.kernels.lectures import LINES, curve_detector, printed

SMOOTH = (1, 2, 1)
BINOMIAL = (1, 4, 6, 4, 1)
EDGE = (-1, 0, 1)
ONES = (1, 1, 1)
MIDDLE = (0, 1, 0)

COPY = "Copy and blur"
SHARPEN = "Sharpen"
EDGES = "Edges"

FEATURE_MAPS = "Third lecture, Producing feature maps"
GONZALEZ = "Gonzalez and Woods, Digital Image Processing, 4th edition 2018"


def centre(size: int = 3) -> Grid:
    """Return a grid of zeros with a 1 in the middle.

    >>> centre().tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    grid = np.zeros((size, size))
    grid[size // 2, size // 2] = 1
    return grid


def four_neighbours() -> Grid:
    """Return four times the centre minus its four neighbours: the discrete Laplacian, negated.

    >>> four_neighbours().tolist()
    [[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]
    """
    neighbours: Grid = 6 * centre() - outer(MIDDLE, ONES) - outer(ONES, MIDDLE)
    return neighbours


def blurs() -> Iterator[Kernel]:
    """Yield kernels that copy or average."""
    yield Kernel(
        "identity",
        "Identity",
        COPY,
        centre(),
        description="Copies the picture: only the pixel under the centre counts.",
        construction="0 1 0 ⊗ 0 1 0",
        source="The neutral element of convolution",
    )
    for size in (3, 5):
        yield Kernel(
            f"box_blur_{size}",
            f"Box blur {size}x{size}",
            COPY,
            np.ones((size, size)),
            divisor=size * size,
            description=f"Replaces each pixel by the plain average of its {size}x{size} neighbourhood.",
            construction=f"{'1 ' * size}⊗{' 1' * size}, divided by {size * size}",
            source=GONZALEZ + ", section 3.5",
        )
    yield Kernel(
        "gaussian_blur_3",
        "Gaussian blur 3x3",
        COPY,
        outer(SMOOTH, SMOOTH),
        divisor=16,
        description="Averages, the near pixels more than the far ones.",
        construction="1 2 1 ⊗ 1 2 1, divided by 16",
        source="Burt and Adelson 1983 (binomial weights)",
    )
    yield Kernel(
        "gaussian_blur_5",
        "Gaussian blur 5x5",
        COPY,
        outer(BINOMIAL, BINOMIAL),
        divisor=256,
        description="Averages over 5x5 pixels, the near ones more than the far ones.",
        construction="1 4 6 4 1 ⊗ 1 4 6 4 1, divided by 256",
        source="Burt and Adelson 1983 (binomial weights)",
    )
    yield motion_blur(7, 0)
    yield motion_blur(7, 45)


def sharpeners() -> Iterator[Kernel]:
    """Yield kernels that exaggerate differences."""
    yield Kernel(
        "sharpen",
        "Sharpen",
        SHARPEN,
        centre() + four_neighbours(),
        description="Adds to each pixel what sets it apart from its four neighbours.",
        construction="identity + edge detect",
        source=FEATURE_MAPS,
    )
    yield Kernel(
        "unsharp_mask",
        "Unsharp mask",
        SHARPEN,
        2 * 256 * centre(5) - outer(BINOMIAL, BINOMIAL),
        divisor=256,
        description="Adds to each pixel what a Gaussian blur would take away.",
        construction="2 · identity - Gaussian blur 5x5, in 256ths",
        source="Wikipedia, Kernel (image processing): unsharp masking",
    )
    yield Kernel(
        "emboss",
        "Emboss",
        SHARPEN,
        centre() + outer(ONES, EDGE) + outer(EDGE, ONES),
        description="Lights the picture from the top left, as if it were pressed into metal.",
        construction="identity + Prewitt x + Prewitt y",
        source="GIMP documentation, Convolution matrix: emboss",
    )


def edges() -> Iterator[Kernel]:
    """Yield kernels that answer where brightness changes."""
    yield Kernel(
        "edge_detect",
        "Edge detect",
        EDGES,
        four_neighbours(),
        description="Answers where a pixel differs from its four neighbours, in any direction.",
        construction="4 · identity - the four neighbours (the Laplacian, negated)",
        source=FEATURE_MAPS,
    )
    yield Kernel(
        "strong_edge_detect",
        'Edge detect, "strong"',
        EDGES,
        9 * centre() - np.ones((3, 3)),
        description="Answers where a pixel differs from its eight neighbours, in any direction.",
        construction="8 · identity - the eight neighbours (the Laplacian with diagonals, negated)",
        source=FEATURE_MAPS,
    )
    operators = {
        "prewitt": ("Prewitt", ONES, "1 1 1", "Prewitt 1970"),
        "sobel": ("Sobel", SMOOTH, "1 2 1", "Sobel and Feldman 1968"),
        "scharr": ("Scharr", (3, 10, 3), "3 10 3", "Scharr 2000"),
    }
    for name, (title, smooth, written, source) in operators.items():
        yield Kernel(
            f"{name}_x",
            f"{title} x",
            EDGES,
            outer(smooth, EDGE),
            description="Answers to vertical edges: positive where it gets brighter to the right.",
            construction=f"{written} ⊗ -1 0 1: smooth down the column, difference along the row",
            source=source,
        )
        yield Kernel(
            f"{name}_y",
            f"{title} y",
            EDGES,
            outer(EDGE, smooth),
            description="Answers to horizontal edges: positive where it gets brighter downwards.",
            construction=f"-1 0 1 ⊗ {written}: difference down the column, smooth along the row",
            source=source,
        )
    yield Kernel(
        "roberts_x",
        "Roberts x",
        EDGES,
        np.diag([1.0, -1.0]),
        description="Answers to edges along one diagonal, with the smallest window that can.",
        construction="the pixel minus its neighbour below right",
        source="Roberts 1963",
    )
    yield Kernel(
        "roberts_y",
        "Roberts y",
        EDGES,
        np.diag([1.0, -1.0])[:, ::-1],
        description="Answers to edges along the other diagonal, with the smallest window that can.",
        construction="the pixel to the right minus its neighbour below left",
        source="Roberts 1963",
    )


def lines() -> Iterator[Kernel]:
    """Yield kernels that answer to thin lines."""
    drawn = {
        0: outer(MIDDLE, ONES),
        45: np.eye(3)[::-1],
        90: outer(ONES, MIDDLE),
        135: np.eye(3),
    }
    words = {0: "horizontal", 45: "rising", 90: "vertical", 135: "falling"}
    for angle, line in drawn.items():
        yield Kernel(
            f"line_{angle}",
            f"Line {angle}°",
            LINES,
            3 * line - np.ones((3, 3)),
            description=f"Answers to thin bright lines that are {words[angle]}.",
            construction=f"3 · the {words[angle]} line - 3x3 ones, so that flat areas give 0",
            source=GONZALEZ + ", section 10.2",
        )
    yield curve_detector()


def textures() -> Iterator[Kernel]:
    """Yield kernels that answer to stripes."""
    for angle in (0, 45, 90, 135):
        yield gabor(angle, 4)


KERNELS: Mapping[str, Kernel] = MappingProxyType(
    {
        kernel.name: kernel
        for group in (blurs, sharpeners, edges, lines, textures, printed)
        for kernel in group()
    }
)

PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        title: (f"{title.lower()}_x", f"{title.lower()}_y")
        for title in ("Sobel", "Scharr", "Prewitt", "Roberts")
    }
)
