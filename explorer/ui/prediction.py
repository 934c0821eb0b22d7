"""Predict first: the output is hidden, something about it is asked, and the answer is checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import streamlit as st

from explorer.components.stepper import Cell, Hidden
from explorer.prediction import Verdict
from explorer.ui.controls import segments

QUESTIONS = {"cell": "Cell", "size": "Size", "largest": "Largest"}
SLOT = "prediction"
TURN = "prediction_turn"
# Coprime to every count of cells that is not a multiple of it, so that turn by turn each cell is asked for.
STRIDE_OF_TURNS = 101


class Predictable(Protocol):
    """What has an output of a size."""

    @property
    def size(self) -> tuple[int, int]:
        """Return the output's (height, width)."""


Task = TypeVar("Task", bound=Predictable)


@dataclass(frozen=True)
class Checks(Generic[Task]):
    """How the answers are checked: the value of a cell, the size, and the place of the largest value."""

    value: Callable[[Task, int, int, float], Verdict]
    size: Callable[[Task, int, int], Verdict]
    largest: Callable[[Task, int, int], Verdict]


@dataclass(frozen=True)
class Asked:
    """What was asked, of which task, and how it was answered."""

    about: str
    verdict: Verdict | None = None
    given_up: bool = False

    @property
    def open(self) -> bool:
        """Return whether the answer must stay hidden."""
        return not self.given_up and not (self.verdict and self.verdict.correct)


def ask(task: Task, checks: Checks[Task], about: str, pinned: Cell | None, *, note: str = "") -> Hidden:
    """Show the question where the visitor wants one; return what the stepper must hide: "", "values", "all".

    ``about`` names the task: another one is a new question. A pinned cell is the one that is asked for.
    ``note`` says how a value is to be written.
    """
    if not st.toggle("Predict first", key="predict", bind="query-params", help="Hides the output and asks."):
        return ""
    question = segments("What to predict", QUESTIONS, key="question", is_labelled=False)
    cell = _cell(task, pinned)
    about = f"{question} {cell.text if question == 'cell' else ''} {about}"
    asked = st.session_state.get(SLOT)
    if not isinstance(asked, Asked) or asked.about != about:
        asked = Asked(about)
    answered = _form(question, task, checks, cell, note)
    if answered is not None:
        asked = Asked(about, answered, asked.given_up)
    asked = _show(asked, question)
    st.session_state[SLOT] = asked
    if not asked.open:
        return ""
    return "all" if question == "size" else "values"


def _cell(task: Task, pinned: Cell | None) -> Cell:
    rows, columns = task.size
    if pinned is not None and pinned.row < rows and pinned.column < columns:
        return pinned
    place = STRIDE_OF_TURNS * (1 + int(st.session_state.get(TURN, 0))) % (rows * columns)
    return Cell(*divmod(place, columns))


def _form(question: str, task: Task, checks: Checks[Task], cell: Cell, note: str) -> Verdict | None:
    """Show the question; return the verdict on an answer that was sent in this run."""
    with st.form("prediction_form", border=True):
        if question == "cell":
            st.markdown(f"What stands in the output at **row {cell.row}, column {cell.column}**? {note}")
            labels, whole = {"value": "Value"}, False
        elif question == "size":
            st.markdown("How large is the output?")
            labels, whole = {"height": "Rows", "width": "Columns"}, True
        else:
            st.markdown("Where is the largest value of the output? Rows and columns count from 0.")
            labels, whole = {"row": "Row", "column": "Column"}, True
        with st.container(horizontal=True, vertical_alignment="bottom"):
            fields = [_number(name, label, whole=whole) for name, label in labels.items()]
            sent = st.form_submit_button("Check", icon=":material/check:")
    if not sent:
        return None
    given = [number for number in fields if number is not None]
    if len(given) < len(fields):
        st.info("Type an answer first.", icon=":material/edit:")
        return None
    if question == "cell":
        return checks.value(task, cell.row, cell.column, given[0])
    check = checks.size if question == "size" else checks.largest
    try:
        return check(task, int(given[0]), int(given[1]))
    except ValueError as error:
        st.info(f"{str(error)[:1].upper()}{str(error)[1:]}.", icon=":material/edit:")
        return None


def _number(name: str, label: str, *, whole: bool) -> float | None:
    return st.number_input(
        label,
        value=None,
        min_value=0 if whole else None,
        max_value=1000 if whole else None,
        step=1 if whole else 1.0,
        format=None if whole else "%.10g",
        key=f"predicted_{name}",
        width=160,
    )


def _show(asked: Asked, question: str) -> Asked:
    """Show the verdict, and the ways out: give up, ask something else."""
    verdict = asked.verdict
    if verdict and verdict.correct:
        st.success(verdict.sentence, icon=":material/check_circle:")
    elif verdict:
        steps = "".join(f"\n\n{slip.step}" for slip in verdict.slips)
        st.warning(f"{verdict.sentence}{steps}", icon=":material/psychology_alt:")
    with st.container(horizontal=True):
        if asked.open and st.button("Show the answer", icon=":material/visibility:"):
            asked = Asked(asked.about, verdict, given_up=True)
        if question == "cell":
            st.button("Ask for another cell", icon=":material/shuffle:", on_click=_turn)
    return asked


def _turn() -> None:
    st.session_state[TURN] = int(st.session_state.get(TURN, 0)) + 1
