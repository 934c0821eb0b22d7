"""Every line of a formula is worked out again, and its result held to the layer's own numbers."""

from __future__ import annotations

import re
from itertools import product

import pytest

from explorer.arithmetic import AvgPool2d, BatchNorm2d, Conv2d, Linear, MaxPool2d, ReLU, output_size
from explorer.figures.formulas import Axis, axes, macs_formula, parameters_formula, quotient, size_formula


def value(text: str) -> float:
    """Work out one side of an equation."""
    plain = text.replace("×", "*").replace("−", "-").replace(",", "").replace("≈", "")
    assert re.fullmatch(r"[\d\s.+*/()-]+", plain), plain
    return float(eval(plain))


LAYERS = [
    (Conv2d(1, 16, 3), (1, 28, 28)),
    (Conv2d(6, 8, (5, 2), stride=(2, 1), padding=((1, 2), (0, 1)), groups=2, bias=False), (6, 31, 17)),
    (Conv2d(16, 128, 3, padding="same", stride=3, dilation=2), (16, 200, 100)),
    (Linear(784, 10), (784,)),
    (Linear(12, 3, bias=False), (12,)),
]


@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=str)
def test_counts_add_up_to_the_layers_own(layer, shape) -> None:
    for line, counted in (
        (parameters_formula(layer), layer.parameter_count),
        (macs_formula(layer, shape), layer.macs(shape)),
    ):
        left, right = line.split(" = ")
        assert value(left) == value(right) == counted


def test_layers_without_weights_say_so() -> None:
    assert parameters_formula(ReLU()).startswith("0")
    assert macs_formula(MaxPool2d(2), (1, 4, 4)).startswith("0")
    assert parameters_formula(BatchNorm2d(16)) == "2 × 16 = 32"


SETTINGS = [
    (size, kernel, stride, padding, dilation, ceil_mode)
    for size, kernel, stride, padding, dilation, ceil_mode in product(
        (1, 5, 12, 28), (1, 2, 3, 5), (1, 2, 3, 7), ((0, 0), (0, 1), (2, 2)), (1, 2), (False, True)
    )
    if size + sum(padding) >= dilation * (kernel - 1) + 1
]


def test_the_size_is_worked_out_right_in_every_setting() -> None:
    for size, kernel, stride, padding, dilation, ceil_mode in SETTINGS:
        axis = Axis(size, kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode)
        count = output_size(
            size, kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
        )
        before, _, after = axis.formula.partition(" → ")
        sides = before.split(" = ")
        assert value(sides[0]) == pytest.approx(value(sides[1]), abs=0.006)
        assert value(sides[-1] if not after else after.split(" = ")[0]) == count
        assert axis.formula.endswith(f"= {count}") and axis.latex.endswith(f"= {count}")


def test_the_latex_rounds_as_it_says() -> None:
    for size, kernel, stride, padding, dilation, ceil_mode in SETTINGS:
        axis = Axis(size, kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode)
        terms, by = re.match(r"\\left\\l(?:floor|ceil) \\frac\{(.+?)\}\{(\d+)\}", axis.latex).groups()  # type: ignore[union-attr]
        steps = value(terms) / int(by)
        rounded = -(-steps // 1) if ceil_mode else steps // 1
        assert rounded + (0 if "ceil + 1 - 1" in axis.latex else 1) == axis.count


def test_the_sentence_agrees_with_what_is_left() -> None:
    for size, kernel, stride, padding, dilation, ceil_mode in SETTINGS:
        axis = Axis(size, kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode)
        left = axis.room - (axis.count - 1) * stride
        assert ("reach" in axis.sentence) == (left == 0)
        assert ("hangs over" in axis.sentence) == (left < 0)
        if found := re.search(r"the (\d+) cells? that", axis.sentence):
            assert int(found[1]) == left


def test_a_layers_axes_take_over_every_option() -> None:
    layer = Conv2d(1, 1, (3, 5), stride=(2, 3), padding="same", dilation=(1, 2))
    vertical, horizontal = axes(layer, (1, 30, 40))
    assert (vertical.count, horizontal.count) == layer.output_shape((1, 30, 40))[1:]
    assert (vertical.stride, horizontal.stride, horizontal.dilation) == (2, 3, 2)
    pooled = AvgPool2d(3, stride=2, padding=(1, 0), ceil_mode=True)
    assert tuple(axis.count for axis in axes(pooled, (4, 10, 11))) == pooled.output_shape((4, 10, 11))[1:]


def test_one_formula_where_both_axes_agree() -> None:
    assert "height" not in size_formula(Conv2d(1, 1, 3), (1, 9, 9))
    assert size_formula(Conv2d(1, 1, 3), (1, 9, 8)).count(" = ") == 4


def test_a_kernel_that_does_not_fit_is_refused_with_its_sizes() -> None:
    with pytest.raises(ValueError, match="kernel 7 does not fit input 5 with padding 0"):
        Axis(5, 7)


def test_a_quotient_that_was_cut_says_so() -> None:
    assert quotient(-1, 2) == "-0.5"
    assert quotient(2, 3) == "≈0.67"
