import numpy as np
import pytest

from explorer.arithmetic import KERNELS, Network
from explorer.digits import digit_network
from explorer.surgery import (
    AddNoise,
    Edit,
    Permute,
    Quantise,
    ReplaceKernel,
    SetKernel,
    SwitchOff,
    operate,
)
from explorer.surgery.edits import LARGEST_WEIGHT, shuffled
from explorer.surgery.kernels import framed


@pytest.fixture(scope="module")
def network() -> Network:
    return digit_network()


def changed_keys(network: Network, edited: Network) -> set[str]:
    return {key for key in network.weights if not np.array_equal(network.weights[key], edited.weights[key])}


def test_a_filter_switched_off_gives_a_map_of_zeros(network: Network) -> None:
    edited = operate(network, [SwitchOff("conv2", 5)])
    image = np.random.default_rng(0).uniform(size=(1, 28, 28))
    maps, before = (each.trace(image).activations["conv2"] for each in (edited, network))
    assert (maps[5] == 0).all() and (before[5] != 0).any()
    others = [place for place in range(16) if place != 5]
    np.testing.assert_array_equal(maps[others], before[others])


def test_one_kernel_is_set_and_nothing_else(network: Network) -> None:
    grid = tuple(tuple(float(3 * row + column) for column in range(3)) for row in range(3))
    edited = operate(network, [SetKernel("conv3", 1, 2, grid)])
    expected = network.weights["conv3.weight"].copy()
    expected[1, 2] = np.arange(9).reshape(3, 3)
    np.testing.assert_array_equal(edited.weights["conv3.weight"], expected)
    assert changed_keys(network, edited) == {"conv3.weight"}


@pytest.mark.parametrize("channel", [None, 4])
def test_a_classical_kernel_has_the_norm_of_what_was_shipped(network: Network, channel: int | None) -> None:
    edited = operate(network, [SwitchOff("conv2", 3), ReplaceKernel("conv2", 3, channel, "sobel_x")])
    sobel = KERNELS["sobel_x"].weights
    for place in range(16):
        new, old = edited.weights["conv2.weight"][3, place], network.weights["conv2.weight"][3, place]
        if channel in (None, place):
            scale = np.linalg.norm(old) / np.linalg.norm(sobel)
            np.testing.assert_allclose(new, scale * sobel, rtol=1e-5)
        else:
            assert not new.any()


def test_a_small_kernel_lies_in_the_middle_of_a_larger_one(network: Network) -> None:
    new = operate(network, [ReplaceKernel("conv1", 0, 0, "sobel_x")]).weights["conv1.weight"][0, 0]
    assert not new[[0, -1]].any() and not new[:, [0, -1]].any()
    assert new[2, 1] == pytest.approx(2 * new[1, 1])


def test_noise_is_as_strong_as_said_and_comes_from_the_seed(network: Network) -> None:
    edited = operate(network, [AddNoise("conv4", 0.5, 3)])
    noise = edited.weights["conv4.weight"] - network.weights["conv4.weight"]
    assert noise.std() / network.weights["conv4.weight"].std() == pytest.approx(0.5, rel=0.05)
    assert changed_keys(network, edited) == {"conv4.weight"}
    again = AddNoise("conv4", 0.5, 3).changed(network.weights, network)["conv4.weight"]
    np.testing.assert_array_equal(again, edited.weights["conv4.weight"])
    assert not np.array_equal(
        operate(network, [AddNoise("conv4", 0.5, 4)]).weights["conv4.weight"],
        edited.weights["conv4.weight"],
    )


def test_noise_everywhere_changes_every_weight_and_no_bias(network: Network) -> None:
    edited = operate(network, [AddNoise(None, 0.1, 0)])
    assert changed_keys(network, edited) == {key for key in network.weights if key.endswith(".weight")}


@pytest.mark.parametrize("bits", [2, 3, 8])
def test_quantised_weights_are_whole_steps(network: Network, bits: int) -> None:
    edited = operate(network, [Quantise(bits)])
    most = 2 ** (bits - 1) - 1
    for key in changed_keys(network, edited):
        old, new = network.weights[key].astype(np.float64), edited.weights[key].astype(np.float64)
        step = np.abs(old).max() / most
        assert len(np.unique(new)) <= 2 * most + 1
        np.testing.assert_allclose(new / step, np.rint(new / step), rtol=0, atol=1e-4)
        assert np.abs(new - old).max() <= step / 2 * (1 + 1e-5)


