"""What lies in planes, kernels and biases: from a seed, a preset, a link, or typed.

Behind what is shown lies a sheet of the largest size. A slider cuts another piece of it, so that a channel or
a group that goes comes back with its numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.components.channels import Numbers
from explorer.components.channels.summing import LARGEST_CHANNELS, LARGEST_KERNEL, LARGEST_SIDE
from explorer.components.channels.text import (
    format_biases,
    format_planes,
    parse_biases,
    parse_kernels,
    parse_volume,
)
from explorer.ui.channels.presets import Preset, first
from explorer.ui.channels.settings import KEYS, LayerSettings
from explorer.ui.links import loaded, origin, put, write_link
from explorer.ui.starts import choose_seed

LINKS = ("volume", "filters", "biases")
PLACE = "volume_place"
SEED = "volume_seed"
_SHEET = "channels_sheet"
_PARSERS = (parse_volume, parse_kernels, parse_biases)
_FORMATTERS = (format_planes, format_planes, format_biases)


class Sheet(NamedTuple):
    """Numbers for the largest layer: planes (8, 8, 8), kernels (filters, channels, 5, 5), biases (8,)."""

    planes: NDArray[np.float64]
    kernels: NDArray[np.float64]
    biases: NDArray[np.float64]


def random_sheet(seed: int) -> Sheet:
    """Return small random integers: planes 0 to 9, weights -2 to 2, biases -3 to 3.

    >>> random_sheet(7).biases.tolist() == random_sheet(7).biases.tolist()
    True
    """
    rng = np.random.default_rng(seed)
    planes = rng.integers(0, 10, (LARGEST_CHANNELS, LARGEST_SIDE, LARGEST_SIDE))
    kernels = rng.integers(-2, 3, (LARGEST_CHANNELS, LARGEST_CHANNELS, LARGEST_KERNEL, LARGEST_KERNEL))
    biases = rng.integers(-3, 4, LARGEST_CHANNELS)
    return Sheet(planes.astype(float), kernels.astype(float), biases.astype(float))


def sheet_of(seed: int) -> Sheet:
    """Return the sheet of a seed; that of seed 0 has the first preset in its corner."""
    sheet = random_sheet(seed)
    return sheet if seed else laid(sheet, *first().numbers, first().settings)


def cut(sheet: Sheet, settings: LayerSettings) -> Numbers:
    """Return the numbers of the sheet that a layer uses.

    >>> cut(random_sheet(1), LayerSettings(in_channels=4, out_channels=8, groups=4)).filters.shape
    (8, 1, 3, 3)
    """
    size, kernel_size = settings.size, settings.kernel_size
    planes = sheet.planes[: settings.in_channels, :size, :size]
    kernels = np.stack(
        [
            sheet.kernels[filter_index, channel, :kernel_size, :kernel_size]
            for filter_index, channel in _pairs(settings)
        ]
    )
    return Numbers(planes, kernels, sheet.biases[: settings.out_channels])


def laid(
    sheet: Sheet,
    planes: NDArray[np.float64] | None,
    kernels: NDArray[np.float64] | None,
    biases: NDArray[np.float64] | None,
    settings: LayerSettings,
) -> Sheet:
    """Return a sheet with these numbers in it, where the layer has them; None leaves what lies there."""
    sheet = Sheet(*(part.copy() for part in sheet))
    if planes is not None:
        count, rows, columns = planes.shape
        sheet.planes[:count, :rows, :columns] = planes
    if kernels is not None:
        for (filter_index, channel), kernel in zip(_pairs(settings), kernels, strict=False):
            rows, columns = kernel.shape
            sheet.kernels[filter_index, channel, :rows, :columns] = kernel
    if biases is not None:
        sheet.biases[: len(biases)] = biases
    return sheet


def begin(settings: LayerSettings, seed: int) -> tuple[Numbers, str]:
    """Return what lies there at first, and a word that changes whenever something else does."""
    marks = (seed, *(origin(name) for name in LINKS))
    held = st.session_state.get(_SHEET)
    if held is None or held[0] != marks:
        planes, kernels, biases = (
            parse(loaded(name)) if loaded(name) else None for name, parse in zip(LINKS, _PARSERS, strict=True)
        )
        held = marks, laid(sheet_of(seed), planes, kernels, biases, settings)
        st.session_state[_SHEET] = held
    numbers = cut(held[1], settings)
    return numbers, f"{marks} {[part.shape for part in numbers]} {settings.groups}"


def remember(numbers: Numbers, settings: LayerSettings, seed: int) -> None:
    """Keep the numbers for the next run, and let the address say where they are not the seed's."""
    marks, sheet = st.session_state[_SHEET]
    st.session_state[_SHEET] = marks, laid(sheet, *numbers, settings)
    plain = cut(sheet_of(seed), settings)
    for name, write, part, other in zip(LINKS, _FORMATTERS, numbers, plain, strict=True):
        write_link(name, "" if np.array_equal(part, other) else write(part))


def is_part(name: str, text: str) -> bool:
    """Say whether a text from an address is one that the component can show."""
    try:
        _PARSERS[LINKS.index(name)](text)
    except ValueError:
        return False
    return True


def show_seed() -> int:
    """Show the seed of random integers; another seed fills everything."""
    choose_seed(SEED, lambda seed: _clear(), same="layer")
    return int(st.session_state[SEED])


def load(preset: Preset) -> None:
    """Put a preset's numbers and its layer in place."""
    for name, write, part in zip(LINKS, _FORMATTERS, preset.numbers, strict=True):
        put(name, write(part))
    put(PLACE, "")
    set_layer(preset.settings)


def set_layer(settings: LayerSettings) -> None:
    """Set every control of the layer; the numbers stay as far as they fit."""
    for name, key in KEYS.items():
        st.session_state[key] = getattr(settings, name)


def _pairs(settings: LayerSettings) -> list[tuple[int, int]]:
    """Return filter and channel of each kernel, in the order of the kernels."""
    per_filter = settings.in_channels // settings.groups
    per_group = settings.out_channels // settings.groups
    return [
        (filter_index, filter_index // per_group * per_filter + index)
        for filter_index in range(settings.out_channels)
        for index in range(per_filter)
    ]


def _clear() -> None:
    for name in LINKS:
        put(name, "")
