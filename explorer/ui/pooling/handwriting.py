"""Show what a move of handwriting changes in a network's first feature maps, and in its answers."""

from __future__ import annotations

import streamlit as st

from explorer.ui.pooling.study import DISTANCES, Study, study


def show_handwriting() -> None:
    """Show the study as a table, and what it comes to in words."""
    found = study()
    st.html(table_html(found))
    st.markdown(summary(found), width=960)


def table_html(found: Study) -> str:
    """Return the study as an HTML table of percentages."""
    longest = DISTANCES[-1]
    heads = [
        "First feature maps",
        *(f"Change, moved by {_pixels(distance)}" for distance in DISTANCES),
        f"Left when the map moves along, {_pixels(longest)}",
    ]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{line.title}</th>'
        + "".join(f"<td>{percent(share)}</td>" for share in (*line.changes, line.followed))
        + "</tr>"
        for line in found.lines
    )
    stays = "".join(f"<td>{percent(share)}</td>" for share in found.stays)
    body += f'<tr class="stays"><th scope="row">Answer of the network stays</th>{stays}<td></td></tr>'
    return f'<table class="pool-study"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def summary(found: Study) -> str:
    """Say what the numbers are, and what they show."""
    none, largest, *_ = found.lines
    answers = " and ".join(
        f"{percent(share)} moved by {_pixels(distance)}"
        for share, distance in zip(found.stays, DISTANCES, strict=True)
    )
    return (
        f"Measured on {found.count} handwritten digits, each moved right, left, down and up: the sum of all "
        f"differences, place by place, over the sum of all values. Moved by {_pixels(DISTANCES[0])}, the "
        f"maps change by {percent(none.changes[0])}, and max pooled by 2x2 still by "
        f"{percent(largest.changes[0])}: pooling softens a small move, and does not undo it. A move by the "
        "stride only moves the pooled map. A global window does not notice a move at all, as long as "
        "nothing leaves the picture; it also no longer knows where anything was. The network's answer stays "
        f"the same for {answers}."
    )


def percent(share: float) -> str:
    """Write a share with one digit after the point.

    >>> percent(0.2738), percent(1e-13)
    ('27.4 %', '0.0 %')
    """
    return f"{100 * share:.1f} %"


def _pixels(distance: int) -> str:
    return f"{distance} pixel{'' if distance == 1 else 's'}"
