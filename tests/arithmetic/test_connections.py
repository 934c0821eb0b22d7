"""Costs against torch's own counts, the locally connected layer against conv2d."""

from typing import Any

import numpy as np
import pytest
import torch

from explorer.arithmetic import Conv2d, conv2d, convolution_matrix
from explorer.arithmetic.connections import (
    compare_connections,
    compare_groups,
    compare_kernels,
    locally_connected2d,
)
from explorer.arithmetic.options import Array


def random(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)


def torch_count(*modules: torch.nn.Module) -> int:
    return sum(parameter.numel() for module in modules for parameter in module.parameters())


def test_three_ways_to_connect_sixteen_by_sixteen_pixels() -> None:
    full, local, shared = compare_connections(Conv2d(1, 4, 5), (1, 16, 16))
    assert full.parameters == torch_count(torch.nn.Linear(256, 4 * 12 * 12)) == 148_032
    assert shared.parameters == torch_count(torch.nn.Conv2d(1, 4, 5)) == 104
    assert local.parameters == 12 * 12 * shared.parameters
    assert (full.macs, local.macs, shared.macs) == (256 * 576, 576 * 25, 576 * 25)


def test_the_matrix_holds_as_many_products_as_are_counted() -> None:
    layer = Conv2d(2, 3, 3, stride=2, bias=False)
    matrix = convolution_matrix(np.ones((3, 2, 3, 3)), (2, 9, 9), stride=2)
    full, local, shared = compare_connections(layer, (2, 9, 9))
    assert full.parameters == matrix.dense.size
    assert local.parameters == len(matrix.values)
    assert shared.parameters == len(np.unique(matrix.weights))


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(
    ("channels", "kernel", "stride"), [((4, 8), 3, 1), ((6, 6), 5, 2), ((6, 4), 1, 1), ((3, 7), 3, 1)]
)
def test_groups_cost_what_torch_counts(
    channels: tuple[int, int], kernel: int, stride: int, bias: bool
) -> None:
    into, out = channels
    *grouped, separable = compare_groups(Conv2d(into, out, kernel, stride=stride, bias=bias), (into, 9, 9))
    assert [cost.groups for cost in grouped] == [n for n in range(1, 9) if into % n == 0 and out % n == 0]
    places = ((9 - kernel) // stride + 1) ** 2
    for cost in grouped:
        module = torch.nn.Conv2d(into, out, kernel, groups=cost.groups, bias=bias)
        assert cost.parameters == torch_count(module)
        assert cost.macs == module.weight.numel() * places
    first = torch.nn.Conv2d(into, into, kernel, groups=into, bias=bias)
    second = torch.nn.Conv2d(into, out, 1, bias=bias)
    assert separable.parameters == torch_count(first, second)
    assert separable.macs == (first.weight.numel() + second.weight.numel()) * places
    titles = [cost.title for cost in grouped]
    assert titles[0] == "Standard" and ("Depthwise" in titles) == (out % into == 0 and into > 1)


def test_small_kernels_in_a_row_cost_less_than_one_that_sees_as_far() -> None:
    row, one = compare_kernels(8, (3, 3, 3))
    assert (row.title, one.title) == ("3x3, then 3x3, then 3x3", "One 7x7")
    assert (row.parameters, one.parameters) == (27 * 64, 49 * 64)
    with pytest.raises(ValueError, match="must be odd"):
        compare_kernels(1, (2, 3))


@pytest.mark.parametrize("options", [{}, {"stride": 2}, {"padding": 1, "dilation": 2}])
def test_locally_connected_with_the_same_filter_everywhere_is_a_convolution(options: dict[str, Any]) -> None:
    image, filters, bias = random(1, 2, 7, 8), random(2, 3, 2, 3, 3), random(3, 3)
    expected = conv2d(image, filters, bias, **options)
    everywhere = np.broadcast_to(filters[:, None, None], (3, *expected.shape[1:], 2, 3, 3))
    biases = np.broadcast_to(bias[:, None, None], expected.shape)
    np.testing.assert_allclose(
        locally_connected2d(image, everywhere, biases, **options), expected, rtol=0, atol=1e-5
    )


def test_locally_connected_refuses_with_the_sizes() -> None:
    with pytest.raises(ValueError, match="3x3 places on 1 channels need filters"):
        locally_connected2d(np.zeros((1, 5, 5)), np.zeros((1, 2, 3, 1, 3, 3)))
    with pytest.raises(ValueError, match="needs filters"):
        locally_connected2d(np.zeros((1, 5, 5)), np.zeros((1, 1, 3, 3)))
