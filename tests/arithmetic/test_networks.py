from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from explorer.arithmetic import networks
from explorer.arithmetic.layers import (
    AdaptiveAvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Softmax,
)
from explorer.arithmetic.networks import Network, output_shapes

LAYERS: dict[str, Layer] = {
    "conv1": Conv2d(1, 4, 3, padding=1),
    "norm1": BatchNorm2d(4),
    "relu1": ReLU(),
    "pool1": MaxPool2d(2),
    "conv1.deep": Conv2d(4, 6, 3, bias=False),
    "drop": Dropout(),
    "flatten": Flatten(),
    "classes": Linear(6 * 4 * 4, 10),
    "softmax": Softmax(),
}
MODULES = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1),
    nn.BatchNorm2d(4),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(4, 6, 3, bias=False),
    nn.Dropout(),
    nn.Flatten(),
    nn.Linear(6 * 4 * 4, 10),
)


def weights_of(modules: nn.Sequential) -> dict[str, Any]:
    names = dict(zip(map(str, range(len(LAYERS))), LAYERS, strict=True))
    generator = torch.Generator().manual_seed(0)
    state = {
        key: torch.rand(tensor.shape, generator=generator) - (0.5 if key != "1.running_var" else 0)
        for key, tensor in modules.state_dict().items()
        if tensor.ndim
    }
    modules.load_state_dict(state, strict=False)
    modules.eval()
    return {
        f"{names[key.split('.')[0]]}.{key.split('.')[1]}": tensor.numpy() for key, tensor in state.items()
    }


@pytest.fixture
def network() -> Network:
    return Network(LAYERS, (1, 12, 12), weights_of(MODULES))


def pictures(count: int) -> Any:
    return np.random.default_rng(0).uniform(0, 1, (count, 1, 12, 12)).astype(np.float32)


