"""Changes of a plan, as a visitor makes them: one command in, a new plan out, and what is selected then."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from explorer.architectures.notation import NotationError, check_name, read_item, read_plan, write_plan
from explorer.architectures.plans import JOINS, Address, Block, Node, Plan

LONGEST_LINE = 4_096
_NUMBERED = re.compile(r"(.*?)([0-9]*)")


@dataclass(frozen=True)
class Edited:
    """A plan after a command, and the address of the node to go on with, None if none is left there."""

    plan: Plan
    selected: Address | None


def apply(plan: Plan, command: Mapping[str, Any]) -> Edited:
    """Carry out one command, or raise a ValueError that says why it cannot be.

    ``op`` says what to do, ``at`` is the address of a node (a list of numbers); the rest depends on ``op``:

    - insert: ``line`` (a layer) or ``join`` (a block) comes to stand at ``at``
    - remove, duplicate; set: ``line``; rename: ``name``; join: ``join``
    - move: ``by`` is 1 or -1; with ``enter``, a block next to the node is entered and not passed
    - group: ``count`` nodes from ``at`` become a block of this ``join`` and ``name``; ungroup
    - add_branch; remove_branch: ``branch``
    - input: ``shape`` ("3x32x32"); title: ``title``

    >>> plan = read_plan("input 1x28x28\\nconv 8 3x3\\nrelu")
    >>> print(write_plan(apply(plan, {"op": "move", "at": [0], "by": 1}).plan))
    input 1x28x28
    relu
    conv 8 3x3
    <BLANKLINE>
    """
    operation = _OPERATIONS.get(str(command.get("op")))
    if operation is None:
        raise ValueError(f"there is no command {str(command.get('op'))[:20]!r}")
    edited = operation(plan, command)
    # Reading back what was written checks every bound of the notation.
    return replace(edited, plan=read_plan(write_plan(edited.plan)))


def _insert(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    node: Node = _new_block(command) if "join" in command else read_item(_text(command, "line"))
    return Edited(plan.inserted(at, node), at)


def _remove(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    left = plan.replaced(at)
    return Edited(left, _nearest(left, at))


def _duplicate(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    node = plan.at(at)
    after = _beside(at, 1)
    taken = {other.name for _, other in plan.walk()}
    return Edited(plan.inserted(after, replace(node, name=_fresh(node.name, taken))), after)


def _set(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    if isinstance(plan.at(at), Block):
        raise ValueError("a block has no options of its own: open it and change a layer in it")
    return Edited(plan.replaced(at, read_item(_text(command, "line"))), at)


def _rename(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    return Edited(plan.replaced(at, replace(plan.at(at), name=_name(command))), at)


def _join(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    return Edited(plan.replaced(at, replace(_block(plan, at), join=_new_block(command).join)), at)


def _move(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at, by = _address(command), command.get("by")
    if by not in (1, -1):
        raise ValueError("a layer moves by 1 or by -1")
    node, without = plan.at(at), plan.replaced(at)
    to = _destination(without, at, int(by), enter=bool(command.get("enter")))
    return Edited(without.inserted(to, node), to) if to else Edited(plan, at)


def _destination(without: Plan, at: Address, by: int, *, enter: bool) -> Address | None:
    """Return where a node goes that was taken out at an address; None where it cannot go any further."""
    neighbour = at if by > 0 else _beside(at, -1)
    count = _count(without, at)
    if 0 <= neighbour[-1] < count:
        block = without.at(neighbour)
        if not enter or not isinstance(block, Block):
            return _beside(at, by)
        branch = 0 if by > 0 else len(block.branches) - 1
        return (*neighbour, branch, 0 if by > 0 else len(block.branches[branch]))
    if len(at) == 1:
        return None
    outer, branch = at[:-2], at[-2] + by
    branches = _block(without, outer).branches
    if 0 <= branch < len(branches):
        return (*outer, branch, 0 if by > 0 else len(branches[branch]))
    return _beside(outer, 1) if by > 0 else outer


def _group(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at, count = _address(command), command.get("count", 1)
    if not isinstance(count, int) or not 1 <= count <= _count(plan, at) - at[-1]:
        raise ValueError(f"there are not {count} layers to group")
    inside = tuple(plan.at(_beside(at, place)) for place in range(count))
    block = _new_block(command)
    shortcut: tuple[tuple[Node, ...], ...] = ((),) if block.join == "add" else ()
    for _ in range(count - 1):
        plan = plan.replaced(at)
    return Edited(plan.replaced(at, replace(block, branches=(inside, *shortcut))), at)


def _ungroup(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    block = _block(plan, at)
    filled = [branch for branch in block.branches if branch]
    if len(filled) > 1:
        raise ValueError(
            f"the layers of {len(filled)} branches cannot stand in one row: remove branches first"
        )
    inside = [_prefixed(node, block.name) for branch in filled for node in branch]
    left = plan.replaced(at, *inside)
    return Edited(left, at if inside else _nearest(left, at))


def _add_branch(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at = _address(command)
    block = _block(plan, at)
    if block.join in ("chain", "aside"):
        raise ValueError("a block of this kind has one branch; let its branches be added or stacked first")
    return Edited(plan.replaced(at, replace(block, branches=(*block.branches, ()))), at)


def _remove_branch(plan: Plan, command: Mapping[str, Any]) -> Edited:
    at, branch = _address(command), command.get("branch")
    block = _block(plan, at)
    if not isinstance(branch, int) or not 0 <= branch < len(block.branches):
        raise ValueError("there is no such branch")
    if len(block.branches) == 1:
        raise ValueError("a block keeps at least one branch: remove the block itself")
    left = tuple(inner for place, inner in enumerate(block.branches) if place != branch)
    return Edited(plan.replaced(at, replace(block, branches=left)), at)


def _input(plan: Plan, command: Mapping[str, Any]) -> Edited:
    try:
        shape = read_plan(f"input {_text(command, 'shape')}").input_shape
    except NotationError as error:
        # There is one line only, and the visitor wrote none.
        raise ValueError(str(error).removeprefix("line 1: ")) from None
    return Edited(replace(plan, input_shape=shape), None)


def _title(plan: Plan, command: Mapping[str, Any]) -> Edited:
    return Edited(replace(plan, title=_text(command, "title").partition("#")[0].strip()), None)


_OPERATIONS: Mapping[str, Callable[[Plan, Mapping[str, Any]], Edited]] = MappingProxyType(
    {
        "insert": _insert,
        "remove": _remove,
        "duplicate": _duplicate,
        "set": _set,
        "rename": _rename,
        "join": _join,
        "move": _move,
        "group": _group,
        "ungroup": _ungroup,
        "add_branch": _add_branch,
        "remove_branch": _remove_branch,
        "input": _input,
        "title": _title,
    }
)


def _address(command: Mapping[str, Any]) -> Address:
    at = command.get("at")
    if not isinstance(at, Sequence) or not at or not all(type(step) is int and step >= 0 for step in at):
        raise ValueError("the command does not say where")
    return tuple(at)


def _text(command: Mapping[str, Any], name: str) -> str:
    text = command.get(name)
    if not isinstance(text, str) or len(text) > LONGEST_LINE or len(text.splitlines()) > 1:
        raise ValueError(f"{name} must be one line of text")
    text = " ".join(text.split())
    if not text.isprintable() or set(text) & set("{}"):
        raise ValueError(f"{name} must be plain text without braces")
    return text


def _name(command: Mapping[str, Any]) -> str:
    name = _text(command, "name")
    if name:
        check_name(name)
    return name


def _new_block(command: Mapping[str, Any]) -> Block:
    join = str(command.get("join"))
    if join not in JOINS:
        raise ValueError(f"a block is one of {', '.join(JOINS)}, not {join[:20]!r}")
    branches: tuple[tuple[Node, ...], ...] = ((), ()) if join in ("add", "concat") else ((),)
    return Block(join, branches, _name({"name": "", **command}))


def _block(plan: Plan, at: Address) -> Block:
    block = plan.at(at)
    if not isinstance(block, Block):
        raise ValueError("this is a layer, not a block")
    return block


def _beside(at: Address, by: int) -> Address:
    return (*at[:-1], at[-1] + by)


def _count(plan: Plan, at: Address) -> int:
    """Return how many nodes stand in the branch of an address."""
    return len(plan.nodes if len(at) == 1 else _block(plan, at[:-2]).branches[at[-2]])


def _nearest(plan: Plan, at: Address) -> Address | None:
    """Return the address itself, else the last one of its branch, else the block around the branch."""
    if count := _count(plan, at):
        return (*at[:-1], min(at[-1], count - 1))
    return at[:-2] or None


def _fresh(name: str, taken: set[str]) -> str:
    """Count a name on until it is free: conv1 becomes conv2; a layer without a name stays without."""
    match = _NUMBERED.fullmatch(name)
    if not name or match is None:
        return ""
    stem, number = match[1] or name, int(match[2] or 1)
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def _prefixed(node: Node, prefix: str) -> Node:
    """Return a node that leaves a named block; its full name stays the same."""
    if not prefix:
        return node
    if isinstance(node, Block) and not node.name:
        branches = tuple(tuple(_prefixed(inner, prefix) for inner in branch) for branch in node.branches)
        return replace(node, branches=branches)
    return replace(node, name=f"{prefix}.{node.name}") if node.name else node
