import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from explorer.arithmetic.sizes import describe, ends, output_size, output_sizes, same_padding, span, unread

sizes, small = st.integers(1, 40), st.integers(1, 6)


def brute_force_starts(
    size: int, kernel_size: int, stride: int, padding: tuple[int, int], dilation: int
) -> list[int]:
    """Slide a window from the first padded cell until it no longer fits."""
    start, starts = -padding[0], []
    while start + dilation * (kernel_size - 1) < size + padding[1]:
        starts.append(start)
        start += stride
    return starts


@given(sizes, small, small, st.tuples(st.integers(0, 5), st.integers(0, 5)), small)
def test_output_size_counts_the_windows(
    size: int, kernel_size: int, stride: int, padding: tuple[int, int], dilation: int
) -> None:
    starts = brute_force_starts(size, kernel_size, stride, padding, dilation)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    if starts:
        assert output_size(size, kernel_size, **options) == len(starts)
    else:
        with pytest.raises(
            ValueError, match=f"kernel {kernel_size} .*does not fit input {size} with padding"
        ):
            output_size(size, kernel_size, **options)


@given(sizes, small, small, st.tuples(st.integers(0, 5), st.integers(0, 5)), small)
def test_unread_is_what_no_window_marks(
    size: int, kernel_size: int, stride: int, padding: tuple[int, int], dilation: int
) -> None:
    starts = brute_force_starts(size, kernel_size, stride, padding, dilation)
    read = {start + cell * dilation for start in starts for cell in range(kernel_size)}
    if starts:
        missed = unread(size, kernel_size, stride=stride, padding=padding, dilation=dilation)
        assert missed == tuple(index for index in range(size) if index not in read)


@given(sizes, small, small, st.integers(0, 3), st.integers(1, 3))
def test_ceil_mode_follows_torch(
    size: int, kernel_size: int, stride: int, padding: int, dilation: int
) -> None:
    padding = min(padding, kernel_size // 2)
    image = torch.zeros(1, 1, 1, size)
    try:
        pooled = F.max_pool2d(
            image, (1, kernel_size), (1, stride), (0, padding), (1, dilation), ceil_mode=True
        )
    except RuntimeError:
        with pytest.raises(ValueError, match="does not fit"):
            output_size(size, kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=True)
    else:
        places = output_size(
            size, kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=True
        )
        assert places == pooled.shape[-1]


def test_unread_knows_the_window_that_hangs_over() -> None:
    assert unread(5, 2, stride=2) == (4,)
    assert unread(5, 2, stride=2, ceil_mode=True) == ()


@given(sizes, small, small, small)
def test_same_padding_keeps_the_quotient(size: int, kernel_size: int, stride: int, dilation: int) -> None:
    before, after = same_padding(size, kernel_size, stride=stride, dilation=dilation)
    assert 0 <= before <= after <= before + 1
    places = output_size(size, kernel_size, stride=stride, padding=(before, after), dilation=dilation)
    assert places == math.ceil(size / stride)


@pytest.mark.parametrize(
    ("size", "kernel_size", "stride", "expected"),
    # As TensorFlow's guide to "SAME" padding works them out.
    [
        (13, 6, 5, (1, 2)),
        (6, 3, 2, (0, 1)),
        (5, 3, 2, (1, 1)),
        (7, 2, 2, (0, 1)),
        (4, 1, 2, (0, 0)),
        (5, 2, 1, (0, 1)),
    ],
)
def test_same_padding_puts_the_odd_cell_last(
    size: int, kernel_size: int, stride: int, expected: tuple[int, int]
) -> None:
    assert same_padding(size, kernel_size, stride=stride) == expected


def test_errors_state_both_axes() -> None:
    with pytest.raises(ValueError, match=r"^kernel 7x7 does not fit input 5x6 with padding 0$"):
        output_sizes((5, 6), (7, 7), stride=(1, 1), padding=((0, 0), (0, 0)), dilation=(1, 1))
    with pytest.raises(
        ValueError, match=r"^kernel 3x3 with dilation 4 \(span 9x9\) does not fit input 5x6 with"
    ):
        output_sizes((5, 6), (3, 3), stride=(1, 1), padding=((0, 0), (0, 0)), dilation=(4, 4))
    with pytest.raises(
        ValueError, match=r"^kernel 7 does not fit input 5 with padding 0 before and 1 after$"
    ):
        output_size(5, 7, padding=(0, 1))


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        (((2, 2), (2, 2)), "2"),
        (((0, 0), (2, 2)), "0 (vertical) and 2 (horizontal)"),
        (((0, 1), (2, 3)), "top 0, bottom 1, left 2, right 3"),
    ],
)
def test_padding_is_told_as_short_as_it_can(
    padding: tuple[tuple[int, int], tuple[int, int]], expected: str
) -> None:
    assert describe(padding) == expected


@pytest.mark.parametrize("padding", [(1,), (1, 2, 3), -1, (0, -1), 0.5, "1"])
def test_nonsense_padding_is_refused(padding: object) -> None:
    with pytest.raises(ValueError, match="padding"):
        ends(padding)  # type: ignore[arg-type]


def test_sizes_start_at_one() -> None:
    with pytest.raises(ValueError, match="size must be at least 1"):
        output_size(0, 1, padding=5)
    with pytest.raises(ValueError, match="kernel_size must be at least 1"):
        span(0)
    with pytest.raises(ValueError, match="stride must be at least 1"):
        same_padding(5, 3, stride=0)
