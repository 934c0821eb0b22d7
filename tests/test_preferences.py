import numpy as np
import pytest

from explorer.arithmetic import Network, resemblance
from explorer.digits import digit_network
from explorer.pictures.handwriting import handwriting
from explorer.preferences import (
    MOST_PATCHES,
    StrongestKernel,
    activation_names,
    cut,
    preferences,
    strongest_kernel,
)
from explorer.surgery import SwitchOff, operate

LAYERS = [f"conv{number}" for number in range(1, 7)]


@pytest.fixture(scope="module")
def network() -> Network:
    return digit_network()


def test_every_filter_of_every_convolution_is_asked(network: Network) -> None:
    found = preferences(network)
    assert list(found) == LAYERS
    assert all(
        [(each.layer, each.filter) for each in found[name]] == [(name, filter) for filter in range(16)]
        for name in LAYERS
    )


@pytest.mark.parametrize("name", LAYERS)
def test_the_values_are_those_of_the_trace(network: Network, name: str) -> None:
    for preference in preferences(network)[name][::5]:
        assert len({patch.digit for patch in preference.patches}) == len(preference.patches)
        for patch in preference.patches[::4]:
            maps = network.trace(handwriting().digits[patch.digit]).activations[
                activation_names(network)[name]
            ]
            value = maps[preference.filter, patch.row, patch.column]
            assert patch.value == pytest.approx(value, rel=1e-4)
            assert patch.value == pytest.approx(maps[preference.filter].max(), rel=1e-4)


@pytest.mark.parametrize("name", ["conv1", "conv4"])
def test_no_other_digit_is_more_exciting(network: Network, name: str) -> None:
    activation = handwriting().digits
    for layer, spec in network.layers.items():
        activation = spec.forward(activation, network.layer_weights(layer))
        if layer == activation_names(network)[name]:
            break
    largest = np.sort(activation.max(axis=(2, 3)), axis=0)[::-1][:MOST_PATCHES]
    for preference in preferences(network)[name]:
        found = [patch.value for patch in preference.patches]
        assert found == sorted(found, reverse=True)
        np.testing.assert_allclose(found, largest[: len(found), preference.filter], rtol=1e-4)


@pytest.mark.parametrize("name", LAYERS)
def test_the_patch_is_all_that_the_cell_sees(network: Network, name: str) -> None:
    """Ink outside of the receptive field may change as it likes: the value stays."""
    patch = preferences(network)[name][0].patches[0]
    digit = handwriting().digits[patch.digit]
    top, bottom, left, right = patch.extent
    other = np.random.default_rng(0).uniform(size=digit.shape).astype(np.float32)
    seen = (slice(None), slice(max(top, 0), bottom), slice(max(left, 0), right))
    other[seen] = digit[seen]
    maps = network.trace(other).activations[activation_names(network)[name]]
    assert maps[0, patch.row, patch.column] == pytest.approx(patch.value, rel=1e-4)
    assert patch.picture.shape == network.receptive_field(name).size
    np.testing.assert_array_equal(cut(digit[0], patch.extent), patch.picture)


def test_beyond_the_picture_there_is_nothing() -> None:
    picture = np.arange(1, 10, dtype=np.float32).reshape(3, 3)
    assert cut(picture, (1, 5, -1, 2)).tolist() == [[0, 4, 5], [0, 7, 8], [0, 0, 0], [0, 0, 0]]
    assert not cut(picture, (5, 7, 0, 2)).any()
    np.testing.assert_array_equal(cut(picture, (0, 3, 0, 3)), picture)


def test_the_likeness_is_that_of_the_strongest_kernel(network: Network) -> None:
    for name in LAYERS:
        weights = network.weights[f"{name}.weight"]
        for preference in preferences(network)[name]:
            norms = np.linalg.norm(weights[preference.filter], axis=(1, 2))
            strongest = preference.strongest
            assert strongest.channel == norms.argmax()
            expected = resemblance(weights[preference.filter, strongest.channel])
            assert (strongest.classical, strongest.correlation) == expected


def test_a_kernel_too_small_for_any_classical_one_resembles_none() -> None:
    assert strongest_kernel(np.ones((1, 1, 1), np.float32)) == StrongestKernel(0, None, 0.0)


def test_a_filter_that_is_switched_off_likes_nothing(network: Network) -> None:
    found = preferences(operate(network, [SwitchOff("conv1", 2)]))["conv1"]
    assert found[2].patches == () and len(found[3].patches) == MOST_PATCHES
