"""The values of options as text: read with every bound checked, written as short as they can be."""

from __future__ import annotations

from math import isfinite
from typing import Any

from explorer.architectures.kinds import LARGEST_TABLE, MOST_CHANNELS, Option

FLAGS = {"yes": True, "no": False, "true": True, "false": False}
NAMED_PADDINGS = ("same", "valid")


def read_value(text: str, option: Option) -> Any:
    """Return the value that a text stands for, or raise a ValueError that says what is allowed.

    >>> from explorer.architectures.kinds import KINDS
    >>> kernel, padding = KINDS["conv"].option("kernel_size"), KINDS["conv"].option("padding")
    >>> read_value("3x5", kernel), read_value("3x3", kernel), read_value("1,2,1,2", padding)
    ((3, 5), 3, ((1, 2), (1, 2)))
    """
    if option.form == "flag":
        if text.lower() not in FLAGS:
            raise ValueError(f"{option.name} must be yes or no, not {text[:20]!r}")
        return FLAGS[text.lower()]
    if option.form == "choice":
        return _choice(text, option, option.choices)
    if option.form == "number":
        return _decimal(text, option)
    if option.form == "count":
        return _whole(text, option)
    if option.form == "table":
        return _table(text, option)
    if option.form == "padding" and text.lower() in NAMED_PADDINGS:
        return text.lower()
    if option.form == "padding" and "," in text:
        return _sides(text, option)
    return _pair(text, option)


def write_value(value: Any, option: Option) -> str:
    """Return the text that reads back as the value; leading sizes are written height x width.

    >>> from explorer.architectures.kinds import KINDS
    >>> write_value(3, KINDS["conv"].option("kernel_size")), write_value(2, KINDS["conv"].option("stride"))
    ('3x3', '2')
    """
    if option.form == "flag":
        return "yes" if value else "no"
    if option.form == "table":
        return ",".join(".".join(map(str, row)) for row in value)
    if option.form == "number":
        return f"{value:.12g}"
    if isinstance(value, tuple) and isinstance(value[0], tuple):
        return ",".join(str(side) for sides in value for side in sides)
    if isinstance(value, tuple):
        return "x".join(map(str, value))
    return f"{value}x{value}" if option.leading and option.form == "pair" else str(value)


def _whole(text: str, option: Option) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        allowed = f"from {option.minimum:,} to {option.maximum:,}"
        raise ValueError(f"{option.name} must be a whole number {allowed}, not {text[:20]!r}")
    number = int(text)
    if not option.minimum <= number <= option.maximum:
        raise ValueError(
            f"{option.name} must be from {option.minimum:,} to {option.maximum:,}, not {number:,}"
        )
    return number


def _pair(text: str, option: Option) -> int | tuple[int, int]:
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) > 2:
        raise ValueError(f"{option.name} must be one number or height x width, not {text[:20]!r}")
    numbers = [_whole(part, option) for part in parts]
    return numbers[0] if len(set(numbers)) == 1 else (numbers[0], numbers[1])


def _sides(text: str, option: Option) -> tuple[tuple[int, int], tuple[int, int]]:
    sides = [_whole(part, option) for part in text.split(",")]
    if len(sides) != 4:
        raise ValueError(f"{option.name} has four sides, top,bottom,left,right, not {text[:20]!r}")
    return (sides[0], sides[1]), (sides[2], sides[3])


def _decimal(text: str, option: Option) -> float:
    try:
        number = float(text) if len(text) < 24 else float("nan")
    except ValueError:
        number = float("nan")
    if not isfinite(number) or abs(number) > 1e6:
        raise ValueError(f"{option.name} must be a number, not {text[:20]!r}")
    return number


def _choice(text: str, option: Option, choices: tuple[str, ...]) -> str:
    if text.lower() not in choices:
        raise ValueError(f"{option.name} must be {' or '.join(choices)}, not {text[:20]!r}")
    return text.lower()


def _table(text: str, option: Option) -> tuple[tuple[int, ...], ...]:
    """Read "0.1,1.2": the first filter reads channels 0 and 1, the second 1 and 2."""
    rows = [row.split(".") for row in text.split(",")]
    if sum(map(len, rows)) > LARGEST_TABLE:
        raise ValueError(f"{option.name} may hold at most {LARGEST_TABLE:,} connections")
    channel = Option("a channel of the table", "count", minimum=0, maximum=MOST_CHANNELS)
    return tuple(tuple(_whole(part, channel) for part in row) for row in rows)
