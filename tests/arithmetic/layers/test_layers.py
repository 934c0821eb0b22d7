"""Every layer specification against torch's module of the same name."""

from copy import deepcopy
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from explorer.arithmetic import layers
from explorer.arithmetic.layers import (
    ELU,
    GELU,
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm1d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Hardswish,
    Identity,
    Layer,
    LeakyReLU,
    Linear,
    LocalResponseNorm,
    MaxPool2d,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Tanh,
    fold_batch_norm,
)
from explorer.arithmetic.options import Array

MAP = (6, 12, 11)
CASES: list[tuple[Layer, nn.Module, tuple[int, ...]]] = [
    (Conv2d(6, 4, 3), nn.Conv2d(6, 4, 3), MAP),
    (Conv2d(6, 4, (3, 5), padding=(1, 2)), nn.Conv2d(6, 4, (3, 5), padding=(1, 2)), MAP),
    (Conv2d(6, 4, 3, stride=2, bias=False), nn.Conv2d(6, 4, 3, stride=2, bias=False), MAP),
    (Conv2d(6, 6, 3, groups=6, dilation=2), nn.Conv2d(6, 6, 3, groups=6, dilation=2), MAP),
    (Conv2d(6, 9, 3, groups=3, padding="same"), nn.Conv2d(6, 9, 3, groups=3, padding="same"), MAP),
    (
        Conv2d(6, 4, 5, padding=2, padding_mode="reflect"),
        nn.Conv2d(6, 4, 5, padding=2, padding_mode="reflect"),
        MAP,
    ),
    (
        Conv2d(6, 4, 5, padding=(2, 1), padding_mode="circular", stride=(1, 3)),
        nn.Conv2d(6, 4, 5, padding=(2, 1), padding_mode="circular", stride=(1, 3)),
        MAP,
    ),
    (MaxPool2d(2), nn.MaxPool2d(2), MAP),
    (
        MaxPool2d((3, 2), stride=(2, 3), padding=(1, 0), ceil_mode=True),
        nn.MaxPool2d((3, 2), stride=(2, 3), padding=(1, 0), ceil_mode=True),
        MAP,
    ),
    (MaxPool2d(3, dilation=2), nn.MaxPool2d(3, dilation=2), MAP),
    (AvgPool2d(2), nn.AvgPool2d(2), MAP),
    (
        AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False),
        nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False),
        MAP,
    ),
    (AdaptiveAvgPool2d(1), nn.AdaptiveAvgPool2d(1), MAP),
    (AdaptiveAvgPool2d((5, 3)), nn.AdaptiveAvgPool2d((5, 3)), MAP),
    (AdaptiveAvgPool2d((20, 11)), nn.AdaptiveAvgPool2d((20, 11)), MAP),
    (BatchNorm2d(6), nn.BatchNorm2d(6), MAP),
    (BatchNorm2d(6, eps=0.1, affine=False), nn.BatchNorm2d(6, eps=0.1, affine=False), MAP),
    (BatchNorm1d(10), nn.BatchNorm1d(10), (10,)),
    (BatchNorm1d(10, eps=0.1, affine=False), nn.BatchNorm1d(10, eps=0.1, affine=False), (10,)),
    (LocalResponseNorm(5), nn.LocalResponseNorm(5), MAP),
    (
        LocalResponseNorm(4, alpha=0.9, beta=0.5, k=2.0),
        nn.LocalResponseNorm(4, alpha=0.9, beta=0.5, k=2.0),
        MAP,
    ),
    (LocalResponseNorm(13, alpha=2.0), nn.LocalResponseNorm(13, alpha=2.0), MAP),
    (Identity(), nn.Identity(), MAP),
    (ReLU(), nn.ReLU(), MAP),
    (ReLU6(), nn.ReLU6(), MAP),
    (LeakyReLU(0.3), nn.LeakyReLU(0.3), MAP),
    (ELU(0.5), nn.ELU(0.5), MAP),
    (GELU(), nn.GELU(), MAP),
    (SiLU(), nn.SiLU(), MAP),
    (Sigmoid(), nn.Sigmoid(), MAP),
    (Tanh(), nn.Tanh(), MAP),
    (Softplus(2.0), nn.Softplus(2.0), MAP),
    (Hardswish(), nn.Hardswish(), MAP),
    (Dropout(0.3), nn.Dropout(0.3), MAP),
    (Softmax(), nn.Softmax(dim=1), MAP),
    (Softmax(), nn.Softmax(dim=1), (10,)),
    (Flatten(), nn.Flatten(), MAP),
    (Flatten(), nn.Flatten(), (10,)),
    (Linear(10, 4), nn.Linear(10, 4), (10,)),
    (Linear(10, 4, bias=False), nn.Linear(10, 4, bias=False), (10,)),
]
NAMES = [f"{spec!r} of {shape}" for spec, _, shape in CASES]


