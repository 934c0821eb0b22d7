"""Predict one cell of a pooled map: the usual ways to get it wrong, each worked out for this task."""

from collections.abc import Collection
from math import inf, isclose, isfinite

from explorer.prediction.pooled_task import PoolingTask
from explorer.prediction.task import DIGITS, counted, written
from explorer.prediction.verdict import Slip, Verdict, explain

NAMES = ("kind", "stride", "padding", "counted", "zero", "sum", "full", "dilation", "swapped")
MOST_TERMS = 16
# An average may have no last digit; two after the point are asked for then, and four are printed.
ENOUGH, SHOWN = 0.005, 4


def check_pooled_value(task: PoolingTask, row: int, column: int, answer: float) -> Verdict:
    """Check the predicted value of output (row, column), counted from 0, and name the slips that lead to it.

    An average that no four digits after the point can write may be given with two. Raises ValueError for a
    cell that the output does not have, and for an answer that is no finite number.

    >>> verdict = check_pooled_value(PoolingTask([[1, 4], [1, 8]], "average", kernel_size=2), 0, 0, 8)
    >>> verdict.sentence
    '8 is not right. Perhaps the maximum was taken: that gives 8.'
    >>> verdict.slips[0].step
    'Asked for is the average. It is (1 + 4 + 1 + 8) ÷ 4 = 14 ÷ 4 = 3.5.'
    """
    rows, columns = task.size
    if not (0 <= row < rows and 0 <= column < columns):
        raise ValueError(f"output {rows}x{columns} has no row {row}, column {column}")
    if not isfinite(answer):
        raise ValueError(f"an answer must be a finite number, not {answer}")

    def leads(slips: tuple[str, ...]) -> bool:
        slipped = pooled_value_under(task, row, column, slips)
        return slipped is not None and _agrees(slipped, answer)

    right = float(task.outputs[row, column])
    correct = _agrees(right, answer)
    slips = () if correct else explain(NAMES, leads, lambda name: _slip(task, name, row, column))
    return Verdict(correct, written(answer), near(right)[1], slips)


def pooled_value_under(task: PoolingTask, row: int, column: int, slips: Collection[str]) -> float | None:
    """Return the value that somebody finds who makes these slips, or None where they lead nowhere.

    >>> pooled_value_under(PoolingTask([[1, 4], [1, 8]], "average", kernel_size=2), 0, 0, {"sum"})
    14.0
    """
    mistaken = task.under(slips)
    place = (column, row) if "swapped" in slips else (row, column)
    if mistaken is None or place[0] >= mistaken.size[0] or place[1] >= mistaken.size[1]:
        return None
    terms = mistaken.terms(*place)
    if mistaken.kind == "max":
        if {"sum", "full", "counted"} & set(slips):
            return None
        return (
            max([*terms, 0.0]) if "zero" in slips and any(task.options.padding) else max(terms, default=-inf)
        )
    if "zero" in slips or ("counted" in slips and not any(task.options.padding)):
        return None
    rows, columns = mistaken.options.kernel_size
    divisor = 1 if "sum" in slips else rows * columns if "full" in slips else len(terms)
    return round(sum(terms) / divisor, DIGITS)


def pooled_formula(task: PoolingTask, row: int, column: int) -> str:
    """Return one output as what it is made of; of a large window without its terms.

    >>> pooled_formula(PoolingTask([[1, -4], [1, 8]], kernel_size=2), 0, 0)
    'max(1, −4, 1, 8) = 8'
    """
    terms = task.terms(row, column)
    if not terms:
        return "nothing, for the window meets padding alone"
    few = len(terms) <= MOST_TERMS
    if task.kind == "max":
        of = ", ".join(map(written, terms)) if few else f"{len(terms)} values"
        return f"max({of}) = {written(max(terms))}"
    sign, average = near(float(task.outputs[row, column]))
    total = written(round(sum(terms), DIGITS))
    signed = [f"({written(term)})" if term < 0 else written(term) for term in terms]
    summed = f"({' + '.join(signed)}) ÷ {len(terms)} = " if few and len(terms) > 1 else ""
    return f"{summed}{total} ÷ {len(terms)} {sign} {average}"


def near(value: float) -> tuple[str, str]:
    """Return how a number is written in four digits after the point, and whether that is = or ≈.

    >>> near(2.5), near(25 / 9), near(float("-inf"))
    (('=', '2.5'), ('≈', '2.7778'), ('=', '−∞'))
    """
    if not isfinite(value):
        return "=", "−∞"
    return ("=" if _is_short(value) else "≈"), written(round(value, SHOWN))


def _agrees(value: float, answer: float) -> bool:
    if isclose(value, answer, rel_tol=1e-9, abs_tol=1e-6):
        return True
    return not _is_short(value) and abs(value - answer) <= ENOUGH + 1e-9


def _is_short(value: float) -> bool:
    return isclose(value, round(value, SHOWN), rel_tol=0, abs_tol=10**-DIGITS / 2)


def _slip(task: PoolingTask, name: str, row: int, column: int) -> Slip:
    title, lead = _words(task, row, column)[name]
    return Slip(name, title, lead, f"It is {pooled_formula(task, row, column)}.")


def _words(task: PoolingTask, row: int, column: int) -> dict[str, tuple[str, str]]:
    asked, other = ("maximum", "average") if task.kind == "max" else ("average", "maximum")
    options = task.options
    down, right = (counted(row * options.stride[0], "row"), counted(column * options.stride[1], "column"))
    up, left = counted(options.padding[0], "row"), counted(options.padding[1], "column")
    cells = len(task.terms(row, column))
    left_out = "the padding was left out" if task.count_include_pad else "the padding was counted"
    return {
        "kind": (f"the {other} was taken", f"Asked for is the {asked}."),
        "stride": (
            "the stride was taken as 1",
            f"At stride {both(options.stride)} this window begins {down} down and {right} to the right of "
            "the first.",
        ),
        "padding": (
            "the padding was forgotten",
            f"Padding moves the window up by {up} and to the left by {left}.",
        ),
        "counted": (
            left_out,
            f"{'Padding counts as zeros here' if task.count_include_pad else 'Padding does not count here'}: "
            f"{counted(cells, 'cell')} of this window {'does' if cells == 1 else 'do'}.",
        ),
        "zero": (
            "the padding was taken as 0",
            "For a maximum, padding counts as minus infinity: it never wins.",
        ),
        "sum": ("the sum was not divided", "An average is the sum divided by how many cells count."),
        "full": (
            f"the sum was divided by {options.kernel_size[0] * options.kernel_size[1]}",
            f"Only {counted(cells, 'cell')} of this window {'counts' if cells == 1 else 'count'}.",
        ),
        "dilation": (
            "the dilated window was laid on without gaps",
            f"At dilation {both(options.dilation)} the window leaves gaps between its cells.",
        ),
        "swapped": ("row and column changed places", f"Row {row}, column {column}: the row comes first."),
    }


def both(values: tuple[int, int]) -> str:
    """Write a value for both axes, once where they agree.

    >>> both((2, 2)), both((2, 1))
    ('2', '2 (vertical) and 1 (horizontal)')
    """
    return (
        f"{values[0]}" if values[0] == values[1] else f"{values[0]} (vertical) and {values[1]} (horizontal)"
    )
