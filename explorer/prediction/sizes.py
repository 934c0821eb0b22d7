"""Predict the output size: the usual ways to get it wrong, each worked out for this task."""

from collections.abc import Collection

from explorer.arithmetic import span
from explorer.figures.formulas import MINUS, Axis, quotient
from explorer.prediction.task import Task
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
    'The padding adds 1 + 1 = 2 to the height of 5: (5 + 1 + 1 − 3) / 1 + 1 = 4 + 1 = 5.'
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
    title = _transposed_title(task, name, axis) if task.transposed else _title(task, name, axis)
    lead = _transposed_lead(task, name, axis) if task.transposed else _lead(task, name, axis)
    return Slip(name, title, lead)


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


def _lead(task: Task, name: str, axis: int) -> str:
    before, after = task.sides[axis]
    kernel, stride, dilation = task.kernel_size[axis], task.steps[axis], task.spread[axis]
    counted = Axis(task.input_size[axis], kernel, stride=stride, padding=(before, after), dilation=dilation)
    moves = counted.count - 1
    if name == "swapped":
        return _in_order(task)
    return {
        "padding": f"The padding adds {before} + {after} = {before + after} to the {AXES[axis]} of "
        f"{counted.size}: {counted.formula}.",
        "one_side": f"There is padding on both sides, {before} + {after} = {before + after} {LINES[axis]}s: "
        f"{counted.formula}.",
        "plus_one": f"{moves} is how often the kernel moves on; its first place counts too: "
        f"{moves} + 1 = {counted.count}.",
        "round_up": counted.sentence,
        "dilation": f"At dilation {dilation} the kernel covers {counted.span_formula} cells: "
        f"{counted.formula}.",
        "stride": f"The kernel moves {stride} cells at a time: {counted.room} / {stride} = "
        f"{quotient(counted.room, stride)}, so {counted.formula}.",
    }[name]


def _transposed_title(task: Task, name: str, axis: int) -> str:
    titles = {
        "padding": "it was forgotten that padding cuts cells off here",
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
    formula = f"({size} {MINUS} 1) × {stride} + {covered} {MINUS} {before} {MINUS} {after} + {extra}"
    formula += f" = {task.size[axis]}"
    leads = {
        "padding": f"Padding takes {before} + {after} = {before + after} {LINES[axis]}s away: {formula}.",
        "one_side": f"Padding takes {before} away at the start and {after} at the end: {formula}.",
        "minus_one": f"Between {size} stamps lie {size} {MINUS} 1 = {size - 1} strides: {formula}.",
        "ordinary": f"Here each of {size} values is spread out over the kernel, {stride} apart: {formula}.",
        "output_padding": f"The output padding adds {extra} at the end: {formula}.",
        "stride": f"The stamps stand {stride} apart: {formula}.",
        "dilation": f"At dilation {task.spread[axis]} a stamp covers {covered} cells: {formula}.",
    }
    return leads.get(name) or _in_order(task)


def _in_order(task: Task) -> str:
    return f"Height comes first: {task.size[0]} rows, then {task.size[1]} columns."
