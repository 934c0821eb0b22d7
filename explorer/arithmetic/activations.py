"""Activation functions, each with its formula; softmax with a temperature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from explorer.arithmetic.options import Array, float32


def identity(values: ArrayLike) -> Array:
    """Return the values as they are.

    >>> identity([-1, 2])
    array([-1.,  2.], dtype=float32)
    """
    return float32(values, "values")


def relu(values: ArrayLike) -> Array:
    """Replace negative values by zero (Nair and Hinton 2010).

    >>> relu([-1, 2])
    array([0., 2.], dtype=float32)
    """
    return np.maximum(float32(values, "values"), np.float32(0))


def relu6(values: ArrayLike) -> Array:
    """Clip the values to 0..6 (Krizhevsky 2010; MobileNet).

    >>> relu6([-1, 2, 9])
    array([0., 2., 6.], dtype=float32)
    """
    return float32(values, "values").clip(0, 6)


def leaky_relu(values: ArrayLike, *, negative_slope: float = 0.01) -> Array:
    """Multiply negative values by ``negative_slope`` (Maas et al. 2013).

    >>> leaky_relu([-100, 2])
    array([-1.,  2.], dtype=float32)
    """
    values = float32(values, "values")
    return np.where(values > 0, values, values * np.float32(negative_slope))


def elu(values: ArrayLike, *, alpha: float = 1.0) -> Array:
    """Bend negative values towards ``-alpha`` (Clevert et al. 2016).

    >>> elu([-1, 2]).round(4)
    array([-0.6321,  2.    ], dtype=float32)
    """
    values = float32(values, "values")
    return np.where(values > 0, values, np.float32(alpha) * np.expm1(np.minimum(values, 0)))


def sigmoid(values: ArrayLike) -> Array:
    """Squeeze the values into 0..1, without overflow at either end.

    >>> sigmoid([0, 2.2]).round(4)
    array([0.5   , 0.9002], dtype=float32)
    """
    values = float32(values, "values")
    shrunk = np.exp(-abs(values))
    return np.where(values < 0, shrunk, np.float32(1)) / (1 + shrunk)


def tanh(values: ArrayLike) -> Array:
    """Squeeze the values into -1..1.

    >>> tanh([0, 1]).round(4)
    array([0.    , 0.7616], dtype=float32)
    """
    return np.tanh(float32(values, "values"))


def silu(values: ArrayLike) -> Array:
    """Weight each value by its own sigmoid (Elfwing et al. 2018; "swish").

    >>> silu([-1, 1]).round(4)
    array([-0.2689,  0.7311], dtype=float32)
    """
    values = float32(values, "values")
    return values * sigmoid(values)


def softplus(values: ArrayLike, *, beta: float = 1.0) -> Array:
    """Round off the corner of ReLU: log(1 + exp(beta x)) / beta (Dugas et al. 2001).

    >>> softplus([0, 1]).round(4)
    array([0.6931, 1.3133], dtype=float32)
    """
    return np.logaddexp(np.float32(0), np.float32(beta) * float32(values, "values")) / np.float32(beta)


def hardswish(values: ArrayLike) -> Array:
    """Imitate SiLU with straight lines: x relu6(x + 3) / 6 (Howard et al. 2019; MobileNet v3).

    >>> hardswish([-4, 1, 4]).round(4)
    array([-0.    ,  0.6667,  4.    ], dtype=float32)
    """
    values = float32(values, "values")
    return values * relu6(values + 3) / 6


def gelu(values: ArrayLike) -> Array:
    """Weight each value by the normal distribution's share below it (Hendrycks and Gimpel 2016).

    >>> gelu([-1, 1]).round(4)
    array([-0.1587,  0.8413], dtype=float32)
    """
    values = float32(values, "values")
    return (values * (0.5 + 0.5 * _erf(values.astype(np.float64) / np.sqrt(2)))).astype(np.float32)


def softmax(logits: ArrayLike, *, temperature: float = 1.0, axis: int = -1) -> Array:
    """Turn logits into probabilities that sum to 1 along ``axis``.

    A temperature above 1 levels the probabilities, below 1 it sharpens them; it must be positive.

    >>> softmax([1, 2, 3]).round(3)
    array([0.09 , 0.245, 0.665], dtype=float32)
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be greater than 0, not {temperature}")
    scores = float32(logits, "logits").astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp((scores - scores.max(axis=axis, keepdims=True)) / temperature)
        return (powers / powers.sum(axis=axis, keepdims=True)).astype(np.float32)


def _erf(values: np.ndarray) -> np.ndarray:
    # Abramowitz and Stegun 1964, 7.1.26: off by at most 1.5e-7, which float32 cannot tell from the truth near
    # 1.
    t = 1 / (1 + 0.3275911 * abs(values))
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.sign(values) * (1 - series * np.exp(-values * values))


@dataclass(frozen=True)
class Activation:
    """An activation function with its name, its title, its formula as LaTeX and PyTorch's module for it."""

    name: str
    title: str
    formula: str
    layer: str
    function: Callable[[ArrayLike], Array]


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Activation("identity", "None", r"f(x) = x", "Identity", identity),
            Activation("relu", "ReLU", r"f(x) = \max(0, x)", "ReLU", relu),
            Activation(
                "leaky_relu", "Leaky ReLU", r"f(x) = \max(0, x) + 0.01 \min(0, x)", "LeakyReLU", leaky_relu
            ),
            Activation("elu", "ELU", r"f(x) = \max(0, x) + \min(0, e^x - 1)", "ELU", elu),
            Activation("gelu", "GELU", r"f(x) = x \, \Phi(x)", "GELU", gelu),
            Activation("silu", "SiLU (swish)", r"f(x) = \frac{x}{1 + e^{-x}}", "SiLU", silu),
            Activation("sigmoid", "Sigmoid", r"f(x) = \frac{1}{1 + e^{-x}}", "Sigmoid", sigmoid),
            Activation("tanh", "Tanh", r"f(x) = \tanh x", "Tanh", tanh),
            Activation("softplus", "Softplus", r"f(x) = \ln(1 + e^x)", "Softplus", softplus),
            Activation(
                "hardswish",
                "Hardswish",
                r"f(x) = x \, \frac{\min(\max(x + 3, 0), 6)}{6}",
                "Hardswish",
                hardswish,
            ),
            Activation("relu6", "ReLU6", r"f(x) = \min(\max(0, x), 6)", "ReLU6", relu6),
        )
    }
)
