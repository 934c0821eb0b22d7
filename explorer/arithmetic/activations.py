"""Activation functions, each with its formula; softmax with a temperature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Concatenate, ParamSpec

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic.options import Array, float32

Options = ParamSpec("Options")


def elementwise(
    function: Callable[Concatenate[Array, Options], NDArray[np.floating]],
) -> Callable[Concatenate[ArrayLike, Options], Array]:
    """Return a function of anything like an array that answers in float32 and is silent about infinities."""

    @wraps(function)
    def activation(values: ArrayLike, /, *args: Options.args, **options: Options.kwargs) -> Array:
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return function(float32(values, "values"), *args, **options).astype(np.float32, copy=False)

    return activation


@elementwise
def identity(values: Array) -> Array:
    """Return the values as they are.

    >>> identity([-1, 2])
    array([-1.,  2.], dtype=float32)
    """
    return values


@elementwise
def relu(values: Array) -> Array:
    """Replace negative values by zero (Nair and Hinton 2010).

    >>> relu([-1, 2])
    array([0., 2.], dtype=float32)
    """
    return np.maximum(values, 0)


@elementwise
def relu6(values: Array) -> Array:
    """Clip the values to 0..6 (Krizhevsky 2010; MobileNet).

    >>> relu6([-1, 2, 9])
    array([0., 2., 6.], dtype=float32)
    """
    return np.minimum(np.maximum(values, 0), 6)


@elementwise
def leaky_relu(values: Array, *, negative_slope: float = 0.01) -> NDArray[np.floating]:
    """Multiply negative values by ``negative_slope`` (Maas, Hannun and Ng 2013).

    >>> leaky_relu([-100, 2])
    array([-1.,  2.], dtype=float32)
    """
    return np.where(values > 0, values, values * negative_slope)


@elementwise
def elu(values: Array, *, alpha: float = 1.0) -> NDArray[np.floating]:
    """Bend negative values towards ``-alpha`` (Clevert, Unterthiner and Hochreiter 2016).

    >>> elu([-1, 2]).round(4)
    array([-0.6321,  2.    ], dtype=float32)
    """
    return np.where(values > 0, values, alpha * np.expm1(np.minimum(values, 0)))


@elementwise
def sigmoid(values: Array) -> NDArray[np.floating]:
    """Squeeze the values into 0..1: 1 / (1 + exp(-x)), precise at both ends.

    >>> sigmoid([0, 2.2]).round(4)
    array([0.5   , 0.9002], dtype=float32)
    """
    shrunk = np.exp(-np.abs(values))
    shares: NDArray[np.floating] = np.where(values < 0, shrunk, 1) / (1 + shrunk)
    return shares


@elementwise
def tanh(values: Array) -> Array:
    """Squeeze the values into -1..1.

    >>> tanh([0, 1]).round(4)
    array([0.    , 0.7616], dtype=float32)
    """
    return np.tanh(values)


@elementwise
def silu(values: Array) -> Array:
    """Weight each value by its own sigmoid (Elfwing, Uchibe and Doya 2018; also called swish).

    >>> silu([-1, 1]).round(4)
    array([-0.2689,  0.7311], dtype=float32)
    """
    return values * sigmoid(values)


@elementwise
def softplus(values: Array, *, beta: float = 1.0) -> NDArray[np.floating]:
    """Round off the corner of ReLU: log(1 + exp(beta x)) / beta (Dugas et al. 2001).

    >>> softplus([0, 1]).round(4)
    array([0.6931, 1.3133], dtype=float32)
    """
    rounded: NDArray[np.floating] = np.logaddexp(np.float32(0), beta * values) / beta
    return rounded


@elementwise
def hardswish(values: Array) -> NDArray[np.floating]:
    """Imitate SiLU with straight lines: x relu6(x + 3) / 6 (Howard et al. 2019; MobileNet v3).

    >>> hardswish([-4, 1, 4]).round(4) + 0
    array([0.    , 0.6667, 4.    ], dtype=float32)
    """
    return values * relu6(values + 3) / 6


@elementwise
def gelu(values: Array) -> NDArray[np.floating]:
    """Weight each value by the share of the normal distribution below it (Hendrycks and Gimpel 2016).

    >>> gelu([-1, 1]).round(4)
    array([-0.1587,  0.8413], dtype=float32)
    """
    beyond = _normal_tail(np.abs(values.astype(np.float64)))
    return values * np.where(values < 0, beyond, 1 - beyond)


def softmax(logits: ArrayLike, *, temperature: float = 1.0, axis: int = -1) -> Array:
    """Turn logits into probabilities that sum to 1 along ``axis`` (Bridle 1990).

    A temperature above 1 levels the probabilities, one below 1 sharpens them; it must be positive.

    >>> softmax([1, 2, 3]).round(3)
    array([0.09 , 0.245, 0.665], dtype=float32)
    >>> softmax([1, 2, 3], temperature=10).round(3)
    array([0.301, 0.332, 0.367], dtype=float32)
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be greater than 0, not {temperature}")
    scores = float32(logits, "logits").astype(np.float64)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        powers = np.exp((scores - scores.max(axis=axis, keepdims=True)) / temperature)
        probabilities: Array = (powers / powers.sum(axis=axis, keepdims=True)).astype(np.float32)
    return probabilities


def _normal_tail(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of the normal distribution beyond ``distance`` standard deviations, at least 0."""
    # NumPy has no error function: Abramowitz and Stegun 1964, 7.1.26, off by at most 1.5e-7.
    reach = distance / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * reach)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail: NDArray[np.float64] = 0.5 * series * np.exp(-reach * reach)
    return tail


@dataclass(frozen=True)
class Activation:
    """An activation function: its name, title, formula as LaTeX, and what PyTorch calls its module."""

    name: str
    title: str
    formula: str
    layer: str
    function: Callable[[ArrayLike], Array]


ENTRIES = (
    Activation("identity", "None", r"f(x) = x", "Identity", identity),
    Activation("relu", "ReLU", r"f(x) = \max(0, x)", "ReLU", relu),
    Activation("leaky_relu", "Leaky ReLU", r"f(x) = \max(x, 0.01 x)", "LeakyReLU", leaky_relu),
    Activation("elu", "ELU", r"f(x) = \max(0, x) + \min(0, e^x - 1)", "ELU", elu),
    Activation("gelu", "GELU", r"f(x) = x \, \Phi(x)", "GELU", gelu),
    Activation("silu", "SiLU (swish)", r"f(x) = \frac{x}{1 + e^{-x}}", "SiLU", silu),
    Activation("sigmoid", "Sigmoid", r"f(x) = \frac{1}{1 + e^{-x}}", "Sigmoid", sigmoid),
    Activation("tanh", "Tanh", r"f(x) = \tanh x", "Tanh", tanh),
    Activation("softplus", "Softplus", r"f(x) = \ln(1 + e^x)", "Softplus", softplus),
    Activation(
        "hardswish", "Hardswish", r"f(x) = \frac{x}{6} \min(\max(0, x + 3), 6)", "Hardswish", hardswish
    ),
    Activation("relu6", "ReLU6", r"f(x) = \min(\max(0, x), 6)", "ReLU6", relu6),
)
ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({entry.name: entry for entry in ENTRIES})
