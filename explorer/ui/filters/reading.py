"""From the choices to the numbers: the network of the page, and the reading that shows every cell of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.arithmetic import (
    ACTIVATIONS,
    Array,
    AvgPool2d,
    MaxPool2d,
    Network,
    Trace,
    pool2d_winners,
)
from explorer.components.pixel_reader import Activated, Pooled, Reading
from explorer.filtering import Settings, specify
from explorer.ui.filters.kernels import Kernels
from explorer.ui.filters.source import Source


@dataclass(frozen=True, eq=False)
class Filtered:
    """The network that the choices describe, what it makes of the picture, and the reading of that."""

    network: Network
    trace: Trace
    reading: Reading


def apply(source: Source, kernels: Kernels, settings: Settings) -> Filtered:
    """Compute every panel of the page.

    The feature maps are the exact ones of the reading, rounded to float32 once; what follows is computed from
    them by the network's own layers. Raises ValueError, with the sizes, for settings that cannot be computed.
    """
    weight = np.stack([each.weights * float(each.slope) for each in kernels.filters]).astype(np.float32)
    bias = np.array([float(each.decimal("bias")) for each in kernels.filters], np.float32)
    channels, height, width = source.picture.shape
    network = specify(weight, bias, settings, input_shape=(channels, height, width))
    reading = Reading(
        source.picture,
        kernels.filters,
        stride=settings.stride,
        padding=settings.padding,
        padding_mode=settings.padding_mode,
        dilation=settings.dilation,
        gradient=kernels.gradient,
        scale=kernels.scale,
        channel_names=source.channel_names,
        alt=source.alt,
    )
    activations = {"conv": np.stack([each.values for each in reading.maps])}
    last = activations["conv"]
    for name in list(network.layers)[1:]:
        last = activations[name] = network.layers[name].forward(last, {})
    trace = Trace(source.picture.astype(np.float32), activations, last, last)
    return Filtered(network, trace, _followed(reading, network, activations, settings))


def _followed(
    reading: Reading, network: Network, activations: dict[str, Array], settings: Settings
) -> Reading:
    activated = pooled = None
    if "activation" in activations:
        title = ACTIVATIONS[settings.activation].title
        activated = Activated(settings.activation, title, activations["activation"])
    layer = network.layers.get("pool")
    if isinstance(layer, MaxPool2d | AvgPool2d):
        before = activations.get("activation", activations["conv"])
        pooled = _pooled(layer, before, activations["pool"])
    return reading.followed(activated=activated, pooled=pooled)


def _pooled(layer: MaxPool2d | AvgPool2d, before: Array, values: Array) -> Pooled:
    if isinstance(layer, AvgPool2d):
        return Pooled("average", values, layer.kernel_size, layer.stride, layer.padding)
    winners = pool2d_winners(
        before,
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
        ceil_mode=layer.ceil_mode,
    )
    return Pooled("max", values, layer.kernel_size, layer.stride, layer.padding, winners=winners)
