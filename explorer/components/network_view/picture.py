"""What a network made of one picture, for its view: every number that cannot be looked up in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import MaxPool2d, Network, Trace, few_that_carry, input_gradient
from explorer.arithmetic.options import Array, pair
from explorer.components.network_view.coding import coded, unforetold
from explorer.components.network_view.decimals import decimal_units, digits_for, halved
from explorer.components.network_view.places import Place
from explorer.components.network_view.structure import TITLES, Arrays, identity

VALUE_DIGITS = 4
# Where there are many numbers, three digits; outputs are few and always have four.
FEWER_VALUE_DIGITS = 3
MANY_VALUES = 50_000
# What only lets through (ReLU), picks (max pooling) or lays out (flatten) is looked up in the layer before.
LOOKED_UP = ("relu", "max", "flatten")
# Of all that a unit listens to, the cells that carry so much of its gradient are counted.
MOST_OF_IT = 0.9


def picture_parcel(
    network: Network, trace: Trace, *, alt: str, printed: Sequence[str] = ()
) -> tuple[dict[str, Any], Arrays]:
    """Return header and arrays of one trace.

    Maps have four digits after the point, in a network whose maps hold more than 50,000 numbers three: one
    to two bytes each. Outputs have four, and are also sent as they are.
    """
    arrays: Arrays = {}
    header: dict[str, Any] = {"network": identity(network), "alt": alt, "printed": list(printed)}
    most = value_digits(network)
    header["digits"] = [_code("input", trace.input, most, arrays)]
    before = trace.input
    for name, layer in network.layers.items():
        activation, (kind, _) = trace.activations[name], TITLES[type(layer)]
        if isinstance(layer, MaxPool2d):
            arrays[f"{name}.winners"] = halved(_winners(layer, before))
        if activation.ndim == 1 and kind not in LOOKED_UP:
            arrays[name] = activation.astype(np.float32, copy=False)
        header["digits"].append(None if kind in LOOKED_UP else _code(name, activation, most, arrays))
        before = activation
    return header, arrays


def gradient_parcel(network: Network, trace: Trace, place: Place) -> tuple[dict[str, Any], Arrays]:
    """Return the gradient of the pinned unit over the picture, as a share of its largest value.

    Where a picture has several channels, their lengths are taken together and the sign is lost.
    """
    header: dict[str, Any] = {"network": identity(network), "place": place.text}
    gradient = input_gradient(network, trace, place.layer, unit_of(network, place))
    seen = gradient[0] if len(gradient) == 1 else np.linalg.norm(gradient, axis=0)
    limit = float(np.abs(seen).max())
    shares = np.rint(seen / limit * 32767) if limit else np.zeros(seen.shape)
    header |= {
        "listens": int(np.count_nonzero(seen)),
        "most": few_that_carry(seen, MOST_OF_IT),
        "share": MOST_OF_IT,
    }
    return header, {"gradient": shares.astype(np.int16)}


def unit_of(network: Network, place: Place) -> tuple[int, ...]:
    """Return where a place of the view is in the activation of its layer."""
    shape = network.shapes[place.layer]
    if len(shape) == 3:
        return place.map, place.row, place.column
    names = list(network.layers)
    at = names.index(place.layer)
    before = network.shapes[names[at - 1]] if at else network.input_shape
    # A flattened layer is drawn map by map: its column counts inside a map.
    inside = before[1] * before[2] if len(before) == 3 else 1
    return (place.map * inside + place.column,)


def value_digits(network: Network) -> int:
    """Return how many digits after the point the maps of a network are sent with.

    >>> from explorer.digits import digit_network
    >>> value_digits(digit_network())
    4
    """
    sent = [
        int(np.prod(network.shapes[name]))
        for name, layer in network.layers.items()
        if TITLES[type(layer)][0] not in LOOKED_UP
    ]
    return FEWER_VALUE_DIGITS if sum(sent) > MANY_VALUES else VALUE_DIGITS


def _code(name: str, values: Array, most: int, arrays: Arrays) -> int:
    digits = digits_for(values, most if values.ndim == 3 else VALUE_DIGITS)
    units = decimal_units(values, digits)
    rest = unforetold(units) if values.ndim == 3 else units
    arrays[f"{name}.code"] = coded(rest.reshape(len(rest), -1))
    return digits


def _winners(layer: MaxPool2d, before: Array) -> NDArray[np.uint8]:
    """Return which cell of its window won, in reading order."""
    kernel, dilation = pair(layer.kernel_size, "kernel_size"), pair(layer.dilation, "dilation")
    field = layer.receptive_field(before.shape)
    won = layer.winners(before)
    rows = (won[0] - field.offset[0] - field.stride[0] * np.arange(won.shape[2])[:, None]) // dilation[0]
    columns = (won[1] - field.offset[1] - field.stride[1] * np.arange(won.shape[3])) // dilation[1]
    return np.asarray(rows * kernel[1] + columns, np.uint8)
