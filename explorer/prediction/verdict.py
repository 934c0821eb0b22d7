"""The answer to an answer: right, or wrong with the slips that would lead to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

MOST_NAMED = 3


@dataclass(frozen=True)
class Slip:
    """A misconception, or two at once, that leads exactly to the learner's answer.

    ``title`` completes the sentence "perhaps ...". ``lead`` says what is to be done instead and ``working``
    works it out to the end, both with this learner's numbers.
    """

    name: str
    title: str
    lead: str
    working: str

    @property
    def step(self) -> str:
        """Return the whole step that corrects it."""
        return f"{self.lead} {self.working}"


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and what may have gone wrong; ``answer`` and ``right`` as they are written.

    >>> padding = Slip("padding", "the padding was forgotten", "Add 1 + 1.", "Then 5 come out.")
    >>> Verdict(False, "3", "5", (padding,)).sentence
    '3 is not right. Perhaps the padding was forgotten: that gives 3.'
    >>> Verdict(False, "3", "5", ()).sentence
    '3 is not right, and no slip that is known here leads to it.'
    """

    correct: bool
    answer: str
    right: str
    slips: tuple[Slip, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it without giving the right answer away; several slips that fit are all named."""
        answer = self.answer[:1].upper() + self.answer[1:]
        if self.correct:
            return f"{answer} is right."
        if not self.slips:
            return f"{answer} is not right, and no slip that is known here leads to it."
        if len(self.slips) == 1:
            return f"{answer} is not right. Perhaps {self.slips[0].title}: that gives {self.answer}."
        named = "; or that ".join(slip.title for slip in self.slips)
        return f"{answer} is not right. It could be that {named}: each gives {self.answer}."

    @property
    def correction(self) -> str:
        """Return the steps that correct every slip that is named, worked out to the end once."""
        leads = dict.fromkeys(slip.lead for slip in self.slips)
        return " ".join([*leads, *dict.fromkeys(slip.working for slip in self.slips)])


def explain(
    names: Sequence[str],
    leads: Callable[[tuple[str, ...]], bool],
    describe: Callable[[str], Slip],
    *,
    at_once: int = 2,
) -> tuple[Slip, ...]:
    """Return the slips that lead to an answer: single ones, or pairs where no single one does.

    ``names`` begin with the most usual; of many that fit, the first few are returned. ``at_once`` is 1 where
    two slips together would fit too much by chance.
    """
    for count in range(1, at_once + 1):
        found = [chosen for chosen in combinations(names, count) if leads(chosen)]
        if found:
            return tuple(_together(map(describe, chosen)) for chosen in found[:MOST_NAMED])
    return ()


def _together(slips: Iterable[Slip]) -> Slip:
    first, *others = slips
    if not others:
        return first
    second = others[0]
    return Slip(
        f"{first.name}+{second.name}",
        f"{first.title} and {second.title}",
        f"{first.lead} {second.lead}",
        first.working,
    )
