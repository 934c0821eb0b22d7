"""What is said of every layer is true of it, and what is shown is what the network computed."""

from __future__ import annotations

import re
from math import prod

import numpy as np
import pytest

from explorer.arithmetic import Linear
from explorer.components.feature_maps import LayerView
from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit
from explorer.ui.digits.layers import layer_facts, layer_views, trace_of

RECOGNITION = recognise(sample_digit(5))
NETWORK = digit_network()


@pytest.fixture(scope="module")
def views() -> list[LayerView]:
    return layer_views(NETWORK, RECOGNITION.trace)


def test_every_layer_has_its_view_in_order(views: list[LayerView]) -> None:
    assert [view.name for view in views] == list(NETWORK.layers)
    for view in views:
        np.testing.assert_array_equal(view.activation, RECOGNITION.trace.activations[view.name])


@pytest.mark.parametrize(
    ("label", "total"), [("Parameters", "parameter_count"), ("Multiply-accumulates", "macs")]
)
def test_facts_multiply_out_and_sum_to_the_whole_network(label: str, total: str) -> None:
    counted = 0
    for facts in layer_facts(NETWORK).values():
        text = dict(facts)[label]
        if text.startswith("0,"):
            continue
        terms, _, result = text.replace(",", "").rpartition(" = ")
        worked_out = sum(prod(map(int, term.split(" × "))) for term in terms.split(" + "))
        assert worked_out == int(result)
        counted += worked_out
    assert counted == getattr(NETWORK, total)


def test_receptive_fields_are_those_of_the_network() -> None:
    for name, facts in layer_facts(NETWORK).items():
        text = dict(facts)["Receptive field"]
        if len(NETWORK.shapes[name]) == 1:
            assert text == "the whole input"
            continue
        field = NETWORK.receptive_field(name)
        assert [int(number) for number in re.findall(r"\d+", text)] == [*field.size, field.stride[0]]


def test_contributions_and_bias_sum_to_the_logits(views: list[LayerView]) -> None:
    (linear,) = [view for view in views if isinstance(NETWORK.layers[view.name], Linear)]
    assert linear.contributions is not None
    assert linear.bias is not None
    np.testing.assert_allclose(
        linear.contributions.sum(axis=(1, 2, 3)) + linear.bias, RECOGNITION.logits, atol=1e-4
    )


def test_probabilities_are_printed_so_that_they_sum_to_100(views: list[LayerView]) -> None:
    printed = [round(10 * float(text.removesuffix(" %"))) for text in views[-1].printed]
    assert sum(printed) == 1000


def test_only_a_picture_with_ink_has_layers_to_show() -> None:
    assert trace_of(None) is None
    assert trace_of(recognise(np.full((60, 60), 255, np.uint8))) is None
    assert trace_of(RECOGNITION) is RECOGNITION.trace
