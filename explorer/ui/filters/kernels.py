"""Choosing kernels, typing one's own, and the filters that come of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.arithmetic import KERNELS
from explorer.components.gallery import gallery
from explorer.components.kernel_grid import KernelError, format_kernel, kernel_grid, parse_kernel
from explorer.components.pixel_reader import ExactFilter, embedded
from explorer.ui.filters.gallery import (
    OWN,
    PAIR_NAMES,
    items,
    kernel_names,
    sheet,
)
from explorer.ui.filters.learned import DECIMALS, DIGIT_PREFIX, PHOTO_PREFIX, digit_kernels, photo_kernels
from explorer.ui.filters.source import CHANNEL_NAMES
from explorer.ui.links import loaded, origin, put, write_link

MOST_MAPS = 8
DEFAULT_KERNELS = "sobel_x"
IN_COLOUR = (
    "It has a kernel for red, one for green and one for blue, painted as the light that it asks for; middle "
    "grey is zero. Summed adds up what the three find, as the network does; Separate shows each alone."
)
IN_GREY = (
    "It has a kernel for red, one for green and one for blue. This picture is read in grey, where only the "
    "sum of the three counts: what told colours apart is gone."
)


@dataclass(frozen=True)
class Kernels:
    """The filters of the layer, all of one kernel size.

    `gradient` says that they are the derivatives x and y; `scale` is "layer" where the colours of all maps
    mean the same numbers, "map" where each map has its own.
    """

    filters: tuple[ExactFilter, ...]
    gradient: bool = False
    scale: Literal["map", "layer"] = "map"

    @property
    def kernel_size(self) -> tuple[int, int]:
        """Return (kh, kw)."""
        return self.filters[0].kernel_size


def is_own(text: str) -> bool:
    """Say whether a text from an address is a kernel that the grid can show."""
    try:
        parse_kernel(text)
    except KernelError:
        return False
    return True


def choose_kernels(*, channels: int, each_channel: bool) -> Kernels:
    """Show the gallery and what belongs to the chosen kernels; return the filters.

    With ``each_channel`` every kernel makes one filter per channel, so that fewer kernels fit.
    """
    per_kernel = channels if each_channel else 1
    chosen = gallery(
        items(),
        sheet(),
        key="filters_gallery",
        start=loaded("kernels") or DEFAULT_KERNELS,
        origin=origin("kernels"),
        most=MOST_MAPS,
        label="Kernels",
    )
    write_link("kernels", "" if chosen == (DEFAULT_KERNELS,) else ",".join(chosen))
    names = kernel_names(chosen)
    fitting = names[: MOST_MAPS // per_kernel]
    if len(fitting) < len(names):
        first = "the first kernel is" if len(fitting) == 1 else f"the first {len(fitting)} kernels are"
        maps = f"{per_kernel} maps each" if per_kernel > 1 else "one map each"
        st.caption(f"At most {MOST_MAPS} maps fit, and kernels make {maps}: {first} shown.")
    single = [_own_filter() if name == OWN else _filter(name) for name in fitting]
    if len(single) == 1 and fitting != (OWN,):
        _tell(fitting[0], single[0], is_grey=channels == 1)
    if len({each.kernel_size for each in single}) > 1:
        st.caption("The filters of a layer share one kernel size: zeros are put around the smaller kernels.")
    gradient = not each_channel and fitting in PAIR_NAMES.values()
    filters = _for_channels(single, channels, each_channel=each_channel)
    return Kernels(filters, gradient, _scale() if len(filters) > 1 else "map")


def _scale() -> Literal["map", "layer"]:
    is_shared = st.toggle(
        "One colour scale for all maps",
        key="shared_scale",
        bind="query-params",
        help="The same colour is then the same number in every map.",
    )
    return "layer" if is_shared else "map"


def _filter(name: str) -> ExactFilter:
    if name in KERNELS:
        kernel = KERNELS[name]
        return ExactFilter(kernel.title, kernel.numerators, divisor=kernel.divisor)
    if name in photo_kernels():
        title, colours = f"Photo {name.removeprefix(PHOTO_PREFIX)}", tuple(range(len(CHANNEL_NAMES)))
        return ExactFilter(title, photo_kernels()[name], channels=colours)
    return ExactFilter(f"Learned {name.removeprefix(DIGIT_PREFIX)}", digit_kernels()[name])


def _tell(name: str, exact_filter: ExactFilter, *, is_grey: bool) -> None:
    """Say what there is to say about one kernel, and offer to go on from it."""
    is_coloured = name in photo_kernels()
    if name in KERNELS:
        kernel = KERNELS[name]
        st.caption(
            f"**{kernel.title}.** {kernel.description} Made as {kernel.construction}. {kernel.source}."
        )
    else:
        hint = next(item.hint for item in items() if item.name == name)
        st.caption(
            f"{hint}. Shown without its bias, weights rounded to {DECIMALS} decimals: "
            "the network reads 0 to 1, this page 0 to 255."
        )
        if is_coloured:
            st.caption(IN_GREY if is_grey else IN_COLOUR)
    grid = exact_filter.weights.sum(axis=0) * float(exact_filter.slope)
    with st.container(horizontal=True):
        if is_coloured and is_grey:
            st.button("Show the picture in colour", icon=":material/palette:", on_click=_show_colours)
        st.button(
            "Edit a copy",
            icon=":material/edit:",
            on_click=_edit,
            args=(format_kernel(grid.round(DECIMALS)),),
            help="The copy is the sum of the three kernels." if is_coloured else None,
        )


def _show_colours() -> None:
    """Let the layer read red, green and blue and add them up, as a network does."""
    st.session_state["channels"] = "summed"


def _edit(text: str) -> None:
    """Put a kernel into the grid of the visitor's own and choose that."""
    put("own", text)
    put("kernels", OWN)


