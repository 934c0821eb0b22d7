"""What lies in the grids: the lectures' examples that fit, or random integers of a size and a seed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from types import MappingProxyType

import numpy as np
import streamlit as st

from explorer.arithmetic.options import pair
from explorer.components.matrix import LARGEST_SIDE, Unrolled
from explorer.components.stepper import Editing, Grids, begin_editing, format_grid, parse_grid
from explorer.lectures import Example
from explorer.ui.convolution.examples import (
    examples,
    grids_of,
    matching,
    random_grids,
    settings_of,
    titles,
)
from explorer.ui.convolution.settings import SlideSettings
from explorer.ui.links import loaded, origin, put, write_link
from explorer.ui.starts import choose_example, choose_seed, linked_seed
from explorer.ui.urls import makes_sense

LARGEST_KERNEL = 5
FIRST = "six_by_six"
CHOICE, LOADED = "matrix_example", "matrix_loaded"
LINKS = ("matrix_input", "matrix_kernel")
SMALLEST_STRIDE, LARGEST_STRIDE, LARGEST_AMOUNT, LARGEST_DILATION = 1, 4, 2, 3


@cache
def fitting() -> Mapping[str, Example]:
    """Return the lectures' examples whose matrix can be read, by name."""
    found = {
        name: example
        for name, example in examples().items()
        if max(example.image.shape) <= LARGEST_SIDE and max(example.weights["weight"].shape) <= LARGEST_KERNEL
    }
    return MappingProxyType(found)


def is_input(text: str) -> bool:
    """Say whether a text from an address is an input whose matrix can be read."""
    return makes_sense(partial(parse_grid, most=LARGEST_SIDE), text)


def is_kernel(text: str) -> bool:
    """Say whether a text from an address is a kernel for it."""
    return makes_sense(partial(parse_grid, most=LARGEST_KERNEL), text)


def begin() -> Editing[Grids]:
    """Return what the visitor made of what an example, a seed or a link put in the grids."""
    first = grids_of(fitting()[FIRST])
    seed = linked_seed("seed")
    if seed:
        # A link may name a seed and nothing else.
        first = random_grids(seed, first.image.shape, first.kernel.shape)
    most = (LARGEST_SIDE, LARGEST_KERNEL)
    image, kernel = (
        parse_grid(loaded(link), most=side) if loaded(link) else plain
        for link, side, plain in zip(LINKS, most, first, strict=True)
    )
    sources = " ".join(map(origin, LINKS))
    return begin_editing(Grids(image, kernel), key="matrix_view", origin=sources)


def write_grids(grids: Grids) -> None:
    """Let the address say what lies in the grids, unless it is what lies there at first."""
    first = grids_of(fitting()[FIRST])
    usual = not linked_seed("seed")
    for link, grid, plain in zip(LINKS, grids, first, strict=True):
        text = format_grid(grid)
        write_link(link, "" if usual and text == format_grid(plain) else text)


def choose_numbers(grids: Grids, unrolling: Mapping[str, int]) -> None:
    """Show the examples, and seed and sizes of random integers; ``unrolling`` is stride, amount, dilation."""
    example = lying_there(grids, unrolling)
    choose_example(CHOICE, titles(fitting()), example.name if example else None, _load_example)
    choose_seed("seed", _fill)
    # A browser may claim to hold larger grids than fit; these sliders are the way back.
    st.session_state["matrix_side"] = min(LARGEST_SIDE, max(2, *grids.image.shape))
    st.session_state["matrix_kernel_side"] = min(LARGEST_KERNEL, max(grids.kernel.shape))
    with st.container(horizontal=True):
        st.slider("Input side", 2, LARGEST_SIDE, key="matrix_side", on_change=_resize)
        st.slider("Kernel side", 1, LARGEST_KERNEL, key="matrix_kernel_side", on_change=_resize)


def choose_sliding() -> dict[str, int]:
    """Show how the kernel slides; return stride, amount of padding and dilation."""
    words = {
        "stride": "Cells from one window to the next.",
        "amount": "Zeros added on each side. W has no columns for them.",
        "dilation": "Cells from one weight of the kernel to the next.",
    }
    bounds = {
        "stride": ("Stride", 1, LARGEST_STRIDE),
        "amount": ("Padding", 0, LARGEST_AMOUNT),
        "dilation": ("Dilation", 1, LARGEST_DILATION),
    }
    return {
        key: st.slider(title, least, most, key=key, bind="query-params", help=words[key])
        for key, (title, least, most) in bounds.items()
    }


def unrolled(grids: Grids, *, stride: int, amount: int, dilation: int) -> Unrolled:
    """Return the convolution of these, or raise ValueError with the sizes."""
    return Unrolled(*grids, stride=stride, padding=amount, dilation=dilation)


def lying_there(grids: Grids, unrolling: Mapping[str, int]) -> Example | None:
    """Return the example that lies in the grids to the last number and option, if any."""
    # Two lectures have the same example; the one that was chosen is meant.
    name = matching(grids, _settings(**unrolling), preferred=str(st.session_state.get(LOADED, "")))
    return fitting().get(name or "")


def remark(grids: Grids, unrolling: Mapping[str, int]) -> str:
    """Return where the numbers are from and what is to be known of them; empty for one's own."""
    example = lying_there(grids, unrolling)
    if example is None:
        return ""
    slide = example.slide if example.slide.endswith("?") else f"{example.slide}."
    return f"**{example.lecture.name}**: {slide} {example.remark}".strip()


def _settings(*, stride: int, amount: int, dilation: int) -> SlideSettings:
    return SlideSettings(stride=(stride, stride), padding=(amount, amount), dilation=(dilation, dilation))


def _load_example(name: str) -> None:
    example = fitting()[name]
    st.session_state[LOADED] = name
    settings = settings_of(example)
    _put(grids_of(example))
    st.session_state["stride"] = pair(settings.stride, "stride")[0]
    st.session_state["amount"] = pair(settings.padding, "padding", minimum=0)[0]
    st.session_state["dilation"] = pair(settings.dilation, "dilation")[0]


def _fill(seed: int) -> None:
    side, kernel = (int(st.session_state[f"matrix_{name}"]) for name in ("side", "kernel_side"))
    _put(random_grids(seed, (side, side), (kernel, kernel)))


def _resize() -> None:
    _fill(int(st.session_state.get("seed", 0)))


def _put(grids: Grids) -> None:
    for link, grid in zip(LINKS, grids, strict=True):
        put(link, format_grid(np.asarray(grid)))
