"""A challenge: something to reach, and the conditions that the live state meets or does not meet yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True)
class Part:
    """One condition: what is asked, whether it is met, and how things stand now."""

    asked: str
    met: bool
    now: str


@dataclass(frozen=True)
class Challenge(Generic[State]):
    """Something to reach by changing settings; ``parts`` checks a state and never looks anywhere else."""

    name: str
    title: str
    task: str
    hint: str
    parts: Callable[[State], tuple[Part, ...]]

    def is_met(self, state: State) -> bool:
        """Return whether every condition is met."""
        return all(part.met for part in self.parts(state))
