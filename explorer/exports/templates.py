"""Blocks that differ in numbers only become one class or function with parameters."""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from keyword import kwlist
from string import ascii_uppercase
from typing import Any

from explorer.exports.calls import Argument, Call, Parameter
from explorer.exports.parts import changed, exchanged, insides, steps, units
from explorer.exports.structure import Body, Join, Step, Unit, is_chain
from explorer.exports.unifying import unified
from explorer.exports.wording import block_name

# A class or function costs about so many lines around what is in it.
OVERHEAD = 4
# What Python calls its own, and what the scripts import.
NOT_OURS = {*kwlist, *dir(builtins), "functools", "inputs", "keras", "math", "name", "nn", "np", "torch", "x"}


@dataclass(frozen=True)
class Template:
    """A class or function: its name, its parameters, its inside, and the full paths of what it makes."""

    name: str
    parameters: tuple[Argument, ...]
    body: Body
    users: tuple[str, ...]


def abstracted(
    body: Body,
    *,
    branching_needs_one: bool,
    spelled: Callable[[str], str] = str,
    reserved: Iterable[str] = (),
) -> tuple[Body, list[Template]]:
    """Return a body with calls of templates wherever that makes the code shorter, and the templates.

    Those that others need come first. Units that remain are to be written where they stand; with
    ``branching_needs_one``, none that branches remains. ``spelled`` turns "ResidualBlock" into what the
    language likes; ``reserved`` names are taken.
    """
    maker = _Maker(branching_needs_one, spelled, set(reserved))
    trunk, templates = maker.made(body), maker.templates
    while rarely := _used_once(trunk, templates, branching_needs_one):
        others = [template for template in templates if template is not rarely]
        trunk = _written_out(trunk, rarely)
        templates = [replace(other, body=_written_out(other.body, rarely)) for other in others]
    return trunk, templates


class _Maker:
    def __init__(self, branching_needs_one: bool, spelled: Callable[[str], str], taken: set[str]) -> None:
        self.templates: list[Template] = []
        self._branching_needs_one, self._spelled, self._taken = branching_needs_one, spelled, taken | NOT_OURS

    def made(self, body: Body) -> Body:
        """Treat units from the inside out, so that what is alike inside looks alike from outside."""
        done: dict[str, Step | Unit] = {}
        while True:
            groups: dict[Any, list[Unit]] = {}
            for unit in units(body):
                if unit.path not in done and all(inner.path in done for inner in units(unit.body)):
                    groups.setdefault(_outline(unit.body), []).append(unit)
            if not groups:
                return body
            for alike in groups.values():
                done |= self._treated(alike)
            body = exchanged(body, done)

    def _treated(self, alike: list[Unit]) -> dict[str, Step | Unit]:
        saved = (len(alike) - 1) * _size(alike[0].body) - OVERHEAD
        if saved <= 0 and (is_chain(alike[0].body) or not self._branching_needs_one):
            return {unit.path: unit for unit in alike}
        parameters, body, calls = unified([unit.body for unit in alike])
        name = self._name(block_name(alike))
        self.templates.append(Template(name, parameters, body, tuple(unit.path for unit in alike)))
        return {
            unit.path: Step(unit.name, Call(name, arguments))
            for unit, arguments in zip(alike, calls, strict=True)
        }

    def _name(self, base: str) -> str:
        endings = chain(["", *ascii_uppercase[1:]], map(str, count(27)))
        spelled = (self._spelled(base + ending) for ending in endings)
        name = next(name for name in spelled if name not in self._taken)
        self._taken.add(name)
        return name


def _used_once(trunk: Body, templates: Sequence[Template], branching_needs_one: bool) -> Template | None:
    """Return a template that a single line of code calls, if it can be written there instead."""
    bodies = (trunk, *(template.body for template in templates))
    uses = Counter(step.call.function for body in bodies for _, step in steps(body))
    for template in templates:
        if uses[template.name] == 1 and (is_chain(template.body) or not branching_needs_one):
            return template
    return None


def _written_out(body: Body, template: Template) -> Body:
    """Return a body with the template's inside in the places of its calls."""

    def written(step: Step) -> Step | Unit:
        if step.call.function != template.name:
            return step
        values = {argument.name: argument.value for argument in step.call.arguments}
        return Unit(step.name, template.users[0], _filled(template.body, values))

    return changed(body, written)


def _filled(body: Body, values: Mapping[str, Any]) -> Body:
    """Return a body with values in the places of parameters."""

    def filled(argument: Argument) -> Argument:
        known = isinstance(argument.value, Parameter)
        return replace(argument, value=values[argument.value.name]) if known else argument

    def treated(step: Step) -> Step:
        return replace(step, call=Call(step.call.function, tuple(map(filled, step.call.arguments))))

    return changed(body, treated)


def _size(body: Body) -> int:
    """Return about how many lines a body takes: equal steps one after another take one."""
    calls = [step.call for _, step in steps(body)]
    return sum(call != before for call, before in zip(calls, [None, *calls], strict=False))


def _outline(body: Body) -> Any:
    """Return what bodies that differ in numbers only have in common."""
    parts: list[Any] = []
    for part in body:
        if isinstance(part, Step):
            names = tuple(argument.name for argument in part.call.arguments)
            parts.append((part.name, part.call.function, names))
        else:
            join = part.join if isinstance(part, Join) else ""
            parts.append((join, part.name, tuple(map(_outline, insides(part)))))
    return tuple(parts)
