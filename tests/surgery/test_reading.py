import numpy as np
import pytest

from explorer.arithmetic import Conv2d, Flatten, Linear, MaxPool2d, Network, ReLU
from explorer.digits import digit_network
from explorer.pictures.handwriting import handwriting
from explorer.surgery import Edit, Permute, Quantise, SwitchOff, operate, reading
from explorer.surgery.reading import answers, halves


@pytest.mark.parametrize(
    "edits",
    [
        (SwitchOff("conv4", 1),),
        (SwitchOff("conv1", 1),),
        (Quantise(4), SwitchOff("conv2", 2)),
        (Permute("conv1", 3, rewired=True),),
    ],
)
def test_what_is_kept_of_another_network_changes_no_answer(edits: tuple[Edit, ...]) -> None:
    network = operate(digit_network(), edits)
    for before in (digit_network(), operate(digit_network(), [SwitchOff("conv1", 9)])):
        answers.cache_clear()
        answers(before)
        np.testing.assert_array_equal(answers(network), network.forward(handwriting().digits).argmax(axis=1))


def test_the_beginning_is_computed_once_for_networks_that_share_it() -> None:
    answers.cache_clear()
    reading._maps.cache_clear()
    for filter in range(3):
        answers(operate(digit_network(), [SwitchOff("conv3", filter)]))
    assert reading._maps.cache_info().misses == 1
    answers(operate(digit_network(), [SwitchOff("conv1", 0)]))
    assert reading._maps.cache_info().misses == 2


def test_halves_make_the_whole() -> None:
    network, digits = digit_network(), handwriting().digits[:20]
    first, rest = halves(network)
    assert rest is not None and first.parameter_count + rest.parameter_count == network.parameter_count
    np.testing.assert_allclose(rest.forward(first.forward(digits)), network.forward(digits), atol=1e-4)


def test_networks_without_a_pooling_and_with_one_at_the_end_are_read_too() -> None:
    generator = np.random.default_rng(0)
    weights = {"linear.weight": generator.standard_normal((10, 784)), "linear.bias": np.zeros(10)}
    plain = Network({"flatten": Flatten(), "linear": Linear(784, 10)}, (1, 28, 28), weights)
    assert halves(plain)[1] is None
    np.testing.assert_array_equal(answers(plain), plain.forward(handwriting().digits).argmax(axis=1))
    pooled = Network(
        {"conv1": Conv2d(1, 2, 3, bias=False), "relu1": ReLU(), "pool1": MaxPool2d(26)},
        (1, 28, 28),
        {"conv1.weight": generator.standard_normal((2, 1, 3, 3))},
    )
    assert halves(pooled)[1] is None
