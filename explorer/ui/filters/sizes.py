"""The sizes of the layer in formulas and sentences with this learner's numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from explorer.arithmetic import AvgPool2d, Conv2d, MaxPool2d, Network
from explorer.figures.formulas import Axis, axes, macs_formula, parameters_formula

MOST_NAMED = 3


def show_sizes(network: Network) -> None:
    """Show how the size of every map comes about, what is never read, and what the layer costs."""
    st.markdown("\n\n".join(_lines(network)))


def _lines(network: Network) -> Iterator[str]:
    shapes = [tuple(network.input_shape), *network.shapes.values()]
    for place, (_, layer) in enumerate(network.layers.items()):
        if isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
            title = "feature map" if isinstance(layer, Conv2d) else "pooled map"
            yield from size_lines(title, axes(layer, shapes[place]))
    convolution = network.layers["conv"]
    yield (
        f"**Parameters** {parameters_formula(convolution)} &emsp; "
        f"**Multiply-accumulates (MACs)** {macs_formula(convolution, shapes[0])}"
    )


def size_lines(title: str, both: tuple[Axis, Axis]) -> Iterator[str]:
    """Yield a paragraph for each axis, or one for both where they agree."""
    if both[0] == both[1]:
        yield _paragraph(f"Height and width of the {title}", ("row and column", "rows and columns"), both[0])
        return
    nouns = (("row", "rows"), ("column", "columns"))
    for name, noun, axis in zip(("Height", "Width"), nouns, both, strict=True):
        yield _paragraph(f"{name} of the {title}", noun, axis)


def _paragraph(name: str, noun: tuple[str, str], axis: Axis) -> str:
    """Say one size; `noun` is what its places are called, one of them and several."""
    text = f"**{name}** $\\;{axis.latex}$ &emsp; {axis.sentence}"
    if axis.dilation > 1:
        text += f" The dilated kernel covers {axis.span_formula} cells."
    if axis.unread:
        text += f" No window reads {noun[len(axis.unread) > 1]} {listed(axis.unread)}."
    return text


def listed(places: Sequence[int]) -> str:
    """Write numbers in words, the long run of them shortened.

    >>> listed([7]), listed([7, 8]), listed([1, 3, 5, 7, 9])
    ('7', '7 and 8', '1, 3, 5 and 2 more')
    """
    if len(places) > MOST_NAMED + 1:
        first = ", ".join(map(str, places[:MOST_NAMED]))
        return f"{first} and {len(places) - MOST_NAMED} more"
    head, last = places[:-1], places[-1]
    return f"{', '.join(map(str, head))} and {last}" if head else str(last)
