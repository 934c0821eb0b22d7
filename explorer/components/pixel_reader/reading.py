"""What a pixel reader shows: a picture, the filters that slide over it, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.convolution import pad2d, resolve_padding
from explorer.arithmetic.exact import ExactFilter, ExactMap, exact_map
from explorer.arithmetic.options import Array, Padding, Pair, Sides, pair

MOST_MAPS = 8
Picture = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Activated:
    """The feature maps after an activation function: ``values`` (maps, H', W'), ``name`` as in
    ACTIVATIONS."""

    name: str
    title: str
    values: Array


@dataclass(frozen=True, eq=False)
class Pooled:
    """The maps after pooling, with PyTorch's options: ``values`` (maps, H'', W'').

    ``winners`` (2, maps, H'', W''), rows and columns as `pool2d_winners` returns them, belong to max pooling.
    """

    kind: Literal["max", "average"]
    values: Array
    kernel_size: Pair
    stride: Pair | None = None
    padding: Pair = 0
    dilation: Pair = 1
    count_include_pad: bool = True
    winners: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        """Write every option as (vertical, horizontal)."""
        if (self.kind == "max") != (self.winners is not None):
            raise ValueError("winners belong to max pooling, and max pooling needs them")
        for name in ("kernel_size", "padding", "dilation"):
            object.__setattr__(self, name, pair(getattr(self, name), name, minimum=0))
        stride = self.kernel_size if self.stride is None else pair(self.stride, "stride")
        object.__setattr__(self, "stride", stride)


@dataclass(frozen=True, eq=False)
class Reading:
    """One convolution of a picture, to be read cell by cell.

    ``picture`` is uint8 (channels, height, width), ``filters`` are at most eight and of one kernel size, the
    options are those of `conv2d`. ``gradient`` says that the two filters are the derivatives x and y. With
    ``scale`` "layer" all maps share one colour scale, with "map" each has its own. ``channel_names`` and
    ``alt`` (what the picture shows) are read out and printed. Raises ValueError for what cannot be, with the
    sizes.

    >>> picture = np.arange(16, dtype=np.uint8).reshape(1, 4, 4)
    >>> reading = Reading(picture, [ExactFilter("Box blur", np.ones((3, 3)), divisor=9)], padding=1)
    >>> reading.maps[0].values.shape, reading.sides
    ((4, 4), ((1, 1), (1, 1)))
    """

    picture: Picture
    filters: Sequence[ExactFilter]
    stride: Pair = 1
    padding: Padding = 0
    padding_mode: str = "zeros"
    dilation: Pair = 1
    activated: Activated | None = None
    pooled: Pooled | None = None
    gradient: bool = False
    scale: Literal["map", "layer"] = "map"
    channel_names: Sequence[str] = ()
    alt: str = "the picture"

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        if self.picture.dtype != np.uint8 or self.picture.ndim != 3:
            given = f"{self.picture.dtype} {self.picture.shape}"
            raise ValueError(f"picture must be uint8 (channels, height, width), not {given}")
        if not 1 <= len(self.filters) <= MOST_MAPS:
            raise ValueError(f"a reading compares 1 to {MOST_MAPS} filters, not {len(self.filters)}")
        sizes = {each.kernel_size for each in self.filters}
        if len(sizes) > 1:
            raise ValueError(f"the filters of one layer share one kernel size, not {sorted(sizes)}")
        channels = len(self.picture)
        if any(not 0 <= channel < channels for each in self.filters for channel in each.channels):
            raise ValueError(f"a filter reads a channel that a picture of {channels} channels does not have")
        if len(self.channel_names) not in (0, channels):
            raise ValueError(f"{len(self.channel_names)} names for {channels} channels")
        if self.gradient and len(self.filters) != 2:
            raise ValueError(f"a gradient has two derivatives, not {len(self.filters)}")
        for name, pair_option in (("stride", self.stride), ("dilation", self.dilation)):
            object.__setattr__(self, name, pair(pair_option, name))

    @property
    def kernel_size(self) -> tuple[int, int]:
        """Return (kh, kw)."""
        return self.filters[0].kernel_size

    @cached_property
    def sides(self) -> Sides:
        """Return the padding as ((top, bottom), (left, right))."""
        size = (self.picture.shape[1], self.picture.shape[2])
        return resolve_padding(
            self.padding, size, self.kernel_size, stride=self.stride, dilation=self.dilation
        )

    @cached_property
    def padded(self) -> Picture:
        """Return the padded picture."""
        if not any(sum(self.sides, ())):
            return self.picture
        return pad2d(self.picture, self.sides, padding_mode=self.padding_mode).astype(np.uint8)

    @cached_property
    def maps(self) -> tuple[ExactMap, ...]:
        """Return the feature maps, exact; ``maps[0].values`` is the first one as float32."""
        return tuple(
            exact_map(self.padded, each, stride=self.stride, dilation=self.dilation) for each in self.filters
        )

    def followed(self, *, activated: Activated | None, pooled: Pooled | None) -> Reading:
        """Return the same convolution with what follows it; the feature maps are not computed again."""
        made = replace(self, activated=activated, pooled=pooled)
        made.__dict__.update(padded=self.padded, maps=self.maps)
        return made


def embedded(exact_filter: ExactFilter, kernel_size: tuple[int, int]) -> ExactFilter:
    """Return the same filter in a larger kernel, zeros around it, so that it compares with larger ones.

    An odd cell goes after, as in "same" padding. Raises ValueError when the kernel is already larger.

    >>> embedded(ExactFilter("Roberts", [[1, 0], [0, -1]]), (3, 3)).weights[0].tolist()
    [[1, 0, 0], [0, -1, 0], [0, 0, 0]]
    """
    extra = [new - old for new, old in zip(kernel_size, exact_filter.kernel_size, strict=True)]
    if min(extra) < 0:
        raise ValueError(f"kernel {exact_filter.kernel_size} does not fit into {kernel_size}")
    around = [(0, 0), *((cells // 2, cells - cells // 2) for cells in extra)]
    numerators = np.pad(exact_filter.weights / 10**exact_filter.digits, around)
    return replace(exact_filter, numerators=numerators)
