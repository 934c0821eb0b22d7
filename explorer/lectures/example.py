"""A worked example of a lecture: what goes in, what the slide prints, and what is right."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic import Array, Layer

ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
)

Printed = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class Lecture:
    """One of the five lectures: its place among them, its title and where it was given."""

    number: int
    title: str
    given: str

    @property
    def name(self) -> str:
        """Return what the pages call it.

        >>> LECTURES[2].name
        'Third lecture'
        """
        return f"{ORDINALS[self.number - 1].capitalize()} lecture"


LECTURES = (
    Lecture(1, "Demystifying Convolutional Neural Networks", "Women in Data Science 2019"),
    Lecture(2, "Convolutional Neural Networks", "slides without a date"),
    Lecture(3, "Convolutional Neural Networks", "MSIS549, ML and AI for Business Applications, lesson 3"),
    Lecture(4, "Convolutional neural networks", "Mathematical techniques in data science, lecture 7"),
    Lecture(5, "Convolutional Neural Networks", "Deep Learning Online Bootcamp, day 14"),
)


class Misprint(NamedTuple):
    """One number of a slide that is not the sum it claims to be; row and column count from 0."""

    row: int
    column: int
    printed: float
    right: float

    @property
    def sentence(self) -> str:
        """Say it.

        >>> Misprint(2, 2, 4.0, 5.0).sentence
        'In the third row and third column the slide prints 4; the sum is 5.'
        """
        place = f"the {ORDINALS[self.row]} row and {ORDINALS[self.column]} column"
        return f"In {place} the slide prints {self.printed:g}; the sum is {self.right:g}."


@dataclass(frozen=True, eq=False)
class Example:
    """A worked example as a preset: a layer with its weights, an image, and the numbers of the slide.

    ``image`` is (C, H, W) and ``printed`` the first channel of the output as the slide prints it, None in a
    cell that it leaves blank; it is None where the slide prints no output at all. ``own_image`` says that the
    slide prints no numbers for the input, so that the picture is one of ours. ``note`` says what else is to
    be known.
    """

    name: str
    title: str
    lecture: Lecture
    slide: str
    image: Array
    layer: Layer
    _: KW_ONLY
    weights: Mapping[str, Array] = field(default_factory=dict)
    printed: Printed | None = None
    own_image: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse to be written to by a page: every visitor reads the same example."""
        for array in (self.image, *self.weights.values()):
            array.setflags(write=False)

    @cached_property
    def output(self) -> Array:
        """Return what is right, (O, H', W')."""
        output = self.layer.forward(self.image, self.weights)
        output.setflags(write=False)
        return output

    @property
    def misprints(self) -> tuple[Misprint, ...]:
        """Return every printed number that is not the one in ``output``."""
        return tuple(
            Misprint(row, column, number, float(self.output[0, row, column]))
            for row, numbers in enumerate(self.printed or ())
            for column, number in enumerate(numbers)
            if number is not None and number != self.output[0, row, column]
        )

    @property
    def remark(self) -> str:
        """Return in sentences where the slide and the arithmetic differ; empty where they agree."""
        return " ".join([*filter(None, [self.note]), *(misprint.sentence for misprint in self.misprints)])


def planes(*grids: ArrayLike) -> Array:
    """Return grids of the same size as the channels of one image, (C, H, W) float32."""
    return np.array(grids, np.float32)
