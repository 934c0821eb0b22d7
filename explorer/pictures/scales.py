"""The three ways in which programs write a pixel's brightness, and what each of the 256 values becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

MINUS = "\N{MINUS SIGN}"
BRIGHTEST = 255


@dataclass(frozen=True)
class Scale:
    """A way to write a brightness: its name, the span it covers, a sentence on the mapping, the mapping.

    `digits` stand after the point when a value is written; they are enough to tell all 256 values apart.
    """

    name: str
    title: str
    span: str
    sentence: str
    value: Callable[[int], Fraction]
    digits: int

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return what each value from 0 to 255 is written as.

        >>> SCALES["unit"].texts[51], SCALES["signed"].texts[0], SCALES["byte"].texts[7]
        ('0.200', '−1.000', '7')
        """
        written = (f"{float(self.value(level)):.{self.digits}f}" for level in range(BRIGHTEST + 1))
        return tuple(text.replace("-", MINUS) for text in written)


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        scale.name: scale
        for scale in (
            Scale(
                "byte",
                "Byte",
                "0 to 255",
                "One byte holds a whole number from 0, no light, to 255, all the light there is. "
                "Picture files store this.",
                Fraction,
                0,
            ),
            Scale(
                "unit",
                "Unit",
                "0 to 1",
                "Each byte is divided by 255: 0 stays 0 and 255 becomes 1. "
                "Networks learn more easily from small numbers.",
                lambda level: Fraction(level, BRIGHTEST),
                3,
            ),
            Scale(
                "signed",
                "Signed",
                f"{MINUS}1 to 1",
                "Each byte is divided by 127.5 and 1 is taken away: 0 becomes −1 and 255 becomes 1. "
                "No pixel is exactly 0, because the middle lies between 127 and 128.",
                lambda level: Fraction(2 * level, BRIGHTEST) - 1,
                3,
            ),
        )
    }
)
