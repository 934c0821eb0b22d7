"""Which part of the input a unit deep in a chain of layers can see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

Shape = tuple[int, ...]


@dataclass(frozen=True)
class ReceptiveField:
    """What one unit sees, each as (vertical, horizontal), in input cells.

    ``size`` is how far a unit sees, ``stride`` how far apart neighbouring units look, ``offset`` the first
    row and column that unit (0, 0) sees, negative where it begins in the padding (Araujo, Norris and Sim
    2019).
    """

    size: tuple[int, int] = (1, 1)
    stride: tuple[int, int] = (1, 1)
    offset: tuple[int, int] = (0, 0)

    def then(self, deeper: "ReceptiveField") -> "ReceptiveField":
        """Return what a unit sees through one more layer, whose own field on this one is ``deeper``.

        >>> three = ReceptiveField(size=(3, 3), offset=(-1, -1))
        >>> three.then(three)
        ReceptiveField(size=(5, 5), stride=(1, 1), offset=(-2, -2))
        """
        rows, columns = (
            (
                self.size[axis] + (deeper.size[axis] - 1) * self.stride[axis],
                self.stride[axis] * deeper.stride[axis],
                self.offset[axis] + deeper.offset[axis] * self.stride[axis],
            )
            for axis in (0, 1)
        )
        size, stride, offset = zip(rows, columns, strict=True)
        return ReceptiveField(size, stride, offset)

    def extent(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Return (top, bottom, left, right) of what unit (row, column) sees: half-open, not clipped.

        >>> ReceptiveField(size=(3, 3), stride=(2, 2), offset=(-1, -1)).extent(0, 2)
        (-1, 2, 3, 6)
        """
        top = self.offset[0] + row * self.stride[0]
        left = self.offset[1] + column * self.stride[1]
        return top, top + self.size[0], left, left + self.size[1]


class Sees(Protocol):
    """A layer, as far as this module needs to know it."""

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return what one unit sees of the layer before it."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape that follows."""


def receptive_field(layers: Iterable[Sees], *, input_shape: Shape | None = None) -> ReceptiveField:
    """Return what one unit at the end of a chain of layers sees of the chain's input.

    ``input_shape`` (C, H, W) is needed only where the answer depends on it: after Flatten, adaptive pooling,
    and "same" padding with a stride above 1.

    >>> from explorer.arithmetic.layers import Conv2d, MaxPool2d
    >>> receptive_field([Conv2d(1, 8, 3, padding=1), MaxPool2d(2), Conv2d(8, 8, 3, padding=1)])
    ReceptiveField(size=(8, 8), stride=(2, 2), offset=(-3, -3))
    """
    field = ReceptiveField()
    shape = input_shape
    for layer in layers:
        field = field.then(layer.receptive_field(shape))
        shape = None if shape is None else layer.output_shape(shape)
    return field
