"""What a browser asks for: commands, read with every bound checked, and carried out one after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from explorer.architectures.editing import apply
from explorer.architectures.kinds import KINDS
from explorer.architectures.notation import write_item
from explorer.architectures.plans import Address, Item, Plan
from explorer.architectures.values import read_value, write_value
from explorer.components.network_builder.desk import Desk, read_address
from explorer.components.network_builder.sending import mends_of

LONGEST_TEXT, MOST_COMMANDS, MOST_SECONDS = 65_536, 200, 1.0
LARGEST_NUMBER = 2**53
Command = Mapping[str, Any]


def obey(desk: Desk, state: object) -> Desk:
    """Return the desk after all commands in a component's state that were not carried out yet.

    The state's text is JSON: {"epoch", "commands": [{"n", "op", ...}, ...]}, ``n`` counting up. A browser
    repeats what it was not answered, so what has an old number was carried out already, and what would take
    longer than a second is left for its next message. Nonsense is passed over.
    """
    end = monotonic() + MOST_SECONDS
    for command in _heard(state, desk.epoch):
        if command["n"] > desk.applied:
            desk = replace(carried_out(desk, command), applied=command["n"])
            if monotonic() > end:
                break
    return desk


def carried_out(desk: Desk, command: Command) -> Desk:
    """Return the desk after one command; one that is impossible leaves a note.

    Beside those of `explorer.architectures.editing`, whose ``at`` is what is selected if it is not given:

    - select: ``address``, as `address_text` writes it; undo; redo
    - add: ``line`` or ``join`` is inserted behind what is selected, inside a selected branch, first behind
      the input, last where nothing is selected
    - option: ``value`` of the option ``name``, "" for its default
    - mend: by the ``title`` of a mend
    """
    desk = replace(desk, note="")
    operation = command.get("op")
    if operation == "undo":
        return desk.undone()
    if operation == "redo":
        return desk.redone()
    try:
        if operation == "select":
            return desk.selecting(read_address(str(command.get("address"))))
        return desk.changed(*_edited(desk, command))
    except ValueError as error:
        return replace(desk, note=str(error))


def _edited(desk: Desk, command: Command) -> tuple[Plan, Address | None]:
    plan, operation = desk.plan, command.get("op")
    if operation == "mend":
        return _mended(desk, str(command.get("title")))
    if operation == "option":
        line = write_item(_with_option(_item(desk), str(command.get("name")), str(command.get("value"))))
        command = {"op": "set", "line": line}
    if operation == "input" and "" in str(command.get("shape")).split("x"):
        stays = "x".join(map(str, plan.input_shape))
        raise ValueError(f"a size must not be empty; the input stays {stays}")
    if operation == "add":
        command = {**command, "op": "insert", "at": _place_behind(plan, desk.selected)}
    edited = apply(plan, {"at": desk.selected, **command})
    return edited.plan, () if operation == "input" else edited.selected


def _mended(desk: Desk, title: str) -> tuple[Plan, Address | None]:
    for mend in mends_of(desk.plan):
        if mend.title == title:
            return mend.plan, desk.selected
    raise ValueError("this no longer mends the network")


def _place_behind(plan: Plan, selected: Address | None) -> Address:
    if selected is None:
        return (len(plan.nodes),)
    return (*selected[:-1], selected[-1] + 1) if len(selected) % 2 else (*selected, 0)


def _item(desk: Desk) -> Item:
    node = desk.plan.at(desk.selected) if desk.selected else None
    if not isinstance(node, Item):
        raise ValueError("no layer is selected")
    return node


def _with_option(item: Item, name: str, value: str) -> Item:
    """Return a layer with one option read from a text; "" takes it away.

    >>> write_item(_with_option(Item("maxpool", (("kernel_size", 2),)), "stride", "1"))
    'maxpool 2x2 stride=1'
    """
    try:
        option = KINDS[item.kind].option(name)
    except KeyError:
        raise ValueError(f"{item.kind} has no option {name[:20]!r}") from None
    if value:
        return item.with_option(name, read_value(value, option))
    if option.required:
        stays = write_value(item.option(name), replace(option, leading=False))
        raise ValueError(f"{name} must not be empty; it stays {stays}")
    return Item(item.kind, tuple((other, kept) for other, kept in item.options if other != name), item.name)


def _heard(state: object, epoch: str) -> list[Command]:
    text = state.get("commands") if isinstance(state, Mapping) else None
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        return []
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(said, dict) or said.get("epoch") != epoch or not isinstance(said.get("commands"), list):
        return []
    commands = [one for one in said["commands"][:MOST_COMMANDS] if isinstance(one, dict)]
    return [one for one in commands if type(one.get("n")) is int and one["n"] <= LARGEST_NUMBER]
