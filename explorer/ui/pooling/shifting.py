"""The input in the stepper moved by whole cells: which outputs change, shown cell by cell and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.arithmetic.shifts import follows, shifted
from explorer.components.stepper import Grid, Pooling
from explorer.prediction.task import counted
from explorer.ui.controls import segments
from explorer.ui.pooling.settings import PoolingSettings

LARGEST_DISTANCE = 4
DIRECTIONS: Mapping[str, tuple[str, tuple[int, int]]] = MappingProxyType(
    {"right": ("Right", (0, 1)), "left": ("Left", (0, -1)), "down": ("Down", (1, 0)), "up": ("Up", (-1, 0))}
)


@dataclass(frozen=True, eq=False)
class Moved:
    """A pooling before and after its input was moved by (down, right) cells."""

    before: Pooling
    after: Pooling
    by: tuple[int, int]

    @property
    def inputs(self) -> tuple[Grid, Grid]:
        """Return both inputs."""
        return np.asarray(self.before.image, np.float64), np.asarray(self.after.image, np.float64)

    @property
    def changed_inputs(self) -> NDArray[np.bool_]:
        """Return which cells of the input changed, (H, W)."""
        before, after = self.inputs
        changed: NDArray[np.bool_] = before != after
        return changed

    @property
    def changed_outputs(self) -> NDArray[np.bool_]:
        """Return which cells of the output changed, (H', W'); exact, nothing is rounded."""
        changed: NDArray[np.bool_] = self.before.totals != self.after.totals
        return changed.reshape(self.before.size)

    @property
    def lost(self) -> bool:
        """Return whether something other than 0 passed out of the picture."""
        before, after = self.inputs
        return bool(np.count_nonzero(before) != np.count_nonzero(after))

    @property
    def steps(self) -> tuple[int, int] | None:
        """Return by how many cells of the output the move is, or None where it is no whole number."""
        stride = self.before.options.stride
        if any(cells % step for cells, step in zip(self.by, stride, strict=True)):
            return None
        return self.by[0] // stride[0], self.by[1] // stride[1]

    @property
    def sentences(self) -> str:
        """Say how many outputs changed, how many would without pooling, and what kept them or did not.

        >>> print(moved(np.array([[0, 9, 0, 0]] * 2), PoolingSettings(), (0, 1)).sentences)
        2 of 2 cells of the output change. Without pooling 4 of 8 cells change.
        """
        changed, without = self.changed_outputs, self.changed_inputs
        said = [f"{_share(changed, ' of the output')}. Without pooling {_share(without)}."]
        if self._follows:
            down, right = self.steps or (0, 0)
            said.append(
                f"The stride divides the move, and so the output moves along, by "
                f"{counted(abs(down + right), 'cell')}, exactly: only what comes in at the side is new."
            )
        if self.lost:
            said.append("Something passed out of the picture: what is gone cannot be pooled.")
        elif self.before.windows.shape[0] == 1 and not changed.any():
            said.append("There is one window, and nothing left it.")
        return " ".join(said)

    @property
    def _follows(self) -> bool:
        steps, changed = self.steps, self.changed_outputs
        if steps is None or not changed.any():
            return False
        before, after = self.before.output, self.after.output
        return follows(before, after, down=steps[0], right=steps[1])


def moved(grid: Grid, settings: PoolingSettings, by: tuple[int, int]) -> Moved:
    """Return what pooling makes of a grid (H, W) and of the grid moved by (down, right) cells."""
    return Moved(settings.pooling(grid), settings.pooling(shifted(grid, down=by[0], right=by[1])), by)


def choose_move() -> tuple[int, int]:
    """Show where to and how far the input moves; return (down, right)."""
    titles = {name: title for name, (title, _) in DIRECTIONS.items()}
    chosen = segments("Move the input", titles, key="direction")
    distance = st.slider(
        "By so many cells", 1, LARGEST_DISTANCE, key="distance", bind="query-params", help="Zeros come in."
    )
    down, right = DIRECTIONS[chosen][1]
    return distance * down, distance * right


def _share(changed: NDArray[np.bool_], where: str = "") -> str:
    count = int(changed.sum())
    return f"{count} of {counted(changed.size, 'cell')}{where} {'changes' if count == 1 else 'change'}"
