from __future__ import annotations

import pytest
import torch

from explorer.architectures.analysis import analyse
from explorer.architectures.growth import (
    SIDES,
    cnn_plan,
    dense_parameters,
    dense_plan,
    dense_terms,
    first_layer,
    growth,
    layer_growth,
    whole_net,
)


def test_the_lectures_sum_is_ninety_more_than_the_slide_says() -> None:
    assert sum(term.count for term in dense_terms()) == dense_parameters(16, channels=1) == 28_326


def test_the_lectures_net_counts_as_torch_counts() -> None:
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16 * 16, 100), torch.nn.Linear(100, 26))
    assert sum(parameter.numel() for parameter in net.parameters()) == dense_parameters(16, channels=1)


@pytest.mark.parametrize("side", [16, 30])
def test_a_first_layer_is_the_product_of_what_it_connects(side: int) -> None:
    cost = first_layer(side, channels=3, filters=5, kernel_size=3)
    outputs = 5 * side**2
    assert cost.inputs == 3 * side**2
    assert cost.full == cost.inputs * outputs + outputs
    assert cost.local == outputs * 27 + outputs
    assert cost.shared == 5 * 27 + 5


def test_only_the_convolution_stays_as_the_picture_grows() -> None:
    for costs in (growth(), layer_growth()):
        assert [cost.side for cost in costs] == list(SIDES)
        assert len({cost.shared for cost in costs}) == 1
        for attribute in ("full", "local"):
            counts = [getattr(cost, attribute) for cost in costs]
            assert counts == sorted(set(counts))
        assert all(cost.full > cost.local > cost.shared for cost in costs)


def test_a_whole_net_connects_the_same_neurons() -> None:
    """Two convolutions, 3 to 16 maps and 16 to 32 behind a pooling; the dense layer is the same in all."""
    side, dense = 20, 32 * 26 + 26
    first, second = 16 * side**2, 32 * (side // 2) ** 2
    cost = whole_net(side)
    assert cost.shared == (27 * 16 + 16) + (144 * 32 + 32) + dense
    assert cost.local == 28 * first + 145 * second + dense
    assert cost.full == (3 * side**2 + 1) * first + (16 * (side // 2) ** 2 + 1) * second + dense


def test_ratios_multiply_to_the_whole_saving() -> None:
    cost = first_layer(64)
    assert cost.saved_by_locality * cost.saved_by_sharing == pytest.approx(cost.full / cost.shared)


@pytest.mark.parametrize("make", [dense_plan, cnn_plan])
def test_the_nets_can_be_opened(make: object) -> None:
    for side in SIDES:
        analysis = analyse(make(side, 3))  # type: ignore[operator]
        assert analysis.problems == () and analysis.output_shape == (26,)


@pytest.mark.parametrize(("side", "channels"), [(1, 3), (5_000, 3), (16, 0), (16, 9)])
def test_what_is_no_picture_is_refused(side: int, channels: int) -> None:
    for make in (dense_plan, cnn_plan, lambda side, channels: first_layer(side, channels=channels)):
        with pytest.raises(ValueError, match="side|channels"):
            make(side, channels)
