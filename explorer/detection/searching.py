"""Look for digits of every size: slide, keep the windows that hold one whole digit, read those once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.arithmetic import Network, softmax
from explorer.detection.sliding import slide, stride_of
from explorer.detection.suppression import suppress
from explorer.digits import Limits, is_spot
from explorer.pictures.digits import DIGIT_SIZE, PREPARED_SIZE, frame_digit

# Between one size of the sheet and the next; a digit is then at most an eighth larger or smaller than 20.
STEP = 1.25
MOST_LEVELS = 8
LARGEST_SIDE = 600
# A window of blank paper answers with at most 0.15; above that the sliding filter proposes.
PROPOSED = 0.2
# Places along the edge that feel the zeros with which the network pads; they are left out.
EDGE = 4
# The box around whole ink in a window of 28, and how far its middle may lie from the window's.
SMALLEST, LARGEST, OFF_CENTRE = 15, 25, 5.0
INKED = 0.3
SAME = 0.3

Array = NDArray[np.float32]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Level:
    """One size of the sheet: what every 28x28 window of it answered.

    `scale` is its size over the sheet's; `probabilities` (classes, H', W') one answer for each place of the
    sliding filter; the window of place (row, column) begins at `stride` times that, minus `margin`, in
    pixels of this level.
    """

    scale: float
    ink: Array
    probabilities: Array
    stride: int
    margin: int

    @property
    def digit_size(self) -> float:
        """Return how long the longer side of a digit is on the sheet that fills 20 pixels here."""
        return DIGIT_SIZE / self.scale


@dataclass(frozen=True, eq=False)
class Found:
    """One digit that was found: its box on the sheet (top, left, bottom, right), and who answered what.

    `proposed` is the probability that the sliding filter gave to its own best digit in that window;
    `probability` belongs to `digit`, read once more with the ink in the box alone: `prepared`, (28, 28).
    """

    digit: int
    probability: float
    box: Box
    proposed: float
    prepared: Array


@dataclass(frozen=True, eq=False)
class Search:
    """Everything that a search saw: its levels, how many windows, how many were proposed, what was found."""

    levels: tuple[Level, ...]
    windows: int
    proposals: int
    found: tuple[Found, ...]


def search(network: Network, ink: Array, limits: Limits) -> Search:
    """Find the digits on a sheet of ink (H, W), 0 to 1, whatever their size, best first.

    The sheet is made smaller step by step. At each size the whole network slides over it in one forward
    pass. A window is proposed where the best digit has a probability of 0.2 and the ink in its middle is one
    whole thing, about 20 pixels long, that does not run out of the window: a digit as the network knows
    them, and neither a part of one nor blank paper. The ink in that box is cut out, prepared as a drawing is
    and read once more, without its neighbours; the limits below which a digit is doubted hold here too. Of
    boxes that overlap by more than 0.3 the most probable is kept.

    Raises ValueError for a sheet that is not (H, W) of 1 to 600 pixels a side, and for other networks.
    """
    if ink.ndim != 2 or not 1 <= min(ink.shape) <= max(ink.shape) <= LARGEST_SIDE:
        shape = "x".join(map(str, ink.shape))
        raise ValueError(f"a sheet has a height and a width of 1 to {LARGEST_SIDE} pixels, not {shape}")
    if network.input_shape != (1, PREPARED_SIZE, PREPARED_SIZE):
        raise ValueError(f"digits are sought by a network for (1, 28, 28), not {network.input_shape}")
    levels = tuple(_levels(network, ink))
    proposals = [proposal for level in levels for proposal in _proposals(level, ink)]
    windows = sum(level.probabilities[0].size for level in levels)
    return Search(levels, windows, len(proposals), _confirmed(network, proposals, limits))


def whole_ink(window: Array) -> tuple[int, int, int, int] | None:
    """Return the box (top, left, bottom, right) of the ink amid a window (28, 28), if it is whole.

    From the middle, rows and columns are followed as long as they are inked. None where there is no ink,
    where it runs out of the window, where its longer side is not 15 to 25 pixels, or its middle is off by
    more than 5.

    >>> window = np.zeros((28, 28), np.float32)
    >>> window[4:24, 11:17] = 1
    >>> whole_ink(window)
    (4, 11, 24, 17)
    >>> window[:, 11:17] = 1
    >>> whole_ink(window) is None
    True
    """
    inked = window > INKED
    rows: slice | None = slice(0, PREPARED_SIZE)
    columns: slice | None = None
    # Twice: what the first round saw beside or below the thing in the middle, the second leaves out.
    for _ in range(2):
        columns = _run(inked[rows], axis=0) if rows else None
        rows = _run(inked[:, columns], axis=1) if columns else None
    if rows is None or columns is None:
        return None
    box = (rows.start, columns.start, rows.stop, columns.stop)
    longer = max(box[2] - box[0], box[3] - box[1])
    off = max(abs(box[0] + box[2] - PREPARED_SIZE), abs(box[1] + box[3] - PREPARED_SIZE)) / 2
    whole = min(box[:2]) > 0 and max(box[2:]) < PREPARED_SIZE
    return box if whole and SMALLEST <= longer <= LARGEST and off <= OFF_CENTRE else None


def _run(inked: NDArray[np.bool_], *, axis: int) -> slice | None:
    """Return the stretch without a gap that is nearest to the middle; what is inked along an axis counts."""
    along = np.asarray(inked.any(axis=axis))
    places = np.flatnonzero(along)
    if not places.size:
        return None
    middle = int(np.abs(places - (len(along) - 1) / 2).argmin())
    apart = np.flatnonzero(np.diff(places) > 1)
    before, after = apart[apart < middle], apart[apart >= middle]
    first = before[-1] + 1 if before.size else 0
    last = after[0] if after.size else len(places) - 1
    return slice(int(places[first]), int(places[last]) + 1)


def _levels(network: Network, ink: Array) -> Iterator[Level]:
    stride = stride_of(network)[0]
    margin, reach = PREPARED_SIZE // 2, EDGE * stride
    for number in range(MOST_LEVELS):
        scale = STEP**-number
        size = [max(1, round(side * scale)) for side in ink.shape]
        if number and max(size) < SMALLEST:
            return
        # On the far sides one stride more, so that the last window reaches as far out as the first.
        padded = np.pad(_resized(ink, size), (margin + reach, margin + stride + reach))
        logits = slide(network, padded[None])[:, EDGE:-EDGE, EDGE:-EDGE]
        yield Level(scale, padded[reach:-reach, reach:-reach], softmax(logits, axis=0), stride, margin)


def _resized(ink: Array, size: list[int]) -> Array:
    image = Image.fromarray(np.ascontiguousarray(ink)).resize((size[1], size[0]), Image.Resampling.HAMMING)
    return np.clip(np.asarray(image, np.float32), 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class _Proposal:
    """A whole digit that a window holds: its box on the sheet, its ink at this level, the filter's answer."""

    box: Box
    part: Array
    proposed: float


