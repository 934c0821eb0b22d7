"""Predict size and largest value of a pooled map: the usual ways to get them wrong, each worked out."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import span
from explorer.figures.formulas import Axis, quotient
from explorer.prediction.places import LARGEST_SHARE
from explorer.prediction.pooled_task import PoolingTask
from explorer.prediction.pooled_values import near, pooled_formula
from explorer.prediction.sizes import AXES, LINES
from explorer.prediction.task import counted
from explorer.prediction.verdict import Slip, Verdict, explain

SIZES = ("stride", "rounding", "padding", "one_side", "plus_one", "beyond", "dilation", "swapped")
PLACES = ("kind", "swapped", "smallest", "input")


def check_pooled_size(task: PoolingTask, height: int, width: int) -> Verdict:
    """Check a predicted output size, (height, width), and name the slips that lead to it.

    A slip counts if it explains every axis that is wrong.

    >>> verdict = check_pooled_size(PoolingTask([[0] * 5] * 5, kernel_size=2), 3, 3)
    >>> verdict.sentence
    '3x3 is not right. Perhaps the quotient was rounded up: that gives 3x3.'
    """
    answer, right = (height, width), task.size
    wrong = [axis for axis in (0, 1) if answer[axis] != right[axis]]

    def leads(slips: tuple[str, ...]) -> bool:
        if "swapped" in slips and len(wrong) < 2:
            return False
        slipped = pooled_size_under(task, slips)
        return all(slipped[axis] == answer[axis] for axis in wrong)

    slips = explain(SIZES, leads, lambda name: _size_slip(task, name, wrong[0])) if wrong else ()
    return Verdict(not wrong, f"{height}x{width}", f"{right[0]}x{right[1]}", slips)


def pooled_size_under(task: PoolingTask, slips: Collection[str]) -> tuple[int, int]:
    """Return the output size that somebody finds who makes these slips; without any, the right one.

    >>> pooled_size_under(PoolingTask([[0] * 6] * 6, kernel_size=2), {"stride"})
    (5, 5)
    """
    height, width = _length(task, slips, 0), _length(task, slips, 1)
    return (width, height) if "swapped" in slips else (height, width)


def check_pooled_largest(task: PoolingTask, row: int, column: int) -> Verdict:
    """Check where the largest output was expected, counted from 0; of several equal ones each is right.

    Raises ValueError for a cell that the output does not have.

    >>> check_pooled_largest(PoolingTask([[0, 4, 9, 0]], kernel_size=(1, 1)), 0, 0).sentence
    'Row 0, column 0 is not right, and no slip that is known here leads to it.'
    """
    rows, columns = task.size
    if not (0 <= row < rows and 0 <= column < columns):
        raise ValueError(f"output {rows}x{columns} has no row {row}, column {column}")
    best = pooled_places_under(task, ())
    correct = bool(best[row, column])

    def leads(slips: tuple[str, ...]) -> bool:
        found = pooled_places_under(task, slips)
        few = found.sum() == 1 or found.mean() <= LARGEST_SHARE
        return bool(few and row < len(found) and column < found.shape[1] and found[row, column])

    slips = (
        ()
        if correct
        else explain(PLACES, leads, lambda name: _place_slip(task, name, row, column), at_once=1)
    )
    right = " or ".join(_place(*map(int, place)) for place in np.argwhere(best)[:3])
    return Verdict(correct, _place(row, column), right, slips)


def pooled_places_under(task: PoolingTask, slips: Collection[str]) -> NDArray[np.bool_]:
    """Return where somebody sees the largest value who makes these slips: true there.

    >>> pooled_places_under(PoolingTask([[0, 4, 9, 0]], kernel_size=(1, 2)), {"input"}).tolist()
    [[False, False, True, False]]
    """
    mistaken = task.under(slips)
    if mistaken is None:
        return np.zeros(task.size, bool)
    values = task.grid if "input" in slips else mistaken.outputs
    found: NDArray[np.bool_] = values == (values.min() if "smallest" in slips else values.max())
    return found.T if "swapped" in slips else found


def _length(task: PoolingTask, slips: Collection[str], axis: int) -> int:
    cells = task.options.padding[axis]
    padding = 0 if "padding" in slips else cells if "one_side" in slips else 2 * cells
    stride = 1 if "stride" in slips else task.options.stride[axis]
    dilation = 1 if "dilation" in slips else task.options.dilation[axis]
    length = task.input_size[axis]
    room = length + padding - span(task.options.kernel_size[axis], dilation)
    moves = -(-room // stride) if task.ceil_mode != ("rounding" in slips) else room // stride
    # A last window must not start beyond the input.
    if task.ceil_mode and not {"rounding", "beyond"} & set(slips) and moves * stride >= length + cells:
        moves -= 1
    return moves + (0 if "plus_one" in slips else 1)


def _size_slip(task: PoolingTask, name: str, axis: int) -> Slip:
    options = task.options
    cells = options.padding[axis]
    along = Axis(
        task.input_size[axis],
        options.kernel_size[axis],
        stride=options.stride[axis],
        padding=(cells, cells),
        dilation=options.dilation[axis],
        ceil_mode=task.ceil_mode,
    )
    added = f"{cells} + {cells} = {counted(2 * cells, LINES[axis])}"
    stride = along.stride
    own = (
        "" if task.stride is not None else " Without a stride of its own, a pooling moves on by its own size."
    )
    title, lead = {
        "stride": (
            "the stride was taken as 1",
            f"The window moves {counted(stride, 'cell')} at a time, and there is room for {along.room} / "
            f"{stride} = {quotient(along.room, stride)} moves.{own}",
        ),
        "rounding": (
            f"the quotient was rounded {'down' if task.ceil_mode else 'up'}",
            f"Here the quotient is rounded {'up' if task.ceil_mode else 'down'}. {along.sentence}",
        ),
        "padding": (
            "the padding was forgotten",
            f"The padding adds {added} to the {AXES[axis]} of {along.size}.",
        ),
        "one_side": (
            "the padding was counted on one side only",
            f"There is padding at both ends, {added}.",
        ),
        "plus_one": (
            "the + 1 for the window's first place was forgotten",
            f"The window moves on {counted(along.count - 1, 'time')}; its first place counts too.",
        ),
        "beyond": ("a last window was let start beyond the input", along.sentence),
        "dilation": (
            f"the dilated window was counted as {along.kernel_size}",
            f"At dilation {along.dilation} the window covers {along.span_formula} cells.",
        ),
        "swapped": (
            "row and column changed places",
            f"Height comes first: {counted(task.size[0], 'row')}, then {counted(task.size[1], 'column')}.",
        ),
    }[name]
    return Slip(name, title, lead, f"The {AXES[axis]} is {along.formula}.")


def _place_slip(task: PoolingTask, name: str, row: int, column: int) -> Slip:
    asked, other = ("maxima", "averages") if task.kind == "max" else ("averages", "maxima")
    title, lead = {
        "kind": (f"the {other} were compared", f"Asked for is the largest of the {asked}."),
        "swapped": ("row and column changed places", "The row comes first, then the column."),
        "smallest": ("the smallest value was taken", "Asked for is the largest."),
        "input": (
            "the place of the input's largest value was given",
            "Asked for is a cell of the output: which window holds that value?",
        ),
    }[name]
    top, left = map(int, np.argwhere(pooled_places_under(task, ()))[0])
    working = (
        f"In {_place(row, column)} it is {pooled_formula(task, row, column)}; in {_place(top, left)} it "
    )
    working += f"is {near(float(task.outputs[top, left]))[1]}, the largest."
    return Slip(name, title, lead, working)


def _place(row: int, column: int) -> str:
    return f"row {row}, column {column}"
