"""Vary a whole set of photos at once: mirrored, shifted, and a little brighter or darker."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

SHIFT = 4
BRIGHTNESS = 0.1
CONTRAST = 0.15
CHUNK = 5_000

Photos = NDArray[np.uint8]


def vary_photos(images: Photos, *, epoch: int, seed: int) -> Photos:
    """Return photos (N, C, H, W) as an epoch sees them; the same epoch and seed give the same pictures.

    Every photo is mirrored in every other epoch, half of them in the even ones (Jordan 2024, "94% on CIFAR-10
    in 3.29 seconds on a single GPU"), moved by up to 4 pixels along each axis, its border reflected, and
    changed in brightness and contrast.
    """
    random = np.random.default_rng((seed, epoch))
    turned = (np.random.default_rng(seed).random(len(images)) < 0.5) ^ bool(epoch % 2)
    return np.concatenate(
        [
            _relight(_shift(_mirror(images[part], turned[part]), random), random)
            for part in (slice(start, start + CHUNK) for start in range(0, len(images), CHUNK))
        ]
    )


def _mirror(images: Photos, chosen: NDArray[np.bool_]) -> Photos:
    """Return the photos, the chosen ones with left and right exchanged."""
    return np.asarray(np.where(chosen[:, None, None, None], images[..., ::-1], images))


def _shift(images: Photos, random: np.random.Generator) -> Photos:
    """Return the photos, each moved by whole pixels."""
    edge = (SHIFT, SHIFT)
    padded = np.pad(images, ((0, 0), (0, 0), edge, edge), mode="reflect")
    crops = sliding_window_view(padded, images.shape[2:], axis=(2, 3))
    rows, columns = random.integers(0, 2 * SHIFT + 1, (2, len(images)))
    return np.asarray(crops[np.arange(len(images)), :, rows, columns])


def _relight(images: Photos, random: np.random.Generator) -> Photos:
    """Return the photos, each one's distance to mid-grey scaled and its brightness changed."""
    gain, offset = random.uniform(-1, 1, (2, len(images), 1, 1, 1)).astype(np.float32)
    centre = np.float32(127.5)
    changed = (images - centre) * (1 + CONTRAST * gain) + centre * (1 + 2 * BRIGHTNESS * offset)
    return np.asarray(np.rint(changed.clip(0, 255)).astype(np.uint8))
