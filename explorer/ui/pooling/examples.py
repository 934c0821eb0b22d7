"""What lies in the grid: a preset, random integers, or one's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import numpy as np
import streamlit as st

from explorer.arithmetic.options import pair
from explorer.components.stepper import Grid, format_grid, parse_grid
from explorer.components.stepper.text import LARGEST_INPUT
from explorer.ui.links import loaded, origin, put, write_link
from explorer.ui.pooling.presets import presets, random_grid
from explorer.ui.pooling.settings import PoolingSettings
from explorer.ui.starts import choose_example, choose_seed, linked_seed
from explorer.ui.urls import makes_sense

CHOICE, SEED = "pooling_example", "pooling_seed"
LINK, PLACE = "pooling_input", "pooling_place"
PLAIN: Mapping[str, object] = MappingProxyType(
    {
        "pooling_kind": "max",
        "pooling_global": False,
        "apart": False,
        "pooling_size": 2,
        "pooling_size_horizontal": 2,
        "pooling_strides": False,
        "pooling_stride": 1,
        "pooling_stride_horizontal": 1,
        "dilation": 1,
        "dilation_horizontal": 1,
        "pooling_padding": 0,
        "pooling_padding_horizontal": 0,
        "pooling_ceil": False,
        "pooling_counts": True,
    }
)


def is_input(text: str) -> bool:
    """Say whether a text from an address is an input that the grid can show."""
    return makes_sense(partial(parse_grid, most=LARGEST_INPUT), text)


def start() -> tuple[Grid, str]:
    """Return what lies in the grid at first, and a word that changes whenever something else does."""
    first = _first()
    seed = linked_seed(SEED)
    if seed:
        # A link may name a seed and nothing else.
        first = random_grid(seed, first.shape)
    return parse_grid(loaded(LINK), most=LARGEST_INPUT) if loaded(LINK) else first, origin(LINK)


def write_grid(grid: Grid) -> None:
    """Let the address say what lies in the grid, unless it is what lies there at first."""
    text = format_grid(grid)
    plain = not linked_seed(SEED) and text == format_grid(_first())
    write_link(LINK, "" if plain else text)


def show_examples(grid: Grid, settings: PoolingSettings) -> None:
    """Show the presets to choose from, the one that lies there now, and what is to be known of it."""
    here = matching(grid, settings)
    titles = {name: preset.title for name, preset in presets().items()}
    choose_example(CHOICE, titles, here, lambda name: load(presets()[name].grid, presets()[name].settings))
    if here is not None:
        st.caption(presets()[here].told)


def show_seed(grid: Grid) -> None:
    """Show the seed of random integers; another seed fills the grid, at the size that it has."""
    choose_seed(SEED, lambda seed: put(LINK, format_grid(random_grid(seed, grid.shape))), same="size")


def matching(grid: Grid, settings: PoolingSettings) -> str | None:
    """Return the name of the preset that lies there to the last number and option, or None."""
    for name, preset in presets().items():
        same = np.array_equal(grid, preset.grid)
        if same and settings.spelled_out(grid) == preset.settings.spelled_out(preset.grid):
            return name
    return None


def load(grid: Grid, settings: PoolingSettings) -> None:
    """Put numbers and settings in place."""
    size, stride = settings.kernel_size, settings.stride
    padding, dilation = (pair(settings.padding, "padding", minimum=0), pair(settings.dilation, "dilation"))
    chosen = {"pooling_padding": padding, "dilation": dilation}
    chosen |= {"pooling_size": pair(size, "size")} if size is not None else {}
    chosen |= {"pooling_stride": pair(stride, "stride")} if stride is not None else {}
    state = {
        **PLAIN,
        "pooling_kind": settings.kind,
        "pooling_global": size is None,
        "pooling_strides": stride is not None,
        "pooling_ceil": settings.ceil_mode,
        "pooling_counts": settings.count_include_pad,
        "apart": any(vertical != horizontal for vertical, horizontal in chosen.values()),
        **{key: vertical for key, (vertical, _) in chosen.items()},
        **{f"{key}_horizontal": horizontal for key, (_, horizontal) in chosen.items()},
    }
    st.session_state.update(state)
    put(LINK, format_grid(grid))
    put(PLACE, "")


def _first() -> Grid:
    return next(iter(presets().values())).grid
