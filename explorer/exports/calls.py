"""Calls as they stand in code, and how long ones are laid out over lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from explorer.arithmetic import Layer

WIDTH = 100
LONGEST_ROW = 4
REQUIRED = object()


@dataclass(frozen=True)
class Parameter:
    """A name in the place of a value: what a function is given."""

    name: str


@dataclass(frozen=True)
class Argument:
    """A value under a name. Without a default it is written without its name; a default is not written."""

    name: str
    value: Any
    default: Any = REQUIRED

    def piece(self) -> Group | str:
        """Return what stands between the brackets."""
        piece: Group | str = literal_of(self.value)
        if isinstance(self.value, tuple) and len(self.value) > LONGEST_ROW:
            piece = Group("(", tuple(map(literal_of, self.value)), ")")
        return piece if self.default is REQUIRED else prefixed(f"{self.name}=", piece)


@dataclass(frozen=True)
class Call:
    """A function or class with its arguments.

    >>> str(Call("nn.Conv2d", (Argument("in_channels", 3), Argument("stride", 1, 1), Argument("bias", 0, 1))))
    'nn.Conv2d(3, bias=0)'
    """

    function: str
    arguments: tuple[Argument, ...] = ()

    @property
    def written(self) -> tuple[Argument, ...]:
        """Return the arguments that are not at their defaults."""
        return tuple(argument for argument in self.arguments if argument.value != argument.default)

    def __str__(self) -> str:
        """Return the call on one line."""
        return flat(self.group())

    def group(self, *more: str) -> Group:
        """Return the call to be laid out, with more arguments behind its own."""
        return Group(f"{self.function}(", (*(argument.piece() for argument in self.written), *more), ")")


@dataclass(frozen=True)
class Group:
    """Pieces of code in brackets, on one line if they fit and are not to be broken."""

    opening: str
    items: tuple[Group | str, ...]
    closing: str
    broken: bool = False


def layer_call(layer: Layer, module: str, **changed: Any) -> Call:
    """Return the call that makes a layer whose class and options a library calls as we do.

    >>> from explorer.arithmetic import MaxPool2d
    >>> str(layer_call(MaxPool2d((3, 3), stride=2), "nn."))
    'nn.MaxPool2d(3, stride=2)'
    """
    arguments = []
    for option in fields(layer):  # type: ignore[arg-type]
        value = changed.get(option.name, getattr(layer, option.name))
        default = REQUIRED if option.default is MISSING else option.default
        arguments.append(Argument(option.name, short(value), default))
    return Call(f"{module}{type(layer).__name__}", tuple(arguments))


def short(value: Any) -> Any:
    """Return one number for a pair of equal ones.

    >>> short((3, 3)), short((1, 3)), short(((1, 2), (1, 2)))
    (3, (1, 3), ((1, 2), (1, 2)))
    """
    equal = isinstance(value, tuple) and len(value) == 2 and value[0] == value[1]
    return value[0] if equal and isinstance(value[0], int) else value


def literal_of(value: Any) -> str:
    """Return a value as it is written in code."""
    if isinstance(value, Parameter):
        return value.name
    return f'"{value}"' if isinstance(value, str) else repr(value)


def declared(parameter: Argument) -> str:
    """Return a parameter as it stands where a function is defined."""
    return parameter.name + ("" if parameter.default is REQUIRED else f"={literal_of(parameter.default)}")


def prefixed(text: str, piece: Group | str) -> Group | str:
    """Return a piece of code with text in front of it."""
    return text + piece if isinstance(piece, str) else replace(piece, opening=text + piece.opening)


def suffixed(piece: Group | str, text: str) -> Group | str:
    """Return a piece of code with text behind it."""
    return piece + text if isinstance(piece, str) else replace(piece, closing=piece.closing + text)


def flat(piece: Group | str) -> str:
    """Return a piece of code on one line."""
    if isinstance(piece, str):
        return piece
    return piece.opening + ", ".join(map(flat, piece.items)) + piece.closing


def laid_out(piece: Group | str, indent: int = 0) -> list[str]:
    """Return the lines of a piece of code, indented by so many spaces.

    >>> laid_out(Group("f(", ("1", Group("g(", ("2",), ")", broken=True)), ")"))
    ['f(', '    1,', '    g(', '        2,', '    ),', ')']
    """
    margin = " " * indent
    if isinstance(piece, str):
        return [margin + piece]
    if not _broken(piece) and len(margin) + len(flat(piece)) < WIDTH:
        return [margin + flat(piece)]
    inside = ", ".join(map(flat, piece.items))
    if not _broken(piece) and indent + 4 + len(inside) < WIDTH and not any(map(_nested, piece.items)):
        return [margin + piece.opening, f"{margin}    {inside}", margin + piece.closing]
    lines = [margin + piece.opening]
    for item in piece.items:
        inner = laid_out(item, indent + 4)
        lines += [*inner[:-1], f"{inner[-1]},"]
    return [*lines, margin + piece.closing]


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text, each with its end."""
    return "".join(f"{line}\n" for line in lines)


def _nested(piece: Group | str) -> bool:
    return isinstance(piece, Group)


def _broken(piece: Group | str) -> bool:
    return isinstance(piece, Group) and (piece.broken or any(map(_broken, piece.items)))
