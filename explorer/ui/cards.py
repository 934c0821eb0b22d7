"""Home's cards: each page with a picture of what it does, computed by the functions that it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from explorer.architectures.famous import FAMOUS
from explorer.architectures.timeline import TIMELINE
from explorer.arithmetic import KERNELS, conv2d, convolution_matrix, pool2d
from explorer.digits import recognise
from explorer.lectures import EXAMPLES
from explorer.photos import recognise_photo
from explorer.pictures.colours import colour
from explorer.pictures.samples import SAMPLES, sample_digit, sample_picture
from explorer.pictures.tiling import png, tile
from explorer.ui.card_drawings import growth_drawing, timeline_drawing, volumes_drawing
from explorer.ui.channels.presets import LUMINANCE
from explorer.ui.digits.pictures import visible
from explorer.ui.filters.gallery import light
from explorer.ui.filters.learned import has_learned, photo_kernels
from explorer.ui.frame import Page, page_link

HALF = (300, 200)
GAP = 6
GROUND = 245
SAMPLE, KERNEL, DIGIT, EXAMPLE = "cat", "sobel_x", 23, "six_by_six"
COLOURED, CELLS = "coffee", (18, 12)
STRIPED = "astronaut"
SHARED, SMALL = "emboss", 6
POOLED = "relu1"
BUILT = "lenet5"
DEEP = ("conv1", "conv4")
PHOTOGRAPHED = "cat"
MAPS, KERNELS_SHOWN = (5, 3), (6, 4)
BUILT = "lenet5"

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class CardPicture:
    """A PNG file or an SVG text, and what a visitor who cannot see it should know."""

    file: bytes | str
    description: str


def show_card(page: Page) -> None:
    """Show one page as a card: its picture, a link with its title, its sentence."""
    with st.container(border=True, gap="xxsmall", height="stretch", key=f"card_{page.name}"):
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
    grey = np.asarray(ImageOps.fit(picture, HALF, Image.Resampling.LANCZOS))
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
    sheet, shown = _painted_maps(maps)
    description = (
        f"Left: a handwritten {recognition.digit}. Right: {shown} of the {len(maps)} feature maps "
        f"that the network's first layer, {name}, makes of it."
    )
    ink = np.rint(255 * (1 - recognition.prepared)).astype(np.uint8)
    return _side_by_side(_rgb(ink), sheet, description, ground=255)


def _inside() -> CardPicture:
    recognition = recognise(sample_digit(DIGIT))
    (early, _), (late, shown) = (_painted_maps(recognition.trace.activations[layer]) for layer in DEEP)
    description = (
        f"Left: {shown} maps of an early layer, {DEEP[0]}, for a handwritten {recognition.digit}. "
        f"Right: as many of a later one, {DEEP[1]}. Orange is positive, blue negative."
    )
    return _side_by_side(early, late, description, ground=255)


def _painted_maps(maps: NDArray[np.float32]) -> tuple[Pixels, int]:
    """Return the first maps of a layer as one sheet, as many as fill it, and how many these are."""
    columns, rows = MAPS
    shown = maps[: columns * rows]
    sheet = tile(
        colour(shown, limit=float(np.abs(maps).max())), columns=columns, gap=max(1, maps.shape[-1] // 12)
    )
    return sheet, len(shown)


def _photos() -> CardPicture:
    recognition = recognise_photo(sample_picture(PHOTOGRAPHED))
    seen = visible(recognition.prepared.transpose(1, 2, 0))
    columns, rows = KERNELS_SHOWN
    kernels = [each for name, each in photo_kernels().items() if has_learned(name)][: columns * rows]
    sheet = tile(np.stack([light(each) for each in kernels]), columns=columns, gap=1)
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
    picture = ImageOps.fit(sample_picture(STRIPED), HALF, Image.Resampling.LANCZOS, centering=(0.5, 0.2))
    planes = np.asarray(picture, np.float32).transpose(2, 0, 1)
    [grey] = conv2d(planes, np.reshape(LUMINANCE, (1, 3, 1, 1)))
    striped = np.zeros((*planes.shape[1:], 3), np.uint8)
    for channel, columns in enumerate(np.array_split(np.arange(planes.shape[2]), len(planes))):
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
    picture = ImageOps.fit(sample_picture(COLOURED), HALF, Image.Resampling.LANCZOS)
    few = picture.resize(CELLS, Image.Resampling.BOX)
    description = f"Left: {SAMPLES[COLOURED].description} Right: the same as {CELLS[0]} by {CELLS[1]} pixels."
    return _side_by_side(np.asarray(picture), np.asarray(few), description)


def _lab() -> CardPicture:
    title = FAMOUS[BUILT].title
    return CardPicture(volumes_drawing(BUILT), f"{title}: the volumes of its layers, drawn to scale.")


def _famous() -> CardPicture:
    first, last = TIMELINE[0].year, max(entry.year for entry in TIMELINE)
    description = (
        f"The networks of the ImageNet challenge from {first} to {last} as circles: the larger the circle, "
        "the more parameters; the lower, the fewer errors."
    )
    return CardPicture(timeline_drawing(), description)


def _counting() -> CardPicture:
    description = (
        "Three curves over the size of the picture: the parameters of a fully connected net and of a locally "
        "connected one rise, those of a convolutional one stay."
    )
    return CardPicture(growth_drawing(), description)


def _side_by_side(left: Pixels, right: Pixels, description: str, *, ground: int = GROUND) -> CardPicture:
    """Put two pictures next to each other, enlarged with their pixels showing, on a ground of one grey."""
    halves = np.stack([_half(part, ground) for part in (left, right)])
    return CardPicture(png(tile(halves, columns=2, gap=GAP)), description)


def _half(part: Pixels, ground: int) -> Pixels:
    """Return a picture as large as half a card allows, in the middle of it."""
    scale = min(side / length for side, length in zip(HALF, part.shape[1::-1], strict=True))
    width, height = (round(length * scale) for length in part.shape[1::-1])
    enlarged = Image.fromarray(part).resize((width, height), Image.Resampling.NEAREST)
    half = Image.new("RGB", HALF, (ground,) * 3)
    half.paste(enlarged, ((HALF[0] - width) // 2, (HALF[1] - height) // 2))
    return np.asarray(half)


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
        "lab": _lab,
        "famous": _famous,
        "counting": _counting,
    }
)
