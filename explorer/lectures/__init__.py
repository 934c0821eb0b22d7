"""Every worked example of the five lectures, to the digit, and what is right where a slide is wrong."""

from collections.abc import Mapping
from types import MappingProxyType

from explorer.lectures.calculations import Calculation, counts, neurons, sizes
from explorer.lectures.convolutions import convolutions
from explorer.lectures.example import LECTURES, Example, Lecture, Misprint
from explorer.lectures.volumes import poolings, volumes

EXAMPLES: Mapping[str, Example] = MappingProxyType(
    {example.name: example for group in (convolutions, volumes, poolings) for example in group()}
)
CALCULATIONS: Mapping[str, Calculation] = MappingProxyType(
    {line.name: line for group in (counts, sizes, neurons) for line in group()}
)

__all__ = ["CALCULATIONS", "EXAMPLES", "LECTURES", "Calculation", "Example", "Lecture", "Misprint"]
