import numpy as np
import pytest

from explorer.arithmetic import Network
from explorer.digits import digit_network
from explorer.learning.modules import to_module
from explorer.learning.training import logits_of
from explorer.pictures.handwriting import handwriting
from explorer.surgery import SwitchOff, accuracy, answers, correct_count, operate
from explorer.surgery.notation import Edit
from tests.surgery.test_notation import random_edit


def torch_logits(network: Network) -> np.ndarray:
    return logits_of(to_module(network)[:-1], handwriting().digits[:, 0].copy())


def test_the_accuracy_of_the_shipped_network_is_torchs() -> None:
    network = digit_network()
    expected = torch_logits(network).argmax(axis=1)
    np.testing.assert_array_equal(answers(network), expected)
    assert accuracy(network) == np.mean(expected == handwriting().labels)


@pytest.mark.parametrize("seed", range(6))
def test_the_accuracy_of_an_edited_network_is_torchs(seed: int) -> None:
    generator = np.random.default_rng(seed)
    edits: list[Edit] = [random_edit(generator) for _ in range(3)]
    network = operate(digit_network(), edits)
    logits = torch_logits(network)
    np.testing.assert_allclose(network.forward(handwriting().digits), logits, rtol=1e-4, atol=1e-3)
    # Where two classes are equal but for rounding, both are right.
    runner_up, best = np.sort(logits, axis=1)[:, -2:].T
    clear = best - runner_up > 2e-3
    assert clear.mean() > 0.5
    np.testing.assert_array_equal(answers(network)[clear], logits.argmax(axis=1)[clear])
    assert abs(correct_count(network) - np.count_nonzero(logits.argmax(axis=1) == handwriting().labels)) <= (
        np.count_nonzero(~clear)
    )


def test_the_shipped_network_is_never_touched() -> None:
    network = digit_network()
    before = {key: array.copy() for key, array in network.weights.items()}
    generator = np.random.default_rng(7)
    for _ in range(30):
        operate(network, [random_edit(generator)])
    for key, array in network.weights.items():
        np.testing.assert_array_equal(array, before[key])


def test_the_same_edits_give_the_same_network_again() -> None:
    network, edits = digit_network(), [SwitchOff("conv1", 0), SwitchOff("conv1", 1)]
    edited = operate(network, edits)
    assert operate(network, tuple(edits)) is edited and operate(network, []) is network
    assert answers(edited) is answers(edited)
    with pytest.raises(ValueError, match="read-only"):
        edited.weights["conv1.weight"][0] = 1
    with pytest.raises(ValueError, match="read-only"):
        answers(edited)[0] = 1


def test_a_network_that_reads_no_digits_is_refused() -> None:
    network = digit_network()
    deeper = {name: layer for name, layer in network.layers.items() if name == "conv2"}
    weights = {key: array for key, array in network.weights.items() if key.startswith("conv2.")}
    with pytest.raises(ValueError, match="needs images of shape"):
        accuracy(Network(deeper, (16, 12, 12), weights))
