"""What lies on a visitor's desk: the network, what is selected of it, and the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from explorer.architectures.packing import pack_plan, unpack_plan
from explorer.architectures.plans import Address, Block, Plan

LONGEST_PAST = 100
INPUT = "input"
_STEPS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,16}")


@dataclass(frozen=True)
class Moment:
    """A network and what was selected of it; packed, because every visitor has many of them."""

    packed: str
    selected: Address | None


@dataclass(frozen=True)
class Desk:
    """A network in the making.

    ``selected`` is the address of a layer or a block; () is the network's input, an address of even length a
    branch, None nothing. ``epoch`` names this desk: what a browser says about another one is not heard.
    ``applied`` is the number of the last command that was carried out, ``revision`` changes with the plan,
    ``note`` says what could not be done. ``origin`` and ``look`` are those of `begin_building`.
    """

    plan: Plan
    epoch: str
    origin: str = ""
    look: str = ""
    selected: Address | None = None
    past: tuple[Moment, ...] = ()
    future: tuple[Moment, ...] = ()
    applied: int = 0
    revision: int = 0
    note: str = ""

    def changed(self, plan: Plan, selected: Address | None) -> Desk:
        """Return the desk with another network; what lay there can be had back."""
        if plan == self.plan:
            return self.selecting(selected)
        past = (*self.past[1 - LONGEST_PAST :], self._moment)
        return self._showing(plan, selected, past, ())

    def selecting(self, selected: Address | None) -> Desk:
        """Return the desk with something else selected; with nothing, where there is no such thing."""
        there = selected if selected is not None and exists(self.plan, selected) else None
        return replace(self, selected=there, note="")

    def undone(self) -> Desk:
        """Return the desk as it was before the last change."""
        if not self.past:
            return self
        return self._back_at(self.past[-1], self.past[:-1], (*self.future, self._moment))

    def redone(self) -> Desk:
        """Return the desk as it was before the last change was taken back."""
        if not self.future:
            return self
        return self._back_at(self.future[-1], (*self.past, self._moment), self.future[:-1])

    @property
    def _moment(self) -> Moment:
        return Moment(pack_plan(self.plan), self.selected)

    def _back_at(self, moment: Moment, past: tuple[Moment, ...], future: tuple[Moment, ...]) -> Desk:
        return self._showing(unpack_plan(moment.packed), moment.selected, past, future)

    def _showing(
        self, plan: Plan, selected: Address | None, past: tuple[Moment, ...], future: tuple[Moment, ...]
    ) -> Desk:
        shown = replace(self, plan=plan, past=past, future=future, revision=self.revision + 1)
        return shown.selecting(selected)


def exists(plan: Plan, address: Address) -> bool:
    """Say whether a plan has a layer, a block or a branch at an address.

    >>> from explorer.architectures.notation import read_plan
    >>> plan = read_plan("input 4\\nadd {\\nrelu\\n|\\n}")
    >>> [exists(plan, address) for address in ((), (0,), (0, 1), (0, 0, 0), (0, 2), (1,))]
    [True, True, True, True, False, False]
    """
    if not address:
        return True
    try:
        node = plan.at(address if len(address) % 2 else address[:-1])
    except ValueError:
        return False
    return bool(len(address) % 2) or (isinstance(node, Block) and address[-1] < len(node.branches))


def address_text(address: Address | None) -> str:
    """Return an address as the page's own address and the browser write it.

    >>> address_text((3, 0, 1)), address_text(()), address_text(None)
    ('3.0.1', 'input', '')
    """
    if address is None:
        return ""
    return ".".join(map(str, address)) or INPUT


def read_address(text: str) -> Address | None:
    """Return the address that a text names, or raise a ValueError.

    >>> read_address("3.0.1"), read_address("input"), read_address("")
    ((3, 0, 1), (), None)
    """
    if text in ("", INPUT):
        return () if text else None
    if not _STEPS.fullmatch(text):
        raise ValueError(f"an address is written 3 or 3.0.1, not {text[:20]!r}")
    return tuple(int(step) for step in text.split("."))
