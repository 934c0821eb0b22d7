"""Connected pieces of ink, so that dust on the paper does not count as writing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Strength = NDArray[np.float32]
Mask = NDArray[np.bool_]
Run = tuple[int, int, int]

COARSE_SIDE = 96
DUST = 0.01
SMALL = 0.08
FAR = 0.15
EDGE_CELLS = 2
LEAST_WRITING = 0.004


@dataclass
class Piece:
    """Hold one connected piece of a mask: its runs (row, first column, column after the last)."""

    runs: list[Run]

    @property
    def area(self) -> int:
        """Return the number of cells."""
        return sum(stop - start for _, start, stop in self.runs)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return the half-open box (top, bottom, left, right)."""
        rows, starts, stops = zip(*self.runs, strict=True)
        return min(rows), max(rows) + 1, min(starts), max(stops)


def pieces(mask: Mask) -> list[Piece]:
    """Return the connected pieces of a mask (H, W), diagonal neighbours included, the largest first.

    >>> mask = np.array([[1, 0, 0, 1], [0, 1, 0, 1]], bool)
    >>> [(piece.area, piece.box) for piece in pieces(mask)]
    [(2, (0, 2, 0, 2)), (2, (0, 2, 3, 4))]
    """
    runs = _runs(mask)
    parents = list(range(len(runs)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    above = 0
    for here, (row, start, stop) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < start):
            above += 1
        other = above
        while runs[other][0] == row - 1 and runs[other][1] <= stop:
            parents[root(other)] = root(here)
            other += 1
    groups: dict[int, list[Run]] = {}
    for here, run in enumerate(runs):
        groups.setdefault(root(here), []).append(run)
    return sorted((Piece(group) for group in groups.values()), key=lambda piece: -piece.area)


def _runs(mask: Mask) -> list[Run]:
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, stops = np.nonzero(edges == -1)
    return list(zip(rows.tolist(), starts.tolist(), stops.tolist(), strict=True))


def keep_writing(strength: Strength, *, clear: float, edge_is_doubtful: bool) -> Strength:
    """Return the ink without what cannot belong to the writing.

    Writing is the largest connected piece of ink stronger than ``clear``, and every other piece that is
    not dust: below 1 % of the largest piece's area, or below 8 % if it also lies apart from it. Fainter
    ink stays only beside the writing. With ``edge_is_doubtful``, pieces at the edge of the picture (a
    table beside the paper, a margin line, the end of a shadow) count only if there are no others.

    >>> ink = np.zeros((40, 40), np.float32)
    >>> ink[5:35, 10:14] = 1.0
    >>> ink[38, 38] = 1.0
    >>> kept = keep_writing(ink, clear=0.5, edge_is_doubtful=False)
    >>> float(kept[20, 12]), float(kept[38, 38])
    (1.0, 0.0)
    """
    factor = -(-max(strength.shape) // COARSE_SIDE)
    cells = _coarse(strength > clear, factor)
    found = pieces(cells)
    if edge_is_doubtful:
        found = _without_edge(found, cells.shape)
    kept = np.zeros(np.add(cells.shape, 2), bool)
    for row, start, stop in (run for piece in found if not _is_speck(piece, found[0]) for run in piece.runs):
        kept[row : row + 3, start : stop + 2] = True
    near = kept[1:-1, 1:-1].repeat(factor, axis=0).repeat(factor, axis=1)
    return np.where(near[: strength.shape[0], : strength.shape[1]], strength, np.float32(0))


def _without_edge(found: list[Piece], shape: tuple[int, ...]) -> list[Piece]:
    inner = [piece for piece in found if not _touches_edge(piece, shape)]
    least = LEAST_WRITING * shape[0] * shape[1]
    return inner if inner and inner[0].area >= least else found


def _touches_edge(piece: Piece, shape: tuple[int, ...]) -> bool:
    top, bottom, left, right = piece.box
    return min(top, left) < EDGE_CELLS or bottom > shape[0] - EDGE_CELLS or right > shape[1] - EDGE_CELLS


def _is_speck(piece: Piece, main: Piece) -> bool:
    share = piece.area / main.area
    top, bottom, left, right = main.box
    reach = FAR * max(bottom - top, right - left)
    above, below, before, after = piece.box
    apart = max(top - below, above - bottom, left - after, before - right) > reach
    return share < DUST or (share < SMALL and apart)


def _coarse(mask: Mask, factor: int) -> Mask:
    """Return cells of factor x factor pixels, True where any of their pixels is."""
    # The mean of 255s that Pillow's reduce gives is above zero for one pixel in as many as 22x22.
    cells = Image.fromarray(mask.view(np.uint8) * np.uint8(255)).reduce(factor)
    return np.asarray(cells) > 0