def filled(module: nn.Module) -> dict[str, Array]:
    """Give a module weights that are not its defaults, and return what a specification needs of them."""
    generator = torch.Generator().manual_seed(0)
    state = {
        name: torch.rand(tensor.shape, generator=generator) + 0.1
        for name, tensor in module.state_dict().items()
        if name != "num_batches_tracked"
    }
    module.load_state_dict(state, strict=False)
    module.eval()
    return {name: tensor.numpy() for name, tensor in state.items()}


@pytest.mark.parametrize(("spec", "module", "shape"), CASES, ids=NAMES)
def test_computes_what_torch_computes(spec: Layer, module: nn.Module, shape: tuple[int, ...]) -> None:
    weights = filled(module)
    batch = np.random.default_rng(0).uniform(-1, 1, (3, *shape)).astype(np.float32)
    with torch.no_grad():
        expected = module(torch.from_numpy(batch)).numpy()
    output = spec.forward(batch, weights)
    assert output.dtype == np.float32
    np.testing.assert_allclose(output, expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(spec.forward(batch[1], weights), expected[1], rtol=0, atol=1e-5)
    assert spec.forward(batch[:0], weights).shape == (0, *spec.output_shape(shape))
    assert spec.output_shape(shape) == expected.shape[1:]


@pytest.mark.parametrize(("spec", "module", "shape"), CASES, ids=NAMES)
def test_counts_what_torch_counts(spec: Layer, module: nn.Module, shape: tuple[int, ...]) -> None:
    parameters = {name: tuple(tensor.shape) for name, tensor in module.named_parameters()}
    buffers = {name: tuple(tensor.shape) for name, tensor in module.named_buffers() if tensor.ndim}
    assert spec.parameter_shapes == parameters
    assert spec.buffer_shapes == buffers
    assert spec.parameter_count == sum(tensor.numel() for tensor in module.parameters())
    assert spec.macs(shape) == count_products(module, shape)


def count_products(module: nn.Module, shape: tuple[int, ...]) -> int:
    """Let every weight and input be 1, padding included: the sum of the outputs counts the products."""
    if not isinstance(module, nn.Conv2d | nn.Linear):
        return 0
    module = deepcopy(module)
    if isinstance(module, nn.Conv2d):
        module.padding_mode = "replicate"
    with torch.no_grad():
        module.weight.fill_(1)
        if module.bias is not None:
            module.bias.fill_(0)
        return int(module(torch.ones(1, *shape)).sum())


def test_every_layer_is_compared() -> None:
    specified = {getattr(layers, name) for name in layers.__all__ if name[0].isupper()}
    abstract = {layers.Layer, layers.ActivationLayer, layers.Weights}
    # What torch has no module for is compared in test_historic.py.
    unknown = {layers.TableConv2d, layers.Subsampling2d, layers.RadialBasis}
    assert specified - abstract - unknown == {type(spec) for spec, _, _ in CASES}
    assert all(type(spec).__name__ == type(module).__name__ for spec, module, _ in CASES)


@pytest.mark.parametrize(("spec", "shape"), [(spec, shape) for spec, _, shape in CASES], ids=NAMES)
def test_specifications_are_values(spec: Layer, shape: tuple[int, ...]) -> None:
    assert hash(spec) == hash(type(spec)(**vars(spec)))
    assert spec == type(spec)(**vars(spec))
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        spec.kernel_size = 9  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2d(0, 1, 3), "in_channels must be at least 1, not 0"),
        (lambda: Conv2d(1, 2.5, 3), "out_channels must be a whole number, not 2.5"),
        (lambda: Conv2d(3, 4, 3, groups=2), "in_channels 3 cannot be divided into 2 groups"),
        (lambda: Conv2d(4, 3, 3, groups=2), "out_channels 3 cannot be divided into 2 groups"),
        (lambda: Conv2d(1, 1, 0), "kernel_size must be at least 1"),
        (lambda: Conv2d(1, 1, 3, stride=0), "stride must be at least 1"),
        (lambda: Conv2d(1, 1, 3, dilation=(1, 0)), "dilation must be at least 1"),
        (lambda: Conv2d(1, 1, 3, padding="full"), "padding must be numbers, 'valid' or 'same'"),
        (lambda: Conv2d(1, 1, 3, padding=-1), "padding must be at least 0"),
        (lambda: Conv2d(1, 1, 3, padding_mode="mirror"), "padding_mode must be one of"),
        (lambda: MaxPool2d(2, padding=2), "pooling padding 2x2 must be at most half of the kernel 2x2"),
        (lambda: AvgPool2d(0), "kernel_size must be at least 1"),
        (lambda: AdaptiveAvgPool2d(0), "output_size must be at least 1"),
        (lambda: BatchNorm1d(4, eps=-1), "eps must be greater than 0"),
        (lambda: LocalResponseNorm(0), "size must be at least 1"),
        (lambda: BatchNorm2d(0), "num_features must be at least 1"),
        (lambda: BatchNorm2d(1, eps=0), "eps must be greater than 0"),
        (lambda: Linear(0, 1), "in_features must be at least 1"),
        (lambda: Linear(1, -1), "out_features must be at least 1"),
        (lambda: Dropout(1.5), "p must be a share between 0 and 1, not 1.5"),
        (lambda: Softplus(0), "beta must be greater than 0"),
    ],
)
def test_impossible_options_are_refused_at_once(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("spec", "shape", "message"),
    [
        (Conv2d(3, 1, 3), (1, 5, 5), r"Conv2d needs 3 input channels, not the 1 of \(1, 5, 5\)"),
        (Conv2d(1, 1, 7), (1, 5, 5), "kernel 7x7 does not fit input 5x5 with padding 0"),
        (
            Conv2d(1, 1, 3, padding=5, padding_mode="reflect"),
            (1, 5, 9),
            "reflect padding 5 must be smaller than",
        ),
        (Conv2d(1, 1, 3), (25,), r"Conv2d needs \(channels, height, width\), not \(25,\)"),
        (MaxPool2d(3), (1, 2, 2), "kernel 3x3 does not fit input 2x2 with padding 0"),
        (AvgPool2d(2), (4,), r"AvgPool2d needs \(channels, height, width\)"),
        (AdaptiveAvgPool2d(2), (4,), r"AdaptiveAvgPool2d needs \(channels, height, width\)"),
        (BatchNorm2d(4), (3, 5, 5), "BatchNorm2d needs 4 input channels, not the 3"),
        (BatchNorm1d(4), (4, 5, 5), r"BatchNorm1d needs 4 features, not \(4, 5, 5\)"),
        (LocalResponseNorm(3), (9,), r"LocalResponseNorm needs \(channels, height, width\)"),
        (Linear(10, 2), (1, 5, 5), "Linear needs a flat input, not .* put Flatten before it"),
        (Linear(10, 2), (25,), "Linear needs 10 inputs, not 25"),
    ],
)
def test_impossible_inputs_state_the_sizes(spec: Layer, shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spec.output_shape(shape)
    with pytest.raises(ValueError, match=message):
        spec.macs(shape)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("affine", [True, False])
def test_folding_keeps_what_two_layers_compute(bias: bool, affine: bool) -> None:
    convolution, norm = Conv2d(2, 5, 3, stride=2, groups=1, bias=bias), BatchNorm2d(5, affine=affine)
    rng = np.random.default_rng(0)
    weights, norm_weights = (
        {key: rng.uniform(0.1, 1, shape).astype(np.float32) for key, shape in shapes.items()}
        for shapes in (convolution.parameter_shapes, norm.parameter_shapes | norm.buffer_shapes)
    )
    image = rng.uniform(-1, 1, (2, 9, 9)).astype(np.float32)
    folded, folded_weights = fold_batch_norm(convolution, norm, weights, norm_weights)
    assert {key: array.shape for key, array in folded_weights.items()} == folded.parameter_shapes
    assert all(array.dtype == np.float32 for array in folded_weights.values())
    two_layers = norm.forward(convolution.forward(image, weights), norm_weights)
    np.testing.assert_allclose(folded.forward(image, folded_weights), two_layers, rtol=0, atol=1e-5)


def test_folding_needs_matching_channels() -> None:
    with pytest.raises(ValueError, match="of 4 channels cannot follow a convolution that makes 5"):
        fold_batch_norm(Conv2d(1, 5, 3), BatchNorm2d(4), {}, {})
