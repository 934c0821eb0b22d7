"""The layers of a network as the blob of bytes that their browser side draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.options import Array
from explorer.arithmetic.receptive_fields import ReceptiveField
from explorer.components.feature_maps.views import LayerView, Scale, adding_up, breakdown
from explorer.components.payload import pack
from explorer.pictures.colours import DIVERGING

STEPS = 32767
Arrays = dict[str, np.ndarray]


def blob(layers: Sequence[LayerView], *, input: Array, scale: Scale, alt: str) -> bytes:
    """Return everything that the browser side needs: two bytes a number, a 65,000th of its layer's largest
    exact.

    A layer that only lets positive numbers through (ReLU) is not sent: it is the layer before it without the
    negative ones.
    """
    if input.ndim != 2 or 0 in input.shape:
        raise ValueError(f"input must be (height, width), not {input.shape}")
    arrays: Arrays = {
        "diverging": DIVERGING,
        "input": np.rint(np.clip(input, 0, 1) * 255).astype(np.uint8),
    }
    before: LayerView | None = None
    described = []
    for index, layer in enumerate(layers):
        described.append(_layer(layer, before, index, input.shape, arrays))
        before = layer
    return pack({"alt": alt, "scale": scale, "input": input.shape, "layers": described}, arrays)


def _layer(
    layer: LayerView, before: LayerView | None, index: int, size: tuple[int, ...], arrays: Arrays
) -> dict[str, Any]:
    field = layer.receptive_field or ReceptiveField(size=(size[0], size[1]))
    sent: dict[str, Any] = {
        "name": layer.name,
        "title": layer.title,
        "kind": layer.kind,
        "shape": layer.activation.shape,
        "facts": [list(fact) for fact in layer.facts],
        "field": [field.size, field.stride, field.offset],
    }
    if layer.kind == "bars":
        sent |= _bars(layer, index, arrays)
    else:
        maps = layer.activation if layer.kind == "maps" else layer.activation[None, None]
        arrays[f"stats{index}"] = _statistics(maps)
        if before is not None and _lets_through(layer.activation, before.activation):
            sent["positive"] = True
            sent["step"] = 0.0
        else:
            sent["step"] = _quantised(maps, f"maps{index}", arrays)
    if layer.kernels is not None:
        sent["kernelStep"] = _quantised(layer.kernels, f"kernels{index}", arrays)
        sent["kernels"] = layer.kernels.shape
    return sent


def _bars(layer: LayerView, index: int, arrays: Arrays) -> dict[str, Any]:
    arrays[f"bars{index}"] = layer.activation.astype(np.float32, copy=False)
    labels = list(layer.labels) or [str(place) for place in range(len(layer.activation))]
    sent: dict[str, Any] = {"labels": labels, "printed": list(layer.printed)}
    if layer.contributions is not None:
        sent["contributionStep"] = _quantised(layer.contributions, f"contributions{index}", arrays)
        sent["contributions"] = layer.contributions.shape
        sums = [adding_up(breakdown(layer, output).tolist()) for output in range(len(layer.activation))]
        sent["sums"] = [[*parts, total] for parts, total in sums]
    return sent


def _lets_through(after: Array, before: Array) -> bool:
    return after.shape == before.shape and bool(np.array_equal(after, np.maximum(before, 0)))


def _statistics(maps: Array) -> NDArray[np.float32]:
    """Return lowest, highest, and the row and column of the largest absolute value, of every map."""
    flat = maps.reshape(len(maps), -1)
    rows, columns = np.unravel_index(np.abs(flat).argmax(axis=1), maps.shape[1:])
    return np.stack([flat.min(axis=1), flat.max(axis=1), rows, columns], axis=1).astype(np.float32)


def _quantised(values: Array, name: str, arrays: Arrays) -> float:
    """Put whole numbers in place of values, and return what one of them is worth."""
    limit = float(np.abs(values).max())
    if not np.isfinite(limit):
        raise ValueError(f"{name} holds numbers that are not finite")
    step = limit / STEPS
    arrays[name] = np.rint(values / step if step else values).astype(np.int16)
    return step