def test_quantising_twice_is_quantising_once(network: Network) -> None:
    once, twice = (operate(network, [Quantise(4)] * times) for times in (1, 2))
    for key in network.weights:
        np.testing.assert_allclose(twice.weights[key], once.weights[key], rtol=1e-6, atol=0)


@pytest.mark.parametrize("layer", ["conv1", "conv3", "conv6"])
def test_shuffled_filters_change_the_logits_unless_the_next_layer_is_rewired(
    network: Network, layer: str
) -> None:
    images = np.random.default_rng(1).uniform(size=(8, 1, 28, 28))
    before = network.forward(images)
    shuffled_only = operate(network, [Permute(layer, 5)]).forward(images)
    rewired = operate(network, [Permute(layer, 5, rewired=True)]).forward(images)
    np.testing.assert_allclose(rewired, before, rtol=0, atol=1e-4)
    assert np.abs(shuffled_only - before).max() > 0.1


def test_shuffling_moves_the_maps(network: Network) -> None:
    image = np.random.default_rng(2).uniform(size=(1, 28, 28))
    maps = operate(network, [Permute("conv1", 9)]).trace(image).activations["conv1"]
    np.testing.assert_allclose(maps, network.trace(image).activations["conv1"][shuffled(16, 9)], atol=1e-5)


def test_a_shuffle_always_shuffles() -> None:
    assert all(shuffled(2, seed).tolist() == [1, 0] for seed in range(20))
    assert shuffled(1, 0).tolist() == [0]


def test_the_worst_that_can_be_typed_stays_finite(network: Network) -> None:
    weights = dict(network.weights)
    for key in [key for key in weights if key.startswith("conv")]:
        weights[key] = np.full_like(weights[key], LARGEST_WEIGHT)
    worst = operate(
        Network(network.layers, network.input_shape, weights), [AddNoise(None, 2.0, 0)] * 3
    ).forward(np.ones((1, 1, 28, 28)))
    assert np.isfinite(worst).all()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (SwitchOff("pool1", 0), "no convolution 'pool1'; there are conv1, conv2"),
        (SwitchOff("conv1", 16), "filters of conv1 are numbered 0 to 15, not 16"),
        (SetKernel("conv1", 0, 1, ((0.0,) * 5,) * 5), "input channels of conv1 are numbered 0 to 0, not 1"),
        (SetKernel("conv1", 0, 0, ((0.0,) * 3,) * 3), "kernels of conv1 are 5x5, not 3x3"),
        (SetKernel("conv2", 0, 0, ((101.0,) * 3,) * 3), "weights go from -100 to 100"),
        (SetKernel("conv2", 0, 0, ((float("nan"),) * 3,) * 3), "weights go from -100 to 100"),
        (ReplaceKernel("conv2", 0, 0, "gaussian_blur_5"), "no classical kernel that fits into 3x3"),
        (ReplaceKernel("conv2", 0, 0, "nonsense"), "no classical kernel"),
        (ReplaceKernel("conv2", 0, 99, "sobel_x"), "numbered 0 to 15, not 99"),
        (AddNoise("conv1", 2.5, 0), "a strength from 0 to 2, not 2.5"),
        (AddNoise("relu1", 0.5, 0), "no weights 'relu1.weight'"),
        (AddNoise(None, 0.5, 10_000), "a seed is a whole number from 0 to 9999"),
        (Quantise(1), "rounded to 2 to 8 bits, not 1"),
        (Permute("linear", 0), "no convolution 'linear'"),
        (Permute("conv1", -1), "a seed"),
    ],
)
def test_what_does_not_fit_says_what_there_is(network: Network, edit: Edit, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        operate(network, [edit])


def test_kernels_without_a_middle_are_not_framed() -> None:
    with pytest.raises(ValueError, match="2x2 has no middle in 5x5"):
        framed(KERNELS["roberts_x"].weights, (5, 5))
