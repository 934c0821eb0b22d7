"""The specification of batch normalisation, and how it disappears into the convolution before it."""

from dataclasses import dataclass, replace

import numpy as np

from explorer.arithmetic.layers.base import Layer, Weights, image_shape
from explorer.arithmetic.layers.convolution import Conv2d
from explorer.arithmetic.options import Array, whole
from explorer.arithmetic.receptive_fields import Shape


@dataclass(frozen=True)
class BatchNorm2d(Layer):
    """Each channel brought to mean 0 and variance 1, then scaled and shifted (Ioffe and Szegedy 2015).

    The means and variances are those kept from training: buffers, not parameters.

    >>> BatchNorm2d(64).parameter_count
    128
    """

    num_features: int
    eps: float = 1e-5
    affine: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be divided by."""
        whole(self.num_features, "num_features")
        if not self.eps > 0:
            raise ValueError(f"eps must be greater than 0, not {self.eps!r}")

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input shape."""
        return image_shape(input_shape, "BatchNorm2d", self.num_features)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Return weight and bias, one number per channel, if ``affine``."""
        return {"weight": (self.num_features,), "bias": (self.num_features,)} if self.affine else {}

    @property
    def buffer_shapes(self) -> dict[str, Shape]:
        """Return running_mean and running_var, one number per channel."""
        return {"running_mean": (self.num_features,), "running_var": (self.num_features,)}

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Normalise with the kept means and variances."""
        scale, shift = self.scale_and_shift(weights)
        return activation * scale[:, None, None] + shift[:, None, None]

    def scale_and_shift(self, weights: Weights) -> tuple[Array, Array]:
        """Return the factor and the summand per channel that normalising comes down to."""
        scale = 1 / np.sqrt(weights["running_var"].astype(np.float64) + self.eps)
        if self.affine:
            scale = scale * weights["weight"]
        shift = -weights["running_mean"] * scale
        if self.affine:
            shift = shift + weights["bias"]
        return scale.astype(np.float32), shift.astype(np.float32)


@dataclass(frozen=True)
class BatchNorm1d(BatchNorm2d):
    """The same for flat activations: every feature is a channel of its own.

    >>> BatchNorm1d(256).parameter_count
    512
    """

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input shape."""
        if tuple(input_shape) != (self.num_features,):
            raise ValueError(f"BatchNorm1d needs {self.num_features} features, not {tuple(input_shape)}")
        return (self.num_features,)

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Normalise with the kept means and variances."""
        scale, shift = self.scale_and_shift(weights)
        return activation * scale + shift


def fold_batch_norm(
    convolution: Conv2d, normalisation: BatchNorm2d, weights: Weights, norm_weights: Weights
) -> tuple[Conv2d, dict[str, Array]]:
    """Return one convolution that computes both layers, and its weights.

    Each filter is multiplied by its channel's scale; what remains becomes the bias (Jacob et al. 2018,
    section 3.2). ``weights`` are the convolution's, ``norm_weights`` the normalisation's, under their own
    names.

    >>> half = {"running_mean": np.array([2.0]), "running_var": np.array([4.0])}
    >>> convolution, norm = Conv2d(1, 1, 1, bias=False), BatchNorm2d(1, affine=False)
    >>> layer, weights = fold_batch_norm(convolution, norm, {"weight": np.ones((1, 1, 1, 1))}, half)
    >>> layer.bias, weights["weight"].ravel().round(4).tolist(), weights["bias"].round(4).tolist()
    (True, [0.5], [-1.0])
    """
    if convolution.out_channels != normalisation.num_features:
        raise ValueError(
            f"batch normalisation of {normalisation.num_features} channels cannot follow a convolution "
            f"that makes {convolution.out_channels}"
        )
    scale, shift = normalisation.scale_and_shift(norm_weights)
    folded = (weights["weight"] * scale[:, None, None, None]).astype(np.float32)
    bias = (shift + scale * weights["bias"]).astype(np.float32) if convolution.bias else shift
    return replace(convolution, bias=True), {"weight": folded, "bias": bias}
