"""What the model card of the photo network says was measured, and what it promises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from explorer.photos import CLASS_NAMES, PERCENT, PHOTO_ASSETS, SIDE, photo_limits, photo_network
from explorer.ui.model_cards import CARD, NOT_MEASURED, read_card, show_card

_ACCURACY = re.compile(
    r"^(CIFAR-10[^:\n]*): ([\d.]+)% of the test photos, [\d.]+% of the validation photos", re.MULTILINE
)
_COMMAND = re.compile(r"^- Command: `([^`]+)`$", re.MULTILINE)
_DOUBTED = re.compile(r"^\| ([^|\n]+?) \| ([\d.]+)% \|$", re.MULTILINE)
_DOUBT_HEADING = "## Doubt\n"


@dataclass(frozen=True)
class Measured:
    """What a model card says: how the accuracy is labelled, its percentage, the command, what is doubted.

    `doubted` are the rows of the table of doubts: what was shown, and the percentage of it that is doubted.
    """

    data: str
    test: str
    command: str
    doubted: tuple[tuple[str, float], ...]


def measured(card: str) -> Measured | None:
    """Return what a model card says, or None where it lacks the accuracy, the command or the doubts.

    >>> doubts = "## Doubt\\n\\n| noise | 40.0% |"
    >>> accuracy = "CIFAR-10: 90.10% of the test photos, 90.00% of the validation photos."
    >>> found = measured(f"- Command: `train`\\n{accuracy}\\n{doubts}")
    >>> found.data, found.test.replace(PERCENT, " %"), found.command, found.doubted
    ('CIFAR-10', '90.10 %', 'train', (('noise', 40.0),))
    """
    accuracy, command = _ACCURACY.search(card), _COMMAND.search(card)
    doubts = card.partition(_DOUBT_HEADING)[2].partition("\n## ")[0]
    rows = tuple((name, float(share)) for name, share in _DOUBTED.findall(doubts))
    if not (accuracy and command and rows):
        return None
    return Measured(accuracy[1], f"{accuracy[2]}{PERCENT}", command[1], rows)


def lesson() -> str:
    """Return what the page teaches, with the figures of the network that is shipped."""
    names = f"{', '.join(CLASS_NAMES[:-1])} or {CLASS_NAMES[-1]}"
    found = measured(read_card(PHOTO_ASSETS / CARD))
    right = f" It recognised {found.test} of the photos that it was tested with." if found else ""
    return (
        f"This network has learned ten words, {names}, from photos of {SIDE}x{SIDE} pixels."
        f"{right} Red, green and blue are its first three maps; every layer makes new maps of all maps "
        "before it, from edges and colours to parts of things, and the last maps are averaged, each over the "
        "whole picture. It must answer with one of its ten words, whatever it is shown: move the square, and "
        "see what makes it change its mind."
    )


def network_facts(found: Measured | None) -> str:
    """Return in two sentences how large the shipped network is and how often it is right."""
    network = photo_network()
    size = (
        f"The network has {network.parameter_count:,} parameters and makes {network.macs:,} "
        "multiply-accumulates per photo."
    )
    if found is None:
        return f"{size} {NOT_MEASURED}"
    return (
        f"{size} It recognised {found.test} of the test photos ({found.data}), none of which it has "
        "learned from."
    )


def doubt_promise(found: Measured | None) -> str:
    """Say what the doubt promises and what it does not, with the best and the worst kind of pictures."""
    limits = photo_limits()
    rule = (
        "Probabilities compare the ten words with one another and always sum to 1, so even a high one does "
        "not say that the photo shows any of them. The doubt therefore looks at the logits before softmax: "
        f"their evidence is log(sum of e^logit), and below {limits.least_evidence:.2f} the answer is in "
        f"doubt. The limit was set so that {100 * limits.accepted:.0f} % of the photos that it recognises "
        "stay above, measured on photos set aside."
    )
    strangers = strangers_of(found) if found else ()
    if not strangers:
        return rule
    least, most = (pick(strangers, key=lambda row: row[1]) for pick in (min, max))
    mean = sum(share for _, share in strangers) / len(strangers)
    return (
        f"{rule} It promises no more than that: of {len(strangers)} kinds of pictures that show none of the "
        f"ten it catches {mean:.0f} % on average, from {least[1]:.0f} % ({least[0]}) to {most[1]:.0f} % "
        f"({most[0]}). An answer without doubt may still be nonsense."
    )


def strangers_of(found: Measured) -> tuple[tuple[str, float], ...]:
    """Return the rows of the table of doubts that show none of the ten."""
    return tuple(row for row in found.doubted if "photos" not in row[0])


def show_network(folder: Path | None = None) -> None:
    """Show the facts of the network, what its doubt promises, and its whole model card on demand."""
    card = read_card((folder or PHOTO_ASSETS) / CARD)
    found = measured(card)
    st.markdown(f"{network_facts(found)}\n\n{doubt_promise(found)}", width=960)
    if found is not None:
        show_card(card, found.command)
