"""What was done to a network as one short text for addresses: edits between ``~``, parts between ``:``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from explorer.surgery.edits import (
    DECIMALS,
    AddNoise,
    Edit,
    Permute,
    Quantise,
    ReplaceKernel,
    SetKernel,
    SwitchOff,
)

MOST_EDITS = 12
LONGEST_TEXT = 4096
LARGEST_SIDE = 11
ALL = "all"
_WHOLE = re.compile(r"[0-9]{1,4}")
_NUMBER = re.compile(rf"-?[0-9]{{1,3}}(\.[0-9]{{1,{DECIMALS}}})?")


def format_edits(edits: Sequence[Edit]) -> str:
    """Return the text of edits, in their order.

    Raises ValueError for more than 12 edits, and for numbers that the text cannot carry.

    >>> format_edits([SwitchOff("conv1", 3), Quantise(4), ReplaceKernel("conv2", 0, None, "sobel_x")])
    'off:conv1:3~bits:4~kernel:conv2:0:all:sobel_x'
    """
    _check_count(len(edits))
    text = "~".join(_written(edit) for edit in edits)
    if parse_edits(text) != tuple(edits):
        raise ValueError(f"numbers in edits have at most {DECIMALS} decimals, so that their text is exact")
    return text


def parse_edits(text: str) -> tuple[Edit, ...]:
    """Return the edits that a text describes; whether they fit a network is seen when they are carried out.

    Raises ValueError, which names the part that makes no sense.

    >>> parse_edits("set:conv1:0:2:1,0;-0.5,0")
    (SetKernel(layer='conv1', filter=0, channel=2, weights=((1.0, 0.0), (-0.5, 0.0))),)
    >>> parse_edits("off:conv1")
    Traceback (most recent call last):
    ValueError: edit 1, 'off:conv1', is not written off:layer:filter
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"the edits have {len(text)} characters; at most {LONGEST_TEXT} are read")
    parts = text.split("~") if text else []
    _check_count(len(parts))
    return tuple(_read(part, number) for number, part in enumerate(parts, 1))


def _check_count(count: int) -> None:
    if count > MOST_EDITS:
        raise ValueError(f"{count} edits are too many; at most {MOST_EDITS} are kept")


def _read(part: str, number: int) -> Edit:
    word, *values = part.split(":")
    if word not in FORMS:
        raise ValueError(f"edit {number}, {part[:40]!r}, begins with none of {', '.join(FORMS)}")
    form, names = FORMS[word]
    try:
        if len(values) != len(names):
            raise ValueError
        return form(*values)
    except ValueError:
        raise ValueError(f"edit {number}, {part[:40]!r}, is not written {':'.join((word, *names))}") from None


def _written(edit: Edit) -> str:
    match edit:
        case SwitchOff():
            parts = ["off", edit.layer, edit.filter]
        case SetKernel():
            grid = ";".join(",".join(_decimal(value) for value in row) for row in edit.weights)
            parts = ["set", edit.layer, edit.filter, edit.channel, grid]
        case ReplaceKernel():
            channel = ALL if edit.channel is None else edit.channel
            parts = ["kernel", edit.layer, edit.filter, channel, edit.kernel]
        case AddNoise():
            parts = ["noise", edit.layer or ALL, _decimal(edit.strength), edit.seed]
        case Quantise():
            parts = ["bits", edit.bits]
        case Permute():
            parts = ["rewire" if edit.rewired else "permute", edit.layer, edit.seed]
        case _:
            raise ValueError(f"there is no text for {edit!r}")
    return ":".join(map(str, parts))


def _decimal(value: float) -> str:
    return f"{value + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _whole(text: str) -> int:
    return int(_matching(_WHOLE, text))


def _number(text: str) -> float:
    # A minus before nothing but zeros says nothing.
    return float(_matching(_NUMBER, text)) + 0.0


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError
    return text


def _grid(text: str) -> tuple[tuple[float, ...], ...]:
    rows = tuple(tuple(_number(cell) for cell in row.split(",")) for row in text.split(";"))
    if len({len(row) for row in rows}) != 1 or max(len(rows), len(rows[0])) > LARGEST_SIDE:
        raise ValueError
    return rows


FORMS: Mapping[str, tuple[Callable[..., Edit], tuple[str, ...]]] = MappingProxyType(
    {
        "off": (lambda layer, filter: SwitchOff(layer, _whole(filter)), ("layer", "filter")),
        "set": (
            lambda layer, filter, channel, grid: SetKernel(
                layer, _whole(filter), _whole(channel), _grid(grid)
            ),
            ("layer", "filter", "channel", "1,0;0,1"),
        ),
        "kernel": (
            lambda layer, filter, channel, name: ReplaceKernel(
                layer, _whole(filter), None if channel == ALL else _whole(channel), name
            ),
            ("layer", "filter", "channel", "name"),
        ),
        "noise": (
            lambda layer, strength, seed: AddNoise(
                None if layer == ALL else layer, _number(strength), _whole(seed)
            ),
            ("layer", "strength", "seed"),
        ),
        "bits": (lambda bits: Quantise(_whole(bits)), ("bits",)),
        "permute": (lambda layer, seed: Permute(layer, _whole(seed)), ("layer", "seed")),
        "rewire": (lambda layer, seed: Permute(layer, _whole(seed), rewired=True), ("layer", "seed")),
    }
)