def test_the_trace_equals_torch_layer_by_layer(network: Network) -> None:
    image = pictures(1)[0]
    trace = network.trace(image)
    activation = torch.from_numpy(image)[None]
    assert list(trace.activations) == list(LAYERS)
    with torch.no_grad():
        for module, name in zip(MODULES, LAYERS, strict=False):
            activation = module(activation)
            np.testing.assert_allclose(trace.activations[name], activation[0].numpy(), rtol=0, atol=1e-5)
        probabilities = activation.softmax(dim=1)[0].numpy()
    assert trace.logits is trace.activations["classes"]
    assert trace.probabilities is trace.activations["softmax"]
    np.testing.assert_allclose(trace.probabilities, probabilities, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(trace.input, image)


def test_probabilities_do_not_need_a_softmax_layer(network: Network) -> None:
    shorter = Network(
        {name: layer for name, layer in LAYERS.items() if name != "softmax"}, (1, 12, 12), network.weights
    )
    image = pictures(1)[0]
    trace = shorter.trace(image)
    assert trace.logits is trace.activations["classes"]
    np.testing.assert_array_equal(trace.probabilities, network.trace(image).probabilities)


def test_a_softmax_in_the_middle_is_a_layer_like_others() -> None:
    layers: dict[str, Layer] = {"softmax": Softmax(), "classes": Linear(2, 2, bias=False)}
    network = Network(layers, (2,), {"classes.weight": np.eye(2)})
    np.testing.assert_allclose(network.forward([[0, 0]]), [[0.5, 0.5]])
    alone = Network({"softmax": Softmax()}, (2,), {})
    np.testing.assert_allclose(alone.trace([0, 0]).logits, [0.5, 0.5])


@pytest.mark.parametrize("count", [0, 1, 7])
@pytest.mark.parametrize("part", [1, 2_000, 2**19])
def test_batches_run_in_parts_of_any_size(
    network: Network, count: int, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "PART", part)
    logits = network.forward(pictures(count))
    assert logits.shape == (count, 10)
    with torch.no_grad():
        np.testing.assert_allclose(
            logits, MODULES(torch.from_numpy(pictures(count))).numpy(), rtol=0, atol=1e-4
        )


def test_nothing_can_be_changed_afterwards(network: Network) -> None:
    trace = network.trace(pictures(1)[0])
    for array in (*network.weights.values(), *trace.activations.values(), trace.input, trace.logits):
        assert not array.flags.writeable
    with pytest.raises(TypeError):
        network.layers["more"] = ReLU()  # type: ignore[index]
    with pytest.raises(TypeError):
        network.weights["more"] = np.zeros(1)  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        network.input_shape = (1, 1, 1)  # type: ignore[misc]


def test_what_was_handed_in_stays_the_callers() -> None:
    weights = {"classes.weight": np.zeros((2, 4), np.float32), "classes.bias": np.zeros(2, np.float32)}
    network = Network({"classes": Linear(4, 2)}, (4,), weights)
    weights["classes.weight"][:] = 1
    assert not network.weights["classes.weight"].any()
    image = np.zeros(4, np.float32)
    network.trace(image)
    image[0] = 1


def test_counts_add_up(network: Network) -> None:
    assert network.parameter_count == sum(parameter.numel() for parameter in MODULES.parameters())
    assert network.macs == 4 * 12 * 12 * 9 + 6 * 4 * 4 * 4 * 9 + 96 * 10
    assert network.shapes["pool1"] == (4, 6, 6)
    assert list(network.shapes) == list(LAYERS)
    assert network.shapes["softmax"] == (10,)


def test_receptive_fields_by_name(network: Network) -> None:
    assert network.receptive_field("conv1").size == (3, 3)
    assert network.receptive_field("conv1.deep").size == (8, 8)
    assert network.receptive_field("classes").extent(0, 0) == (-1, 13, -1, 13)
    with pytest.raises(ValueError, match="there is no layer 'conv9'; the layers are conv1, norm1"):
        network.receptive_field("conv9")


def test_weights_by_layer(network: Network) -> None:
    assert list(network.layer_weights("conv1")) == ["weight", "bias"]
    assert list(network.layer_weights("conv1.deep")) == ["weight"]
    assert network.layer_weights("relu1") == {}
    with pytest.raises(ValueError, match="there is no layer 'conv9'"):
        network.layer_weights("conv9")


def test_the_layer_that_cannot_follow_is_named() -> None:
    with pytest.raises(
        ValueError, match=r"layer 'deep' cannot follow: kernel 7x7 does not fit input 5x5 with padding 0"
    ):
        Network({"pool": MaxPool2d(2), "deep": Conv2d(1, 1, 7)}, (1, 10, 10), {})
    with pytest.raises(ValueError, match="layer 'classes' cannot follow: Linear needs a flat input"):
        output_shapes({"pool": AdaptiveAvgPool2d(1), "classes": Linear(3, 2)}, (3, 10, 10))
    with pytest.raises(ValueError, match="at least one layer"):
        Network({}, (1, 10, 10), {})


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({}, "weights are missing: classes.weight, classes.bias"),
        ({"classes.weight": np.zeros((2, 4))}, "weights are missing: classes.bias"),
        (
            {"classes.weight": np.zeros((2, 4)), "classes.bias": np.zeros(2), "other.bias": np.zeros(2)},
            "weights belong to no layer: other.bias",
        ),
        (
            {"classes.weight": np.zeros((4, 2)), "classes.bias": np.zeros(2)},
            r"classes.weight must have shape \(2, 4\), not \(4, 2\)",
        ),
        (
            {"classes.weight": [["a"] * 4] * 2, "classes.bias": [0, 0]},
            "classes.weight must hold real numbers",
        ),
    ],
)
def test_weights_must_fit(weights: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Network({"classes": Linear(4, 2)}, (4,), weights)


def test_images_must_fit(network: Network) -> None:
    with pytest.raises(ValueError, match=r"the image must have shape \(1, 12, 12\), not \(12, 12\)"):
        network.trace(np.zeros((12, 12)))
    with pytest.raises(
        ValueError, match=r"the network needs images of shape \(N, 1, 12, 12\), not \(1, 12, 12\)"
    ):
        network.forward(np.zeros((1, 12, 12)))


def test_infinities_pass_silently(network: Network) -> None:
    image = pictures(1)[0]
    image[0, 5, 5] = np.inf
    assert np.isnan(network.trace(image).logits).any()
    assert np.isnan(network.forward(image[None])).any()
