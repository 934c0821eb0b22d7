"""The classical kernels, each built the way it is explained, and the lectures' matrices as printed."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.kernels.families import gabor, motion_blur
from explorer.arithmetic.kernels.kernel import Kernel

Grid = NDArray[np.float64]

SMOOTH = np.array([1.0, 2, 1])
BINOMIAL = np.array([1.0, 4, 6, 4, 1])
EDGE = np.array([-1.0, 0, 1])
ONES = np.ones(3)
MIDDLE = np.array([0.0, 1, 0])
CENTRE = np.outer(MIDDLE, MIDDLE)
CROSS = np.outer(MIDDLE, ONES) + np.outer(ONES, MIDDLE) - CENTRE
BOX = np.outer(ONES, ONES)

COPY = "Copy and blur"
SHARPEN = "Sharpen"
EDGES = "Edges"
LINES = "Lines and curves"
LECTURES = "Lectures"

MIT = "MIT 6.S191, Deep Computer Vision: Producing feature maps"
GONZALEZ = "Gonzalez and Woods, Digital Image Processing, 4th edition 2018"


def blurs() -> Iterator[Kernel]:
    """Yield kernels that copy or average."""
    yield Kernel(
        "identity",
        "Identity",
        COPY,
        CENTRE,
        description="Copies the picture: only the pixel under the centre counts.",
        construction="0 1 0 ⊗ 0 1 0",
        source="The neutral element of convolution",
    )
    for size in (3, 5):
        yield Kernel(
            f"box_blur_{size}",
            f"Box blur {size}x{size}",
            COPY,
            np.outer(np.ones(size), np.ones(size)),
            divisor=size * size,
            description=f"Replaces each pixel by the plain average of its {size}x{size} neighbourhood.",
            construction=f"{'1 ' * size}⊗{' 1' * size}, divided by {size * size}",
            source=GONZALEZ + ", section 3.5",
        )
    yield Kernel(
        "gaussian_blur_3",
        "Gaussian blur 3x3",
        COPY,
        np.outer(SMOOTH, SMOOTH),
        divisor=16,
        description="Averages, the near pixels more than the far ones.",
        construction="1 2 1 ⊗ 1 2 1, divided by 16",
        source="Burt and Adelson 1983 (binomial weights)",
    )
    yield Kernel(
        "gaussian_blur_5",
        "Gaussian blur 5x5",
        COPY,
        np.outer(BINOMIAL, BINOMIAL),
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
        6 * CENTRE - CROSS,
        description="Adds to each pixel what sets it apart from its four neighbours.",
        construction="identity + edge detect",
        source=MIT,
    )
    yield Kernel(
        "unsharp_mask",
        "Unsharp mask",
        SHARPEN,
        512 * np.pad(CENTRE, 1) - np.outer(BINOMIAL, BINOMIAL),
        divisor=256,
        description="Adds to each pixel what a Gaussian blur would take away.",
        construction="2 · identity - Gaussian blur 5x5, in 256ths",
        source="Wikipedia, Kernel (image processing): unsharp masking",
    )
    yield Kernel(
        "emboss",
        "Emboss",
        SHARPEN,
        CENTRE + np.outer(ONES, EDGE) + np.outer(EDGE, ONES),
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
        5 * CENTRE - CROSS,
        description="Answers where a pixel differs from its four neighbours, in any direction.",
        construction="4 · identity - the four neighbours (the Laplacian, negated)",
        source=MIT,
    )
    yield Kernel(
        "strong_edge_detect",
        'Edge detect, "strong"',
        EDGES,
        9 * CENTRE - BOX,
        description="Answers where a pixel differs from its eight neighbours, in any direction.",
        construction="8 · identity - the eight neighbours (the Laplacian with diagonals, negated)",
        source=MIT,
    )
    operators = {
        "prewitt": ("Prewitt", ONES, "1 1 1", "Prewitt 1970"),
        "sobel": ("Sobel", SMOOTH, "1 2 1", "Sobel and Feldman 1968"),
        "scharr": ("Scharr", np.array([3.0, 10, 3]), "3 10 3", "Scharr 2000"),
    }
    for name, (title, smooth, written, source) in operators.items():
        yield Kernel(
            f"{name}_x",
            f"{title} x",
            EDGES,
            np.outer(smooth, EDGE),
            description="Answers to vertical edges: positive where it gets brighter to the right.",
            construction=f"{written} ⊗ -1 0 1: smooth down the column, difference along the row",
            source=source,
        )
        yield Kernel(
            f"{name}_y",
            f"{title} y",
            EDGES,
            np.outer(EDGE, smooth),
            description="Answers to horizontal edges: positive where it gets brighter downwards.",
            construction=f"-1 0 1 ⊗ {written}: difference down the column, smooth along the row",
            source=source,
        )
    yield Kernel(
        "roberts_x",
        "Roberts x",
        EDGES,
        np.diag([1.0, -1]),
        description="Answers to edges along one diagonal, with the smallest window that can.",
        construction="the pixel minus its neighbour below right",
        source="Roberts 1963",
    )
    yield Kernel(
        "roberts_y",
        "Roberts y",
        EDGES,
        np.diag([1.0, -1])[:, ::-1],
        description="Answers to edges along the other diagonal, with the smallest window that can.",
        construction="the pixel to the right minus its neighbour below left",
        source="Roberts 1963",
    )


def lines() -> Iterator[Kernel]:
    """Yield kernels that answer to thin lines."""
    drawn = {
        0: np.outer(MIDDLE, ONES),
        45: np.eye(3)[::-1],
        90: np.outer(ONES, MIDDLE),
        135: np.eye(3),
    }
    words = {0: "horizontal", 45: "rising", 90: "vertical", 135: "falling"}
    for angle, line in drawn.items():
        yield Kernel(
            f"line_{angle}",
            f"Line {angle}°",
            LINES,
            3 * line - BOX,
            description=f"Answers to thin bright lines that are {words[angle]}.",
            construction=f"3 · the {words[angle]} line - 3x3 ones, so that flat areas give 0",
            source=GONZALEZ + ", section 10.2",
        )
    yield Kernel(
        "curve_detector",
        "Curve detector",
        LINES,
        30 * CURVE,
        description="Answers to a curve that comes from the top right and bends downwards.",
        construction="30 on the curve, 0 elsewhere",
        source="Second lecture, More intuition (after Deshpande 2016)",
    )


def textures() -> Iterator[Kernel]:
    """Yield kernels that answer to stripes."""
    for angle in (0, 45, 90, 135):
        yield gabor(angle, 4)


def printed() -> Iterator[Kernel]:
    """Yield the matrices of the lectures exactly as their slides print them."""
    for name, title, grid, description, construction, source in PRINTED:
        yield Kernel(
            f"lecture_{name}",
            title,
            LECTURES,
            grid,
            description=description,
            construction=construction,
            source=source,
        )


FALLING_EDGE = -EDGE
STEP_UP = np.array([-1.0, 1, 0])
STEP_DOWN = np.array([0.0, 1, -1])
CURVE = np.zeros((7, 7))
CURVE[[0, 1, 2, 3, 4, 5], [5, 4, 3, 3, 3, 3]] = 1

PRINTED: tuple[tuple[str, str, Grid, str, str, str], ...] = (
    (
        "vertical",
        "Vertical edge",
        np.outer(ONES, FALLING_EDGE),
        "Answers to vertical edges: positive where it gets darker to the right.",
        "1 1 1 ⊗ 1 0 -1 (Prewitt x, negated)",
        "First lecture, Edge detection with convolution; second lecture, Detecting vertical edges",
    ),
    (
        "horizontal",
        "Horizontal edge",
        np.outer(FALLING_EDGE, ONES),
        "Answers to horizontal edges: positive where it gets darker downwards.",
        "1 0 -1 ⊗ 1 1 1 (Prewitt y, negated)",
        "Second lecture, Filter weights: horizontal filter",
    ),
    (
        "sobel",
        "Sobel as printed",
        np.outer(SMOOTH, FALLING_EDGE),
        "Answers to vertical edges: positive where it gets darker to the right.",
        "1 2 1 ⊗ 1 0 -1 (Sobel x, negated)",
        "Second lecture, Filter weights: Sobel filter",
    ),
    (
        "scharr",
        "Scharr as printed",
        np.outer([3.0, 10, 3], FALLING_EDGE),
        "Answers to vertical edges: positive where it gets darker to the right.",
        "3 10 3 ⊗ 1 0 -1 (Scharr x, negated)",
        'Second lecture, Filter weights: "Schorr" filter (the slide\'s spelling of Scharr)',
    ),
    (
        "line_top",
        "Pattern 1: dark above bright",
        np.outer(STEP_UP, ONES),
        "Answers to a bright row under a dark one.",
        "-1 1 0 ⊗ 1 1 1",
        "First lecture, Pattern detection with convolution",
    ),
    (
        "line_left",
        "Pattern 2: dark left of bright",
        np.outer(ONES, STEP_UP),
        "Answers to a bright column with a dark one to its left.",
        "1 1 1 ⊗ -1 1 0",
        "First lecture, Pattern detection with convolution",
    ),
    (
        "line_bottom",
        "Pattern 3: bright above dark",
        np.outer(STEP_DOWN, ONES),
        "Answers to a bright row above a dark one.",
        "0 1 -1 ⊗ 1 1 1",
        "First lecture, Pattern detection with convolution",
    ),
    (
        "line_right",
        "Pattern 4: bright left of dark",
        np.outer(ONES, STEP_DOWN),
        "Answers to a bright column with a dark one to its right.",
        "1 1 1 ⊗ 0 1 -1",
        "First lecture, Pattern detection with convolution",
    ),
    (
        "quiz",
        "Quiz: a small X",
        np.eye(3) + np.eye(3)[::-1] - CENTRE,
        "Counts the bright pixels on the two diagonals.",
        "both diagonals, 1 each",
        "Second lecture, Convolution example; third lecture, Quiz",
    ),
)

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
