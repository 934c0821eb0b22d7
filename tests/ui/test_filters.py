"""From choices to numbers on the Filters page, without a browser."""

from __future__ import annotations

import io
import zipfile
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from explorer.arithmetic import KERNELS, PAIRS, conv2d, resemblance
from explorer.components.gallery import is_choice
from explorer.components.pixel_reader.gradient import gradient
from explorer.exports import bundle_zip
from explorer.filtering import Settings
from explorer.photos import has_photo_network
from explorer.pictures.make_thumbnails import THUMBNAIL_SIDE, THUMBNAILS_FILE, thumbnails
from explorer.ui.filters import gallery
from explorer.ui.filters.kernels import Kernels, _filter, _for_channels
from explorer.ui.filters.learned import (
    LIKE,
    digit_kernels,
    has_learned,
    light_share,
    photo_kernels,
    photo_weights,
)
from explorer.ui.filters.reading import Filtered, apply
from explorer.ui.filters.source import Source
from explorer.ui.filters.takeaway import coloured, grey, npy

needs_photos = pytest.mark.skipif(not has_photo_network(), reason="the photo network is not shipped here")
RANDOM = np.random.default_rng(2)
GREY = RANDOM.integers(0, 256, (1, 30, 24), dtype=np.uint8)
COLOUR = RANDOM.integers(0, 256, (3, 30, 24), dtype=np.uint8)


def coloured_kernel() -> tuple[str, np.ndarray]:
    """Return the name and the planes of a filter that tells colours apart and has learned something."""
    return next(
        (name, kernel)
        for name, kernel in photo_kernels().items()
        if has_learned(name) and light_share(kernel) < 0.5
    )


def filtered(
    picture: np.ndarray, names: list[str], settings: Settings, *, each_channel: bool = False
) -> Filtered:
    single = [_filter(name) for name in names]
    filters = _for_channels(single, len(picture), each_channel=each_channel)
    return apply(Source(picture, "noise", each_channel), Kernels(filters), settings)


def test_what_is_shown_is_what_the_network_computes() -> None:
    settings = Settings((1, 2), (3, 4), "reflect", (2, 1), "leaky_relu", "max", 3, 2, 1, True)
    for each_channel in (False, True):
        shown = filtered(COLOUR, ["sobel_x", "gabor_45_4"], settings, each_channel=each_channel)
        computed = shown.network.trace(COLOUR)
        assert list(shown.trace.activations) == list(computed.activations) == ["conv", "activation", "pool"]
        for name, array in computed.activations.items():
            np.testing.assert_allclose(shown.trace.activations[name], array, rtol=1e-4, atol=2e-2)
            assert shown.network.shapes[name] == array.shape


@pytest.mark.parametrize("name", [*KERNELS, *gallery.learned_kernels()])
def test_every_kernel_of_the_gallery_filters(name: str) -> None:
    shown = filtered(GREY, [name], Settings(padding="same"))
    assert shown.trace.activations["conv"].shape == GREY.shape
    np.testing.assert_allclose(
        shown.trace.activations["conv"], shown.network.trace(GREY).activations["conv"], rtol=1e-4, atol=2e-2
    )


def test_smaller_kernels_are_framed_to_the_size_of_the_largest() -> None:
    shown = filtered(GREY, ["roberts_x", "box_blur_5", "sobel_x"], Settings(padding="same"))
    alone = filtered(GREY, ["sobel_x"], Settings(padding="same"))
    assert shown.reading.kernel_size == (5, 5)
    np.testing.assert_array_equal(shown.trace.activations["conv"][2], alone.trace.activations["conv"][0])


def test_summed_and_separate_colours_agree() -> None:
    summed = filtered(COLOUR, ["emboss"], Settings())
    separate = filtered(COLOUR, ["emboss"], Settings(), each_channel=True)
    assert separate.trace.activations["conv"].shape[0] == 3
    np.testing.assert_allclose(
        separate.trace.activations["conv"].sum(axis=0), summed.trace.activations["conv"][0], rtol=1e-5
    )
    assert [each.title for each in separate.reading.filters] == [
        "Emboss, red",
        "Emboss, green",
        "Emboss, blue",
    ]


@needs_photos
def test_a_kernel_for_colour_reads_every_colour_with_its_own_plane() -> None:
    name, kernel = coloured_kernel()
    summed = filtered(COLOUR, [name], Settings(padding="same"))
    expected = conv2d(COLOUR.astype(np.float32), kernel[np.newaxis].astype(np.float32), padding=2)
    assert np.ptp(expected) > 1
    np.testing.assert_allclose(summed.trace.activations["conv"], expected, rtol=1e-4, atol=1e-2)
    separate = filtered(COLOUR, [name], Settings(padding="same"), each_channel=True)
    np.testing.assert_allclose(
        separate.trace.activations["conv"].sum(axis=0), expected[0], rtol=1e-4, atol=1e-2
    )


@needs_photos
def test_on_grey_a_kernel_for_colour_is_the_sum_of_its_planes() -> None:
    name, kernel = coloured_kernel()
    shown = filtered(GREY, [name], Settings())
    same = conv2d(np.repeat(GREY, 3, axis=0).astype(np.float32), kernel[np.newaxis].astype(np.float32))
    assert np.ptp(same) > 1
    np.testing.assert_allclose(shown.trace.activations["conv"], same, rtol=1e-4, atol=1e-2)


