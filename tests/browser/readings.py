"""Readings of all kinds, for the pixel reader's app and for the tests that know what it must print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import ACTIVATIONS, KERNELS, pool2d, pool2d_winners
from explorer.components.pixel_reader import Activated, ExactFilter, Pooled, Reading

COLOURS = ("Red", "Green", "Blue")


def picture(size: int = 128, channels: int = 1) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[:size, :size]
    board = 27 * ((rows // 16 + columns // 16) % 2)
    waves = [
        128 + 100 * np.sin(columns / 9 + channel) * np.cos(rows / (11 + channel)) + board
        for channel in range(channels)
    ]
    return np.clip(np.stack(waves), 0, 255).astype(np.uint8)


def known(name: str, **options: Any) -> ExactFilter:
    kernel = KERNELS[name]
    return ExactFilter(kernel.title, kernel.numerators, divisor=kernel.divisor, **options)


def drawn(seed: int, *shape: int) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(0, 1, shape).round(4)


def followed(
    reading: Reading, *, activation: str = "relu", pooling: Literal["max", "average"] = "max", **options: Any
) -> Reading:
    """Return the reading with an activation and pooling (2x2 unless `options` say otherwise) after it."""
    options = {"kernel_size": 2, **options}
    values = ACTIVATIONS[activation].function(np.stack([each.values for each in reading.maps]))
    winners = pool2d_winners(values, **options) if pooling == "max" else None
    return reading.followed(
        activated=Activated(activation, ACTIVATIONS[activation].title, values),
        pooled=Pooled(pooling, pool2d(values, pooling, **options), **options, winners=winners),
    )


def plain(size: int = 128) -> Reading:
    return followed(Reading(picture(size), [known("sobel_x")], padding=1))


def divided() -> Reading:
    blur = known("box_blur_3", gain="1.5", bias="-0.25")
    return followed(
        Reading(picture(60), [blur], stride=2, padding_mode="reflect", padding=(0, 1)), pooling="average"
    )


def colour() -> Reading:
    across = ExactFilter(
        "All channels", (drawn(1, 3, 5, 5) / 100).round(4), channels=(0, 1, 2), bias="0.1234"
    )
    return followed(
        Reading(picture(96, 3), [across], padding="same", channel_names=COLOURS),
        activation="sigmoid",
        pooling="average",
    )


def channels() -> Reading:
    sharpen = KERNELS["sharpen"].numerators
    filters = [ExactFilter(name, sharpen, channels=(at,)) for at, name in enumerate(COLOURS)]
    return followed(Reading(picture(96, 3), filters, padding=1, channel_names=COLOURS))


def eight() -> Reading:
    filters = [ExactFilter(f"Learned {at}", drawn(at, 3, 3)) for at in range(8)]
    return followed(Reading(picture(), filters, padding="same"), padding=1, kernel_size=3, stride=2)


def gradient() -> Reading:
    pair = [known("sobel_x"), known("sobel_y")]
    return Reading(picture(), pair, gradient=True, padding="same", padding_mode="replicate")


def roberts() -> Reading:
    return Reading(picture(40), [known("roberts_x"), known("roberts_y")], gradient=True)


def large() -> Reading:
    filters = [ExactFilter("Random 11x11", drawn(3, 3, 11, 11), channels=(0, 1, 2))]
    return Reading(picture(64, 3), filters, dilation=2, stride=2)


def dilated() -> Reading:
    return Reading(
        picture(30), [known("lecture_vertical")], dilation=(2, 3), stride=2, padding=((0, 2), (1, 0))
    )


READINGS: dict[str, Callable[[], Reading]] = {
    made.__name__: made
    for made in (plain, divided, colour, channels, eight, gradient, roberts, large, dilated)
}
