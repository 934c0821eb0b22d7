"""A volume, its filters and their biases as one short text: "1,2;3,4/5,6;7,8 1,0/0,1 -1"."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.components.channels.summing import LARGEST_CHANNELS, LARGEST_KERNEL, LARGEST_SIDE, MOST_WEIGHTS

DECIMALS = 3
LARGEST_NUMBER = 999
# What an address carries for one parameter; only numbers that are long nearly everywhere come near it.
LONGEST_PART = 4096
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,3})?")

Block = NDArray[np.float64]


class Numbers(NamedTuple):
    """What a learner edits: planes (C, H, W), kernels (filters times their channels, kh, kw), biases (O,)."""

    planes: Block
    kernels: Block
    biases: Block

    @property
    def groups(self) -> int:
        """Return the number of groups that makes the kernels as many as they are."""
        return len(self.planes) * len(self.biases) // len(self.kernels)

    @property
    def filters(self) -> Block:
        """Return the kernels by filter, (O, C / groups, kh, kw)."""
        return self.kernels.reshape(len(self.biases), -1, *self.kernels.shape[1:])


def parse_planes(text: str, *, most: int, side: int) -> Block:
    """Return the planes (n, rows, columns) that a text describes.

    Planes stand between ``/``, rows between ``;``, numbers between ``,``, each from -999 to 999 with at most
    three digits after the point. Raises ValueError, which says where and what, for anything else, for more
    than ``most`` planes and for more than ``side`` rows or columns.

    >>> parse_planes("1,2;3,4/5,6;7,-0.5", most=8, side=8).tolist()
    [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, -0.5]]]
    >>> parse_planes("1,2/3", most=8, side=8)
    Traceback (most recent call last):
    ValueError: all planes need the same rows and columns
    """
    if len(text) > LONGEST_PART:
        raise ValueError(f"a text of {len(text):,} characters is too long; at most {LONGEST_PART:,} are read")
    planes = [[row.split(",") for row in plane.split(";")] for plane in text.split("/")]
    shapes = {(len(plane), len(row)) for plane in planes for row in plane}
    if len(shapes) != 1:
        raise ValueError("all planes need the same rows and columns")
    [(rows, columns)] = shapes
    if len(planes) > most or max(rows, columns) > side:
        raise ValueError(
            f"{len(planes)} planes of {rows}x{columns} do not fit here, at most {most} of {side}x{side}"
        )
    for number, plane in enumerate(planes):
        for cell in (cell for row in plane for cell in row):
            if not _NUMBER.fullmatch(cell):
                raise ValueError(
                    f"plane {number} holds {cell[:20]!r}, not a number of at most 3 digits before the point "
                    f"and {DECIMALS} after"
                )
    return np.array(planes, np.float64) + 0.0


def parse_biases(text: str) -> Block:
    """Return the biases of a text.

    >>> parse_biases("1,-2").tolist()
    [1.0, -2.0]
    """
    return parse_planes(text, most=1, side=LARGEST_CHANNELS).reshape(-1)


def parse_kernels(text: str) -> Block:
    """Return the kernels of a text, (n, kh, kw); at most 576 weights."""
    kernels = parse_planes(text, most=LARGEST_CHANNELS**2, side=LARGEST_KERNEL)
    if kernels.size > MOST_WEIGHTS:
        raise ValueError(f"{kernels.size:,} weights are too many; at most {MOST_WEIGHTS} are shown")
    return kernels


def parse_volume(text: str) -> Block:
    """Return the planes of a text, (C, H, W)."""
    return parse_planes(text, most=LARGEST_CHANNELS, side=LARGEST_SIDE)


def parse_numbers(text: str) -> Numbers:
    """Return what a whole text describes, or raise ValueError.

    >>> parse_numbers("1/2 3/4 5").filters.tolist()
    [[[[3.0]], [[4.0]]]]
    >>> parse_numbers("1/2 3/4 5,6").groups
    2
    """
    parts = text.split(" ")
    if len(parts) != 3:
        raise ValueError("planes, kernels and biases need a space between them")
    numbers = Numbers(parse_volume(parts[0]), parse_kernels(parts[1]), parse_biases(parts[2]))
    channels, filters, kernels = (len(part) for part in (numbers.planes, numbers.biases, numbers.kernels))
    groups = channels * filters // kernels
    if not groups or channels % groups or filters % groups or kernels * groups != channels * filters:
        raise ValueError(f"{kernels} kernels do not fit {channels} planes under {filters} filters")
    return numbers


def format_planes(planes: ArrayLike) -> str:
    """Return the text of planes (n, rows, columns), rounded to three digits after the point.

    >>> format_planes([[[1, -0.0], [0.299, 10]]])
    '1,0;0.299,10'
    """
    return "/".join(
        ";".join(",".join(_written(float(cell)) for cell in row) for row in plane)
        for plane in np.asarray(planes)
    )


def format_biases(biases: ArrayLike) -> str:
    """Return the text of biases (O,)."""
    return format_planes(np.reshape(biases, (1, 1, -1)))


def format_numbers(numbers: Numbers) -> str:
    """Return the text that `parse_numbers` reads."""
    parts = format_planes(numbers.planes), format_planes(numbers.kernels), format_biases(numbers.biases)
    return " ".join(parts)


def _written(value: float) -> str:
    return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")
