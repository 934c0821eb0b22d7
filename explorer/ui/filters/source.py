"""Where the picture to filter comes from, and how it becomes an input array."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.components.gallery import Item, Sheet, gallery
from explorer.filtering import LARGEST_SIZE, SMALLEST_SIZE, input_array, working_picture
from explorer.pictures.make_thumbnails import THUMBNAIL_COLUMNS, THUMBNAIL_SIDE, THUMBNAILS_FILE
from explorer.pictures.samples import DIGITS_COUNT, SAMPLES, digit_label, sample_digit, sample_picture
from explorer.pictures.strokes import draw_strokes
from explorer.ui.controls import segments
from explorer.ui.links import loaded, origin, write_link, written
from explorer.ui.paper import sketched
from explorer.ui.uploads import photographed, uploaded

DEFAULT_SAMPLE, DEFAULT_SIZE, DEFAULT_DIGIT = "camera", 192, 4
CHANNEL_NAMES = ("red", "green", "blue")
# A drawing has no pixels of its own, it is drawn anew at every size; this one is its original.
DRAWN_SIZE = 400
STAYS = "It stays on this server while the page is open; a copied link opens with a sample picture instead."

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Source:
    """The input, uint8 (channels, height, width), what it shows, and whether each channel goes alone."""

    picture: Pixels
    alt: str
    each_channel: bool = False

    @property
    def channel_names(self) -> tuple[str, ...]:
        """Return the names of the channels; grey has none."""
        return CHANNEL_NAMES if len(self.picture) == 3 else ()


@dataclass(frozen=True, eq=False)
class Find:
    """A picture that was found: how to make it at a working size, in colour or not, and what it shows.

    `original` makes it with all the pixels that were kept of it; `sample` is the name of a sample picture;
    `is_blank` says that nothing is drawn yet.
    """

    at: Callable[[int, bool], Pixels]
    alt: str
    original: Callable[[], Image.Image]
    sample: str = ""
    is_blank: bool = False


def choose_source() -> Source:
    """Show the sources and the options of the working picture; return the input."""
    found = sources(DEFAULT_SAMPLE)
    titles = {name: title for name, (title, _) in found.items()}
    find = found[segments("Picture from", titles, key="filters_source", is_labelled=False)][1]()
    size = st.slider(
        "Working size, longest side",
        SMALLEST_SIZE,
        LARGEST_SIZE,
        DEFAULT_SIZE,
        step=16,
        key="size",
        bind="query-params",
        help="The picture is made smaller by averaging, never larger.",
    )
    channels = segments(
        "Colours of the picture",
        CHANNELS,
        key="channels",
        words="Summed: red, green and blue are added up in one feature map, as a layer of a CNN does. "
        "Separate: each has a feature map of its own (groups = 3).",
    )
    return Source(find.at(size, channels != "grey"), find.alt, each_channel=channels == "each")


def sources(first: str) -> dict[str, tuple[str, Callable[[], Find]]]:
    """Return the sources by name, each with its title and what shows it; the first sample is `first`."""
    return {
        "sample": ("Sample", partial(_sample, first)),
        "upload": ("Upload", partial(_upload, first)),
        "camera": ("Camera", partial(_camera, first)),
        "draw": ("Draw", _draw),
        "digit": ("Digit", _digit),
    }


def _sample(first: str) -> Find:
    items = [Item(sample.name, sample.title, hint=sample.description) for sample in SAMPLES.values()]
    here = loaded("sample")
    [name] = gallery(
        items,
        _thumbnails(),
        key="filters_samples",
        start=here or first,
        origin=origin("sample"),
        label="Sample pictures",
    )
    write_link("sample", "" if name == first else name)
    return _sample_named(name)


def _sample_named(name: str) -> Find:
    return Find(
        lambda size, colour: sample_array(name, size, colour=colour),
        SAMPLES[name].description,
        partial(sample_original, name),
        sample=name,
    )


@st.cache_resource(max_entries=len(SAMPLES), show_spinner=False)
def sample_original(name: str) -> Image.Image:
    """Return a sample picture with all its pixels; all visitors share it."""
    return sample_picture(name)


@st.cache_resource(max_entries=24, show_spinner=False)
def sample_array(name: str, size: int, *, colour: bool) -> Pixels:
    """Return a sample picture as a read-only input array."""
    array = input_array(working_picture(sample_picture(name), size), colour=colour)
    array.setflags(write=False)
    return array


@cache
def _thumbnails() -> Sheet:
    return Sheet(THUMBNAILS_FILE.read_bytes(), THUMBNAIL_COLUMNS, THUMBNAIL_SIDE)


def _upload(first: str) -> Find:
    picture = uploaded("filters_upload", "Your picture: PNG, JPEG, WebP, BMP, GIF or TIFF")
    return _own(picture, "your picture", first, "Until you choose a file, the sample picture is shown.")


def _camera(first: str) -> Find:
    picture = photographed("filters_camera", "Your camera")
    return _own(picture, "your photo", first, "Until you take a photo, the sample picture is shown.")


def _own(picture: Image.Image | None, alt: str, first: str, waiting: str) -> Find:
    if picture is None:
        st.caption(waiting)
        return _sample_named(written("sample") or first)
    st.caption(STAYS)
    return Find(
        lambda size, colour: input_array(working_picture(picture, size), colour=colour), alt, lambda: picture
    )


def _draw() -> Find:
    strokes = sketched("sketch", key="filters_paper", label="Paper to draw on", hint="Draw anything").strokes
    return Find(
        lambda size, colour: input_array(Image.fromarray(draw_strokes(strokes, size=size)), colour=colour),
        "your drawing" if strokes else "an empty sheet of paper",
        lambda: Image.fromarray(draw_strokes(strokes, size=DRAWN_SIZE)),
        is_blank=not strokes,
    )


def _digit() -> Find:
    index = st.number_input(
        f"Digit, 0 to {DIGITS_COUNT - 1:,}",
        0,
        DIGITS_COUNT - 1,
        DEFAULT_DIGIT,
        key="digit",
        bind="query-params",
        help="Real handwriting: UCI, optical recognition of digits, 8x8 pixels, enlarged.",
    )
    picture = sample_digit(index)
    return Find(
        lambda size, colour: input_array(working_picture(picture, size), colour=colour),
        f"a handwritten {digit_label(index)}",
        lambda: picture,
    )


CHANNELS: Mapping[str, str] = MappingProxyType({"grey": "Grey", "summed": "Summed", "each": "Separate"})


def is_sample(text: str) -> bool:
    """Say whether a text from an address names a sample picture."""
    return text in SAMPLES
