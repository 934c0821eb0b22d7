"""Home's cards: each page with a picture of what it does, computed by the functions that it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from explorer.arithmetic import KERNELS, conv2d, convolution_matrix, pool2d
from explorer.digits import recognise
from explorer.lectures import EXAMPLES
from explorer.photos import recognise_photo
from explorer.pictures.colours import colour
from explorer.pictures.samples import SAMPLES, sample_digit, sample_picture
from explorer.pictures.tiling import png, tile
from explorer.ui.channels.presets import LUMINANCE
from explorer.ui.digits.pictures import visible
from explorer.ui.filters.gallery import light
from explorer.ui.filters.learned import photo_kernels
from explorer.ui.frame import Page, page_link

SIDE = 300
GAP = 6
SAMPLE, KERNEL, DIGIT, EXAMPLE = "cat", "sobel_x", 23, "six_by_six"
COLOURED, CELLS = "coffee", 12
STRIPED = "astronaut"
SHARED, SMALL = "emboss", 6
POOLED = "relu1"
DEEP = ("conv1", "conv4")
PHOTOGRAPHED, FIRST = "cat", 5

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class CardPicture:
    """A PNG file, and what a visitor who cannot see it should know."""

    file: bytes
    description: str


def show_card(page: Page) -> None:
    """Show one page as a card: its picture, a link with its title, its sentence."""
    with st.container(border=True):
        picture = card_picture(page.name)
        if picture is not None:
            st.image(picture.file, width="stretch", alt=picture.description)
        page_link(page, f"**{page.title}**")
        st.markdown(page.description)


@st.cache_data(max_entries=32, show_spinner=False)
def card_picture(name: str) -> CardPicture | None:
    """Return the picture for a page's card, or None for a page that has none."""
    draw = _PICTURES.get(name)
    return draw() if draw else None


def _filters() -> CardPicture:
    picture = sample_picture(SAMPLE).convert("L")
    grey = np.asarray(ImageOps.fit(picture, (SIDE, SIDE), Image.Resampling.LANCZOS))
    kernel = KERNELS[KERNEL]
    image = grey.astype(np.float32)[np.newaxis] / 255
    [edges] = conv2d(image, kernel.weights[np.newaxis, np.newaxis], padding=1, padding_mode="replicate")
    limit = float(np.quantile(np.abs(edges), 0.99))
    description = (
        f"Left: {SAMPLES[SAMPLE].description} Right: its feature map under the kernel {kernel.title}, "
        "orange where the picture brightens from left to right, blue where it darkens."
    )
    return _side_by_side(_rgb(grey), colour(edges, limit=limit), description)


def _digits() -> CardPicture:
    recognition = recognise(sample_digit(DIGIT))
    name, maps = next(iter(recognition.trace.activations.items()))
    columns = round(len(maps) ** 0.5)
    limit = float(np.abs(maps).max())
    sheet = tile(np.stack([colour(one, limit=limit) for one in maps]), columns=columns, gap=2)
    description = (
        f"Left: a handwritten {recognition.digit}. Right: the {len(maps)} feature maps "
        f"that the network's first layer, {name}, makes of it."
    )
    ink = np.rint(255 * (1 - recognition.prepared)).astype(np.uint8)
    return _side_by_side(_rgb(ink), sheet, description)


def _inside() -> CardPicture:
    recognition = recognise(sample_digit(DIGIT))
    early, late = (_painted_maps(recognition.trace.activations[layer]) for layer in DEEP)
    description = (
        f"Left: the maps of an early layer, {DEEP[0]}, for a handwritten {recognition.digit}. "
        f"Right: those of a later one, {DEEP[1]}. Orange is positive, blue negative."
    )
    return _side_by_side(early, late, description)


def _painted_maps(maps: NDArray[np.float32]) -> Pixels:
    return tile(colour(maps, limit=float(np.abs(maps).max())), columns=4, gap=1)


