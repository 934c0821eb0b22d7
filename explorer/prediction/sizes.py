"""Predict the output size: the usual ways to get it wrong, each worked out for this task."""

from collections.abc import Collection

from explorer.arithmetic import span
from explorer.figures.formulas import MINUS, Axis, quotient
from explorer.prediction.task import Task, counted
from explorer.prediction.verdict import Slip, Verdict, explain

ORDINARY = ("padding", "one_side", "plus_one", "round_up", "dilation", "stride", "swapped")
TRANSPOSED = (
    "padding",
    "one_side",
    "minus_one",
    "dilation",
    "stride",
    "ordinary",
    "output_padding",
    "swapped",
)
AXES = ("height", "width")
LINES = ("row", "column")


def check_size(task: Task, height: int, width: int) -> Verdict:
    """Check a predicted output size, (height, width), and name the slips that lead to it.

    A slip counts if it explains every axis that is wrong. Where no single slip does, two at once are tried.

    >>> verdict = check_size(Task([[0] * 5] * 5, [[1] * 3] * 3, padding=1), 3, 3)
    >>> verdict.sentence
    '3x3 is not right. Perhaps the padding was forgotten: that gives 3x3.'
    >>> verdict.slips[0].step
    'The padding adds 1 + 1 = 2 rows to the height of 5. The height is (5 + 1 + 1 − 3) / 1 + 1 = 4 + 1 = 5.'
    """
    answer, right = (height, width), task.size
    wrong = [axis for axis in (0, 1) if answer[axis] != right[axis]]

    def leads(slips: tuple[str, ...]) -> bool:
        if "swapped" in slips and len(wrong) < 2:
            return False
        slipped = size_under(task, slips)
        return all(slipped[axis] == answer[axis] for axis in wrong)

    names = TRANSPOSED if task.transposed else ORDINARY
    slips = explain(names, leads, lambda name: _slip(task, name, wrong[0])) if wrong else ()
    return Verdict(not wrong, f"{height}x{width}", f"{right[0]}x{right[1]}", slips)


def size_under(task: Task, slips: Collection[str]) -> tuple[int, int]:
    """Return the output size that somebody finds who makes these slips; without any, the right one.

    >>> size_under(Task([[0] * 6] * 6, [[1] * 3] * 3, stride=2), {"round_up"})
    (3, 3)
    """
    reckon = _transposed_length if task.transposed and "ordinary" not in slips else _length
    height, width = reckon(task, slips, 0), reckon(task, slips, 1)
    return (width, height) if "swapped" in slips else (height, width)


def _length(task: Task, slips: Collection[str], axis: int) -> int:
    before, after = task.sides[axis]
    padding = 0 if "padding" in slips else before if "one_side" in slips else before + after
    stride = 1 if "stride" in slips else task.steps[axis]
    room = task.input_size[axis] + padding - _covered(task, slips, axis)
    moves = -(-room // stride) if "round_up" in slips else room // stride
    return moves + (0 if "plus_one" in slips else 1)


def _transposed_length(task: Task, slips: Collection[str], axis: int) -> int:
    before, after = task.sides[axis]
    taken = 0 if "padding" in slips else before if "one_side" in slips else before + after
    stride = 1 if "stride" in slips else task.steps[axis]
    places = task.input_size[axis] - (0 if "minus_one" in slips else 1)
    added = 0 if "output_padding" in slips else task.extra[axis]
    return places * stride - taken + _covered(task, slips, axis) + added


def _covered(task: Task, slips: Collection[str], axis: int) -> int:
    return span(task.kernel_size[axis], 1 if "dilation" in slips else task.spread[axis])


def _slip(task: Task, name: str, axis: int) -> Slip:
    """Describe one slip; the step is worked out for one axis that is wrong."""
    if task.transposed:
        title, lead = _transposed_title(task, name, axis), _transposed_lead(task, name, axis)
    else:
        title, lead = _title(task, name, axis), _lead(task, name, axis)
    formula = _transposed_formula(task, axis) if task.transposed else _axis(task, axis).formula
    return Slip(name, title, lead, f"The {AXES[axis]} is {formula}.")


def _title(task: Task, name: str, axis: int) -> str:
    return {
        "padding": "the padding was forgotten",
        "one_side": "the padding was counted on one side only",
        "plus_one": "the + 1 for the kernel's first place was forgotten",
        "round_up": "the quotient was rounded up",
        "dilation": f"the dilated kernel was counted as {task.kernel_size[axis]}",
        "stride": "the stride was forgotten",
        "swapped": "row and column changed places",
    }[name]


def _axis(task: Task, axis: int) -> Axis:
    return Axis(
        task.input_size[axis],
        task.kernel_size[axis],
        stride=task.steps[axis],
        padding=task.sides[axis],
        dilation=task.spread[axis],
    )


def _lead(task: Task, name: str, axis: int) -> str:
    before, after = task.sides[axis]
    along = _axis(task, axis)
    added = f"{before} + {after} = {counted(before + after, LINES[axis])}"
    return {
        "padding": f"The padding adds {added} to the {AXES[axis]} of {along.size}.",
        "one_side": f"There is padding at both ends, {added}.",
        "plus_one": f"The kernel moves on {counted(along.count - 1, 'time')}; its first place counts too.",
        "round_up": along.sentence,
        "dilation": f"At dilation {along.dilation} the kernel covers {along.span_formula} cells.",
        "stride": f"The kernel moves {counted(along.stride, 'cell')} at a time, and there is room for "
        f"{along.room} / {along.stride} = {quotient(along.room, along.stride)} moves.",
        "swapped": _in_order(task),
    }[name]


def _transposed_title(task: Task, name: str, axis: int) -> str:
    titles = {
        "padding": "the padding was not cut off",
        "one_side": "the padding was cut off on one side only",
        "minus_one": f"{task.input_size[axis]} stamps were given as many strides",
        "ordinary": "the size of an ordinary convolution was worked out",
        "output_padding": "the output padding was forgotten",
    }
    return titles.get(name) or _title(task, name, axis)


def _transposed_lead(task: Task, name: str, axis: int) -> str:
    before, after = task.sides[axis]
    size, stride, extra = task.input_size[axis], task.steps[axis], task.extra[axis]
    covered = span(task.kernel_size[axis], task.spread[axis])
    taken = f"{before} + {after} = {counted(before + after, LINES[axis])}"
    return {
        "padding": f"Here padding takes {taken} away.",
        "one_side": f"Here padding takes {taken} away, {before} at either end.",
        "minus_one": f"Between {size} stamps lie {size} {MINUS} 1 = {counted(size - 1, 'stride')}.",
        "ordinary": f"Each of {counted(size, 'value')} is spread out over the kernel, {stride} apart.",
        "output_padding": f"The output padding adds {extra} at the end.",
        "stride": f"The stamps stand {stride} apart.",
        "dilation": f"At dilation {task.spread[axis]} a stamp covers {covered} cells.",
        "swapped": _in_order(task),
    }[name]


def _transposed_formula(task: Task, axis: int) -> str:
    before, after = task.sides[axis]
    covered = span(task.kernel_size[axis], task.spread[axis])
    return (
        f"({task.input_size[axis]} {MINUS} 1) × {task.steps[axis]} + {covered} {MINUS} {before} {MINUS} "
        f"{after} + {task.extra[axis]} = {task.size[axis]}"
    )


def _in_order(task: Task) -> str:
    return f"Height comes first: {counted(task.size[0], 'row')}, then {counted(task.size[1], 'column')}."