def _proposals(level: Level, ink: Array) -> list[_Proposal]:
    best = level.probabilities.max(axis=0)
    # Windows a few pixels apart hold the same ink; the one that is surest speaks for it.
    surest: dict[Box, float] = {}
    for row, column in np.argwhere(best >= PROPOSED):
        top, left = int(row) * level.stride, int(column) * level.stride
        found = whole_ink(level.ink[top : top + PREPARED_SIZE, left : left + PREPARED_SIZE])
        if found is not None:
            box = (top + found[0], left + found[1], top + found[2], left + found[3])
            surest[box] = max(float(best[row, column]), surest.get(box, 0.0))
    return [_on_sheet(level, ink, box, proposed) for box, proposed in surest.items()]


def _on_sheet(level: Level, ink: Array, box: Box, proposed: float) -> _Proposal:
    top, left, bottom, right = box
    coarse = (np.array(box) - level.margin) / level.scale
    return _Proposal(
        tightened(ink, coarse, slack=1 / level.scale), level.ink[top:bottom, left:right], proposed
    )


def tightened(ink: Array, box: NDArray[np.float64], *, slack: float) -> Box:
    """Return the box (top, left, bottom, right) of a sheet's ink in or up to `slack` pixels around a box.

    Where nothing there is ink, it is the box itself, rounded.

    >>> sheet = np.zeros((9, 9), np.float32)
    >>> sheet[2:8, 3:5] = 1
    >>> tightened(sheet, np.array([3.0, 2.0, 7.0, 6.0]), slack=1)
    (2, 3, 8, 5)
    """
    top, left = (max(0, round(float(edge - slack))) for edge in box[:2])
    bottom, right = (max(0, round(float(edge + slack))) for edge in box[2:])
    rows, columns = np.nonzero(ink[top:bottom, left:right] > INKED)
    if not rows.size:
        return round(float(box[0])), round(float(box[1])), round(float(box[2])), round(float(box[3]))
    return (
        top + int(rows.min()),
        left + int(columns.min()),
        top + int(rows.max()) + 1,
        left + int(columns.max()) + 1,
    )


def _confirmed(network: Network, proposals: list[_Proposal], limits: Limits) -> tuple[Found, ...]:
    if not proposals:
        return ()
    prepared = np.stack([frame_digit(proposal.part) for proposal in proposals])
    probabilities = softmax(network.forward(prepared[:, None]))
    scores = probabilities.max(axis=1)
    boxes = np.array([proposal.box for proposal in proposals], np.float64)
    kept = suppress(boxes, scores, threshold=SAME)
    found = (place for place in kept if _believed(prepared[place], float(scores[place]), limits))
    return tuple(
        Found(
            int(probabilities[place].argmax()),
            float(scores[place]),
            proposals[place].box,
            proposals[place].proposed,
            prepared[place],
        )
        for place in found
    )


def _believed(prepared: Array, probability: float, limits: Limits) -> bool:
    """Say whether nothing that makes a single digit doubtful holds for this one."""
    enough = probability >= limits.least_probability and prepared.mean() <= limits.most_ink
    return enough and not is_spot(prepared)
