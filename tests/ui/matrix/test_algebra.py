"""What is said of kernels that split and of kernels in a row, worked out again here."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch

from explorer.arithmetic import KERNELS, Conv2d, compare_connections, compose, separate
from explorer.ui.matrix.composing import compare, compared_words, sample, saved_words, small_kernels
from explorer.ui.matrix.connections import CHANNELS, SIDES, local_check, ratio, table
from explorer.ui.matrix.markup import grid
from explorer.ui.matrix.numbers import FIRST, fitting
from explorer.ui.matrix.separating import rank_words, saving_words


@pytest.mark.parametrize("name", KERNELS)
def test_rank_and_error_are_those_of_numpy(name: str) -> None:
    kernel = KERNELS[name]
    split = separate(kernel.numerators)
    told = rank_words(split, kernel.divisor)
    values = np.linalg.svd(kernel.weights.astype(np.float64), compute_uv=False)
    rank = int((values > 1e-6 * values[0]).sum())
    assert told.startswith("**Separable.**" if rank == 1 else "**Not separable.**")
    assert f"Singular values: {values[0]:.4g}" in told
    if rank > 1:
        missed = 100 * np.sqrt((values[1:] ** 2).sum() / (values**2).sum())
        found = re.search(r"misses ([0-9.e-]+) %", told)
        assert found
        assert float(found[1]) == pytest.approx(missed, rel=0.01)


def test_a_kernel_of_zeros_is_said_to_be_one() -> None:
    assert "All weights are 0" in rank_words(separate(np.zeros((3, 3))))


@pytest.mark.parametrize(
    "name", ["sobel_x", "gaussian_blur_5", "roberts_x", "curve_detector", "motion_blur_7_45"]
)
def test_what_two_passes_save_adds_up(name: str) -> None:
    kernel = KERNELS[name].numerators
    split = separate(kernel)
    told = saving_words(split).replace(",", "")
    assert f"{kernel.size * 1080**2} in all" in told
    passes = sum(kernel.shape) * split.rank
    assert f"{passes * 1080**2} in all" in told
    assert ("times fewer" in told) == (passes < kernel.size)


def test_two_in_a_row_are_one_on_the_sample_picture_as_torch_says() -> None:
    picture = torch.from_numpy(sample().copy())[None].double()
    assert tuple(picture.shape) == (1, 1, 128, 128)
    pair = [KERNELS[name].weights for name in ("sobel_x", "edge_detect")]
    first, second = (torch.from_numpy(kernel.copy())[None, None].double() for kernel in pair)
    convolve = torch.nn.functional.conv2d
    in_a_row = convolve(convolve(picture, first), second)
    one = compose(*pair)
    found = compare(*pair, one)
    straight = convolve(picture, torch.from_numpy(one)[None, None].double())
    assert found.apart == 0
    assert float((in_a_row - straight).abs().max()) == 0
    bent = convolve(torch.relu(convolve(picture, first)), second)
    assert found.with_relu == float((bent - straight).abs().max()) > 1000
    assert found.below == int((convolve(picture, first) < 0).sum())
    assert found.largest == float(in_a_row.abs().max())


@pytest.mark.parametrize("title", small_kernels())
def test_every_pair_differs_by_rounding_only(title: str) -> None:
    first, second = small_kernels()[title].weights, KERNELS["gaussian_blur_3"].weights
    found = compare(first, second, compose(first, second))
    assert found.apart <= 1e-6 * max(found.largest, 255)
    assert (found.below == 0) == ("would change nothing" in compared_words(found))


@pytest.mark.parametrize("channels", [1, 2, 512])
def test_parameters_of_two_and_of_one_are_those_of_the_layers(channels: int) -> None:
    told = saved_words(channels).replace(",", "")
    assert f"= {2 * Conv2d(channels, channels, 3, bias=False).parameter_count} weights" in told
    assert str(Conv2d(channels, channels, 5, bias=False).parameter_count) in told


def test_equal_filters_make_a_convolution_and_one_changed_filter_one_output() -> None:
    assert local_check() == (0.0, 1, 16)


def test_every_input_of_the_sliders_has_bars_within_their_scale() -> None:
    for side in SIDES:
        for channels in CHANNELS:
            costs = compare_connections(Conv2d(channels, 64, 3), (channels, side, side))
            made = table(costs)
            widths = [float(width) for width in re.findall(r"width: ([0-9.]+)%", made)]
            assert len(widths) == 6
            assert max(widths) <= 100
            assert all(f"</span>{cost.parameters:,}<" in made for cost in costs)
    assert ratio(28326, 10) == "2,833"


def test_a_grid_escapes_its_words_and_writes_true_minus_signs() -> None:
    made = grid("<b>", [[-1, 0.5]])
    assert "&lt;b&gt;" in made
    assert ">−1<" in made
    assert 'class="below"' in made


def test_examples_that_fit_are_named() -> None:
    assert FIRST in fitting()
    assert "curve" not in fitting()
    assert {"first_value", "stride_three", "padded", "quiz", "vertical_edge"} <= set(fitting())
