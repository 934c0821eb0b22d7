from __future__ import annotations

from math import prod

import numpy as np
import pytest
import torch
from torch import nn

from explorer.arithmetic import layers as specs
from explorer.arithmetic.layers import Layer
from explorer.arithmetic.networks import Network
from explorer.learning.modules import PaddedConv2d, layer_module, load_weights, to_module, weights_of

IMAGE = (4, 11, 9)
CASES: list[tuple[Layer, tuple[int, ...]]] = [
    (specs.Conv2d(4, 6, 3), IMAGE),
    (specs.Conv2d(4, 6, (3, 5), stride=(2, 1), padding=(1, 2), bias=False), IMAGE),
    (specs.Conv2d(4, 8, 3, padding=2, dilation=2, groups=4, padding_mode="reflect"), IMAGE),
    (specs.Conv2d(4, 6, 4, padding="same", stride=2), IMAGE),
    (specs.Conv2d(4, 6, 4, padding="same", padding_mode="replicate"), IMAGE),
    (specs.Conv2d(4, 6, 3, padding="valid"), IMAGE),
    (specs.Conv2d(4, 6, 3, padding=((2, 0), (1, 3)), padding_mode="circular"), IMAGE),
    (specs.Conv2d(4, 6, 3, padding=((2, 0), (1, 3))), IMAGE),
    (specs.MaxPool2d(2), IMAGE),
    (specs.MaxPool2d((3, 2), stride=2, padding=1, dilation=1, ceil_mode=True), IMAGE),
    (specs.MaxPool2d(2, stride=1, dilation=3), IMAGE),
    (specs.AvgPool2d(3, stride=2, padding=1), IMAGE),
    (specs.AvgPool2d(2, ceil_mode=True, count_include_pad=False), IMAGE),
    (specs.AdaptiveAvgPool2d(1), IMAGE),
    (specs.AdaptiveAvgPool2d((3, 2)), IMAGE),
    (specs.BatchNorm2d(4), IMAGE),
    (specs.BatchNorm2d(4, eps=1e-2, affine=False), IMAGE),
    (specs.BatchNorm1d(12), (12,)),
    (specs.LocalResponseNorm(3, alpha=0.5, k=2.0), IMAGE),
    (specs.TableConv2d(4, ((0, 2), (3,), (3, 0, 1)), (3, 2)), IMAGE),
    (specs.Subsampling2d(4, (2, 3)), IMAGE),
    (specs.RadialBasis(12, 5), (12,)),
    (specs.Identity(), IMAGE),
    (specs.ReLU(), IMAGE),
    (specs.ReLU6(), IMAGE),
    (specs.LeakyReLU(0.2), IMAGE),
    (specs.ELU(0.7), IMAGE),
    (specs.GELU(), IMAGE),
    (specs.SiLU(), IMAGE),
    (specs.Sigmoid(), IMAGE),
    (specs.Tanh(), IMAGE),
    (specs.Softplus(2.0), IMAGE),
    (specs.Hardswish(), IMAGE),
    (specs.Dropout(0.3), IMAGE),
    (specs.Flatten(), IMAGE),
    (specs.Linear(12, 5), (12,)),
    (specs.Linear(12, 5, bias=False), (12,)),
    (specs.Softmax(), (7,)),
    (specs.Softmax(), IMAGE),
]


def random_weights(spec: Layer) -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    shapes = spec.parameter_shapes | spec.buffer_shapes
    drawn = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return {name: np.abs(array) + 0.1 if name == "running_var" else array for name, array in drawn.items()}


@pytest.mark.parametrize(("spec", "shape"), CASES, ids=lambda case: repr(case)[:60])
def test_every_layer_computes_what_its_module_computes(spec: Layer, shape: tuple[int, ...]) -> None:
    batch = np.random.default_rng(0).normal(size=(3, *shape)).astype(np.float32) * 3
    weights = random_weights(spec)
    module = layer_module(spec)
    load_weights(module, weights)
    with torch.no_grad():
        expected = module.eval()(torch.from_numpy(batch)).numpy()
    computed = spec.forward(batch, weights)
    assert computed.shape == (3, *spec.output_shape(shape)) == expected.shape
    np.testing.assert_allclose(computed, expected, atol=2e-5)


def test_every_specification_is_tried() -> None:
    concrete = {
        name
        for name in specs.__all__
        if isinstance(getattr(specs, name), type) and issubclass(getattr(specs, name), Layer)
    } - {"Layer", "ActivationLayer"}
    assert concrete == {type(spec).__name__ for spec, _ in CASES}


@pytest.mark.parametrize(("spec", "shape"), CASES, ids=lambda case: repr(case)[:60])
def test_parameters_have_torchs_names_shapes_and_count(spec: Layer, shape: tuple[int, ...]) -> None:
    module = layer_module(spec)
    found = {name: tuple(parameter.shape) for name, parameter in module.named_parameters()}
    assert found == spec.parameter_shapes
    assert sum(prod(size) for size in found.values()) == spec.parameter_count


def test_only_paddings_that_torch_lacks_need_an_own_module() -> None:
    assert type(layer_module(specs.Conv2d(1, 1, 3, padding=1))) is nn.Conv2d
    assert type(layer_module(specs.Conv2d(1, 1, 3, padding="valid"))) is nn.Conv2d
    assert type(layer_module(specs.Conv2d(1, 1, 3, padding=((1, 0), (0, 0))))) is PaddedConv2d


def small_network() -> Network:
    chain: dict[str, Layer] = {
        "conv1": specs.Conv2d(1, 3, 3),
        "norm1": specs.BatchNorm2d(3),
        "relu1": specs.ReLU(),
        "flatten": specs.Flatten(),
        "linear": specs.Linear(48, 4),
    }
    weights = {
        f"{name}.{key}": array for name, spec in chain.items() for key, array in random_weights(spec).items()
    }
    return Network(chain, (1, 6, 6), weights)


def test_a_network_keeps_its_weights_on_the_way_to_torch_and_back() -> None:
    network = small_network()
    returned = weights_of(to_module(network))
    assert list(returned) == list(network.weights)
    for name, array in returned.items():
        np.testing.assert_array_equal(array, network.weights[name])


def test_training_the_module_leaves_the_network_alone() -> None:
    network = small_network()
    before = network.weights["conv1.weight"].copy()
    module = to_module(network)
    with torch.no_grad():
        next(module.parameters()).add_(1.0)
    np.testing.assert_array_equal(network.weights["conv1.weight"], before)


def test_missing_weights_are_refused() -> None:
    with pytest.raises(RuntimeError, match="linear.bias"):
        load_weights(to_module(small_network().layers), {})
