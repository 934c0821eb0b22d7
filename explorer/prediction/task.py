"""What a learner is asked about: one kernel on one image, computed here without rounding."""

from dataclasses import KW_ONLY, dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arithmetic import Padding, Pair, Sides, resolve_padding, transposed_size, window_sources
from explorer.arithmetic.options import pair
from explorer.figures.formulas import MINUS

Grid = NDArray[np.float64]

# Inputs and weights are decimals of at most four digits, so products have eight: rounding there takes away
# what binary fractions added, and nothing else.
DIGITS = 8


@dataclass(frozen=True, eq=False)
class Task:
    """A kernel that slides over an image, or with ``transposed`` is stamped onto the output.

    ``image`` is (H, W), ``kernel`` (kh, kw); options are those of ``conv2d`` and ``conv_transpose2d``.
    ``flipped`` is the convolution of mathematics: the kernel is turned by 180 degrees first. Raises
    ValueError, with the sizes, where the options do not fit.

    >>> Task([[1, 2, 3]], [[1, -1]]).outputs.tolist()
    [[-1.0, -1.0]]
    """

    image: ArrayLike
    kernel: ArrayLike
    _: KW_ONLY
    bias: float = 0.0
    stride: Pair = 1
    padding: Padding = 0
    dilation: Pair = 1
    padding_mode: str = "zeros"
    flipped: bool = False
    transposed: bool = False
    output_padding: Pair = 0

    def __post_init__(self) -> None:
        """Write every option out for both axes, and refuse here what cannot be computed."""
        for name in ("image", "kernel"):
            grid = np.array(getattr(self, name), np.float64)
            if grid.ndim != 2 or not grid.size or not np.isfinite(grid).all():
                raise ValueError(
                    f"{name} must be rows and columns of finite numbers, not of shape {grid.shape}"
                )
            grid.setflags(write=False)
            object.__setattr__(self, name, grid)
        for name in ("stride", "dilation"):
            object.__setattr__(self, name, pair(getattr(self, name), name))
        object.__setattr__(self, "output_padding", pair(self.output_padding, "output_padding", minimum=0))
        sides = resolve_padding(
            self.padding, self.input_size, self.kernel_size, stride=self.stride, dilation=self.dilation
        )
        object.__setattr__(self, "padding", sides)
        if self.transposed and (sides[0][0], sides[1][0]) != (sides[0][1], sides[1][1]):
            raise ValueError(
                "a transposed convolution cuts off as much at the top as at the bottom, left as right"
            )
        if self.transposed and self.padding_mode != "zeros":
            raise ValueError("a transposed convolution has no padding mode: its padding cuts cells off")
        if not self.transposed and self.output_padding != (0, 0):
            raise ValueError("output_padding belongs to transposed convolution only")
        _ = self.outputs

    @property
    def grid(self) -> Grid:
        """Return the image as it was made an array."""
        return np.asarray(self.image)

    @property
    def weights(self) -> Grid:
        """Return the kernel as it is laid on: turned, if it is to be."""
        kernel: Grid = np.asarray(self.kernel)
        return kernel[::-1, ::-1] if self.flipped else kernel

    @property
    def input_size(self) -> tuple[int, int]:
        """Return (H, W)."""
        return self.grid.shape[0], self.grid.shape[1]

    @property
    def kernel_size(self) -> tuple[int, int]:
        """Return (kh, kw)."""
        return np.shape(self.kernel)[0], np.shape(self.kernel)[1]

    @property
    def steps(self) -> tuple[int, int]:
        """Return the stride, (vertical, horizontal)."""
        return pair(self.stride, "stride")

    @property
    def spread(self) -> tuple[int, int]:
        """Return the dilation, (vertical, horizontal)."""
        return pair(self.dilation, "dilation")

    @property
    def extra(self) -> tuple[int, int]:
        """Return the output padding, (vertical, horizontal)."""
        return pair(self.output_padding, "output_padding", minimum=0)

    @property
    def sides(self) -> Sides:
        """Return the padding as ((top, bottom), (left, right))."""
        return resolve_padding(self.padding, self.input_size, self.kernel_size)

    @property
    def size(self) -> tuple[int, int]:
        """Return the output's (height, width)."""
        return self.outputs.shape[0], self.outputs.shape[1]

    @cached_property
    def outputs(self) -> Grid:
        """Return every value of the output, (H', W')."""
        sums = self._stamped() if self.transposed else (self.windows * self.weights).sum(axis=(2, 3))
        outputs: Grid = np.round(sums + self.bias, DIGITS) + 0.0
        outputs.setflags(write=False)
        return outputs

    @cached_property
    def windows(self) -> Grid:
        """Return what every window of an ordinary convolution reads, (H', W', kh, kw)."""
        sources = window_sources(
            self.input_size,
            self.kernel_size,
            stride=self.steps,
            padding=self.sides,
            dilation=self.spread,
            padding_mode=self.padding_mode,
        )
        return np.where(sources >= 0, self.grid.ravel()[sources], 0.0)

    def terms(self, row: int, column: int) -> list[tuple[float, float]]:
        """Return the (value, weight) pairs that one output is the sum of, but for those that are padding."""
        if not self.transposed:
            window = self.windows[row, column]
            return list(zip(window.ravel().tolist(), self.weights.ravel().tolist(), strict=True))
        here = np.argwhere(self._targets() == row * self.size[1] + column)
        return [
            (float(self.grid[top, left]), float(self.weights[down, across]))
            for top, left, down, across in here
        ]

    def _stamped(self) -> Grid:
        rows, columns = self._stamped_size()
        targets = self._targets()
        products = self.grid[:, :, None, None] * self.weights
        kept = targets >= 0
        sums: Grid = np.zeros(rows * columns)
        np.add.at(sums, targets[kept], products[kept])
        return sums.reshape(rows, columns)

    def _targets(self) -> NDArray[np.int64]:
        """Return onto which output every input value puts every weight, -1 where that is cut off.

        The windows of an ordinary convolution over the output read it exactly there.
        """
        targets = window_sources(
            self._stamped_size(),
            self.kernel_size,
            stride=self.steps,
            padding=self.sides,
            dilation=self.spread,
        )
        return targets[: self.input_size[0], : self.input_size[1]]

    def _stamped_size(self) -> tuple[int, int]:
        return transposed_size(
            self.input_size,
            self.kernel_size,
            stride=self.steps,
            padding=(self.sides[0][0], self.sides[1][0]),
            output_padding=self.extra,
            dilation=self.spread,
        )


def counted(count: int, thing: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "cell"), counted(0, "cell")
    ('1 cell', '0 cells')
    """
    return f"{count} {thing}{'' if count == 1 else 's'}"


def written(value: float) -> str:
    """Write a number with all its digits and no more.

    >>> written(-0.5), written(30.0), written(0.1 + 0.2)
    ('−0.5', '30', '0.3')
    """
    text = f"{abs(value):.{DIGITS}f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 and text != "0" else text
