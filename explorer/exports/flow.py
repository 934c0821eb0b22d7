"""The way of the numbers through steps and branches, as assignments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from explorer.exports.calls import Group, prefixed
from explorer.exports.structure import Body, Join, Step, Unit

Piece = Group | str


def assignments(
    body: Body,
    write: Callable[[Step | Unit, str], Piece],
    join: Callable[[Join, Sequence[str]], Piece],
    *,
    source: str = "x",
    target: str = "x",
) -> Iterator[Piece]:
    """Yield one assignment per step and per join; ``write`` and ``join`` say what is assigned.

    Branches have variables of their own, numbered within those of the branch around them; a branch without
    steps hands on the variable that it reads.

    >>> from explorer.exports.calls import Call
    >>> body = (Join("add", "", ((Step("f", Call("f")),), ())), Step("g", Call("g")))
    >>> list(assignments(body, lambda step, x: f"{step.name}({x})", lambda join, ends: " + ".join(ends)))
    ['branch1 = f(x)', 'x = branch1 + x', 'x = g(x)']
    """
    for part in body:
        if isinstance(part, Join):
            ends = []
            for number, branch in enumerate(part.branches, start=1):
                variable = f"branch{number}" if target == "x" else f"{target}_{number}"
                yield from assignments(branch, write, join, source=source, target=variable)
                ends.append(variable if branch else source)
            piece = join(part, ends)
        else:
            piece = write(part, source)
        yield prefixed(f"{target} = ", piece)
        source = target
