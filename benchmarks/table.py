"""The rows of the benchmark table and how they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure beside the floor of the same run: both in ``unit``, and the largest ratio we want to see.

    Without a floor, ``target`` is in ``unit`` itself.
    """

    name: str
    ours: float
    unit: str
    floor: float | None = None
    floor_name: str = ""
    target: float | None = None

    @property
    def figure(self) -> float:
        """Return what the target speaks about: the ratio, or the figure itself where there is no floor."""
        return self.ours if self.floor is None else self.ours / self.floor

    @property
    def verdict(self) -> str:
        """Return "reached", "missed", or nothing where there is no target."""
        if self.target is None:
            return ""
        return "reached" if self.figure <= self.target else "missed"


def render(rows: Sequence[Row]) -> str:
    """Return the rows as a table of plain text.

    >>> print(render([Row("a", 3.0, "ms", floor=2.0, floor_name="b", target=1.0)]))
    what | ours | floor    | ratio | target | verdict
    -----+------+----------+-------+--------+--------
    a    | 3 ms | 2 ms (b) | 1.50  | 1      | missed
    """
    lines = [("what", "ours", "floor", "ratio", "target", "verdict"), *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    text = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    text.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(text)


def _cells(row: Row) -> tuple[str, ...]:
    ours = f"{row.ours:.4g} {row.unit}"
    target = "" if row.target is None else f"{row.target:g}"
    if row.floor is None:
        return row.name, ours, "", "", f"{target} {row.unit}" if target else "", row.verdict
    floor = f"{row.floor:.4g} {row.unit} ({row.floor_name})"
    return row.name, ours, floor, f"{row.figure:.2f}", target, row.verdict
