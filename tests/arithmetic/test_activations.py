from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.arithmetic import activations, layers
from explorer.arithmetic.activations import ACTIVATIONS, softmax

VALUES = np.concatenate([np.linspace(-12, 12, 4801), [-100, -1e-8, 1e-8, 100]]).astype(np.float32)
EDGES = np.array([np.nan, np.inf, -np.inf, 3e38, -3e38, 0, -0.0], np.float32)


def torch_module(name: str, **options: Any) -> torch.nn.Module:
    module: torch.nn.Module = getattr(torch.nn, name)(**options)
    return module


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_equals_torch(name: str) -> None:
    activation = ACTIVATIONS[name]
    output = activation.function(VALUES)
    assert output.dtype == np.float32
    expected = torch_module(activation.layer)(torch.from_numpy(VALUES)).numpy()
    np.testing.assert_allclose(output, expected, rtol=1e-6, atol=2e-6)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS.keys() - {"gelu"}))
def test_strange_numbers_pass_silently_and_as_in_torch(name: str) -> None:
    activation = ACTIVATIONS[name]
    expected = torch_module(activation.layer)(torch.from_numpy(EDGES)).numpy()
    np.testing.assert_allclose(activation.function(EDGES), expected, rtol=1e-6)


def test_gelu_keeps_large_numbers_where_torch_loses_them() -> None:
    output = ACTIVATIONS["gelu"].function(EDGES)
    np.testing.assert_array_equal(output[[0, 1, 3, 4, 5]], np.array([np.nan, np.inf, 3e38, 0, 0], np.float32))


@pytest.mark.parametrize(
    ("function", "layer", "options"),
    [
        ("leaky_relu", "LeakyReLU", {"negative_slope": 0.2}),
        ("elu", "ELU", {"alpha": 2.5}),
        ("softplus", "Softplus", {"beta": 3.0}),
    ],
)
def test_options_equal_torch(function: str, layer: str, options: dict[str, float]) -> None:
    expected = torch_module(layer, **options)(torch.from_numpy(VALUES)).numpy()
    output = getattr(activations, function)(VALUES, **options)
    np.testing.assert_allclose(output, expected, rtol=1e-6, atol=2e-6)


def test_small_shares_keep_their_digits() -> None:
    values = np.array([-20, -10, -5], np.float32)
    expected = torch.sigmoid(torch.from_numpy(values).double()).numpy()
    np.testing.assert_allclose(activations.sigmoid(values), expected, rtol=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_whole_numbers_are_taken_and_what_is_handed_in_stays(name: str) -> None:
    values = np.array([[-3, 0], [1, 7]])
    copy = values.copy()
    assert ACTIVATIONS[name].function(values).shape == (2, 2)
    np.testing.assert_array_equal(values, copy)


def test_the_registry_is_complete() -> None:
    assert next(iter(ACTIVATIONS)) == "identity"
    assert all(
        name == entry.name and entry.title and entry.formula.startswith("f(x) = ")
        for name, entry in ACTIVATIONS.items()
    )
    specified = {cls.__name__ for cls in layers.ActivationLayer.__subclasses__()}
    assert {entry.layer for entry in ACTIVATIONS.values()} == specified
    for entry in ACTIVATIONS.values():
        assert getattr(layers, entry.layer).function is entry.function


@pytest.mark.parametrize("temperature", [0.1, 1, 7])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_softmax_equals_torch(temperature: float, axis: int) -> None:
    logits = np.random.default_rng(0).normal(0, 20, (3, 4, 5)).astype(np.float32)
    output = softmax(logits, temperature=temperature, axis=axis)
    expected = F.softmax(torch.from_numpy(logits).double() / temperature, dim=axis).numpy()
    assert output.dtype == np.float32
    np.testing.assert_allclose(output, expected, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(output.sum(axis=axis), 1, atol=1e-6)


def test_softmax_at_its_limits() -> None:
    assert softmax([3e38, -3e38]).tolist() == [1, 0]
    assert softmax([1, 2], temperature=1e-300).tolist() == [0, 1]
    assert softmax([1, 2], temperature=np.inf).tolist() == [0.5, 0.5]
    assert np.isnan(softmax([np.nan, 1])).all()


@pytest.mark.parametrize("temperature", [0, -1, float("nan")])
def test_softmax_needs_a_positive_temperature(temperature: float) -> None:
    with pytest.raises(ValueError, match="temperature must be greater than 0"):
        softmax([1, 2], temperature=temperature)
