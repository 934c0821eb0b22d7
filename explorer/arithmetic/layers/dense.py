"""The specifications of Flatten and Linear."""

from dataclasses import KW_ONLY, dataclass
from math import prod

from explorer.arithmetic.layers.base import Layer, Weights, image_shape
from explorer.arithmetic.options import Array, whole
from explorer.arithmetic.receptive_fields import ReceptiveField, Shape


@dataclass(frozen=True)
class Flatten(Layer):
    """Feature maps laid out as one row of numbers: channel by channel, row by row.

    >>> Flatten().output_shape((16, 7, 7))
    (784,)
    """

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (C * H * W,)."""
        return (prod(input_shape),)

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return the whole map: places end here, and what follows sees everything."""
        if input_shape is not None and len(input_shape) == 1:
            return ReceptiveField()
        _, height, width = image_shape(input_shape, "Flatten")
        return ReceptiveField(size=(height, width), stride=(height, width))

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Lay out one activation (C, H, W) or a batch (N, C, H, W)."""
        if activation.ndim < 3:
            return activation
        return activation.reshape(*activation.shape[:-3], prod(activation.shape[-3:]))


@dataclass(frozen=True)
class Linear(Layer):
    """Every output a weighted sum of all inputs, plus a bias.

    >>> layer = Linear(256, 100)
    >>> layer.parameter_count, layer.macs((256,))
    (25700, 25600)
    """

    in_features: int
    out_features: int
    _: KW_ONLY
    bias: bool = True

    def __post_init__(self) -> None:
        """Refuse sizes below 1."""
        whole(self.in_features, "in_features")
        whole(self.out_features, "out_features")

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_features,)."""
        if len(input_shape) != 1:
            raise ValueError(f"Linear needs a flat input, not {tuple(input_shape)}: put Flatten before it")
        if input_shape[0] != self.in_features:
            raise ValueError(f"Linear needs {self.in_features} inputs, not {input_shape[0]}")
        return (self.out_features,)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Return weight (out_features, in_features) and bias (out_features,)."""
        shapes: dict[str, Shape] = {"weight": (self.out_features, self.in_features)}
        return shapes | {"bias": (self.out_features,)} if self.bias else shapes

    def macs(self, input_shape: Shape) -> int:
        """Return one multiply-accumulate per weight."""
        self.output_shape(input_shape)
        return self.in_features * self.out_features

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the sums for (in_features,) or a batch (N, in_features)."""
        sums = activation @ weights["weight"].T
        return sums + weights["bias"] if self.bias else sums
