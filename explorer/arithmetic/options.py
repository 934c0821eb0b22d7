"""Reading what a caller hands in: whole numbers, pairs of them, float32 arrays."""

import operator
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]
Pair = int | tuple[int, int]
Sides = tuple[tuple[int, int], tuple[int, int]]
Padding = int | tuple[int, int] | Sides | str


def whole(value: Any, name: str, *, minimum: int = 1) -> int:
    """Return ``value`` as an int, or raise a ValueError that names the option.

    >>> whole(3, "stride")
    3
    >>> whole(2.5, "stride")
    Traceback (most recent call last):
    ValueError: stride must be a whole number, not 2.5
    >>> whole(0, "stride")
    Traceback (most recent call last):
    ValueError: stride must be at least 1, not 0
    """
    if isinstance(value, bool | np.bool_) or not hasattr(value, "__index__"):
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    try:
        number = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} must be a whole number, not {value!r}") from None
    if number < minimum:
        raise ValueError(f"{name} must be at least {minimum}, not {number}")
    return number


def pair(value: Any, name: str, *, minimum: int = 1) -> tuple[int, int]:
    """Return an option as (vertical, horizontal); one number stands for both.

    >>> pair(2, "stride"), pair((1, 2), "stride")
    ((2, 2), (1, 2))
    """
    if not isinstance(value, tuple | list):
        number = whole(value, name, minimum=minimum)
        return number, number
    if len(value) != 2:
        raise ValueError(f"{name} must be one number or (vertical, horizontal), not {value!r}")
    return whole(value[0], name, minimum=minimum), whole(value[1], name, minimum=minimum)


def float32(values: ArrayLike, name: str) -> Array:
    """Return ``values`` as a float32 array, without copying when it is one already.

    Integers and truth values are converted; what is too large for float32 becomes infinite. Complex numbers,
    text and ragged lists raise a ValueError.

    >>> float32([True, False], "image")
    array([1., 0.], dtype=float32)
    >>> float32(["a"], "image")
    Traceback (most recent call last):
    ValueError: image must hold real numbers, not <U1
    """
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be a regular grid: every row as long as the others") from None
    if array.dtype == np.float32:
        return array
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name} must hold real numbers, not {array.dtype}")
    with np.errstate(over="ignore"):
        return array.astype(np.float32)


def images(values: ArrayLike, name: str = "image") -> Array:
    """Return one image (C, H, W) or a batch (N, C, H, W) as float32.

    A batch may hold no image; an image without a channel, row or column is refused.

    >>> images([[1, 2], [3, 4]])
    Traceback (most recent call last):
    ValueError: image must be (channels, height, width) or a batch of those, not of shape (2, 2)
    """
    array = float32(values, name)
    if array.ndim not in (3, 4):
        wanted = "(channels, height, width) or a batch of those"
        raise ValueError(f"{name} must be {wanted}, not of shape {array.shape}")
    if 0 in array.shape[-3:]:
        raise ValueError(f"{name} is empty: shape {array.shape}")
    return array


def times(size: Iterable[int]) -> str:
    """Write a size as learners do.

    >>> times((5, 3))
    '5x3'
    """
    return "x".join(str(length) for length in size)
