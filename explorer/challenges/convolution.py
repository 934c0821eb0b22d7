"""Challenges for the stepper: a state is the task on the screen, with its output computed."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from explorer.arithmetic import use_counts
from explorer.arithmetic.options import times
from explorer.challenges.challenge import Challenge, Part
from explorer.prediction import Task
from explorer.prediction.task import counted

STAIRS = tuple(tuple(int(column <= row) for column in range(6)) for row in range(6))


def diagonal(task: Task) -> tuple[Part, ...]:
    """Check that the stairs become a diagonal of the same size.

    >>> [part.met for part in diagonal(Task(STAIRS, [[1, -1]], padding=((0, 0), (0, 1))))]
    [True, True, True, True]
    """
    square = task.size == (6, 6)
    stray = int(np.count_nonzero(task.outputs[~np.eye(6, dtype=bool)])) if square else 0
    kept = int(np.count_nonzero(np.diag(task.outputs))) if square else 0
    waiting = "not to be seen before the size is 6x6"
    same = np.array_equal(task.grid, STAIRS)
    return (
        Part("The input is the stairs.", same, "unchanged" if same else "the input was changed"),
        Part("The output is 6x6.", square, f"it is {times(task.size)}"),
        Part(
            "Beside the diagonal everything is 0.",
            square and not stray,
            f"{counted(stray, 'cell')} beside it {'is' if stray == 1 else 'are'} not 0"
            if square
            else waiting,
        ),
        Part(
            "On the diagonal nothing is 0.",
            kept == 6,
            f"{kept} of its 6 cells are not 0" if square else waiting,
        ),
    )


def moved(task: Task) -> tuple[Part, ...]:
    """Check that the output is the input, one column further to the right.

    >>> [part.met for part in moved(Task([[1, 2, 3]], [[1, 0, 0]], padding=(0, 1)))]
    [True, True, True]
    """
    wanted = np.zeros(task.input_size)
    wanted[:, 1:] = task.grid[:, :-1]
    telling = not np.array_equal(wanted, task.grid)
    same_size = task.size == task.input_size
    wrong = int((task.outputs != wanted).sum()) if same_size else 0
    return (
        Part(
            "The input can be told from itself moved.",
            telling,
            "it can" if telling else "it looks the same when it is moved",
        ),
        Part(
            f"The output is as large as the input, {times(task.input_size)}.",
            same_size,
            f"it is {times(task.size)}",
        ),
        Part(
            "Every value stands one column further right, and zeros come in from the left.",
            same_size and not wrong,
            f"{counted(wrong, 'cell')} {'differs' if wrong == 1 else 'differ'}"
            if same_size
            else "not to be seen before the sizes agree",
        ),
    )


def leftover(task: Task) -> tuple[Part, ...]:
    """Check that the last row and the last column are the only ones that no window reads.

    >>> [part.met for part in leftover(Task(np.zeros((6, 6)), np.ones((3, 3)), stride=2))]
    [True, True, True]
    """
    counts = _uses(task)
    wanted = np.zeros(task.input_size, bool)
    wanted[-1], wanted[:, -1] = True, True
    edge, rest = counts[wanted], counts[~wanted]
    return (
        _ordinary(task),
        Part(
            "No window reads the last row and the last column.",
            not edge.any(),
            f"{counted(int(np.count_nonzero(edge)), 'cell')} of them "
            f"{'is' if np.count_nonzero(edge) == 1 else 'are'} read",
        ),
        Part(
            "Every other cell is read.",
            bool(rest.size and rest.all()),
            f"{int(np.count_nonzero(rest))} of {rest.size} are",
        ),
    )


def fair(task: Task) -> tuple[Part, ...]:
    """Check that every input cell is read equally often, by windows of more than one cell, without padding.

    >>> [part.met for part in fair(Task(np.zeros((6, 6)), np.ones((2, 3)), stride=(2, 3)))]
    [True, True, True, True]
    """
    counts = _uses(task)
    low, high = int(counts.min()), int(counts.max())
    padded = any(map(any, task.sides))
    return (
        _ordinary(task),
        Part("There is no padding.", not padded, "there is padding" if padded else "there is none"),
        Part(
            "The kernel has more than one cell.",
            task.kernel_size != (1, 1),
            f"it is {times(task.kernel_size)}",
        ),
        Part(
            "Every input cell is read equally often.",
            low == high > 0,
            f"from {low} to {counted(high, 'time')}" if low != high else f"each {counted(low, 'time')}",
        ),
    )


def _uses(task: Task) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    if task.transposed:
        return np.ones(task.input_size, np.int64)
    return use_counts(
        task.input_size,
        task.kernel_size,
        stride=task.steps,
        padding=task.sides,
        dilation=task.spread,
        padding_mode=task.padding_mode,
    )


def _ordinary(task: Task) -> Part:
    now = "it is transposed" if task.transposed else "it is"
    return Part("The convolution is an ordinary one, whose windows read.", not task.transposed, now)


CHALLENGES: Mapping[str, Challenge[Task]] = MappingProxyType(
    {
        challenge.name: challenge
        for challenge in (
            Challenge(
                "diagonal",
                "Only the diagonal",
                "The picture is bright below its diagonal. Find a kernel and a padding for which the output "
                "is 6x6 and only the diagonal survives.",
                "The diagonal is an edge. Which kernel answers to an edge and is 0 on even ground?",
                diagonal,
            ),
            Challenge(
                "moved",
                "One to the right",
                "Find a kernel and a padding that move the picture by one column to the right and change "
                "nothing else.",
                "Each output takes over one input: which one does it need, seen from where it stands?",
                moved,
            ),
            Challenge(
                "leftover",
                "The last row and column",
                "Find settings for which no window reads the last row and the last column, and every other "
                "cell is read.",
                "A stride that does not divide the room leaves something over at the far end.",
                leftover,
            ),
            Challenge(
                "fair",
                "Every cell equally often",
                "Without padding corners are read less often than the middle. Find settings without padding, "
                "with a kernel of more than one cell, for which every cell is read equally often.",
                "Windows that do not overlap read nothing twice.",
                fair,
            ),
        )
    }
)
