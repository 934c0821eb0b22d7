"""What lies in the grids: the lectures' examples, random integers, or the visitor's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import numpy as np
import streamlit as st

from explorer.arithmetic import Conv2d, Pair, Sides, resolve_padding
from explorer.arithmetic.options import pair
from explorer.components.stepper import Grids, format_grid, parse_grid
from explorer.components.stepper.text import LARGEST_INPUT, LARGEST_KERNEL
from explorer.lectures import EXAMPLES, Example
from explorer.ui.convolution.settings import SlideSettings
from explorer.ui.links import loaded, origin, put, write_link
from explorer.ui.urls import read_query

LARGEST_SEED = 9999
CHOICE, LOADED = "convolution_example", "convolution_loaded"
OWN = "Your own numbers"
LINKS = {"image": "input", "kernel": "kernel"}
PLAIN: Mapping[str, object] = MappingProxyType(
    {
        "operation": "correlation",
        "apart": False,
        "stride": 1,
        "stride_horizontal": 1,
        "dilation": 1,
        "dilation_horizontal": 1,
        "bias": 0.0,
        "padding": "valid",
        "padding_mode": "zeros",
        "each_side": False,
        "amount": 0,
        "amount_horizontal": 0,
        "output_padding": 0,
        "output_padding_horizontal": 0,
    }
)


@cache
def examples() -> Mapping[str, Example]:
    """Return the examples that one kernel on one grid can show, by name."""
    return MappingProxyType(
        {
            name: example
            for name, example in EXAMPLES.items()
            if isinstance(example.layer, Conv2d) and len(example.image) == 1 == example.layer.out_channels
        }
    )


def is_input(text: str) -> bool:
    """Say whether a text from an address is an input that the grid can show."""
    return _is_grid(text, LARGEST_INPUT)


def is_kernel(text: str) -> bool:
    """Say whether a text from an address is a kernel that the grid can show."""
    return _is_grid(text, LARGEST_KERNEL)


def start() -> tuple[Grids, str]:
    """Return what lies in the grids at first, and a word that changes whenever something else does."""
    seed = read_query("seed", int, 0)
    first = grids_of(next(iter(examples().values())))
    if 0 < seed <= LARGEST_SEED:
        # A link may name a seed and nothing else.
        first = random_grids(seed, first.image.shape, first.kernel.shape)
    image = parse_grid(loaded("input"), most=LARGEST_INPUT) if loaded("input") else first.image
    kernel = parse_grid(loaded("kernel"), most=LARGEST_KERNEL) if loaded("kernel") else first.kernel
    return Grids(image, kernel), f"{origin('input')} {origin('kernel')}"


def grids_of(example: Example) -> Grids:
    """Return input and kernel of an example."""
    return Grids(example.image[0].astype(float), example.weights["weight"][0, 0].astype(float))


def write_grids(grids: Grids) -> None:
    """Let the address say what lies in the grids, unless it is what lies there at first."""
    first = grids_of(next(iter(examples().values()))) if not read_query("seed", int, 0) else None
    for name, grid, plain in zip(Grids._fields, grids, first or (None, None), strict=True):
        text = format_grid(grid)
        write_link(LINKS[name], "" if plain is not None and text == format_grid(plain) else text)


def random_grids(seed: int, image: tuple[int, ...], kernel: tuple[int, ...]) -> Grids:
    """Return small random integers of these sizes: the input 0 to 9, the kernel -2 to 2.

    >>> random_grids(7, (1, 3), (1, 2)).image.tolist() == random_grids(7, (1, 3), (1, 2)).image.tolist()
    True
    """
    rng = np.random.default_rng(seed)
    return Grids(rng.integers(0, 10, image).astype(float), rng.integers(-2, 3, kernel).astype(float))


def choose_example(grids: Grids, settings: SlideSettings) -> None:
    """Show the examples to choose from, the one that lies there now, and what is to be known of it."""
    here = matching(grids, settings, preferred=str(st.session_state.get(LOADED, "")))
    st.session_state[CHOICE] = here
    st.selectbox(
        "Example",
        list(examples()),
        index=None,
        format_func=lambda name: f"{examples()[name].lecture.name}: {examples()[name].title}",
        key=CHOICE,
        placeholder=OWN,
        on_change=_load_chosen,
    )
    if here is not None:
        _tell(examples()[here])


def choose_seed(grids: Grids) -> None:
    """Show the seed of random integers; another seed fills the grids, at the sizes that they have."""
    sizes = grids.image.shape, grids.kernel.shape
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            "Seed",
            0,
            LARGEST_SEED,
            key="seed",
            bind="query-params",
            on_change=_fill,
            args=sizes,
            help="The same seed and the same sizes give the same numbers.",
            width=150,
        )
        st.button("Random integers", icon=":material/casino:", on_click=_next_seed, args=sizes)


def matching(grids: Grids, settings: SlideSettings, *, preferred: str = "") -> str | None:
    """Return the name of the example that lies there to the last number and option, or None.

    Two lectures have the same example; ``preferred`` is the one to name then.
    """
    for name in sorted(examples(), key=lambda name: name != preferred):
        example = examples()[name]
        given = grids_of(example)
        same = all(np.array_equal(one, other) for one, other in zip(given, grids, strict=True))
        if same and _options(settings, grids) == _options(settings_of(example), grids):
            return name
    return None


def settings_of(example: Example) -> SlideSettings:
    """Return the options of an example's layer."""
    layer = example.layer
    if not isinstance(layer, Conv2d):
        raise TypeError(f"{example.name} is no convolution")
    bias = np.ravel(example.weights.get("bias", np.zeros(1)))[0]
    return SlideSettings(
        stride=pair(layer.stride, "stride"),
        padding=layer.padding,
        padding_mode=layer.padding_mode,
        dilation=pair(layer.dilation, "dilation"),
        bias=Decimal(str(float(bias))),
    )


