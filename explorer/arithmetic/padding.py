"""Cells around an image: how many, and what stands in them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.options import Array, Padding, Pair, Sides, float32, pair
from explorer.arithmetic.sizes import ends, same_padding

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


def resolve_padding(
    padding: Padding, size: tuple[int, int], kernel_size: Pair, *, stride: Pair = 1, dilation: Pair = 1
) -> Sides:
    """Return any way of writing a padding as ((top, bottom), (left, right)).

    ``padding`` is one number, (vertical, horizontal), ((top, bottom), (left, right)), "valid" (none) or
    "same" (see ``conv2d``); ``size`` is the input's (height, width). Raises ValueError for anything else.

    >>> resolve_padding("same", (5, 6), 3, stride=2)
    ((1, 1), (0, 1))
    >>> resolve_padding((1, 2), (5, 5), 3)
    ((1, 1), (2, 2))
    """
    if padding == "same":
        kernel, step = pair(kernel_size, "kernel_size"), pair(stride, "stride")
        spread = pair(dilation, "dilation")
        return (
            same_padding(size[0], kernel[0], stride=step[0], dilation=spread[0]),
            same_padding(size[1], kernel[1], stride=step[1], dilation=spread[1]),
        )
    if padding == "valid":
        return (0, 0), (0, 0)
    if isinstance(padding, str):
        raise ValueError(f"padding must be numbers, 'valid' or 'same', not {padding!r}")
    if not isinstance(padding, tuple | list):
        return ends(padding), ends(padding)
    if len(padding) != 2:
        raise ValueError(
            "padding must be one number, (vertical, horizontal) or ((top, bottom), (left, right)), "
            f"not {padding!r}"
        )
    return ends(padding[0]), ends(padding[1])


def pad2d(image: ArrayLike, padding: Sides, *, padding_mode: str = "zeros") -> Array:
    """Return an image (..., H, W) with ((top, bottom), (left, right)) cells around it.

    The modes are PyTorch's, and so are their limits: "zeros"; "reflect" mirrors at the outermost cells
    without repeating them, so it can add at most one cell less than there are; "replicate" repeats the
    outermost cells; "circular" goes on at the other end, at most once around. Beyond a limit it raises a
    ValueError.

    >>> pad2d([[1, 2, 3]], ((0, 0), (2, 2)), padding_mode="reflect")
    array([[3., 2., 1., 2., 3., 2., 1.]], dtype=float32)
    >>> pad2d([[1, 2, 3]], ((0, 0), (2, 2)), padding_mode="circular")
    array([[2., 3., 1., 2., 3., 1., 2.]], dtype=float32)
    """
    image = float32(image, "image")
    if image.ndim < 2 or 0 in image.shape[-2:]:
        raise ValueError(f"an image to pad needs rows and columns, not shape {image.shape}")
    height, width = image.shape[-2:]
    (top, bottom), (left, right) = sides = resolve_padding(padding, (height, width), 1)
    check_padding((height, width), sides, padding_mode)
    if padding_mode == "zeros":
        padded = np.zeros((*image.shape[:-2], top + height + bottom, left + width + right), np.float32)
        padded[..., top : top + height, left : left + width] = image
        return padded
    rows, columns = _sources(height, sides[0], padding_mode), _sources(width, sides[1], padding_mode)
    return image.take(rows, axis=-2).take(columns, axis=-1)


def check_padding(size: tuple[int, int], padding: Sides, padding_mode: str) -> None:
    """Raise a ValueError where ``padding_mode`` cannot fill ``padding`` around an input of ``size``.

    >>> check_padding((2, 9), ((2, 0), (0, 0)), "reflect")
    Traceback (most recent call last):
    ValueError: reflect padding 2 must be smaller than the input height 2
    """
    if padding_mode not in PADDING_MODES:
        raise ValueError(f"padding_mode must be one of {', '.join(PADDING_MODES)}, not {padding_mode!r}")
    for length, cells, axis in zip(size, map(max, padding), ("height", "width"), strict=True):
        if padding_mode == "reflect" and cells >= length:
            raise ValueError(f"reflect padding {cells} must be smaller than the input {axis} {length}")
        if padding_mode == "circular" and cells > length:
            raise ValueError(f"circular padding {cells} must not be larger than the input {axis} {length}")


def _sources(size: int, padding: tuple[int, int], padding_mode: str) -> NDArray[np.int64]:
    """Return which of ``size`` cells stands at each place of the padded axis."""
    places = np.arange(-padding[0], size + padding[1])
    if padding_mode == "reflect":
        return size - 1 - abs(size - 1 - abs(places))
    return places.clip(0, size - 1) if padding_mode == "replicate" else places % size
