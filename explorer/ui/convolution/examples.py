"""What lies in the grids: the lectures' examples, random integers, or the visitor's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, partial
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
from explorer.ui.starts import choose_example, choose_seed, linked_seed
from explorer.ui.urls import makes_sense

CHOICE, LOADED = "convolution_example", "convolution_loaded"
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
    return makes_sense(partial(parse_grid, most=LARGEST_INPUT), text)


def is_kernel(text: str) -> bool:
    """Say whether a text from an address is a kernel that the grid can show."""
    return makes_sense(partial(parse_grid, most=LARGEST_KERNEL), text)


def start() -> tuple[Grids, str]:
    """Return what lies in the grids at first, and a word that changes whenever something else does."""
    seed = linked_seed("seed")
    first = grids_of(next(iter(examples().values())))
    if seed:
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
    first = grids_of(next(iter(examples().values()))) if not linked_seed("seed") else None
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


def show_examples(grids: Grids, settings: SlideSettings) -> None:
    """Show the examples to choose from, the one that lies there now, and what is to be known of it."""
    here = matching(grids, settings, preferred=str(st.session_state.get(LOADED, "")))
    choose_example(CHOICE, titles(examples()), here, _load_example)
    if here is not None:
        _tell(examples()[here])


def show_seed(grids: Grids) -> None:
    """Show the seed of random integers; another seed fills the grids, at the sizes that they have."""

    def fill(seed: int) -> None:
        filled = random_grids(seed, grids.image.shape, grids.kernel.shape)
        put("input", format_grid(filled.image))
        put("kernel", format_grid(filled.kernel))

    choose_seed("seed", fill)


def titles(named: Mapping[str, Example]) -> dict[str, str]:
    """Return what examples are called, lecture first, by name."""
    return {name: f"{example.lecture.name}: {example.title}" for name, example in named.items()}


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


def _load_example(name: str) -> None:
    example = examples()[name]
    st.session_state[LOADED] = name
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


def _tell(example: Example) -> None:
    slide = example.slide if example.slide.endswith("?") else f"{example.slide}."
    where = f"**{example.lecture.name}**, {example.lecture.title} ({example.lecture.given}): {slide}"
    st.caption(f"{where} {example.remark}")
