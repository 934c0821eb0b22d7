"""The instruments: every kind of edit with its own few controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import streamlit as st

from explorer.arithmetic import KERNELS, Array, Network
from explorer.components.kernel_grid import format_kernel, kernel_grid
from explorer.digits import digit_network
from explorer.surgery import (
    MOST_EDITS,
    AddNoise,
    Edit,
    Permute,
    Quantise,
    ReplaceKernel,
    SetKernel,
    SwitchOff,
    fitting_kernels,
    makes_a_difference,
    operate,
)
from explorer.surgery.edits import DECIMALS, FEWEST_BITS, LARGEST_SEED, MOST_BITS, STRONGEST_NOISE
from explorer.ui.controls import segments
from explorer.ui.digits.pictures import picture_html
from explorer.ui.inside.choosing import kernel_picture
from explorer.ui.inside.patient import Edits, edits_in_force, put_edits, version

KERNEL_SIDE = 60
IDLE = "It would change no number."
FULL = f"At most {MOST_EDITS} edits are kept. Undo one to go on."


@dataclass(frozen=True)
class Target:
    """The filter that lies under the knife, and everything that has been done so far."""

    layer: str
    filter: int
    edits: Edits

    @property
    def channels(self) -> int:
        """Return how many kernels the filter has."""
        return int(digit_network().weights[f"{self.layer}.weight"].shape[1])

    def kernel(self, network: Network, channel: int) -> Array:
        """Return one kernel of the filter in a network, as a grid shows it: at most four decimals."""
        kernel: Array = network.weights[f"{self.layer}.weight"][self.filter, channel].round(DECIMALS)
        return kernel


def choose_operation() -> str:
    """Show the kinds of edits and return the name of the chosen one."""
    return segments("Operation", {name: title for name, (title, _) in OPERATIONS.items()}, key="operation")


def show_operation(name: str, target: Target) -> Edits:
    """Show the controls of one kind of edit; return the edits that are then in force.

    A button puts its edit in place before the script runs again; numbers typed into the grid count at once.
    """
    return OPERATIONS[name][1](target)


def _off(target: Target) -> Edits:
    st.caption("Its weights and its bias become 0, so its map is 0 everywhere.")
    return _button(
        target, f"Switch off filter {target.filter} of {target.layer}", SwitchOff(target.layer, target.filter)
    )


def _weights(target: Target) -> Edits:
    channel = _channel(target)
    last = target.edits[-1] if target.edits else None
    place = (target.layer, target.filter, channel)
    is_same = isinstance(last, SetKernel) and (last.layer, last.filter, last.channel) == place
    base = target.edits[:-1] if is_same else target.edits
    shipped = digit_network()
    before = target.kernel(operate(shipped, base), channel)
    typed = kernel_grid(
        target.kernel(operate(shipped, target.edits), channel),
        key="surgery_grid",
        origin=f"{place} {version()}",
        label=f"Kernel of filter {target.filter} of {target.layer} for input channel {channel}",
        is_resizable=False,
    )
    if format_kernel(typed) == format_kernel(before):
        st.caption("Type into the grid: every answer beside it follows.")
        return base
    if len(base) == MOST_EDITS:
        st.caption(FULL)
        return target.edits
    edit = SetKernel(*place, tuple(tuple(round(float(value), DECIMALS) for value in row) for row in typed))
    try:
        edit.changed(shipped.weights, shipped)
    except ValueError as error:
        st.caption(f"Not used: {error}.")
        return target.edits
    _show_change(target.kernel(shipped, channel), typed)
    return (*base, edit)


def _kernel(target: Target) -> Edits:
    size = digit_network().weights[f"{target.layer}.weight"].shape[2:]
    names = fitting_kernels((size[0], size[1]))
    name = st.selectbox(
        f"Classical kernel that fits into {size[0]}x{size[1]}",
        names,
        index=names.index("sobel_x"),
        format_func=lambda each: KERNELS[each].title,
        key="surgery_kernel",
    )
    every = target.channels == 1 or st.toggle(
        f"All {target.channels} kernels of the filter", value=True, key="every", bind="query-params"
    )
    channel = None if every else _channel(target)
    st.caption(
        "It is scaled to the norm of the shipped kernel in its place: the shape changes, not the strength."
    )
    edit = ReplaceKernel(target.layer, target.filter, channel, name or names[0])
    _show_change(*(target.kernel(network, channel or 0) for network in _before_and_after(edit)))
    return _button(
        target, f"Put {KERNELS[edit.kernel].title} into filter {target.filter} of {target.layer}", edit
    )


def _noise(target: Target) -> Edits:
    everywhere = _whole_network()
    strength = st.slider(
        "Strength",
        0.1,
        STRONGEST_NOISE,
        0.5,
        step=0.1,
        key="noise",
        bind="query-params",
        help="The standard deviation of the noise, 1 being that of the layer's shipped weights.",
    )
    edit = AddNoise(None if everywhere else target.layer, round(strength, 1), _seed())
    return _button(target, f"Add noise to {'all layers' if everywhere else target.layer}", edit)


def _bits(target: Target) -> Edits:
    bits = st.slider("Bits for each weight", FEWEST_BITS, MOST_BITS, 4, key="bits", bind="query-params")
    values = 2**bits - 1
    st.caption(
        f"{values} values, as many below zero as above; in each layer they are equally far apart and reach "
        "to its largest weight. Shipped weights have 32 bits. Biases stay."
    )
    return _button(target, f"Round all weights to {bits} bits", Quantise(bits))


def _shuffle(target: Target) -> Edits:
    rewired = st.toggle(
        "Shuffle the next layer to match",
        key="rewired",
        bind="query-params",
        help="Then each kernel of the next layer still reads the map that it was trained for.",
    )
    edit = Permute(target.layer, _seed(), rewired=rewired)
    return _button(target, f"Shuffle the filters of {target.layer}", edit)


OPERATIONS: Mapping[str, tuple[str, Callable[[Target], Edits]]] = MappingProxyType(
    {
        "off": ("Off", _off),
        "weights": ("Weights", _weights),
        "kernel": ("Kernel", _kernel),
        "noise": ("Noise", _noise),
        "bits": ("Bits", _bits),
        "shuffle": ("Shuffle", _shuffle),
    }
)


def _button(target: Target, label: str, edit: Edit) -> Edits:
    full = len(target.edits) >= MOST_EDITS
    idle = not full and not makes_a_difference(digit_network(), target.edits, edit)
    st.button(
        label,
        icon=":material/surgical:",
        disabled=full or idle,
        help=FULL if full else IDLE if idle else None,
        on_click=carry_out,
        args=(edit,),
        key="surgery_operate",
    )
    return target.edits


def carry_out(edit: Edit) -> None:
    """Put one more edit in place, after those in force by now: a fast hand does not wait for an answer."""
    edits = edits_in_force()
    if len(edits) < MOST_EDITS and makes_a_difference(digit_network(), edits, edit):
        put_edits((*edits, edit))


def _channel(target: Target) -> int:
    if target.channels == 1:
        return 0
    return st.slider(
        "Kernel for input channel", 0, target.channels - 1, 0, key="surgery_channel", bind="query-params"
    )


def _whole_network() -> bool:
    return segments("Where", {"layer": "Layer", "network": "Network"}, key="noise_in") == "network"


def _seed() -> int:
    return st.number_input(
        "Seed",
        0,
        LARGEST_SEED,
        0,
        key="surgery_seed",
        bind="query-params",
        width=140,
        help="The same seed gives the same random numbers.",
    )


def _before_and_after(edit: Edit) -> tuple[Network, Network]:
    return digit_network(), operate(digit_network(), [edit])


def _show_change(before: Array, after: Array) -> None:
    limit = float(max(np.abs(before).max(), np.abs(after).max()))
    figures = "".join(
        f"<figure>{picture_html(picture, words, name='surgery-kernel')}"
        f"<figcaption>{words}</figcaption></figure>"
        for kernel, words in ((before, "Shipped kernel"), (after, "In its place"))
        for picture in [kernel_picture(kernel, KERNEL_SIDE, limit=limit)]
    )
    st.html(f'<div class="surgery-kernels">{figures}</div>')