def load(grids: Grids, **state: object) -> None:
    """Put numbers and settings in place; an option that is not named is set to its plain value."""
    put("input", format_grid(grids.image))
    put("kernel", format_grid(grids.kernel))
    put("place", "")
    for key, value in {**PLAIN, **state}.items():
        st.session_state[key] = value


def _load_chosen() -> None:
    example = examples().get(str(st.session_state.get(CHOICE)))
    if example is None:
        return
    st.session_state[LOADED] = example.name
    settings = settings_of(example)
    stride, dilation = pair(settings.stride, "stride"), pair(settings.dilation, "dilation")
    (top, _), (left, _) = _options(settings, grids_of(example))[2]
    load(
        grids_of(example),
        apart=len({*stride}) > 1 or len({*dilation}) > 1 or top != left,
        stride=stride[0],
        stride_horizontal=stride[1],
        dilation=dilation[0],
        dilation_horizontal=dilation[1],
        padding="amount" if top or left else "valid",
        amount=top,
        amount_horizontal=left,
    )


def _options(settings: SlideSettings, grids: Grids) -> tuple[str, Pair, Sides, Pair, Decimal, str]:
    """Return the options written out, so that two ways of saying the same are equal."""
    sides = resolve_padding(
        settings.padding,
        pair(grids.image.shape, "input"),
        pair(grids.kernel.shape, "kernel"),
        stride=settings.stride,
        dilation=settings.dilation,
    )
    mode = settings.padding_mode if any(map(any, sides)) else "zeros"
    return settings.operation, settings.stride, sides, settings.dilation, settings.bias, mode


def _next_seed(image: tuple[int, ...], kernel: tuple[int, ...]) -> None:
    st.session_state["seed"] = (int(st.session_state.get("seed", 0)) + 1) % (LARGEST_SEED + 1)
    _fill(image, kernel)


def _fill(image: tuple[int, ...], kernel: tuple[int, ...]) -> None:
    grids = random_grids(int(st.session_state["seed"]), image, kernel)
    put("input", format_grid(grids.image))
    put("kernel", format_grid(grids.kernel))


def _tell(example: Example) -> None:
    slide = example.slide if example.slide.endswith("?") else f"{example.slide}."
    where = f"**{example.lecture.name}**, {example.lecture.title} ({example.lecture.given}): {slide}"
    st.caption(f"{where} {example.remark}")


def _is_grid(text: str, most: int) -> bool:
    try:
        parse_grid(text, most=most)
    except ValueError:
        return False
    return True
