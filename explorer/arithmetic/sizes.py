"""How many places a kernel fits, what "same" padding is, and which inputs no window reads."""

import numpy as np

from explorer.arithmetic.options import Sides, times, whole

Ends = int | tuple[int, int]


def output_size(
    size: int,
    kernel_size: int,
    *,
    stride: int = 1,
    padding: Ends = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """Return how many places a kernel fits along one axis (Dumoulin and Visin 2016, relationship 6).

    ``padding`` is one number for both ends or (before, after). The dilated kernel spans
    ``dilation * (kernel_size - 1) + 1`` cells. With ``ceil_mode`` (PyTorch's pooling) a last window may hang over
    the end, but it must start inside the input or the padding before it. Raises ValueError where nothing fits.

    >>> output_size(28, 3, stride=2, padding=1)
    14
    >>> output_size(5, 2, stride=2), output_size(5, 2, stride=2, ceil_mode=True)
    (2, 3)
    >>> output_size(5, 7)
    Traceback (most recent call last):
    ValueError: kernel 7 does not fit input 5 with padding 0
    """
    before, after = ends(padding)
    size, stride = whole(size, "size"), whole(stride, "stride")
    room = size + before + after - span(kernel_size, dilation)
    count = (room + (stride - 1 if ceil_mode else 0)) // stride + 1
    if ceil_mode and (count - 1) * stride >= size + before:
        count -= 1
    if count < 1:
        raise ValueError(
            f"kernel {_dilated(str(kernel_size), dilation)} does not fit input {size} with padding {_ends(before, after)}"
        )
    return count


def output_sizes(
    size: tuple[int, int],
    kernel_size: tuple[int, int],
    *,
    stride: tuple[int, int],
    padding: Sides,
    dilation: tuple[int, int],
    ceil_mode: bool = False,
) -> tuple[int, int]:
    """Return ``output_size`` of both axes; the error states both.

    >>> output_sizes((5, 5), (7, 7), stride=(1, 1), padding=((0, 0), (0, 0)), dilation=(1, 1))
    Traceback (most recent call last):
    ValueError: kernel 7x7 does not fit input 5x5 with padding 0
    """
    try:
        vertical, horizontal = (
            output_size(
                size[axis],
                kernel_size[axis],
                stride=stride[axis],
                padding=padding[axis],
                dilation=dilation[axis],
                ceil_mode=ceil_mode,
            )
            for axis in (0, 1)
        )
    except ValueError:
        if min(size) < 1:
            raise
        shape = times(kernel_size)
        if dilation != (1, 1):
            shape += f" with dilation {_axes(*dilation)} ({times([span(k, d) for k, d in zip(kernel_size, dilation, strict=True)])} cells wide)"
        raise ValueError(
            f"kernel {shape} does not fit input {times(size)} with padding {describe(padding)}"
        ) from None
    return vertical, horizontal


def span(kernel_size: int, dilation: int = 1) -> int:
    """Return how many cells a dilated kernel covers from its first tap to its last.

    >>> span(3, 2)
    5
    """
    return whole(dilation, "dilation") * (whole(kernel_size, "kernel_size") - 1) + 1


def same_padding(size: int, kernel_size: int, *, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """Return the (before, after) that make the output ``ceil(size / stride)`` long.

    The odd cell goes after, as Keras' "same" and ONNX's SAME_UPPER define it.

    >>> same_padding(5, 3), same_padding(6, 3, stride=2), same_padding(5, 2)
    ((1, 1), (0, 1), (0, 1))
    """
    size, stride = whole(size, "size"), whole(stride, "stride")
    places = -(-size // stride)
    total = max((places - 1) * stride + span(kernel_size, dilation) - size, 0)
    return total // 2, total - total // 2


def unread(
    size: int,
    kernel_size: int,
    *,
    stride: int = 1,
    padding: Ends = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> tuple[int, ...]:
    """Return the input indices (0 is the first unpadded cell) that no window reads.

    They lie at the end where the stride does not divide, between windows where the stride is larger than the
    kernel, and in the holes of a dilated kernel.

    >>> unread(6, 3, stride=2)
    (5,)
    >>> unread(7, 1, stride=3)
    (1, 2, 4, 5)
    """
    before, _ = ends(padding)
    count = output_size(
        size, kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
    )
    starts = np.arange(count) * stride - before
    read = np.zeros(size, dtype=bool)
    for tap in range(kernel_size):
        places = starts + tap * dilation
        read[places[(places >= 0) & (places < size)]] = True
    return tuple(np.flatnonzero(~read).tolist())


def ends(padding: Ends) -> tuple[int, int]:
    """Return a one-axis padding as (before, after).

    >>> ends(1), ends((0, 2))
    ((1, 1), (0, 2))
    """
    if isinstance(padding, tuple | list):
        if len(padding) != 2:
            raise ValueError(f"padding must be one number or (before, after), not {padding!r}")
        return whole(padding[0], "padding", minimum=0), whole(padding[1], "padding", minimum=0)
    return (whole(padding, "padding", minimum=0),) * 2


def describe(padding: Sides) -> str:
    """Write a padding as short as it can be told.

    >>> describe(((1, 1), (1, 1))), describe(((1, 1), (2, 2)))
    ('1', '1 (vertical) and 2 (horizontal)')
    >>> describe(((0, 1), (0, 1)))
    'top 0, bottom 1, left 0, right 1'
    """
    (top, bottom), (left, right) = padding
    if (top, left) == (bottom, right):
        return _axes(top, left)
    return f"top {top}, bottom {bottom}, left {left}, right {right}"


def _axes(vertical: int, horizontal: int) -> str:
    return str(vertical) if vertical == horizontal else f"{vertical} (vertical) and {horizontal} (horizontal)"


def _ends(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} before and {after} after"


def _dilated(kernel: str, dilation: int) -> str:
    return kernel if dilation == 1 else f"{kernel} with dilation {dilation}"