def _own_filter() -> ExactFilter:
    start = loaded("own") or format_kernel(KERNELS[DEFAULT_KERNELS].numerators)
    weights = kernel_grid(
        parse_kernel(start), key="filters_own", origin=origin("own"), label="Your own kernel"
    )
    write_link("own", format_kernel(weights))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        gain = _number("Gain", 1.0, "gain", "Every product is multiplied by it.")
        bias = _number("Bias", 0.0, "bias", "Added to every cell of the feature map.")
        normalise = st.toggle(
            "Normalise",
            key="normalise",
            bind="query-params",
            help="Divides by the sum of the weights, so that a flat picture keeps its brightness.",
        )
    divisor = _sum(weights) if normalise else Decimal(1)
    if divisor == 0:
        st.caption("The weights sum to 0, which nothing can be divided by: normalise does nothing here.")
        divisor = Decimal(1)
    return ExactFilter("Your own", weights, divisor=divisor, gain=gain, bias=bias)


def _number(label: str, value: float, key: str, words: str) -> Decimal:
    number = st.number_input(
        label,
        -1000.0,
        1000.0,
        value,
        step=0.5,
        format="%.4g",
        key=key,
        bind="query-params",
        help=words,
        width=130,
    )
    return Decimal(str(round(number, DECIMALS)))


def _sum(weights: NDArray[np.float32]) -> Decimal:
    return sum((Decimal(f"{weight:.{DECIMALS}f}") for weight in weights.ravel()), Decimal(0))


def _for_channels(
    single: Sequence[ExactFilter], channels: int, *, each_channel: bool
) -> tuple[ExactFilter, ...]:
    """Return the filters at one kernel size, reading all channels or, in groups, one each."""
    rows, columns = (max(each.kernel_size[axis] for each in single) for axis in (0, 1))
    equal = [
        each if each.kernel_size == (rows, columns) else embedded(each, (rows, columns)) for each in single
    ]
    if channels == 1:
        return tuple(_summed(each) for each in equal)
    if each_channel:
        return tuple(
            replace(
                each,
                title=f"{each.title}, {CHANNEL_NAMES[channel]}",
                numerators=_plane(each, channel),
                channels=(channel,),
            )
            for channel in range(channels)
            for each in equal
        )
    together = tuple(range(channels))
    return tuple(
        replace(each, numerators=np.stack([_plane(each, channel) for channel in together]), channels=together)
        for each in equal
    )


def _plane(each: ExactFilter, channel: int) -> NDArray[np.float64]:
    """Return the kernel (kh, kw) that a filter lays on a channel: its own, or its only one."""
    place = channel if len(each.weights) > 1 else 0
    kernel: NDArray[np.float64] = each.weights[place] / 10**each.digits
    return kernel


def _summed(each: ExactFilter) -> ExactFilter:
    """Return the filter that does to grey, the same in all colours, what this one does."""
    if len(each.weights) == 1:
        return each
    return replace(each, numerators=each.weights.sum(axis=0) / 10**each.digits, channels=(0,))
