"""The layer of the page: how many channels go in and out, how the filters slide, what they share."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import streamlit as st

from explorer.arithmetic import ACTIVATIONS, Conv2d
from explorer.components.channels import Numbers, Summing
from explorer.components.channels.summing import (
    LARGEST_CHANNELS,
    LARGEST_KERNEL,
    LARGEST_PADDING,
    LARGEST_SIDE,
    check_weights,
)

LARGEST_STRIDE = 4
KEYS = {
    "in_channels": "in_channels",
    "out_channels": "out_channels",
    "size": "volume_size",
    "kernel_size": "volume_kernel_size",
    "stride": "volume_stride",
    "padding": "volume_padding",
    "groups": "groups",
    "bias": "volume_bias",
    "activation": "volume_activation",
}


@dataclass(frozen=True)
class LayerSettings:
    """A convolution with its activation, and the height and width of the planes that it reads."""

    in_channels: int = 3
    out_channels: int = 2
    size: int = 6
    kernel_size: int = 3
    stride: int = 1
    padding: int = 0
    groups: int = 1
    bias: bool = True
    activation: str = "identity"

    @property
    def layer(self) -> Conv2d:
        """Return the layer."""
        return Conv2d(
            self.in_channels,
            self.out_channels,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            groups=self.groups,
            bias=self.bias,
        )

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """Return (C, H, W)."""
        return (self.in_channels, self.size, self.size)

    def check(self) -> None:
        """Raise ValueError, with the sizes, where the kernels do not fit the planes or are too many."""
        self.layer.output_shape(self.input_shape)
        check_weights(self.out_channels, self.in_channels // self.groups, self.kernel_size)

    def summing(self, numbers: Numbers) -> Summing:
        """Return every number of this, or raise ValueError with the sizes."""
        return Summing(
            numbers.planes,
            numbers.filters,
            numbers.biases if self.bias else None,
            stride=self.stride,
            padding=self.padding,
            groups=self.groups,
            activation=self.activation,
        )


DEFAULT = LayerSettings()


def divisors(in_channels: int, out_channels: int) -> list[int]:
    """Return the numbers of groups that divide the channels in and out both.

    >>> divisors(4, 8), divisors(3, 2)
    ([1, 2, 4], [1])
    """
    most = gcd(in_channels, out_channels)
    return [count for count in range(1, most + 1) if most % count == 0]


def choose_layer() -> tuple[int, int, int, int, int, int]:
    """Show channels, groups, kernel and how it slides; return them in the order of `LayerSettings`."""
    in_channels = _slider("Channels in", "in_channels", 1, LARGEST_CHANNELS, "Planes of the input.")
    out_channels = _slider(
        "Filters, channels out", "out_channels", 1, LARGEST_CHANNELS, "Each filter makes one map."
    )
    groups = _choose_groups(in_channels, out_channels)
    kernel_size = _slider(
        "Kernel size", "kernel_size", 1, LARGEST_KERNEL, "Rows and columns of every kernel."
    )
    stride = _slider("Stride", "stride", 1, LARGEST_STRIDE, "Cells from one window to the next.")
    padding = _slider("Padding", "padding", 0, LARGEST_PADDING, "Zeros added on each side of every plane.")
    return in_channels, out_channels, kernel_size, stride, padding, groups


def choose_size() -> int:
    """Show the height and width of the planes."""
    return _slider("Height and width of a plane", "size", 1, LARGEST_SIDE, "Every plane is a square.")


def choose_rest() -> tuple[bool, str]:
    """Show bias and activation."""
    bias = st.toggle(
        "Biases", DEFAULT.bias, key=KEYS["bias"], bind="query-params", help="One number for each filter."
    )
    activation = st.selectbox(
        "Activation",
        list(ACTIVATIONS),
        format_func=lambda name: ACTIVATIONS[name].title,
        key=KEYS["activation"],
        bind="query-params",
        help="A function that every cell of every map goes through.",
    )
    return bias, activation


def _choose_groups(in_channels: int, out_channels: int) -> int:
    options = divisors(in_channels, out_channels)
    key = KEYS["groups"]
    held = st.session_state.get(key, 1)
    if held not in options:
        st.session_state[key] = max(count for count in options if count == 1 or count <= held)
    groups: int = st.select_slider(
        "Groups",
        options,
        key=key,
        bind="query-params",
        help="1 is the standard convolution; as many groups as channels is depthwise.",
        # Not left out: what code sets comes into the address only where the widget was there before.
        disabled=len(options) == 1,
    )
    st.caption(_said(in_channels, out_channels, groups))
    return groups


def _said(in_channels: int, out_channels: int, groups: int) -> str:
    if groups == 1:
        all_of_them = "the one channel" if in_channels == 1 else f"all {in_channels} channels"
        only = (
            ""
            if gcd(in_channels, out_channels) > 1
            else (f" Only 1 divides {in_channels} and {out_channels} both: there is nothing to group.")
        )
        return f"Standard: every filter reads {all_of_them}.{only}"
    if groups == in_channels:
        return "Depthwise: every filter reads one channel."
    return (
        f"{groups} groups: {out_channels // groups} of the filters read the same {in_channels // groups} "
        f"of the {in_channels} channels."
    )


def _slider(label: str, name: str, lowest: int, highest: int, words: str) -> int:
    return st.slider(
        label, lowest, highest, int(getattr(DEFAULT, name)), key=KEYS[name], bind="query-params", help=words
    )
