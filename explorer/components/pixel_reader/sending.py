"""A reading as the blob of bytes that its browser side draws."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.exact import ExactMap
from explorer.arithmetic.options import pair
from explorer.arithmetic.sizes import unread
from explorer.components.payload import pack
from explorer.components.pinning import Cell
from explorer.components.pixel_reader.gradient import frame, gradient
from explorer.components.pixel_reader.reading import Activated, Pooled, Reading
from explorer.components.pixel_reader.wheel import wheel
from explorer.pictures.colours import DIVERGING, SEQUENTIAL

FLAT = -32768
Arrays = dict[str, np.ndarray]


def blob(reading: Reading, *, pinned: Cell | None = None) -> bytes:
    """Return everything that the browser side needs: about one byte a cell of the picture, two or four of a
    map.

    A map goes as its integer sums, from which it is painted and printed. What an activation only lets through
    (None, ReLU) and what max pooling only picks is not sent twice."""
    header, arrays = _convolution(reading)
    if reading.activated is not None:
        header["activated"] = _activated(reading.activated, reading, arrays)
    if reading.pooled is not None:
        header["pooled"] = _pooled(reading.pooled, reading, arrays)
    if reading.gradient:
        header["gradient"] = _gradient(reading, arrays)
    header["start"] = [0, *strongest(reading)]
    header["pinned"] = None if pinned is None else [pinned.map, pinned.row, pinned.column]
    return pack(header, arrays)


def strongest(reading: Reading) -> tuple[int, int]:
    """Return the row and column of the first map's largest absolute value.

    Windows that lie over padding count only where there are no others: padding is an edge that the picture
    has not.

    >>> from explorer.arithmetic.exact import ExactFilter
    >>> bright = np.full((1, 4, 4), 255, np.uint8)
    >>> strongest(Reading(bright, [ExactFilter("Edge", [[-1, 1, 0]])], padding=1))
    (1, 1)
    """
    values = np.abs(reading.maps[0].values)
    step, dilate = pair(reading.stride, "stride"), pair(reading.dilation, "dilation")
    clear = []
    for axis in (0, 1):
        starts = np.arange(values.shape[axis]) * step[axis] - reading.sides[axis][0]
        ends = starts + (reading.kernel_size[axis] - 1) * dilate[axis]
        clear.append((starts >= 0) & (ends < reading.picture.shape[axis + 1]))
    inside = np.outer(*clear)
    row, column = np.unravel_index(
        np.argmax(np.where(inside, values, -1 if inside.any() else values)), values.shape
    )
    return int(row), int(column)


def _convolution(reading: Reading) -> tuple[dict[str, Any], Arrays]:
    step, dilate = pair(reading.stride, "stride"), pair(reading.dilation, "dilation")
    rows, columns = (
        unread(
            reading.padded.shape[axis + 1],
            reading.kernel_size[axis],
            stride=step[axis],
            dilation=dilate[axis],
        )
        for axis in (0, 1)
    )
    scales = _scales([each.values for each in reading.maps], reading.scale)
    header = {
        "alt": reading.alt,
        "channelNames": list(reading.channel_names),
        "picture": list(reading.picture.shape),
        "sides": reading.sides,
        "paddingMode": reading.padding_mode,
        "kernel": reading.kernel_size,
        "stride": step,
        "dilation": dilate,
        "unread": [_runs(rows), _runs(columns)],
        "maps": [_map(each) | {"scale": scale} for each, scale in zip(reading.maps, scales, strict=True)],
    }
    sums = np.stack([each.sums for each in reading.maps])
    arrays = {
        "padded": reading.padded,
        "sums": sums.astype(_smallest(sums)),
        "diverging": DIVERGING,
        "sequential": SEQUENTIAL,
    }
    return header, arrays


def _map(exact: ExactMap) -> dict[str, Any]:
    of = exact.filter
    return {
        "title": of.title,
        "channels": list(of.channels),
        "weights": of.weights.ravel().tolist(),
        "digits": of.digits,
        "slope": float(of.slope),
        "offset": float(of.decimal("bias")),
        **{name: _integer(of.decimal(name)) for name in ("gain", "divisor", "bias")},
    }


def _activated(activated: Activated, reading: Reading, arrays: Arrays) -> dict[str, Any]:
    sent = {"title": activated.title, "name": activated.name}
    if activated.values.shape != (shape := (len(reading.maps), *reading.maps[0].sums.shape)):
        raise ValueError(
            f"activated values must be {shape} like the feature maps, not {activated.values.shape}"
        )
    if activated.name == "relu":
        # Colours stay those of the feature map: what ReLU lets through does not change.
        before = _scales([each.values for each in reading.maps], reading.scale)
        scales = [[max(low, 0.0), max(high, 0.0), limit] for low, high, limit in before]
        return sent | {"scales": scales}
    arrays["activated"] = activated.values.astype(np.float32, copy=False)
    return sent | {"scales": _scales(activated.values, reading.scale)}


def _pooled(pooled: Pooled, reading: Reading, arrays: Arrays) -> dict[str, Any]:
    before = reading.maps[0].sums.shape
    sent = {
        "kind": pooled.kind,
        "size": list(pooled.values.shape[1:]),
        "kernel": pooled.kernel_size,
        "stride": pooled.stride,
        "padding": pooled.padding,
        "dilation": pooled.dilation,
        "scales": _scales(pooled.values, reading.scale),
    }
    if pooled.winners is not None:
        arrays["winners"] = _winners(pooled)
    else:
        arrays["pooled"] = pooled.values.astype(np.float32, copy=False)
        sent["counts"] = [_counts(pooled, axis, before[axis]) for axis in (0, 1)]
    return sent


def _winners(pooled: Pooled) -> NDArray[np.unsignedinteger]:
    """Return which cell of its window won, in reading order."""
    assert pooled.winners is not None
    kernel, stride, padding, dilation = (
        pair(option, "pooling", minimum=0)
        for option in (pooled.kernel_size, pooled.stride, pooled.padding, pooled.dilation)
    )
    rows, columns = (
        (pooled.winners[axis] - np.arange(places).reshape(shape) * stride[axis] + padding[axis])
        // dilation[axis]
        for axis, (places, shape) in enumerate(
            zip(pooled.values.shape[1:], ((1, -1, 1), (1, 1, -1)), strict=True)
        )
    )
    won: NDArray[np.int64] = rows * kernel[1] + columns
    return won.astype(np.uint8 if kernel[0] * kernel[1] <= 256 else np.uint16)


def _counts(pooled: Pooled, axis: int, size: int) -> list[int]:
    """Return how many cells each average is taken over along one axis."""
    options = (pooled.kernel_size, pooled.stride, pooled.padding, pooled.dilation)
    kernel, stride, padding, dilation = (pair(option, "pooling", minimum=0)[axis] for option in options)
    margin = padding if pooled.count_include_pad else 0
    starts = np.arange(pooled.values.shape[axis + 1]) * stride - padding
    places = starts[:, None] + np.arange(kernel) * dilation
    counts: list[int] = ((places >= -margin) & (places < size + margin)).sum(axis=1).tolist()
    return counts


def _gradient(reading: Reading, arrays: Arrays) -> dict[str, Any]:
    x, y = reading.maps
    magnitude, direction = gradient(x, y)
    turn, sense = frame(x.filter, y.filter)
    hundredths = np.where(np.isnan(direction), FLAT, np.rint(direction * 100)).astype(np.int16)
    arrays |= {"magnitude": magnitude, "direction": hundredths, "wheel": wheel()}
    return {"turn": turn, "sense": sense, "highest": float(magnitude.max()), "lowest": float(magnitude.min())}


def _scales(maps: Sequence[NDArray[np.float32]] | NDArray[np.float32], scale: str) -> list[list[float]]:
    """Return (lowest, highest, where the colours end) of every map."""
    ends = [(float(each.min()), float(each.max())) for each in maps]
    limits = [max(-low, high) for low, high in ends]
    if scale == "layer":
        limits = [max(limits)] * len(limits)
    return [[low, high, limit] for (low, high), limit in zip(ends, limits, strict=True)]


def _smallest(sums: NDArray[np.signedinteger]) -> type[np.number]:
    largest = max(-int(sums.min()), int(sums.max()))
    return np.int16 if largest < 2**15 else np.int32 if largest < 2**31 else np.float64


def _integer(number: Decimal) -> list[int]:
    """Return a decimal as an integer and how many of its digits stand after the point."""
    digits = max(-int(number.as_tuple().exponent), 0)
    return [int(number.scaleb(digits)), digits]


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Return ascending numbers as runs [first, after the last].

    >>> _runs([1, 2, 3, 7])
    [[1, 4], [7, 8]]
    """
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1][1] += 1
        else:
            runs.append([place, place + 1])
    return runs
