"""The torch modules of layers that torch does not have, from the first famous networks."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.arithmetic import layers as specs
from explorer.arithmetic.options import pair


class TableConv2d(nn.Module):
    """A convolution whose filters read only the input channels that a table names."""

    def __init__(self, spec: specs.TableConv2d) -> None:
        """Draw the weights as torch draws those of a convolution."""
        super().__init__()
        self.table = spec.table
        height, width = pair(spec.kernel_size, "kernel_size")
        inputs = max(map(len, spec.table)) * height * width
        self.weight = nn.Parameter(torch.empty(sum(map(len, spec.table)), height, width))
        self.bias = nn.Parameter(torch.empty(len(spec.table)))
        for parameter in (self.weight, self.bias):
            nn.init.uniform_(parameter, -(inputs**-0.5), inputs**-0.5)

    def forward(self, input: Tensor) -> Tensor:
        """Convolve the channels of each row of the table with its kernels."""
        kernels = torch.split(self.weight, [len(row) for row in self.table])
        sums = [
            functional.conv2d(input[:, list(row)], kernel[None])
            for row, kernel in zip(self.table, kernels, strict=True)
        ]
        return torch.cat(sums, dim=1) + self.bias[:, None, None]


class Subsampling2d(nn.Module):
    """The sum of each window, times one weight per channel, plus its bias."""

    def __init__(self, spec: specs.Subsampling2d) -> None:
        """Begin with averages."""
        super().__init__()
        self.kernel_size = pair(spec.kernel_size, "kernel_size")
        cells = self.kernel_size[0] * self.kernel_size[1]
        self.weight = nn.Parameter(torch.full((spec.channels,), 1 / cells))
        self.bias = nn.Parameter(torch.zeros(spec.channels))

    def forward(self, input: Tensor) -> Tensor:
        """Convolve every channel with a kernel that holds its weight everywhere."""
        kernels = self.weight[:, None, None, None].expand(-1, 1, *self.kernel_size)
        return functional.conv2d(input, kernels, self.bias, stride=self.kernel_size, groups=len(self.weight))


class RadialBasis(nn.Module):
    """The squared distance of the input from a fixed pattern per class."""

    weight: Tensor

    def __init__(self, spec: specs.RadialBasis) -> None:
        """Begin with patterns of -1 and 1, as the first ones were, but drawn by chance."""
        super().__init__()
        patterns = torch.randint(0, 2, (spec.out_features, spec.in_features)) * 2.0 - 1.0
        self.register_buffer("weight", patterns)

    def forward(self, input: Tensor) -> Tensor:
        """Compute the squared distances (N, out_features)."""
        return (input[:, None] - self.weight).square().sum(dim=-1)
