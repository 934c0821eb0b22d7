"""Predict where the largest value of the output is: the usual ways to look in the wrong place."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from explorer.prediction.task import Task, written
from explorer.prediction.values import sum_formula
from explorer.prediction.verdict import Slip, Verdict, explain

NAMES = ("flipped", "swapped", "padding", "magnitude", "brightest", "smallest")

# A slip that would lead to any of many places does not explain why it was this one.
LARGEST_SHARE = 0.25


def check_largest(task: Task, row: int, column: int) -> Verdict:
    """Check where the largest output was expected, counted from 0; of several equal ones each is right.

    Raises ValueError for a cell that the output does not have.

    >>> check_largest(Task([[0, 4, 9, 0]], [[1, 1]]), 0, 0).sentence
    'Row 0, column 0 is not right. Perhaps the smallest value was taken: that gives row 0, column 0.'
    """
    rows, columns = task.size
    if not (0 <= row < rows and 0 <= column < columns):
        raise ValueError(f"output {rows}x{columns} has no row {row}, column {column}")
    best = places_under(task, ())
    correct = bool(best[row, column])

    def leads(slips: tuple[str, ...]) -> bool:
        found = places_under(task, slips)
        few = found.sum() == 1 or found.mean() <= LARGEST_SHARE
        return bool(few and row < len(found) and column < found.shape[1] and found[row, column])

    slips = () if correct else explain(NAMES, leads, lambda name: _slip(task, name, row, column), at_once=1)
    right = " or ".join(_place(*map(int, place)) for place in np.argwhere(best)[:3])
    return Verdict(correct, _place(row, column), right, slips)


def places_under(task: Task, slips: Collection[str]) -> NDArray[np.bool_]:
    """Return where somebody sees the largest value who makes these slips: true there, (H', W').

    >>> places_under(Task([[0, 9, 0, 0]], [[1, -1]]), {"smallest"}).tolist()
    [[True, False, False]]
    """
    mistaken = replace(task, flipped=task.flipped != ("flipped" in slips))
    if "brightest" in slips:
        mistaken = replace(mistaken, kernel=np.ones(task.kernel_size))
    if "padding" in slips:
        try:
            mistaken = replace(mistaken, padding=0)
        except ValueError:
            return np.zeros(task.size, bool)
    values = mistaken.outputs
    if "magnitude" in slips:
        values = np.abs(values)
    if "smallest" in slips:
        values = -values
    found: NDArray[np.bool_] = values == values.max()
    return found.T if "swapped" in slips else found


def _slip(task: Task, name: str, row: int, column: int) -> Slip:
    turned = (
        ("the kernel was not turned", "True convolution turns the kernel by 180 degrees first.")
        if task.flipped
        else ("the kernel was turned by 180 degrees", "Here the kernel is laid on as it stands, not turned.")
    )
    title, lead = {
        "flipped": turned,
        "swapped": ("row and column changed places", "The row comes first, then the column."),
        "padding": (
            "the padding was forgotten",
            f"Padding {'cuts off' if task.transposed else 'adds'} {task.sides[0][0]} at the top and "
            f"{task.sides[1][0]} at the left, so every place of the output moves.",
        ),
        "magnitude": (
            "the value farthest from 0 was taken",
            "A negative value is small, however far from 0 it is.",
        ),
        "brightest": (
            "the brightest part of the input was taken",
            "What counts is how well the window fits the kernel, negative weights included.",
        ),
        "smallest": ("the smallest value was taken", "Asked for is the largest."),
    }[name]
    top, left = map(int, np.argwhere(places_under(task, ()))[0])
    working = f"In {_place(row, column)} the sum is {sum_formula(task, row, column)}; "
    working += f"in {_place(top, left)} it is {written(float(task.outputs[top, left]))}, the largest."
    return Slip(name, title, lead, working)


def _place(row: int, column: int) -> str:
    return f"row {row}, column {column}"
