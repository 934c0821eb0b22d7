"""Predict one cell: the usual ways to get it wrong, each worked out for this task."""

from collections.abc import Collection
from dataclasses import replace
from math import isclose, isfinite

import numpy as np

from explorer.arithmetic.options import times
from explorer.prediction.task import DIGITS, Task, counted, written
from explorer.prediction.verdict import Slip, Verdict, explain

NAMES = ("padding", "dilation", "flipped", "swapped", "stride", "bias", "sign")
MOST_TERMS = 12


def check_value(task: Task, row: int, column: int, answer: float) -> Verdict:
    """Check the predicted value of output (row, column), counted from 0, and name the slips that lead to it.

    Raises ValueError for a cell that the output does not have, and for an answer that is no finite number.

    >>> verdict = check_value(Task([[1, 2, 3], [4, 5, 6]], [[1, 0, -1]]), 0, 0, 2)
    >>> verdict.sentence
    '2 is not right. Perhaps the kernel was turned by 180 degrees: that gives 2.'
    >>> verdict.slips[0].step
    'Here the kernel is laid on as it stands, not turned. The sum is 1 × 1 + 2 × 0 + 3 × (−1) = −2.'
    """
    rows, columns = task.size
    if not (0 <= row < rows and 0 <= column < columns):
        raise ValueError(f"output {rows}x{columns} has no row {row}, column {column}")
    if not isfinite(answer):
        raise ValueError(f"an answer must be a finite number, not {answer}")
    right = float(task.outputs[row, column])

    def leads(slips: tuple[str, ...]) -> bool:
        slipped = value_under(task, row, column, slips)
        return slipped is not None and _same(slipped, answer)

    correct = _same(answer, right)
    slips = () if correct else explain(NAMES, leads, lambda name: _slip(task, name, row, column))
    return Verdict(correct, written(answer), written(right), slips)


def value_under(task: Task, row: int, column: int, slips: Collection[str]) -> float | None:
    """Return the value that somebody finds who makes these slips, or None where they lead out of the output.

    >>> value_under(Task([[1, 2, 3]], [[1, -1]], bias=5), 0, 1, {"bias"})
    -1.0
    """
    kernel = np.asarray(task.kernel)
    padding = task.sides
    if "padding" in slips:
        padding = ((0, 0), (0, 0))
    try:
        mistaken = replace(
            task,
            kernel=np.abs(kernel) if "sign" in slips else kernel,
            bias=0.0 if "bias" in slips else task.bias,
            stride=1 if "stride" in slips else task.stride,
            padding=padding,
            dilation=1 if "dilation" in slips else task.dilation,
            flipped=task.flipped != ("flipped" in slips),
        )
    except ValueError:
        return None
    place = (column, row) if "swapped" in slips else (row, column)
    if place[0] >= mistaken.size[0] or place[1] >= mistaken.size[1]:
        return None
    return float(mistaken.outputs[place])


def sum_formula(task: Task, row: int, column: int) -> str:
    """Return one output as the sum that it is; of a large window only the terms that are not 0.

    >>> sum_formula(Task([[3, 4]], [[1, -1]], bias=2), 0, 0)
    '3 × 1 + 4 × (−1) + 2 = 1'
    """
    terms = task.terms(row, column)
    if len(terms) > MOST_TERMS:
        terms = [term for term in terms if term[0] and term[1]]
    total = written(float(task.outputs[row, column]))
    bias = f" + {_bracketed(task.bias)}" if task.bias else ""
    if len(terms) > MOST_TERMS:
        products = round(sum(value * weight for value, weight in terms), DIGITS)
        return f"{len(terms)} products with the sum {written(products)}{bias} = {total}"
    written_terms = [f"{_bracketed(value)} × {_bracketed(weight)}" for value, weight in terms]
    return f"{' + '.join(written_terms) or '0'}{bias} = {total}"


def _slip(task: Task, name: str, row: int, column: int) -> Slip:
    working = f"The sum is {sum_formula(task, row, column)}."
    return Slip(name, _title(task, name), _lead(task, name, row, column), working)


def _title(task: Task, name: str) -> str:
    turned = "the kernel was not turned" if task.flipped else "the kernel was turned by 180 degrees"
    return {
        "padding": "the padding was forgotten",
        "dilation": f"the dilated kernel was laid on as {times(task.kernel_size)} without gaps",
        "flipped": turned,
        "swapped": "row and column changed places",
        "stride": "the stride was forgotten",
        "bias": "the bias was forgotten",
        "sign": "a minus sign was lost",
    }[name]


def _lead(task: Task, name: str, row: int, column: int) -> str:
    up, left = counted(task.sides[0][0], "row"), counted(task.sides[1][0], "column")
    down, right = counted(row * task.steps[0], "row"), counted(column * task.steps[1], "column")
    shifted = (
        f"Padding is cut off here: {up} at the top and {left} at the left."
        if task.transposed
        else f"Padding moves the window up by {up} and to the left by {left}."
    )
    placed = (
        "the stamps stand that far apart."
        if task.transposed
        else f"this window begins {down} down and {right} to the right of the first."
    )
    turned = (
        "True convolution turns the kernel by 180 degrees before it is laid on."
        if task.flipped
        else "Here the kernel is laid on as it stands, not turned."
    )
    return {
        "padding": shifted,
        "dilation": f"At dilation {_both(task.spread)} the kernel leaves gaps between its cells.",
        "flipped": turned,
        "swapped": f"Row {row}, column {column}: the row comes first.",
        "stride": f"At stride {_both(task.steps)} {placed}",
        "bias": f"The bias {written(task.bias)} is added to the sum.",
        "sign": "A negative weight makes its product change sign.",
    }[name]


def _same(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def _both(values: tuple[int, int]) -> str:
    return (
        f"{values[0]}" if values[0] == values[1] else f"{values[0]} (vertical) and {values[1]} (horizontal)"
    )


def _bracketed(value: float) -> str:
    return f"({written(value)})" if value < 0 else written(value)
