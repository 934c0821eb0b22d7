"""Pictures of every kind as bounded grey arrays."""

import numpy as np
import pytest
from PIL import Image

from explorer.pictures.errors import PictureError
from explorer.pictures.greys import to_grey


def test_arrays_and_pil_images_give_the_same_grey() -> None:
    colours = np.random.default_rng(0).integers(0, 256, (30, 20, 3), np.uint8)
    from_array = to_grey(colours, longest_side=100)
    assert np.array_equal(from_array, to_grey(Image.fromarray(colours), longest_side=100))
    luma = colours @ np.array([0.299, 0.587, 0.114])
    assert np.abs(from_array - luma).max() <= 1


def test_a_small_grey_picture_is_not_changed() -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(to_grey(grey, longest_side=16), grey)
    assert np.array_equal(to_grey(grey[:, :, None], longest_side=16), grey)


@pytest.mark.parametrize(
    "shape", [(1000, 10), (10, 1000), (999, 1001), (321, 320), (5000, 4000, 3), (2000, 3, 4)]
)
def test_the_longest_side_is_kept_to(shape: tuple[int, ...]) -> None:
    grey = to_grey(np.full(shape, 200, np.uint8), longest_side=320)
    assert max(grey.shape) == 320
    assert abs(grey.shape[0] / grey.shape[1] * shape[1] / shape[0] - 1) < 0.01 or min(grey.shape) <= 10
    assert grey.min() >= 198


def test_reduction_averages() -> None:
    stripes = np.zeros((800, 800), np.uint8)
    stripes[::2] = 255
    assert np.abs(to_grey(stripes, longest_side=100).astype(int) - 127).max() <= 1


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((3, 4), np.float32), "float32"),
        (np.zeros((3, 4), bool), "bool"),
        (np.zeros(12, np.uint8), "not 12"),
        (np.zeros((3, 28, 28), np.uint8), "not 3x28x28"),
        (np.zeros((2, 2, 2, 2), np.uint8), "not 2x2x2x2"),
        (np.zeros((0, 4), np.uint8), "4 x 0"),
        (np.zeros((4, 0, 3), np.uint8), "0 x 4"),
        ([[1, 2]], "list"),
        (None, "NoneType"),
    ],
)
def test_anything_else_is_refused_with_its_shape_or_type(array: object, words: str) -> None:
    with pytest.raises(PictureError, match=words):
        to_grey(array, longest_side=100)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["1", "LA", "La", "P", "RGBA", "CMYK", "I;16", "I", "F", "HSV", "YCbCr"])
def test_every_mode_has_a_grey(mode: str) -> None:
    assert to_grey(Image.new(mode, (9, 5)), longest_side=100).shape == (5, 9)


def test_views_that_are_not_contiguous_are_fine() -> None:
    array = np.arange(200, dtype=np.uint8).reshape(10, 20)
    assert np.array_equal(to_grey(array.T[::-1], longest_side=100), array.T[::-1])
