"""The specification of a convolution."""

from dataclasses import KW_ONLY, dataclass

from explorer.arithmetic.convolution import conv2d
from explorer.arithmetic.layers.base import Layer, Weights, image_shape
from explorer.arithmetic.options import Array, Padding, Pair, pair, whole
from explorer.arithmetic.padding import PADDING_MODES, check_padding, resolve_padding
from explorer.arithmetic.receptive_fields import ReceptiveField, Shape
from explorer.arithmetic.sizes import output_sizes, span


@dataclass(frozen=True)
class Conv2d(Layer):
    """A convolution with ``out_channels`` filters; ``padding`` takes all that ``conv2d`` takes.

    >>> layer = Conv2d(3, 8, 5, padding="same")
    >>> layer.output_shape((3, 32, 32)), layer.parameter_count, layer.macs((3, 32, 32))
    ((8, 32, 32), 608, 614400)
    """

    in_channels: int
    out_channels: int
    kernel_size: Pair
    _: KW_ONLY
    stride: Pair = 1
    padding: Padding = 0
    dilation: Pair = 1
    groups: int = 1
    bias: bool = True
    padding_mode: str = "zeros"

    def __post_init__(self) -> None:
        """Refuse options that no input could make sense of."""
        for name in ("in_channels", "out_channels"):
            channels = whole(getattr(self, name), name)
            if channels % whole(self.groups, "groups"):
                raise ValueError(f"{name} {channels} cannot be divided into {self.groups} groups")
        for name in ("kernel_size", "stride", "dilation"):
            pair(getattr(self, name), name)
        resolve_padding(self.padding, (1, 1), self.kernel_size, stride=self.stride, dilation=self.dilation)
        if self.padding_mode not in PADDING_MODES:
            raise ValueError(
                f"padding_mode must be one of {', '.join(PADDING_MODES)}, not {self.padding_mode!r}"
            )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_channels, H', W')."""
        _, height, width = image_shape(input_shape, "Conv2d", self.in_channels)
        size, kernel = (height, width), pair(self.kernel_size, "kernel_size")
        stride, dilation = pair(self.stride, "stride"), pair(self.dilation, "dilation")
        sides = resolve_padding(self.padding, size, kernel, stride=stride, dilation=dilation)
        check_padding(size, sides, self.padding_mode)
        places = output_sizes(size, kernel, stride=stride, padding=sides, dilation=dilation)
        return (self.out_channels, *places)

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """Return weight (out_channels, in_channels / groups, kh, kw) and bias (out_channels,)."""
        kernel = pair(self.kernel_size, "kernel_size")
        shapes: dict[str, Shape] = {"weight": (self.out_channels, self.in_channels // self.groups, *kernel)}
        return shapes | {"bias": (self.out_channels,)} if self.bias else shapes

    def macs(self, input_shape: Shape) -> int:
        """Return one multiply-accumulate per place of the output and weight of its filter."""
        out_channels, rows, columns = self.output_shape(input_shape)
        height, width = pair(self.kernel_size, "kernel_size")
        return out_channels * rows * columns * (self.in_channels // self.groups) * height * width

    def receptive_field(self, input_shape: Shape | None = None) -> ReceptiveField:
        """Return the span of the dilated kernel; "same" with a stride above 1 needs the input shape."""
        kernel, stride = pair(self.kernel_size, "kernel_size"), pair(self.stride, "stride")
        dilation = pair(self.dilation, "dilation")
        size = (1, 1)
        if input_shape is not None or (self.padding == "same" and stride != (1, 1)):
            size = image_shape(input_shape, 'Conv2d with "same" padding and a stride', self.in_channels)[1:]
        (top, _), (left, _) = resolve_padding(self.padding, size, kernel, stride=stride, dilation=dilation)
        spans = (span(kernel[0], dilation[0]), span(kernel[1], dilation[1]))
        return ReceptiveField(spans, stride, (-top, -left))

    def forward(self, activation: Array, weights: Weights) -> Array:
        """Compute the sums of products."""
        return conv2d(
            activation,
            weights["weight"],
            weights["bias"] if self.bias else None,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            groups=self.groups,
            padding_mode=self.padding_mode,
        )
