"""The gallery of kernels: the classical ones, pairs of them, the learned ones, and the visitor's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import KERNELS, PAIRS
from explorer.components.gallery import Item, Sheet, is_choice
from explorer.pictures.colours import colour
from explorer.pictures.tiling import png, tile
from explorer.ui.filters.learned import (
    Grid,
    digit_kernels,
    has_learned,
    learned_items,
    photo_kernels,
    usual_reach,
)

OWN = "own"
PICTURE_SIDE = 36
SHEET_COLUMNS = 10

PAIR_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {title.lower(): names for title, names in PAIRS.items()}
)


@cache
def learned_kernels() -> Mapping[str, Grid]:
    """Return all learned kernels by name: (kh, kw) those for grey, (3, kh, kw) those for colour."""
    return MappingProxyType({**digit_kernels(), **photo_kernels()})


@cache
def items() -> tuple[Item, ...]:
    """Return the items of the gallery in the order in which it shows them."""
    families: dict[str, list[Item]] = {}
    for kernel in KERNELS.values():
        item = Item(kernel.name, kernel.title, kernel.family, kernel.description)
        families.setdefault(kernel.family, []).append(item)
    for title, names in PAIRS.items():
        both = " and ".join(KERNELS[name].title for name in names)
        item = Item(
            title.lower(), f"{title} x, y", "Gradient pairs", f"{both}, magnitude and direction", count=2
        )
        families.setdefault("Gradient pairs", []).append(item)
    for item in learned_items():
        families.setdefault(item.family, []).append(item)
    families["Your own"] = [Item(OWN, "Your own", "Your own", "A kernel that you type yourself")]
    return tuple(item for family in families.values() for item in family)


@cache
def sheet() -> Sheet:
    """Return the little pictures of all items."""
    pictures = np.stack([_picture(item.name) for item in items()])
    return Sheet(
        png(tile(pictures, columns=SHEET_COLUMNS, gap=0)), SHEET_COLUMNS, PICTURE_SIDE, pixelated=True
    )


def is_kernels(text: str) -> bool:
    """Say whether a text from an address names kernels of the gallery."""
    return is_choice(text, {item.name for item in items()})


def kernel_names(chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the single kernels of a choice, each once; a pair is two.

    >>> kernel_names(["sobel", "emboss", "sobel_x"])
    ('sobel_x', 'sobel_y', 'emboss')
    """
    singles = [name for item in chosen for name in PAIR_NAMES.get(item, (item,))]
    return tuple(dict.fromkeys(singles))


def _picture(name: str) -> NDArray[np.uint8]:
    if name in PAIR_NAMES:
        halves = [_painted(KERNELS[each].numerators, PICTURE_SIDE // 2) for each in PAIR_NAMES[name]]
        picture = np.full((PICTURE_SIDE, PICTURE_SIDE, 3), 255, np.uint8)
        picture[: PICTURE_SIDE // 2, : PICTURE_SIDE // 2] = halves[0]
        picture[PICTURE_SIDE // 2 :, PICTURE_SIDE // 2 :] = halves[1]
        return picture
    if name == OWN:
        return _painted(np.zeros((3, 3)), PICTURE_SIDE, lines=True)
    grid = KERNELS[name].numerators if name in KERNELS else learned_kernels()[name]
    # Noise would look like colours: a filter that has learned nothing is as dim as it is beside the others.
    is_dim = name in photo_kernels() and not has_learned(name)
    return _painted(grid, PICTURE_SIDE, limit=usual_reach() if is_dim else None)


def _painted(grid: Grid, side: int, *, lines: bool = False, limit: float | None = None) -> NDArray[np.uint8]:
    """Paint a kernel, every cell as large as the next, in the middle of a square.

    One for grey is painted in the colours of its numbers, one for colour as the light that it asks for; the
    strongest for `limit` or its largest weight.
    """
    cell = side // max(grid.shape[-2:])
    reach = limit or float(np.abs(grid).max()) or 1.0
    small = colour(grid, limit=reach) if grid.ndim == 2 else light(grid, limit=reach)
    large = small.repeat(cell, axis=0).repeat(cell, axis=1)
    if lines:
        large[::cell, :], large[:, ::cell] = 150, 150
    picture = np.full((side, side, 3), 255, np.uint8)
    top, left = (side - large.shape[0]) // 2, (side - large.shape[1]) // 2
    picture[top : top + large.shape[0], left : left + large.shape[1]] = large
    return picture


def light(kernel: Grid, *, limit: float | None = None) -> NDArray[np.uint8]:
    """Return a kernel (3, kh, kw) as a picture (kh, kw, 3): zero is middle grey, a weight more of its light.

    A weight as large as `limit`, or else the largest one, is all or nothing of its light.

    >>> light(np.array([[[2.0]], [[0.0]], [[-2.0]]])).tolist()
    [[[255, 128, 0]]]
    """
    shares = kernel.transpose(1, 2, 0) / (limit or float(np.abs(kernel).max()) or 1.0)
    return np.floor(127.5 + 127.5 * shares + 0.5).astype(np.uint8)
