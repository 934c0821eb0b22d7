"""What lies in the grid: a preset, random integers, or one's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import streamlit as st

from explorer.arithmetic.options import pair
from explorer.components.stepper import Cell, Grid, format_grid, parse_grid
from explorer.components.stepper.text import LARGEST_INPUT
from explorer.ui.links import loaded, origin, put, write_link
from explorer.ui.pooling.presets import presets, random_grid
from explorer.ui.pooling.settings import PoolingSettings
from explorer.ui.urls import read_query

LARGEST_SEED = 9999
CHOICE, SEED = "pooling_example", "pooling_seed"
LINK, PLACE = "pooling_input", "pooling_place"
OWN = "Your own numbers"
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
    try:
        parse_grid(text, most=LARGEST_INPUT)
    except ValueError:
        return False
    return True


def is_place(text: str) -> bool:
    """Say whether a text from an address names a cell of the output."""
    try:
        return Cell.from_text(text).map == 0
    except ValueError:
        return False


def start() -> tuple[Grid, str]:
    """Return what lies in the grid at first, and a word that changes whenever something else does."""
    first = _first()
    seed = read_query(SEED, int, 0)
    if 0 < seed <= LARGEST_SEED:
        # A link may name a seed and nothing else.
        first = random_grid(seed, first.shape)
    return parse_grid(loaded(LINK), most=LARGEST_INPUT) if loaded(LINK) else first, origin(LINK)


def write_grid(grid: Grid) -> None:
    """Let the address say what lies in the grid, unless it is what lies there at first."""
    text = format_grid(grid)
    plain = not read_query(SEED, int, 0) and text == format_grid(_first())
    write_link(LINK, "" if plain else text)


def choose_example(grid: Grid, settings: PoolingSettings) -> None:
    """Show the presets to choose from, the one that lies there now, and what is to be known of it."""
    here = matching(grid, settings)
    st.session_state[CHOICE] = here
    st.selectbox(
        "Example",
        list(presets()),
        index=None,
        format_func=lambda name: presets()[name].title,
        key=CHOICE,
        placeholder=OWN,
        on_change=_load_chosen,
    )
    if here is not None:
        st.caption(presets()[here].told)


def choose_seed(grid: Grid) -> None:
    """Show the seed of random integers; another seed fills the grid, at the size that it has."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            "Seed",
            0,
            LARGEST_SEED,
            key=SEED,
            bind="query-params",
            on_change=_fill,
            args=(grid.shape,),
            help="The same seed and the same size give the same numbers.",
            width=150,
        )
        st.button("Random integers", icon=":material/casino:", on_click=_next_seed, args=(grid.shape,))


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


def _load_chosen() -> None:
    preset = presets().get(str(st.session_state.get(CHOICE)))
    if preset is not None:
        load(preset.grid, preset.settings)


def _next_seed(size: tuple[int, ...]) -> None:
    st.session_state[SEED] = (int(st.session_state.get(SEED, 0)) + 1) % (LARGEST_SEED + 1)
    _fill(size)


def _fill(size: tuple[int, ...]) -> None:
    put(LINK, format_grid(random_grid(int(st.session_state[SEED]), size)))
