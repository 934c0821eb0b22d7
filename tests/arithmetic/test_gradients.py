"""Gradients walked back in NumPy, beside torch's autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer.arithmetic import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
    Sigmoid,
    Softmax,
)
from explorer.arithmetic.gradients import input_gradient
from explorer.digits import digit_network, recognise
from explorer.learning.modules import to_module
from explorer.pictures.samples import sample_digit

RNG = np.random.default_rng(5)


def with_weights(layers: dict, input_shape: tuple[int, ...]) -> Network:
    weights = {
        f"{name}.{key}": RNG.normal(0, 0.5, shape).astype(np.float32)
        for name, layer in layers.items()
        for key, shape in layer.parameter_shapes.items()
    }
    return Network(layers, input_shape, weights)


def by_torch(network: Network, image: np.ndarray, name: str, unit: tuple[int, ...]) -> np.ndarray:
    """The gradient that autograd finds in the torch twin of the layers up to this one."""
    names = list(network.layers)
    kept = {each: network.layers[each] for each in names[: names.index(name) + 1]}
    weights = {key: value for key, value in network.weights.items() if key.split(".")[0] in kept}
    ends_in_softmax = isinstance(kept[name], Softmax)
    if ends_in_softmax:
        del kept[name]
    module = to_module(Network(kept, network.input_shape, weights)).eval()
    given = torch.tensor(image[None], requires_grad=True)
    out = module(given)[0]
    out = torch.softmax(out, 0) if ends_in_softmax else out
    out[unit].backward()
    assert given.grad is not None
    return given.grad[0].numpy()


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("conv1", (3, 7, 9)),
        ("relu1", (3, 7, 9)),
        ("pool1", (0, 5, 6)),
        ("conv3", (9, 0, 11)),
        ("relu4", (5, 6, 6)),
        ("pool2", (2, 3, 3)),
        ("conv6", (15, 2, 4)),
        ("flatten", (200,)),
        ("linear", (3,)),
        ("softmax", (7,)),
    ],
)
def test_the_digit_network_agrees_with_autograd(name: str, unit: tuple[int, ...]) -> None:
    network = digit_network()
    trace = recognise(np.asarray(sample_digit(3))).trace
    found = input_gradient(network, trace, name, unit)
    expected = by_torch(network, trace.input, name, unit)
    np.testing.assert_allclose(found, expected, atol=1e-5 * max(1, float(np.abs(expected).max())))
    if name.startswith(("conv", "linear", "softmax")):
        assert np.abs(found).max() > 0


@pytest.mark.parametrize(
    "layers",
    [
        {"conv": Conv2d(2, 4, (3, 2), stride=(2, 3), padding=(1, 0), dilation=(1, 2), groups=2)},
        {"conv": Conv2d(2, 3, 4, padding="same", stride=1), "relu": ReLU(), "pool": MaxPool2d(3, stride=2)},
        {"pool": MaxPool2d(3, stride=2, padding=1, ceil_mode=True)},
        {"pool": AvgPool2d(3, stride=2, padding=1, count_include_pad=False)},
        {"pool": AvgPool2d((2, 3), padding=(1, 1)), "conv": Conv2d(2, 2, 2, bias=False)},
        {"pool": AdaptiveAvgPool2d((3, 2))},
        {"conv": Conv2d(2, 2, 3), "flatten": Flatten(), "linear": Linear(112, 4, bias=False)},
    ],
    ids=lambda layers: "-".join(layers),
)
def test_options_agree_with_autograd(layers: dict) -> None:
    network = with_weights(layers, (2, 9, 10))
    image = RNG.normal(0, 1, (2, 9, 10)).astype(np.float32)
    trace = network.trace(image)
    name = list(layers)[-1]
    unit = tuple(size // 2 for size in network.shapes[name])
    found = input_gradient(network, trace, name, unit)
    np.testing.assert_allclose(found, by_torch(network, image, name, unit), atol=2e-6)


def test_what_a_unit_does_not_see_has_no_gradient() -> None:
    network, trace = digit_network(), recognise(np.asarray(sample_digit(8))).trace
    top, bottom, left, right = network.receptive_field("conv2").extent(4, 5)
    gradient = input_gradient(network, trace, "conv2", (1, 4, 5))
    outside = gradient.copy()
    outside[:, top:bottom, left:right] = 0
    assert not outside.any()
    assert gradient[:, top:bottom, left:right].any()


def test_what_cannot_be_walked_back_says_so() -> None:
    network, trace = digit_network(), recognise(np.asarray(sample_digit(8))).trace
    with pytest.raises(ValueError, match=r"'conv1' of shape \(16, 24, 24\) has no unit \(16, 0, 0\)"):
        input_gradient(network, trace, "conv1", (16, 0, 0))
    with pytest.raises(ValueError, match=r"has no unit \(3,\)"):
        input_gradient(network, trace, "conv1", (3,))
    with pytest.raises(ValueError, match="no layer 'conv9'"):
        input_gradient(network, trace, "conv9", (0, 0, 0))
    odd = Network({"sigmoid": Sigmoid()}, (1, 2, 2), {})
    with pytest.raises(ValueError, match="Sigmoid.* cannot be walked back here"):
        input_gradient(odd, odd.trace(np.zeros((1, 2, 2))), "sigmoid", (0, 0, 0))
    mirrored = with_weights({"conv": Conv2d(1, 1, 3, padding=1, padding_mode="reflect")}, (1, 4, 4))
    with pytest.raises(ValueError, match="reflect padding"):
        input_gradient(mirrored, mirrored.trace(np.zeros((1, 4, 4))), "conv", (0, 0, 0))
