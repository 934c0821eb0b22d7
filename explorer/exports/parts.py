"""Walks over the parts of a body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from explorer.exports.structure import Body, Join, Step, Unit


def steps(body: Body, prefix: str = "") -> Iterator[tuple[str, Step]]:
    """Yield the steps of a body and of its units, in order, with their names in it."""
    for part in body:
        if isinstance(part, Step):
            yield prefix + part.name, part
        for inner in insides(part):
            yield from steps(inner, f"{prefix}{part.name}." if isinstance(part, Unit) else prefix)


def units(body: Body) -> Iterator[Unit]:
    """Yield all units of a body, those in a unit before it."""
    for part in body:
        for inner in insides(part):
            yield from units(inner)
        if isinstance(part, Unit):
            yield part


def insides(part: Step | Join | Unit) -> tuple[Body, ...]:
    """Return the bodies that are in a part."""
    if isinstance(part, Join):
        return part.branches
    return (part.body,) if isinstance(part, Unit) else ()


def changed(body: Body, change: Callable[[Step], Step | Unit]) -> Body:
    """Return a body with every step changed, in the order of ``steps``."""

    def treated(part: Step | Join | Unit) -> Step | Join | Unit:
        if isinstance(part, Step):
            return change(part)
        inner = tuple(changed(body, change) for body in insides(part))
        return replace(part, body=inner[0]) if isinstance(part, Unit) else replace(part, branches=inner)

    return tuple(map(treated, body))


def exchanged(body: Body, others: Mapping[str, Step | Unit]) -> Body:
    """Return a body with others in the places of units, by their paths, outer units first."""

    def treated(part: Step | Join | Unit) -> Step | Join | Unit:
        if isinstance(part, Unit):
            return others.get(part.path) or replace(part, body=exchanged(part.body, others))
        if isinstance(part, Join):
            return replace(part, branches=tuple(exchanged(body, others) for body in part.branches))
        return part

    return tuple(map(treated, body))
