"""One body with parameters for several that differ in numbers only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from explorer.exports.calls import REQUIRED, Argument, Call, Parameter
from explorer.exports.parts import changed, steps
from explorer.exports.structure import Body, Step

CHANNELS = ("channels", "features", "filters", "groups", "units")


@dataclass(frozen=True)
class _Hole:
    """An argument that differs between bodies: its step's name, itself in the first, its value in each."""

    step: str
    argument: Argument
    values: tuple[Any, ...]

    @property
    def key(self) -> tuple[str, tuple[Any, ...]]:
        """Return what is equal for arguments that one parameter can serve."""
        name = self.argument.name
        return "channels" if name.endswith(CHANNELS) else name, self.values


def unified(bodies: Sequence[Body]) -> tuple[tuple[Argument, ...], Body, list[tuple[Argument, ...]]]:
    """Return parameters, one body in their terms, and the arguments that make each of the bodies of it.

    The bodies have the same steps under the same names; arguments that are equal in all of them stay as they
    are, and channels that differ in the same way share a parameter.

    >>> from explorer.exports.structure import Step
    >>> layer = lambda size: (Step("a", Call("f", (Argument("size", size), Argument("step", 1, 1)))),)
    >>> parameters, body, calls = unified([layer(3), layer(5)])
    >>> [parameter.name for parameter in parameters], str(body[0].call), str(Call("g", calls[1]))
    (['size'], 'f(size)', 'g(5)')
    """
    holes = list(_holes(bodies))
    groups: dict[Any, list[_Hole]] = {}
    for hole in filter(None, holes):
        groups.setdefault(hole.key, []).append(hole)
    names = dict(zip(groups, _names([group[0] for group in groups.values()]), strict=True))
    defaults = {key: _default(group) for key, group in groups.items()}
    ordered = sorted(groups, key=lambda key: defaults[key] is not REQUIRED)
    places = iter(holes)

    def filled(argument: Argument) -> Argument:
        hole = next(places)
        return replace(argument, value=Parameter(names[hole.key])) if hole else argument

    def named(step: Step) -> Step:
        return replace(step, call=Call(step.call.function, tuple(map(filled, step.call.arguments))))

    calls = [
        tuple(Argument(names[key], key[1][at], defaults[key]) for key in ordered) for at in range(len(bodies))
    ]
    parameters = tuple(Argument(names[key], Parameter(names[key]), defaults[key]) for key in ordered)
    return parameters, changed(bodies[0], named), calls


def _holes(bodies: Sequence[Body]) -> Iterator[_Hole | None]:
    """Yield for every argument of every step what differs, or None where nothing does."""
    for column in zip(*map(steps, bodies), strict=True):
        name = column[0][0]
        for arguments in zip(*(step.call.arguments for _, step in column), strict=True):
            values = tuple(argument.value for argument in arguments)
            alike = all(value == values[0] and type(value) is type(values[0]) for value in values)
            yield None if alike else _Hole(name, arguments[0], values)


def _default(group: Sequence[_Hole]) -> Any:
    defaults = [hole.argument.default for hole in group]
    return defaults[0] if all(default == defaults[0] for default in defaults) else REQUIRED


def _names(holes: Sequence[_Hole]) -> list[str]:
    """Name parameters after the arguments that they serve, and after the layer where those are not unique."""
    counts, names = Counter(hole.argument.name for hole in holes), list[str]()
    for hole in holes:
        name = hole.argument.name
        if counts[name] > 1:
            layer, name = re.sub("[^A-Za-z0-9_]", "_", hole.step).strip("_"), name.removeprefix("out_")
            name = f"{layer}_{name}" if layer[:1].isalpha() else f"{name}_{layer}"
        while name in names:
            name += "_"
        names.append(name)
    return names
