"""The kernels of the lectures, exactly as their slides print them."""

from collections.abc import Iterator

import numpy as np

from explorer.arithmetic.kernels.kernel import Grid, Kernel, outer

LINES = "Lines and curves"

ONES = (1, 1, 1)
SMOOTH = (1, 2, 1)
FALLING = (1, 0, -1)
STEP_UP = (-1, 1, 0)
STEP_DOWN = (0, 1, -1)


def slides() -> tuple[tuple[str, str, Grid, str, str, str], ...]:
    """Return name, title, matrix, description, construction and source of every printed matrix."""
    return (
        (
            "vertical",
            "Vertical edge",
            outer(ONES, FALLING),
            "Answers to vertical edges: positive where it gets darker to the right.",
            "1 1 1 ⊗ 1 0 -1 (Prewitt x, negated)",
            "First lecture, Edge detection with convolution; second lecture, Detecting vertical edges",
        ),
        (
            "horizontal",
            "Horizontal edge",
            outer(FALLING, ONES),
            "Answers to horizontal edges: positive where it gets darker downwards.",
            "1 0 -1 ⊗ 1 1 1 (Prewitt y, negated)",
            "Second lecture, Filter weights: horizontal filter",
        ),
        (
            "sobel",
            "Sobel as printed",
            outer(SMOOTH, FALLING),
            "Answers to vertical edges: positive where it gets darker to the right.",
            "1 2 1 ⊗ 1 0 -1 (Sobel x, negated)",
            "Second lecture, Filter weights: Sobel filter",
        ),
        (
            "scharr",
            "Scharr as printed",
            outer((3, 10, 3), FALLING),
            "Answers to vertical edges: positive where it gets darker to the right.",
            "3 10 3 ⊗ 1 0 -1 (Scharr x, negated)",
            'Second lecture, Filter weights: "Schorr" filter (the slide\'s spelling of Scharr)',
        ),
        (
            "line_top",
            "Pattern 1: dark above bright",
            outer(STEP_UP, ONES),
            "Answers to a bright row under a dark one.",
            "-1 1 0 ⊗ 1 1 1",
            "First lecture, Pattern detection with convolution",
        ),
        (
            "line_left",
            "Pattern 2: dark left of bright",
            outer(ONES, STEP_UP),
            "Answers to a bright column with a dark one to its left.",
            "1 1 1 ⊗ -1 1 0",
            "First lecture, Pattern detection with convolution",
        ),
        (
            "line_bottom",
            "Pattern 3: bright above dark",
            outer(STEP_DOWN, ONES),
            "Answers to a bright row above a dark one.",
            "0 1 -1 ⊗ 1 1 1",
            "First lecture, Pattern detection with convolution",
        ),
        (
            "line_right",
            "Pattern 4: bright left of dark",
            outer(ONES, STEP_DOWN),
            "Answers to a bright column with a dark one to its right.",
            "1 1 1 ⊗ 0 1 -1",
            "First lecture, Pattern detection with convolution",
        ),
        (
            "quiz",
            "Quiz: a small X",
            np.maximum(np.eye(3), np.eye(3)[::-1]),
            "Counts the bright pixels on the two diagonals.",
            "both diagonals, 1 each",
            "Second lecture, Convolution example; third lecture, Quiz",
        ),
    )


def printed() -> Iterator[Kernel]:
    """Yield the matrices of the lectures exactly as their slides print them."""
    for name, title, grid, description, construction, source in slides():
        yield Kernel(
            f"lecture_{name}",
            title,
            "Lectures",
            grid,
            description=description,
            construction=construction,
            source=source,
        )


def curve_detector() -> Kernel:
    """Return the 7x7 filter that looks for a bend."""
    grid = np.zeros((7, 7))
    grid[range(6), (5, 4, 3, 3, 3, 3)] = 30
    return Kernel(
        "curve_detector",
        "Curve detector",
        LINES,
        grid,
        description="Answers to a curve that comes from the top right and bends downwards.",
        construction="30 on the curve, 0 elsewhere",
        source="Second lecture, More intuition (after Deshpande 2016)",
    )
