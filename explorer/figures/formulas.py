"""Formulas with this learner's numbers in them: parameters, multiply-accumulates and output sizes.

Each comes as one line of plain text that adds up; the size also as LaTeX. Numbers are taken from the layer,
never typed, and a test works out every line again.
"""

from dataclasses import KW_ONLY, dataclass, field
from typing import TypedDict

from explorer.arithmetic import (
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Layer,
    Linear,
    MaxPool2d,
    RadialBasis,
    Shape,
    Subsampling2d,
    TableConv2d,
    output_size,
    resolve_padding,
    span,
)
from explorer.arithmetic.options import pair
from explorer.arithmetic.sizes import unread

MINUS = "−"


def parameters_formula(layer: Layer) -> str:
    """Return how the learned numbers of a layer are counted: height, width, input channels, filters, biases.

    >>> parameters_formula(Conv2d(1, 16, 3))
    '3 × 3 × 1 × 16 + 16 = 160'
    >>> parameters_formula(Linear(144, 10, bias=False))
    '144 × 10 = 1,440'

    A partial convolution has one kernel per connection of its table, learned subsampling a weight and a bias
    per channel:

    >>> parameters_formula(TableConv2d(3, ((0, 1), (1, 2), (0, 1, 2)), 5))
    '5 × 5 × 7 + 3 = 178'
    >>> parameters_formula(Subsampling2d(6, 2))
    '2 × 6 = 12'
    """
    if isinstance(layer, Conv2d):
        rows, columns = pair(layer.kernel_size, "kernel_size")
        counted = product(rows, columns, layer.in_channels // layer.groups, layer.out_channels)
        counted += f" + {layer.out_channels:,}" if layer.bias else ""
    elif isinstance(layer, Linear):
        counted = product(layer.in_features, layer.out_features)
        counted += f" + {layer.out_features:,}" if layer.bias else ""
    elif isinstance(layer, BatchNorm2d) and layer.parameter_count:
        counted = product(len(layer.parameter_shapes), layer.num_features)
    elif isinstance(layer, TableConv2d):
        connections, rows, columns = layer.parameter_shapes["weight"]
        counted = f"{product(rows, columns, connections)} + {layer.out_channels:,}"
    elif isinstance(layer, Subsampling2d):
        counted = product(len(layer.parameter_shapes), layer.channels)
    else:
        return "0, nothing is learned here"
    return f"{counted} = {layer.parameter_count:,}"


def macs_formula(layer: Layer, input_shape: Shape) -> str:
    """Return how the multiply-accumulates of a layer for one image are counted.

    For a convolution: height, width and channels of a filter, then filters, rows and columns of the output;
    for a partial one: height, width, all connections, then rows and columns.

    >>> macs_formula(Conv2d(1, 16, 3, padding=1), (1, 28, 28))
    '3 × 3 × 1 × 16 × 28 × 28 = 112,896'
    """
    if isinstance(layer, Conv2d):
        rows, columns = pair(layer.kernel_size, "kernel_size")
        shape = layer.output_shape(input_shape)
        counted = product(rows, columns, layer.in_channels // layer.groups, *shape)
    elif isinstance(layer, Linear | RadialBasis):
        counted = product(layer.in_features, layer.out_features)
    elif isinstance(layer, TableConv2d):
        connections, rows, columns = layer.parameter_shapes["weight"]
        counted = product(rows, columns, connections, *layer.output_shape(input_shape)[1:])
    elif isinstance(layer, Subsampling2d):
        counted = product(*layer.output_shape(input_shape))
    else:
        return "0, nothing is multiplied by a weight here"
    return f"{counted} = {layer.macs(input_shape):,}"


class _Options(TypedDict):
    stride: int
    padding: tuple[int, int]
    dilation: int
    ceil_mode: bool


@dataclass(frozen=True)
class Axis:
    r"""One axis of a kernel or a pooling window that slides: what goes into ``output_size``.

    ``padding`` is (before, after). Raises ValueError where the kernel does not fit.

    >>> Axis(28, 3, stride=2, padding=(1, 1)).formula
    '(28 + 1 + 1 − 3) / 2 + 1 = 13.5 + 1 → 13 + 1 = 14'
    >>> print(Axis(28, 3, stride=2, padding=(1, 1)).latex)
    \left\lfloor \frac{28 + 1 + 1 - 3}{2} \right\rfloor + 1 = \lfloor 13.5 \rfloor + 1 = 14
    """

    size: int
    kernel_size: int
    _: KW_ONLY
    stride: int = 1
    padding: tuple[int, int] = (0, 0)
    dilation: int = 1
    ceil_mode: bool = False
    count: int = field(init=False)
    """The output size."""

    def __post_init__(self) -> None:
        """Work out the output size once; refuse a kernel that does not fit."""
        object.__setattr__(self, "count", output_size(self.size, self.kernel_size, **self._options))

    @property
    def unread(self) -> tuple[int, ...]:
        """Return the input's rows or columns that no window reads."""
        return unread(self.size, self.kernel_size, **self._options)

    @property
    def span_formula(self) -> str:
        """Return how many cells the dilated kernel covers, from its first tap to its last.

        >>> Axis(9, 3, dilation=2).span_formula
        '2 × (3 − 1) + 1 = 5'
        """
        covered = span(self.kernel_size, self.dilation)
        return f"{self.dilation} × ({self.kernel_size} {MINUS} 1) + 1 = {covered}"

    @property
    def room(self) -> int:
        """Return how many cells the kernel can move from its first place."""
        return self.size + sum(self.padding) - span(self.kernel_size, self.dilation)

    @property
    def formula(self) -> str:
        """Return the output size worked out step by step, as plain text.

        >>> Axis(28, 3).formula, Axis(9, 3, dilation=2).formula
        ('(28 − 3) / 1 + 1 = 25 + 1 = 26', '(9 − 5) / 1 + 1 = 4 + 1 = 5')
        """
        steps = quotient(self.room, self.stride)
        exact = self.room == (self.count - 1) * self.stride
        rounded = "" if exact else f" → {self.count - 1} + 1"
        return f"({self._terms}) / {self.stride} + 1 = {steps} + 1{rounded} = {self.count}"

    @property
    def short(self) -> str:
        """Return the formula as textbooks write it, with the brackets of a floor or a ceiling where they act.

        >>> Axis(28, 5).short, Axis(224, 7, stride=2, padding=(3, 3)).short
        ('(28 + 2×0 − 5)/1 + 1 = 24', '⌊(224 + 2×3 − 7)/2⌋ + 1 = 112')
        """
        before, after = self.padding
        padded = f"2×{before}" if before == after else f"{before} + {after}"
        steps = f"({self.size:,} + {padded} {MINUS} {span(self.kernel_size, self.dilation):,})/{self.stride}"
        if self.room % self.stride:
            steps = f"⌈{steps}⌉" if self.ceil_mode else f"⌊{steps}⌋"
        dropped = f" {MINUS} 1" if self._dropped else ""
        return f"{steps} + 1{dropped} = {self.count:,}"

    @property
    def latex(self) -> str:
        """Return the same as LaTeX, with the brackets of the floor, or of the ceiling with ``ceil_mode``."""
        kind = "ceil" if self.ceil_mode else "floor"
        terms = self._terms.replace(MINUS, "-")
        # A last window that would start beyond the input is dropped, whatever the ceiling says.
        plus = "+ 1 - 1" if self._dropped else "+ 1"
        steps = quotient(self.room, self.stride).replace("≈", r"\approx ")
        return (
            rf"\left\l{kind} \frac{{{terms}}}{{{self.stride}}} \right\r{kind} {plus}"
            rf" = \l{kind} {steps} \r{kind} {plus} = {self.count}"
        )

    @property
    def sentence(self) -> str:
        """Return in words what rounding does to the number of steps.

        >>> Axis(28, 3, stride=2, padding=(1, 1)).sentence
        '13.5 becomes 13: after 13 steps of 2, the 1 cell that is left is too short for another.'
        >>> Axis(5, 2, stride=2, ceil_mode=True).sentence
        '1.5 becomes 2: the last window hangs over the edge.'
        >>> Axis(27, 3, stride=2).sentence
        '12 steps of 2 reach the far edge exactly.'
        """
        taken = self.count - 1
        left = self.room - taken * self.stride
        steps = f"{taken} step{'' if taken == 1 else 's'} of {self.stride}"
        if left == 0:
            return f"{steps} reach{'es' if taken == 1 else ''} the far edge exactly."
        became = f"{quotient(self.room, self.stride)} becomes {taken}"
        if left < 0:
            return f"{became}: the last window hangs over the edge."
        if self._dropped:
            return f"{became}: one more window would start beyond the input."
        cells = "the 1 cell that is left is" if left == 1 else f"the {left} cells that are left are"
        return f"{became}: after {steps}, {cells} too short for another."

    @property
    def _terms(self) -> str:
        before, after = self.padding
        padded = f"{self.size} + {before} + {after}" if before or after else str(self.size)
        return f"{padded} {MINUS} {span(self.kernel_size, self.dilation)}"

    @property
    def _dropped(self) -> bool:
        return self.ceil_mode and -(-self.room // self.stride) + 1 > self.count

    @property
    def _options(self) -> _Options:
        return {
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "ceil_mode": self.ceil_mode,
        }


Sliding = Conv2d | TableConv2d | MaxPool2d | AvgPool2d | Subsampling2d


def axes(layer: Sliding, input_shape: Shape) -> tuple[Axis, Axis]:
    """Return the vertical and the horizontal axis of a layer that slides over an input of this shape.

    >>> [axis.count for axis in axes(MaxPool2d(2), (16, 28, 20))]
    [14, 10]
    """
    size = (input_shape[-2], input_shape[-1])
    if isinstance(layer, TableConv2d):
        layer = Conv2d(layer.in_channels, layer.out_channels, layer.kernel_size)
    elif isinstance(layer, Subsampling2d):
        layer = AvgPool2d(layer.kernel_size)
    kernel = pair(layer.kernel_size, "kernel_size")
    step = kernel if layer.stride is None else pair(layer.stride, "stride")
    dilation = (1, 1) if isinstance(layer, AvgPool2d) else pair(layer.dilation, "dilation")
    if isinstance(layer, Conv2d):
        sides = resolve_padding(layer.padding, size, kernel, stride=step, dilation=dilation)
    else:
        above, beside = pair(layer.padding, "padding", minimum=0)
        sides = (above, above), (beside, beside)
    vertical, horizontal = (
        Axis(
            size[axis],
            kernel[axis],
            stride=step[axis],
            padding=sides[axis],
            dilation=dilation[axis],
            ceil_mode=not isinstance(layer, Conv2d) and layer.ceil_mode,
        )
        for axis in (0, 1)
    )
    return vertical, horizontal


def size_formula(layer: Sliding, input_shape: Shape) -> str:
    """Return how the output size is worked out, once where height and width agree.

    >>> size_formula(MaxPool2d(2), (16, 28, 28))
    '(28 − 2) / 2 + 1 = 13 + 1 = 14'
    >>> size_formula(Conv2d(1, 1, 3), (1, 5, 4))
    'height (5 − 3) / 1 + 1 = 2 + 1 = 3, width (4 − 3) / 1 + 1 = 1 + 1 = 2'
    """
    vertical, horizontal = axes(layer, input_shape)
    if vertical == horizontal:
        return vertical.formula
    return f"height {vertical.formula}, width {horizontal.formula}"


def product(*factors: int) -> str:
    """Write a product.

    >>> product(3, 3, 16)
    '3 × 3 × 16'
    """
    return " × ".join(f"{factor:,}" for factor in factors)


def quotient(dividend: int, divisor: int) -> str:
    """Write a quotient as a decimal, with a sign in front where it had to be cut to two digits.

    >>> quotient(27, 2), quotient(25, 3), quotient(8, 2)
    ('13.5', '≈8.33', '4')
    """
    if dividend * 100 % divisor:
        return f"≈{dividend / divisor:.2f}"
    return f"{dividend / divisor:g}"
