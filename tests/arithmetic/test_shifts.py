"""Images moved by whole cells against SciPy, and what is said of a change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from explorer.arithmetic import pool2d
from explorer.arithmetic.shifts import follows, relative_change, shifted

moves = st.integers(-4, 4)
IMAGE = np.random.default_rng(4).integers(1, 9, (2, 6, 5)).astype(float)


@given(down=moves, right=moves)
def test_a_move_is_scipys(down: int, right: int) -> None:
    expected = ndimage.shift(IMAGE, (0, down, right), order=0, mode="constant")
    np.testing.assert_array_equal(shifted(IMAGE, down=down, right=right), expected)


def test_a_move_out_of_the_picture_leaves_nothing() -> None:
    assert not shifted(IMAGE, down=6).any()
    assert not shifted(IMAGE, right=-40).any()


@given(down=moves, right=moves)
def test_what_is_moved_follows(down: int, right: int) -> None:
    moved = shifted(IMAGE[0], down=down, right=right)
    assert follows(IMAGE[0], moved, down=down, right=right)
    assert follows(IMAGE[0], moved, down=down + 1, right=right) is False


def test_nothing_follows_where_nothing_is_left() -> None:
    assert not follows([[1, 2]], [[1, 2]], right=2)


def test_a_pooled_map_follows_a_move_by_its_stride_and_no_other() -> None:
    wide = np.pad(IMAGE, ((0, 0), (2, 2), (2, 3)))
    pooled = pool2d(wide, "max", kernel_size=2)[0]
    by_stride = pool2d(shifted(wide, right=2), "max", kernel_size=2)[0]
    by_one = pool2d(shifted(wide, right=1), "max", kernel_size=2)[0]
    assert follows(pooled, by_stride, right=1)
    assert not follows(pooled, by_one, right=1)
    assert not follows(pooled, by_one)


def test_a_change_is_a_share_of_what_was_there() -> None:
    assert relative_change([3, -1], [3, 1]) == 0.5
    assert relative_change([0], [0]) == 0
    assert relative_change([0], [1]) == float("inf")
    with pytest.raises(ValueError, match="2 and 3 cannot be compared"):
        relative_change([1, 2], [1, 2, 3])
