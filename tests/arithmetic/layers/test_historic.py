"""The layers that torch has no module for, against torch's functions put together by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional

from explorer.arithmetic.layers import Conv2d, Layer, Linear, RadialBasis, Subsampling2d, TableConv2d

SIDES = st.integers(1, 4)
SEEDS = st.integers(0, 2**16)
# Table I of LeCun et al. 1998: the maps of S2 that each of the 16 maps of C3 reads.
LENET_TABLE = (
    *(tuple(sorted((first + step) % 6 for step in range(3))) for first in range(6)),
    *(tuple(sorted((first + step) % 6 for step in range(4))) for first in range(6)),
    *(tuple(sorted((first + step) % 6 for step in (0, 1, 3, 4))) for first in range(3)),
    tuple(range(6)),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, tuple[tuple[int, ...], ...]]:
    channels = draw(st.integers(1, 5))
    rows = st.lists(st.integers(0, channels - 1), min_size=1, unique=True).map(tuple)
    return channels, tuple(draw(st.lists(rows, min_size=1, max_size=5)))


def drawn(*shape: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def alike(spec: Layer, batch: np.ndarray, weights: dict[str, np.ndarray], expected: Tensor) -> None:
    """Compare a batch, one of it and none with what torch made of the batch."""
    output = spec.forward(batch, weights)
    assert output.dtype == np.float32
    assert output.shape == tuple(expected.shape) == (len(batch), *spec.output_shape(batch.shape[1:]))
    np.testing.assert_allclose(output, expected.numpy(), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(spec.forward(batch[0], weights), expected[0].numpy(), rtol=1e-4, atol=1e-4)
    assert spec.forward(batch[:0], weights).shape == (0, *output.shape[1:])


@given(tables(), SIDES, SIDES, SEEDS)
def test_a_table_is_a_mask_over_a_dense_convolution(table_of, height: int, width: int, seed: int) -> None:
    channels, table = table_of
    spec = TableConv2d(channels, table, (height, width))
    batch = drawn(2, channels, height + 3, width + 2, seed=seed)
    weights = {key: drawn(*shape, seed=seed + 1) for key, shape in spec.parameter_shapes.items()}
    dense, mask = (torch.zeros(len(table), channels, height, width) for _ in range(2))
    kernels = iter(torch.from_numpy(weights["weight"]))
    for row, reads in enumerate(table):
        for channel in reads:
            dense[row, channel], mask[row, channel] = next(kernels), 1
    expected = functional.conv2d(torch.from_numpy(batch), dense * mask, torch.from_numpy(weights["bias"]))
    alike(spec, batch, weights, expected)
    assert spec.parameter_count == int(mask.sum()) + len(table)
    assert spec.macs(batch.shape[1:]) == int(functional.conv2d(torch.ones(1, *batch.shape[1:]), mask).sum())


def test_the_first_table_has_the_counts_of_its_paper() -> None:
    spec = TableConv2d(6, LENET_TABLE, 5)
    assert (spec.parameter_count, spec.out_channels) == (1516, 16)
    assert spec.output_shape((6, 14, 14)) == (16, 10, 10)
    assert spec.macs((6, 14, 14)) == 150_000


@given(st.integers(1, 4), SIDES, SIDES, SEEDS)
def test_subsampling_is_a_pooled_sum_scaled(channels: int, height: int, width: int, seed: int) -> None:
    spec = Subsampling2d(channels, (height, width))
    batch = drawn(2, channels, 9, 7, seed=seed)
    weights = {key: drawn(*shape, seed=seed + 1) for key, shape in spec.parameter_shapes.items()}
    sums = functional.avg_pool2d(torch.from_numpy(batch), (height, width), divisor_override=1)
    weight, bias = (torch.from_numpy(weights[key]).view(1, -1, 1, 1) for key in ("weight", "bias"))
    expected = sums * weight + bias
    alike(spec, batch, weights, expected)
    assert spec.parameter_count == 2 * channels
    assert spec.macs((channels, 9, 7)) == expected[0].numel()
    assert spec.receptive_field() == Conv2d(1, 1, (height, width), stride=(height, width)).receptive_field()


@given(st.integers(1, 9), st.integers(1, 6), SEEDS)
def test_a_radial_basis_is_a_squared_distance(inputs: int, classes: int, seed: int) -> None:
    spec = RadialBasis(inputs, classes)
    batch = drawn(2, inputs, seed=seed)
    weights = {"weight": drawn(classes, inputs, seed=seed + 1)}
    assert spec.buffer_shapes == {"weight": (classes, inputs)}
    alike(spec, batch, weights, torch.cdist(*map(torch.from_numpy, (batch, weights["weight"]))).square())
    assert spec.parameter_count == 0
    assert spec.macs((inputs,)) == Linear(inputs, classes).macs((inputs,))


def test_every_connection_of_a_table_counts_alone() -> None:
    """One weight set to 1 moves one channel to one filter."""
    table = ((2, 0), (1,))
    spec, image = TableConv2d(3, table, 1), np.array([[[1]], [[10]], [[100]]], np.float32)
    reads = [(row, channel) for row, channels in enumerate(table) for channel in channels]
    for (place, (row, channel)), out in product(enumerate(reads), range(2)):
        weight = np.zeros((3, 1, 1), np.float32)
        weight[place] = 1
        output = spec.forward(image, {"weight": weight, "bias": np.zeros(2, np.float32)})
        assert output[out] == (image[channel] if out == row else 0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TableConv2d(3, (), 1), "every filter of the table needs at least one input channel"),
        (lambda: TableConv2d(3, ((0,), ()), 1), "every filter of the table needs at least one"),
        (lambda: TableConv2d(3, ((0, 0),), 1), r"reads a channel once, so its row cannot be \(0, 0\)"),
        (lambda: TableConv2d(3, ((0, 3),), 1), "names channel 3, but the last one is 2"),
        (lambda: TableConv2d(0, ((0,),), 1), "in_channels must be at least 1"),
        (lambda: Subsampling2d(0, 2), "channels must be at least 1"),
        (lambda: Subsampling2d(1, 0), "kernel_size must be at least 1"),
        (lambda: RadialBasis(1, 0), "out_features must be at least 1"),
    ],
)
def test_impossible_options_are_refused_at_once(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("spec", "shape", "message"),
    [
        (TableConv2d(3, ((0,),), 2), (2, 5, 5), "TableConv2d needs 3 input channels, not the 2"),
        (TableConv2d(1, ((0,),), 6), (1, 5, 5), "kernel 6x6 does not fit input 5x5 with padding 0"),
        (Subsampling2d(3, 2), (2, 5, 5), "Subsampling2d needs 3 input channels, not the 2"),
        (Subsampling2d(1, 6), (1, 5, 5), "kernel 6x6 does not fit input 5x5 with padding 0"),
        (RadialBasis(4, 2), (5,), r"RadialBasis needs 4 inputs, not \(5,\)"),
    ],
)
def test_impossible_inputs_state_the_sizes(spec: Layer, shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spec.output_shape(shape)
    with pytest.raises(ValueError, match=message):
        spec.macs(shape)
