"""What every layer specification can answer."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from math import prod

from explorer.arithmetic.options import Array
from explorer.arithmetic.receptive_fields import ReceptiveField, Shape

Weights = Mapping[str, Array]


class Layer(ABC):
    """A layer described once: computed, counted, drawn, trained and exported from this description.

    Shapes are those of one activation, (C, H, W) or (features,), without the batch. The defaults are those of
    a layer that treats every number alone and learns nothing.
    """

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape that this layer makes of ``input_shape``; the ValueError says why it cannot."""
        return tuple(input_shape)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Return what is learned, under PyTorch's names and in PyTorch's shapes."""
        return {}

    @property
    def buffer_shapes(self) -> dict[str, Shape]:
        """Return what is kept with the weights but is not learned from gradients, such as running means."""
        return {}

    @property
    def parameter_count(self) -> int:
        """Return how many numbers are learned."""
        return sum(prod(shape) for shape in self.parameter_shapes.values())

    def macs(self, input_shape: Shape) -> int:
        """Return the multiply-accumulates for one image.

        One product of a weight with an input counts as one, windows over padding included. Adding a bias,
        normalising, activating and pooling count as none: what remains is what torchvision's model cards
        count.
        """
        self.output_shape(input_shape)
        return 0

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return what one unit sees of this layer's own input; some layers need to know its shape."""
        return ReceptiveField()

    @abstractmethod
    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the layer for one activation or a batch, with weights under the names of this layer."""


def image_shape(input_shape: Shape | None, layer: str, channels: int | None = None) -> tuple[int, int, int]:
    """Return ``input_shape`` as (C, H, W), or raise a ValueError that says what ``layer`` needs.

    >>> image_shape((3, 8, 8), "Conv2d", channels=1)
    Traceback (most recent call last):
    ValueError: Conv2d needs 1 input channel, not the 3 of (3, 8, 8)
    """
    if input_shape is None:
        raise ValueError(f"{layer} needs to know its input shape")
    if len(input_shape) != 3:
        raise ValueError(f"{layer} needs (channels, height, width), not {tuple(input_shape)}")
    if channels is not None and input_shape[0] != channels:
        wanted = "1 input channel" if channels == 1 else f"{channels} input channels"
        raise ValueError(f"{layer} needs {wanted}, not the {input_shape[0]} of {tuple(input_shape)}")
    return input_shape[0], input_shape[1], input_shape[2]
