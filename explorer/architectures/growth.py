"""Why a CNN? What it costs to connect a picture fully, locally and by convolution, as the picture grows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import prod

from explorer.architectures.analysis import Row, analyse
from explorer.architectures.notation import read_plan
from explorer.architectures.plans import Plan
from explorer.arithmetic import Conv2d, Linear, Shape, compare_connections

SIDES = (16, 32, 48, 64, 96, 128, 160, 192, 224)
LARGEST_SIDE = 1_024
FILTERS, KERNEL_SIZE, CLASSES, HIDDEN = 8, 3, 26, 100
LECTURE_SIDE, PLANS_KEPT = 16, 64


@dataclass(frozen=True)
class Growth:
    """Parameters of three ways to connect one picture (channels, side, side).

    ``full`` connects every number of the output with every number of the input, ``local`` only those in the
    same window, with weights of its own at every place, ``shared`` with one set of weights for all places: a
    convolution.
    """

    side: int
    channels: int
    full: int
    local: int
    shared: int

    @property
    def inputs(self) -> int:
        """Return how many numbers the picture has."""
        return self.channels * self.side**2

    @property
    def saved_by_locality(self) -> float:
        """Return how many times fewer parameters looking only into windows takes."""
        return self.full / self.local

    @property
    def saved_by_sharing(self) -> float:
        """Return how many times fewer parameters sharing them between places takes on top."""
        return self.local / self.shared


@dataclass(frozen=True)
class Term:
    """One part of a sum of parameters, with its factors: "256 x 100 weights" is ((256, 100), "weights")."""

    factors: tuple[int, ...]
    what: str

    @property
    def count(self) -> int:
        """Return the product of the factors."""
        return prod(self.factors)


def first_layer(
    side: int, *, channels: int = 3, filters: int = FILTERS, kernel_size: int = KERNEL_SIZE
) -> Growth:
    """Return what the first layer costs that makes ``filters`` maps of the picture's own size.

    >>> first_layer(16, channels=1, filters=1)
    Growth(side=16, channels=1, full=65792, local=2560, shared=10)
    """
    layer = Conv2d(channels, filters, kernel_size, padding="same")
    full, local, shared = compare_connections(layer, _picture(side, channels))
    return Growth(side, channels, full.parameters, local.parameters, shared.parameters)


def whole_net(side: int, *, channels: int = 3) -> Growth:
    """Return what a whole net costs whose neurons stay the same and are connected in each of the three ways.

    The convolutional net is ``cnn_plan``; only its convolutions are connected otherwise.

    >>> whole_net(16).shared == whole_net(224).shared == 5946
    True
    """
    rows = analyse(cnn_plan(side, channels)).layers
    full, local, shared = (sum(costs) for costs in zip(*map(_ways, rows), strict=True))
    return Growth(side, channels, full, local, shared)


def dense_parameters(side: int, *, channels: int = 3) -> int:
    """Return what the lectures' small fully connected net costs: 100 neurons, then 26.

    >>> dense_parameters(16, channels=1), dense_parameters(224)
    (28326, 15055526)
    """
    return analyse(dense_plan(side, channels)).totals.parameters


@lru_cache(maxsize=PLANS_KEPT)
def dense_plan(side: int, channels: int = 3) -> Plan:
    """Return the lectures' fully connected net for a picture of this size."""
    _picture(side, channels)
    return read_plan(
        f"title Fully connected\ninput {channels}x{side}x{side}\nflatten\n"
        f"hidden: linear {HIDDEN}\nrelu\nclasses: linear {CLASSES}\n"
    )


@lru_cache(maxsize=PLANS_KEPT)
def cnn_plan(side: int, channels: int = 3) -> Plan:
    """Return a convolutional net for a picture of this size, whose parameters do not depend on it.

    Two convolutions with a pooling between, the average of every map, one dense layer.
    """
    _picture(side, channels)
    return read_plan(
        f"title Convolutional\ninput {channels}x{side}x{side}\n"
        f"conv1: conv 16 {KERNEL_SIZE}x{KERNEL_SIZE} padding=1\nrelu\nmaxpool 2x2\n"
        f"conv2: conv 32 {KERNEL_SIZE}x{KERNEL_SIZE} padding=1\nrelu\n"
        f"adaptivepool 1x1\nflatten\nclasses: linear {CLASSES}\n"
    )


def growth(*, channels: int = 3, sides: tuple[int, ...] = SIDES) -> tuple[Growth, ...]:
    """Return the cost of a whole net, connected in three ways, for every size of the picture."""
    return tuple(whole_net(side, channels=channels) for side in sides)


def layer_growth(*, channels: int = 3, sides: tuple[int, ...] = SIDES) -> tuple[Growth, ...]:
    """Return the cost of a first layer, connected in three ways, for every size of the picture."""
    return tuple(first_layer(side, channels=channels) for side in sides)


def dense_terms(side: int = LECTURE_SIDE, *, channels: int = 1) -> tuple[Term, ...]:
    """Return the terms of the lectures' sum: weights and biases of every dense layer.

    The slide prints 28,236 for a grey picture of 16x16; its own terms add up to 28,326.

    >>> [(term.factors, term.what) for term in dense_terms()]
    [((256, 100), 'weights'), ((100,), 'biases'), ((100, 26), 'weights'), ((26,), 'biases')]
    >>> sum(term.count for term in dense_terms())
    28326
    """
    rows = analyse(dense_plan(side, channels)).layers
    layers = [row.layer for row in rows if isinstance(row.layer, Linear)]
    return tuple(
        term
        for layer in layers
        for term in (
            Term((layer.in_features, layer.out_features), "weights"),
            Term((layer.out_features,), "biases"),
        )
    )


def _ways(row: Row) -> tuple[int, int, int]:
    """Return the parameters of one layer: connected fully, locally, and as it is."""
    if not isinstance(row.layer, Conv2d):
        return (row.own.parameters,) * 3
    assert row.input_shape is not None
    full, local, shared = compare_connections(row.layer, row.input_shape)
    return full.parameters, local.parameters, shared.parameters


def _picture(side: int, channels: int) -> Shape:
    if not 2 <= side <= LARGEST_SIDE:
        raise ValueError(f"a side of {side:,} pixels is not between 2 and {LARGEST_SIDE:,}")
    if not 1 <= channels <= 4:
        raise ValueError(f"a picture has 1 to 4 channels, not {channels}")
    return channels, side, side
