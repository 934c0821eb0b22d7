"""The specifications of layers that treat every number alone, and of softmax."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from explorer.arithmetic import activations
from explorer.arithmetic.layers.base import Layer, Weights
from explorer.arithmetic.options import Array


class ActivationLayer(Layer):
    """An activation function as a layer; its fields are the options of the function."""

    function: ClassVar[Callable[..., Array]]

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Apply the function to every number."""
        return type(self).function(activation, **vars(self))


@dataclass(frozen=True)
class Identity(ActivationLayer):
    """No activation."""

    function = staticmethod(activations.identity)


@dataclass(frozen=True)
class ReLU(ActivationLayer):
    """Negative values become zero."""

    function = staticmethod(activations.relu)


@dataclass(frozen=True)
class ReLU6(ActivationLayer):
    """Values are clipped to 0..6."""

    function = staticmethod(activations.relu6)


@dataclass(frozen=True)
class LeakyReLU(ActivationLayer):
    """Negative values are multiplied by ``negative_slope``."""

    negative_slope: float = 0.01
    function = staticmethod(activations.leaky_relu)


@dataclass(frozen=True)
class ELU(ActivationLayer):
    """Negative values bend towards ``-alpha``."""

    alpha: float = 1.0
    function = staticmethod(activations.elu)


@dataclass(frozen=True)
class GELU(ActivationLayer):
    """Each value is weighted by the share of the normal distribution below it."""

    function = staticmethod(activations.gelu)


@dataclass(frozen=True)
class SiLU(ActivationLayer):
    """Each value is weighted by its own sigmoid."""

    function = staticmethod(activations.silu)


@dataclass(frozen=True)
class Sigmoid(ActivationLayer):
    """Values are squeezed into 0..1."""

    function = staticmethod(activations.sigmoid)


@dataclass(frozen=True)
class Tanh(ActivationLayer):
    """Values are squeezed into -1..1."""

    function = staticmethod(activations.tanh)


@dataclass(frozen=True)
class Softplus(ActivationLayer):
    """ReLU with a rounded corner, the sharper the larger ``beta``."""

    beta: float = 1.0
    function = staticmethod(activations.softplus)

    def __post_init__(self) -> None:
        """Refuse to divide by zero."""
        if not self.beta > 0:
            raise ValueError(f"beta must be greater than 0, not {self.beta!r}")


@dataclass(frozen=True)
class Hardswish(ActivationLayer):
    """SiLU imitated with straight lines."""

    function = staticmethod(activations.hardswish)


@dataclass(frozen=True)
class Dropout(Layer):
    """Drop a share ``p`` of the activations while training; do nothing afterwards, as computed here.

    >>> Dropout(0.5).output_shape((16, 7, 7))
    (16, 7, 7)
    """

    p: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what is not a share."""
        if not 0 <= self.p <= 1:
            raise ValueError(f"p must be a share between 0 and 1, not {self.p!r}")

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Return the activation as it is."""
        return activation


@dataclass(frozen=True)
class Softmax(Layer):
    """Probabilities over the classes: the only axis of flat activations, the channels of feature maps."""

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the probabilities."""
        return activations.softmax(activation, axis=-1 if activation.ndim < 3 else -3)
