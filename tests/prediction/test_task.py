"""The task's own exact arithmetic against conv2d and conv_transpose2d."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.arithmetic import conv2d, conv_transpose2d, flip
from explorer.prediction import Task
from explorer.prediction.task import written

small, sizes = st.integers(1, 3), st.tuples(st.integers(1, 8), st.integers(1, 8))
pairs = st.tuples(small, small)


def grids(seed: int, size: tuple[int, int], kernel: tuple[int, int]) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.integers(-9, 10, size), rng.integers(-3, 4, kernel)


@settings(max_examples=150, deadline=None)
@given(
    size=sizes,
    kernel=pairs,
    stride=pairs,
    dilation=pairs,
    padding=st.one_of(st.integers(0, 2), st.just("same"), st.just(((0, 1), (2, 0)))),
    padding_mode=st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
    flipped=st.booleans(),
    seed=st.integers(0, 99),
)
def test_equals_conv2d_or_both_refuse(
    size: tuple[int, int], kernel: tuple[int, int], flipped: bool, seed: int, **options: Any
) -> None:
    image, weights = grids(seed, size, kernel)
    filters = flip(weights)[None, None] if flipped else weights[None, None]
    try:
        expected = conv2d(image[None], filters, [2], **options)[0]
    except ValueError:
        with pytest.raises(ValueError, match="does not fit|padding"):
            Task(image, weights, bias=2, flipped=flipped, **options)
        return
    task = Task(image, weights, bias=2, flipped=flipped, **options)
    assert task.outputs.tolist() == expected.tolist()
    row, column = expected.shape[0] - 1, expected.shape[1] // 2
    assert sum(value * weight for value, weight in task.terms(row, column)) + 2 == expected[row, column]


@settings(max_examples=100, deadline=None)
@given(
    size=sizes,
    kernel=pairs,
    stride=pairs,
    dilation=pairs,
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    output_padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    seed=st.integers(0, 99),
)
def test_equals_conv_transpose2d_or_both_refuse(
    size: tuple[int, int], kernel: tuple[int, int], seed: int, **options: Any
) -> None:
    image, weights = grids(seed, size, kernel)
    try:
        expected = conv_transpose2d(image[None], weights[None, None], [-1], **options)[0]
    except ValueError:
        with pytest.raises(ValueError, match="output_padding|takes everything away"):
            Task(image, weights, transposed=True, **options)
        return
    task = Task(image, weights, bias=-1, transposed=True, **options)
    assert task.outputs.tolist() == expected.tolist()
    row, column = expected.shape[0] - 1, expected.shape[1] // 2
    assert sum(value * weight for value, weight in task.terms(row, column)) - 1 == expected[row, column]


def test_decimals_are_exact() -> None:
    task = Task([[0.1, 0.2, 0.3]], [[0.1, 0.2, 0.7]])
    by_hand = sum(Fraction(a) * Fraction(b) for a, b in (("0.1", "0.1"), ("0.2", "0.2"), ("0.3", "0.7")))
    assert Fraction(written(float(task.outputs[0, 0]))) == by_hand


@pytest.mark.parametrize(
    ("image", "kernel", "options", "sentence"),
    [
        ([1, 2], [[1]], {}, "image must be rows and columns of finite numbers"),
        ([[1]], [[np.nan]], {}, "kernel must be rows and columns of finite numbers"),
        ([[1]], [[1, 1]], {}, "kernel 1x2 does not fit input 1x1 with padding 0"),
        (
            [[1]],
            [[1]],
            {"transposed": True, "padding": ((0, 1), (0, 0))},
            "as much at the top as at the bottom",
        ),
        ([[1]], [[1]], {"transposed": True, "padding_mode": "reflect"}, "has no padding mode"),
        ([[1]], [[1]], {"output_padding": 1}, "belongs to transposed convolution only"),
    ],
)
def test_refuses_what_cannot_be_computed(
    image: Any, kernel: Any, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Task(image, kernel, **options)
