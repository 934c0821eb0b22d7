"""Which network reads the digits: what it counts itself, and what its model card says that was measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from explorer.digits import DIGIT_ASSETS, digit_network
from explorer.ui.model_cards import CARD, NOT_MEASURED, read_card, show_card

_COMMAND = re.compile(r"^- Command: `([^`]+)`$", re.MULTILINE)
_SHIPPED = re.compile(r"^\| *\d+ \(shipped\) *\|(.+)\|$", re.MULTILINE)
_COLUMNS = re.compile(r"^\| *seed *\|(.+)\|$", re.MULTILINE)


@dataclass(frozen=True)
class Measured:
    """What a model card says of the shipped network: shares of digits that it reads rightly, its command."""

    test: str
    test_redrawn: str
    command: str


def measured(card: str) -> Measured | None:
    """Return what a model card says, or None where it lacks the table of accuracies or the command.

    >>> table = "| seed | test | test, redrawn |\\n|---|---|---|\\n| 2 (shipped) | 99.61% | 99.4% |"
    >>> measured(f"- Command: `train`\\n\\n{table}")
    Measured(test='99.61 %', test_redrawn='99.4 %', command='train')
    """
    columns, shipped, command = _COLUMNS.search(card), _SHIPPED.search(card), _COMMAND.search(card)
    if not (columns and shipped and command):
        return None
    cells = ([cell.strip() for cell in row[1].split("|")] for row in (columns, shipped))
    figures = dict(zip(*cells, strict=False))
    if not {"test", "test, redrawn"} <= figures.keys():
        return None
    test, redrawn = (figures[name].replace("%", " %") for name in ("test", "test, redrawn"))
    return Measured(test, redrawn, command[1])


def network_facts(found: Measured | None) -> str:
    """Return in one sentence how large the shipped network is and how well it reads."""
    network = digit_network()
    size = (
        f"The network has {network.parameter_count:,} parameters and makes {network.macs:,} "
        "multiply-accumulates per picture."
    )
    if found is None:
        return f"{size} {NOT_MEASURED}"
    return (
        f"{size} It reads {found.test} of MNIST's test digits, and {found.test_redrawn} of them "
        "redrawn as people draw here."
    )


def show_network(folder: Path = DIGIT_ASSETS) -> None:
    """Show the facts of the network, and its whole model card on demand."""
    card = read_card(folder / CARD)
    found = measured(card)
    st.markdown(network_facts(found))
    if found is not None:
        show_card(card, found.command)