def _photos() -> CardPicture:
    recognition = recognise_photo(sample_picture(PHOTOGRAPHED))
    seen = visible(recognition.prepared.transpose(1, 2, 0))
    kernels = [each for each in photo_kernels().values() if each.any()][: FIRST * FIRST]
    sheet = tile(np.stack([light(each) for each in kernels]), columns=FIRST, gap=1)
    description = (
        f"Left: {SAMPLES[PHOTOGRAPHED].description} In 32x32 pixels, as a network sees it. "
        f"Right: {len(kernels)} of its first filters, painted as the light that they ask for."
    )
    return _side_by_side(seen, sheet, description)


def _convolution() -> CardPicture:
    example = EXAMPLES[EXAMPLE]
    [image], [output] = example.image, example.output
    description = (
        f"Left: {image.shape[0]} by {image.shape[1]} numbers as colours. Right: their convolution "
        "with a kernel for edges, orange above zero and blue below."
    )
    left, right = (colour(grid, limit=float(np.abs(grid).max())) for grid in (image, output))
    return _side_by_side(left, right, description)


def _channels() -> CardPicture:
    picture = ImageOps.fit(sample_picture(STRIPED), (SIDE, SIDE), Image.Resampling.LANCZOS)
    planes = np.asarray(picture, np.float32).transpose(2, 0, 1)
    [grey] = conv2d(planes, np.reshape(LUMINANCE, (1, 3, 1, 1)))
    striped = np.zeros((SIDE, SIDE, 3), np.uint8)
    for channel, columns in enumerate(np.array_split(np.arange(SIDE), len(planes))):
        striped[:, columns, channel] = planes[channel][:, columns]
    description = (
        f"Left: {SAMPLES[STRIPED].description} One third in its red channel, one in green, one in blue. "
        "Right: the grey that a 1x1 filter mixes of the three."
    )
    return _side_by_side(striped, _rgb(np.rint(grey).astype(np.uint8)), description)


def _matrix() -> CardPicture:
    kernel = KERNELS[SHARED].weights
    matrix = convolution_matrix(kernel[None, None], (1, SMALL, SMALL), padding=1).dense
    description = (
        f"Left: a kernel of {kernel.shape[0]} by {kernel.shape[1]} weights as colours. Right: the matrix of "
        "its convolution, nearly empty, with the same few weights along its diagonals."
    )
    left, right = (colour(grid, limit=float(np.abs(grid).max())) for grid in (kernel, matrix))
    return _side_by_side(left, right, description)


def _pooling() -> CardPicture:
    recognition = recognise(sample_digit(DIGIT))
    maps = recognition.trace.activations[POOLED]
    chosen = int(maps.var(axis=(1, 2)).argmax())
    pooled = pool2d(maps[chosen : chosen + 1], "max", kernel_size=2)
    limit = float(maps[chosen].max())
    description = (
        f"Left: a feature map that the network makes of a handwritten {recognition.digit}. "
        "Right: the same with the largest value of every 2 by 2 cells."
    )
    left, right = (colour(one, limit=limit) for one in (maps[chosen], pooled[0]))
    return _side_by_side(left, right, description)


def _pixels() -> CardPicture:
    picture = ImageOps.fit(sample_picture(COLOURED), (SIDE, SIDE), Image.Resampling.LANCZOS)
    few = picture.resize((CELLS, CELLS), Image.Resampling.BOX)
    description = f"Left: {SAMPLES[COLOURED].description} Right: the same as {CELLS} by {CELLS} pixels."
    return _side_by_side(np.asarray(picture), np.asarray(few), description)


def _side_by_side(left: Pixels, right: Pixels, description: str) -> CardPicture:
    """Put two square pictures next to each other, enlarged with their pixels showing."""
    squares = [
        np.asarray(Image.fromarray(part).resize((SIDE, SIDE), Image.Resampling.NEAREST))
        for part in (left, right)
    ]
    return CardPicture(png(tile(np.stack(squares), columns=2, gap=GAP)), description)


def _rgb(grey: Pixels) -> Pixels:
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


_PICTURES: Mapping[str, Callable[[], CardPicture]] = MappingProxyType(
    {
        "filters": _filters,
        "digits": _digits,
        "inside": _inside,
        "photos": _photos,
        "convolution": _convolution,
        "channels": _channels,
        "pixels": _pixels,
        "pooling": _pooling,
        "matrix": _matrix,
    }
)
