"""One blob of bytes for a component: a small JSON header, then arrays as they lie in memory.

Streamlit sends bytes only as the whole of ``data``, and turns a dictionary with an array nested in it into a
string without a word. So everything that a picture-like component shows goes through here.
`shared/payload.js` reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

ALIGNMENT = 8
DTYPES = ("uint8", "int16", "uint16", "int32", "float32", "float64")


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return header and arrays as one blob, every array at a multiple of 8 bytes, little-endian.

    The blob begins with the length of the JSON text (uint32); the text holds ``header`` and, for every array,
    its dtype, shape and place after the text. Raises ValueError for a dtype that no typed array of JavaScript
    has and for a number in the header that JSON cannot carry (NaN, infinity), TypeError for a header that is
    not plain.

    >>> header, arrays = unpack(pack({"title": "Input"}, {"pixels": np.eye(2, dtype=np.uint8)}))
    >>> header, arrays["pixels"].tolist()
    ({'title': 'Input'}, [[1, 0], [0, 1]])
    """
    places: dict[str, list[Any]] = {}
    pieces: list[bytes] = []
    length = 0
    for name, array in arrays.items():
        if array.dtype.name not in DTYPES:
            raise ValueError(f"array {name!r} is {array.dtype}, but a browser reads {', '.join(DTYPES)}")
        places[name] = [array.dtype.name, list(array.shape), length]
        data = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
        pieces.append(data + bytes(-len(data) % ALIGNMENT))
        length += len(pieces[-1])
    text = json.dumps({"header": header, "arrays": places}, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 4) % ALIGNMENT)
    return b"".join([len(text).to_bytes(4, "little"), text, *pieces])


def narrow(array: np.ndarray) -> np.ndarray:
    """Return integers below 2**53 as the smallest kind that a browser reads without loss.

    >>> narrow(np.array([1, -2])).dtype.name, narrow(np.array([2**40])).dtype.name
    ('int16', 'float64')
    """
    largest = int(np.abs(array).max(initial=0))
    return array.astype(np.int16 if largest < 2**15 else np.int32 if largest < 2**31 else np.float64)


def unpack(blob: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the header and the arrays of a blob that `pack` made, as the browser reads them.

    >>> unpack(pack({}, {}))
    ({}, {})
    """
    end = 4 + int.from_bytes(blob[:4], "little")
    text = json.loads(blob[4:end])
    arrays = {
        name: np.frombuffer(
            blob, np.dtype(dtype).newbyteorder("<"), int(np.prod(shape)), end + place
        ).reshape(shape)
        for name, (dtype, shape, place) in text["arrays"].items()
    }
    return text["header"], arrays
