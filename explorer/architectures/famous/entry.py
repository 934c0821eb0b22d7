"""What is known of a famous network: where it comes from, and its plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from explorer.architectures.notation import read_plan
from explorer.architectures.plans import Plan


@dataclass(frozen=True)
class Famous:
    """A network that was published, or shipped here.

    ``source`` names the paper or the program, and where its numbers stand. ``write`` makes the text, which is
    written and read when it is first asked for. ``lecture`` says where a slide errs about this network, or is
    "". ``weights`` names the trained network that is shipped ("digits", "photos"), or is "".
    """

    name: str
    title: str
    year: int
    authors: str
    source: str
    summary: str
    write: Callable[[], str]
    lecture: str = ""
    weights: str = ""

    @cached_property
    def text(self) -> str:
        """Return the network in the notation."""
        return self.write()

    @cached_property
    def plan(self) -> Plan:
        """Return the network as a plan."""
        return read_plan(self.text)
