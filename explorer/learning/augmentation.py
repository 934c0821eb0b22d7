"""Vary a whole batch of digits at once, as people's hands, pens and pictures vary them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

SIZE = 28
BOX = 20.0
INK = 0.2


@dataclass(frozen=True)
class Strength:
    """Say how far a digit may be bent: angles in degrees, lengths in pixels of the 28x28 picture.

    Every amount is the half-width of a uniform range or, for `scale`, `aspect` and `elastic`, a standard
    deviation. `thicker` counts dilations by one pixel and `thinner` is a fraction of one erosion.
    """

    rotation: float = 15.0
    shear: float = 0.25
    aspect: float = 0.10
    scale: float = 0.06
    shift: float = 1.5
    elastic: float = 0.9
    thicker: float = 1.3
    thinner: float = 0.7
    contrast: float = 1.5

    def times(self, factor: float) -> Strength:
        """Return the same variation, every amount multiplied by `factor`.

        >>> Strength(rotation=10.0).times(0.5).rotation
        5.0
        """
        return Strength(**{name: factor * value for name, value in vars(self).items()})


def augment(images: Tensor, strength: Strength, generator: torch.Generator) -> Tensor:
    """Return redrawn, bent, refitted and shifted copies of digits.

    `images` is (N, 1, 28, 28), 0 (paper) to 1 (ink); so is the result. After rotation, shear and stretch
    each digit is fitted again into 20x20 and centred by mass, because that is what the preparation of a
    drawing does (LeCun, Cortes and Burges, the MNIST database); `scale` and `shift` then move it off that
    ideal. The elastic bending is that of Simard, Steinkraus and Platt (2003), drawn on a coarse grid.

    >>> digits = torch.zeros(2, 1, 28, 28)
    >>> digits[:, :, 5:22, 13:15] = 1
    >>> bent = augment(digits, Strength(), torch.Generator().manual_seed(0))
    >>> tuple(bent.shape), bool(bent.min() >= 0), bool(bent.max() <= 1)
    ((2, 1, 28, 28), True, True)
    """
    inked = change_pen(images, strength, generator)
    grid = _affine_grid(inked, strength, generator) + _elastic_field(len(images), strength, generator)
    moved = functional.grid_sample(inked, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    full = moved / moved.amax(dim=(1, 2, 3), keepdim=True).clamp(min=0.1)
    gain = 1 + strength.contrast * torch.rand(len(images), 1, 1, 1, generator=generator) ** 2
    return ((full - 0.5) * gain + 0.5).clamp_(0, 1)


def change_pen(images: Tensor, strength: Strength, generator: torch.Generator) -> Tensor:
    """Return the digits (N, 1, 28, 28) as a thinner or thicker pen would have drawn them.

    Greyscale erosion and dilation with a 3x3 square, blended with the original by a random fraction; thin
    strokes are never eroded, because they would vanish.
    """
    amount = torch.rand(len(images), 1, 1, 1, generator=generator) * 2 - 1
    wider = functional.max_pool2d(images, 3, stride=1, padding=1)
    widest = functional.max_pool2d(wider, 3, stride=1, padding=1)
    narrower = -functional.max_pool2d(-images, 3, stride=1, padding=1)
    more = amount.clamp(min=0) * strength.thicker
    thickened = images + more.clamp(max=1) * (wider - images) + (more - 1).clamp(min=0) * (widest - wider)
    core = narrower.sum(dim=(1, 2, 3), keepdim=True) / images.sum(dim=(1, 2, 3), keepdim=True).clamp(min=1)
    less = (-amount).clamp(min=0) * strength.thinner * (core * 4).clamp(max=1)
    return thickened + less * (narrower - images)


def _affine_grid(images: Tensor, strength: Strength, generator: torch.Generator) -> Tensor:
    """Return the sampling grid (N, 28, 28, 2) of random affine maps that refit each digit."""
    count = len(images)
    forward = _random_maps(count, strength, generator)
    axis = torch.arange(SIZE, dtype=torch.float32)
    places = torch.stack([axis.repeat(SIZE), axis.repeat_interleave(SIZE)])  # 2 x 784, (x, y)
    flat = images.reshape(count, -1)
    centre = (flat @ places.T) / flat.sum(1, keepdim=True).clamp(min=1e-6)  # N x 2
    moved = forward @ places  # N x 2 x 784
    paper = (flat <= INK)[:, None]
    high = moved.masked_fill(paper, -1e4).amax(2)
    low = moved.masked_fill(paper, 1e4).amin(2)
    extent = (high - low + 1).amax(1).clamp(min=4.0)
    jitter = torch.exp(strength.scale * torch.randn(count, generator=generator))
    backward = torch.linalg.inv(forward * (BOX / extent * jitter)[:, None, None])
    shift = (torch.rand(count, 2, generator=generator) * 2 - 1) * strength.shift
    middle = (SIZE - 1) / 2
    source = backward @ (places - middle - shift[:, :, None]) + centre[:, :, None]
    unit: Tensor = (source + 0.5) * (2 / SIZE) - 1
    return unit.transpose(1, 2).reshape(count, SIZE, SIZE, 2)


def _random_maps(count: int, strength: Strength, generator: torch.Generator) -> Tensor:
    """Return random rotations, shears and stretches as matrices (N, 2, 2) on (x, y)."""
    uniform = torch.rand(2, count, generator=generator) * 2 - 1
    angle = uniform[0] * math.radians(strength.rotation)
    shear = uniform[1] * strength.shear
    stretch = torch.exp(strength.aspect * torch.randn(count, generator=generator))
    cosine, sine = angle.cos(), angle.sin()
    rotation = torch.stack([cosine, -sine, sine, cosine], 1).reshape(-1, 2, 2)
    zero = torch.zeros(count)
    skew = torch.stack([stretch, shear, zero, 1 / stretch], 1).reshape(-1, 2, 2)
    return rotation @ skew


def _elastic_field(count: int, strength: Strength, generator: torch.Generator) -> Tensor:
    """Return smooth random displacements (N, 28, 28, 2) in the units of `grid_sample`."""
    amount = strength.elastic * torch.rand(count, 1, 1, 1, generator=generator)
    coarse = torch.randn(count, 2, 6, 6, generator=generator) * amount
    fine = functional.interpolate(coarse, size=(SIZE, SIZE), mode="bicubic", align_corners=False)
    return (fine * (2 / SIZE)).permute(0, 2, 3, 1)