@needs_photos
def test_kernels_for_grey_and_for_colour_make_one_layer() -> None:
    name, _ = coloured_kernel()
    for picture, each_channel in ((GREY, False), (COLOUR, False), (COLOUR, True)):
        shown = filtered(picture, ["sobel_x", name], Settings(padding="same"), each_channel=each_channel)
        alone = filtered(picture, [name], Settings(padding="same"), each_channel=each_channel)
        assert np.ptp(alone.trace.activations["conv"]) > 1
        np.testing.assert_array_equal(shown.trace.activations["conv"][1::2], alone.trace.activations["conv"])


@needs_photos
def test_what_a_photo_filter_reads_is_said() -> None:
    items = {item.name: item for item in gallery.items() if item.name in photo_kernels()}
    assert len(items) == len(photo_weights()) > 0
    for name, kernel in photo_weights().items():
        if not has_learned(name):
            assert "nothing" in items[name].title and "Its largest weight is" in items[name].hint
            continue
        share = light_share(kernel)
        assert f"{100 * share:.0f} % of it reads light and dark" in items[name].hint
        assert ("colour" in items[name].title) == (share < 0.5)
        closest, correlation = resemblance(kernel.sum(axis=0))
        is_named = share >= 0.5 and correlation >= LIKE
        assert (KERNELS[closest].title in items[name].title) == is_named
        assert ("light and dark" in items[name].title) == (share >= 0.5 and not is_named)


@needs_photos
def test_filters_that_have_learned_nothing_are_grey_and_the_others_are_not() -> None:
    reaches = {name: np.abs(kernel).max() for name, kernel in photo_weights().items()}
    median = np.median(list(reaches.values()))
    dead = {name for name, reach in reaches.items() if reach < 0.02 * median}
    assert dead == {name for name in reaches if not has_learned(name)}
    assert 0 < len(dead) < len(reaches) / 2
    for name in reaches:
        painted = gallery._picture(name)[3:-3, 3:-3].astype(int)
        assert (np.abs(painted - 128).max() <= 3) == (name in dead)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_every_pair_has_a_gradient(pair: tuple[str, str]) -> None:
    shown = filtered(GREY, list(pair), Settings())
    magnitude, _ = gradient(*shown.reading.maps)
    x, y = shown.trace.activations["conv"]
    np.testing.assert_allclose(magnitude, np.hypot(x, y), rtol=1e-5)


def test_a_choice_names_items_once() -> None:
    names = {item.name for item in gallery.items()}
    assert len(names) == len(gallery.items())
    assert all(is_choice(f"{one},{other}", names) for one, other in combinations(list(names)[:6], 2))
    for nonsense in ("", ",", "sobel_x,", "sobel_x,sobel_x", "Sobel", "sobel_x " * 900):
        assert not gallery.is_kernels(nonsense)


def test_every_learned_filter_is_labelled_with_what_it_resembles_most() -> None:
    learned = [item for item in gallery.items() if item.name.startswith("learned_")]
    assert len(learned) == len(digit_kernels()) > 0
    for item in learned:
        closest, correlation = resemblance(gallery.learned_kernels()[item.name])
        assert KERNELS[closest].title in item.hint and f"{correlation:.2f}" in item.hint
        if correlation >= LIKE:
            assert KERNELS[closest].title in item.title and f"{correlation:.2f}" in item.title
        else:
            assert "like none" in item.title and "little" in item.hint


def test_the_sheet_has_a_picture_for_every_item() -> None:
    sheet = gallery.sheet()
    with Image.open(io.BytesIO(sheet.file)) as picture:
        rows = -(-len(gallery.items()) // sheet.columns)
        assert picture.size == (sheet.columns * sheet.side, rows * sheet.side)
    assert len(sheet.file) < 20_000


def test_the_thumbnails_are_those_of_the_samples() -> None:
    fresh = thumbnails().astype(int)
    with Image.open(THUMBNAILS_FILE) as picture:
        shipped = np.asarray(picture.convert("RGB")).astype(int)
    assert shipped.shape == fresh.shape and shipped.shape[0] % THUMBNAIL_SIDE == 0
    assert np.abs(shipped - fresh).mean() < 8, "run python -m explorer.pictures.make_thumbnails"


def test_files_to_take_away_hold_what_is_shown() -> None:
    shown = filtered(GREY, ["sobel_x", "sobel_y"], Settings(activation="relu", pooling="average"))
    maps = shown.trace.activations["conv"]
    np.testing.assert_array_equal(np.load(io.BytesIO(npy(maps))), maps)
    with Image.open(io.BytesIO(coloured(shown))) as picture:
        assert picture.size == (2 * maps.shape[2] + 4, maps.shape[1])
    flat = np.concatenate([maps, np.zeros_like(maps[:1])])
    stretched = grey(flat)[:, : maps.shape[2]]
    assert (stretched.min(), stretched.max()) == (0, 255)
    with zipfile.ZipFile(io.BytesIO(bundle_zip(shown.network, shown.trace))) as archive:
        assert archive.testzip() is None
        saved = np.load(io.BytesIO(archive.read("arrays.npz")))
        assert sorted(saved.files) == ["activation", "conv", "input", "pool"]
        np.testing.assert_array_equal(saved["pool"], shown.trace.activations["pool"])
        np.testing.assert_array_equal(saved["input"], GREY)
