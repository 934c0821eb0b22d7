"""How much a picture of numbers is, in things that a person can imagine."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, prod

LINES_PER_PAGE, NUMBERS_PER_LINE, PAGES_PER_REAM = 50, 20, 500
MINUTE, HOUR, DAY = 60, 3600, 86_400
VALUES_PER_BYTE = 256


def pages(count: int) -> int:
    """Return how many pages of 50 lines with 20 numbers each it takes to print so many numbers.

    >>> pages(1000), pages(1001)
    (1, 2)
    """
    return ceil(count / (LINES_PER_PAGE * NUMBERS_PER_LINE))


def duration(seconds: int) -> str:
    """Write a time in its two largest units; where something is left over, "over" says so.

    >>> duration(3_499_200), duration(3600), duration(3601), duration(90_061)
    ('40 days and 12 hours', '1 hour', 'over 1 hour', 'over 1 day and 1 hour')
    """
    parts = []
    rest = seconds
    for noun, size in (("day", DAY), ("hour", HOUR), ("minute", MINUTE), ("second", 1)):
        whole, rest = divmod(rest, size)
        parts.append((whole, noun))
    first = next((place for place, (whole, _) in enumerate(parts) if whole), len(parts) - 1)
    told = [
        f"{whole:,} {noun}{'' if whole == 1 else 's'}" for whole, noun in parts[first : first + 2] if whole
    ]
    over = "over " if any(whole for whole, _ in parts[first + 2 :]) else ""
    return over + (" and ".join(told) or "0 seconds")


def decimal_digits(count: int) -> int:
    """Return how many digits the number of different pictures of `count` bytes has, 256 to that power.

    >>> decimal_digits(1), decimal_digits(4), decimal_digits(1080 * 1080 * 3)
    (3, 10, 8426914)
    """
    return int(count * Decimal(VALUES_PER_BYTE).log10()) + 1


def size_facts(height: int, width: int, channels: int) -> tuple[tuple[str, str], ...]:
    """Return what a picture's size comes to, each as a pair: what, how much.

    >>> dict(size_facts(1080, 1080, 3))["Numbers"]
    '1,080 × 1,080 × 3 = 3,499,200'
    """
    count = prod((height, width, channels))
    sheets = pages(count)
    reams = sheets / PAGES_PER_REAM
    printed = f"{sheets:,} page{'' if sheets == 1 else 's'}"
    if reams >= 1:
        printed += f", {_short(reams)} {'ream' if reams == 1 else 'reams'} of {PAGES_PER_REAM}"
    return (
        ("Numbers", f"{height:,} × {width:,} × {channels} = {count:,}"),
        ("Printed", printed),
        ("Read aloud", duration(count)),
        ("Weights of one neuron that sees all", f"{count:,} and a bias"),
        ("Different pictures", f"a number with {decimal_digits(count):,} digits"),
    )


def _short(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
