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

    That is floor((size + padding - span) / stride) + 1, where the span of the dilated kernel is ``dilation *
    (kernel_size - 1) + 1`` and ``padding`` is one number for each end or (before, after). With ``ceil_mode``
    (PyTorch's pooling) the quotient is rounded up, so that a last window may hang over the end, but it must
    start inside the input or the padding before it. Raises ValueError where the kernel fits nowhere.

    >>> output_size(28, 3, stride=2, padding=1)
    14
    >>> output_size(5, 2, stride=2), output_size(5, 2, stride=2, ceil_mode=True)
    (2, 3)
    >>> output_size(5, 7)
    Traceback (most recent call last):
    ValueError: kernel 7 does not fit input 5 with padding 0
    """
    before, after = ends(padding)
    size, stride, wide = whole(size, "size"), whole(stride, "stride"), span(kernel_size, dilation)
    count = _count(size, wide, stride, before, after, ceil_mode)
    if count < 1:
        kernel = (
            f"{kernel_size}" if dilation == 1 else f"{kernel_size} with dilation {dilation} (span {wide})"
        )
        padded = f"{before}" if before == after else f"{before} before and {after} after"
        raise ValueError(f"kernel {kernel} does not fit input {size} with padding {padded}")
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
    """Return ``output_size`` of both axes, (vertical, horizontal); the error states both.

    >>> output_sizes((5, 5), (7, 7), stride=(1, 1), padding=((0, 0), (0, 0)), dilation=(1, 1))
    Traceback (most recent call last):
    ValueError: kernel 7x7 does not fit input 5x5 with padding 0
    """
    height, width = whole(size[0], "height"), whole(size[1], "width")
    tall, wide = span(kernel_size[0], dilation[0]), span(kernel_size[1], dilation[1])
    rows = _count(height, tall, stride[0], *padding[0], ceil_mode)
    columns = _count(width, wide, stride[1], *padding[1], ceil_mode)
    if rows < 1 or columns < 1:
        kernel = times(kernel_size)
        if dilation != (1, 1):
            kernel += f" with dilation {_both(*dilation)} (span {tall}x{wide})"
        raise ValueError(
            f"kernel {kernel} does not fit input {height}x{width} with padding {describe(padding)}"
        )
    return rows, columns


def span(kernel_size: int, dilation: int = 1) -> int:
    """Return how many cells a dilated kernel covers from its first to its last.

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
    """Return the input indices that no window reads; 0 is the first cell that is not padding.

    They lie at the end where the stride does not divide, between windows where the stride is larger than the
    kernel, and in the holes of a dilated kernel. The options are those of ``output_size``.

    >>> unread(6, 3, stride=2)
    (5,)
    >>> unread(7, 1, stride=3)
    (1, 2, 4, 5)
    """
    count = output_size(
        size, kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
    )
    starts = np.arange(count) * stride - ends(padding)[0]
    read = np.zeros(size, dtype=bool)
    for cell in range(kernel_size):
        places = starts + cell * dilation
        read[places[(places >= 0) & (places < size)]] = True
    return tuple(np.flatnonzero(~read).tolist())


def ends(padding: Ends) -> tuple[int, int]:
    """Return the padding of one axis as (before, after).

    >>> ends(1), ends((0, 2))
    ((1, 1), (0, 2))
    """
    if not isinstance(padding, tuple | list):
        cells = whole(padding, "padding", minimum=0)
        return cells, cells
    if len(padding) != 2:
        raise ValueError(f"padding of one axis must be one number or (before, after), not {padding!r}")
    return whole(padding[0], "padding", minimum=0), whole(padding[1], "padding", minimum=0)


def describe(padding: Sides) -> str:
    """Write a padding as short as it can be told.

    >>> describe(((1, 1), (1, 1))), describe(((1, 1), (2, 2)))
    ('1', '1 (vertical) and 2 (horizontal)')
    >>> describe(((0, 1), (0, 1)))
    'top 0, bottom 1, left 0, right 1'
    """
    (top, bottom), (left, right) = padding
    if (top, left) == (bottom, right):
        return _both(top, left)
    return f"top {top}, bottom {bottom}, left {left}, right {right}"


def _count(size: int, span: int, stride: int, before: int, after: int, ceil_mode: bool) -> int:
    room = size + before + after - span
    if not ceil_mode:
        return room // stride + 1
    count = -(-room // stride) + 1
    return count - 1 if (count - 1) * stride >= size + before else count


def _both(vertical: int, horizontal: int) -> str:
    return f"{vertical}" if vertical == horizontal else f"{vertical} (vertical) and {horizontal} (horizontal)"
