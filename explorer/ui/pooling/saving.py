"""What a smaller map saves in the layer that follows, and what it does not."""

from __future__ import annotations

from explorer.arithmetic import Conv2d, Linear
from explorer.arithmetic.options import times

UNITS = 10


def saving(size: tuple[int, int], pooled: tuple[int, int]) -> str:
    """Say what the next layer costs on a map of a size (H, W) and on the pooled one.

    >>> print(saving((4, 4), (2, 2)))
    A pooling has no parameters. A 3x3 convolution that follows has 10 on either map, and needs 36 \
multiply-accumulates on 2x2 instead of 144 on 4x4. A fully connected layer of 10 units has 50 parameters \
instead of 170.
    """
    convolution = Conv2d(1, 1, 3, padding=1)
    macs = [convolution.macs((1, *one)) for one in (pooled, size)]
    parameters = [Linear(one[0] * one[1], UNITS).parameter_count for one in (pooled, size)]
    return (
        f"A pooling has no parameters. A 3x3 convolution that follows has {convolution.parameter_count} on "
        f"either map, and needs {macs[0]:,} multiply-accumulates on {times(pooled)} instead of {macs[1]:,} "
        f"on {times(size)}. A fully connected layer of {UNITS} units has {parameters[0]:,} parameters "
        f"instead of {parameters[1]:,}."
    )
