"""The Filters page through the router: links, sentences, bad input, nothing lost."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.components.kernel_grid import format_kernel
from explorer.photos import has_photo_network
from explorer.pictures.strokes import Stroke, encode_strokes
from explorer.ui.filters.kernels import MOST_MAPS
from tests.pages.harness import open_page, run, send

WIDTH = 190

needs_photos = pytest.mark.skipif(not has_photo_network(), reason="the photo network is not shipped here")


def lessons(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def test_the_first_view_tells_the_size_the_parameters_and_the_macs() -> None:
    told = lessons(open_page("filters"))
    assert f"= {WIDTH}$" in told
    assert "3 × 3 × 1 × 1 = 9" in told
    assert f"{WIDTH * WIDTH * 9:,}" in told


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"stride": "3", "size": "128"}, "41.6"),
        ({"padding": "Same", "stride": "2"}, "= 96$"),
        ({"padding": "Amount", "amount": "4", "padding_mode": "Circular"}, "192 + 4 + 4 - 3"),
        ({"dilation": "3"}, "3 × (3 − 1) + 1 = 7 cells"),
        ({"apart": "true", "stride": "2", "stride_horizontal": "5"}, "Width of the feature map"),
        ({"pooling": "Max", "pool_size": "3", "ceil_mode": "true"}, "pooled map"),
        ({"kernels": "sobel"}, "3 × 3 × 1 × 2 = 18"),
        ({"kernels": "sobel_x,emboss,box_blur_5"}, "zeros are put around the smaller kernels"),
        ({"kernels": "learned_1"}, "resembles"),
        pytest.param({"kernels": "photo_1", "channels": "Summed"}, "5 × 5 × 3 × 1 = 75", marks=needs_photos),
        pytest.param(
            {"kernels": "photo_1,sobel_x", "channels": "Separate"}, "5 × 5 × 1 × 6 = 150", marks=needs_photos
        ),
        pytest.param({"kernels": "photo_2"}, "5 × 5 × 1 × 1 = 25", marks=needs_photos),
        ({"channels": "Summed"}, "3 × 3 × 3 × 1 = 27"),
        ({"channels": "Separate"}, "3 × 3 × 1 × 3 = 27"),
        ({"kernels": "own", "own": "1,2;3,4", "bias": "2"}, "2 × 2 × 1 × 1 + 1 = 5"),
        ({"sample": "page"}, "Height of the feature map"),
        ({"filters_source": "Digit", "digit": "17"}, "= 190$"),
    ],
    ids=str,
)
def test_a_link_opens_with_what_it_says(query: dict[str, str], expected: str) -> None:
    app = open_page("filters", query)
    assert expected in lessons(app)
    assert not app.warning


def test_a_drawing_comes_with_the_link() -> None:
    strokes = [Stroke(30.0, ((40.0, 40.0, 0.5), (200.0, 200.0, 0.5)))]
    app = open_page("filters", {"filters_source": "Draw", "sketch": encode_strokes(strokes)})
    assert app.query_params["sketch"] == encode_strokes(strokes)


@pytest.mark.parametrize(
    ("query", "size", "mending"),
    [
        ({"kernels": "own", "own": ";".join(["1," * 10 + "1"] * 11), "sample": "page", "size": "64",
          "dilation": "6"}, "ernel 11x11", "set the dilation to"),
        ({"kernels": "gabor_0_4", "sample": "page", "size": "64", "dilation": "6"}, "input 32x64", "same"),
        ({"pooling": "Max", "pool_size": "2", "pool_padding": "4"}, "4x4", "pad the pooling by 1"),
    ],
)  # fmt: skip
def test_impossible_settings_say_their_sizes_and_what_would_mend_them(
    query: dict[str, str], size: str, mending: str
) -> None:
    app = open_page("filters", query)
    [warning] = app.warning
    assert size in warning.value
    assert mending in warning.value
    assert app.slider(key="stride").value == 1


def test_nonsense_in_the_address_falls_back() -> None:
    nonsense = {
        "kernels": "sobel_x,nothing",
        "own": "1,x",
        "sample": "../../etc/passwd",
        "sketch": "!!",
        "cell": "-1,nan",
        "stride": "99",
        "gain": "nan",
        "pool_padding": "1e9",
        "size": "100000",
    }
    app = open_page("filters", nonsense)
    assert f"= {WIDTH}$" in lessons(app)
    assert not app.warning


def test_a_cell_outside_the_map_is_passed_over() -> None:
    app = open_page("filters", {"cell": "5000,5000"})
    assert "cell" not in app.query_params


def test_the_gallery_chooses_and_the_address_follows() -> None:
    app = send(open_page("filters"), "filters_gallery", {"text": "0|emboss,sharpen"})
    assert app.query_params["kernels"] in ("emboss,sharpen", ["emboss,sharpen"])
    assert "3 × 3 × 1 × 2 = 18" in lessons(app)


def test_more_kernels_than_maps_are_cut_and_the_page_says_so() -> None:
    many = "sobel_x,sobel_y,scharr_x,scharr_y"
    app = open_page("filters", {"kernels": many, "channels": "Separate"})
    assert f"At most {MOST_MAPS} maps fit" in lessons(app)
    assert "3 × 3 × 1 × 6 = 54" in lessons(app)


@needs_photos
def test_a_kernel_for_colour_offers_to_show_the_picture_in_colour() -> None:
    label = "Show the picture in colour"
    app = open_page("filters", {"kernels": "photo_14", "sample": "coffee"})
    assert "read in grey" in lessons(app)
    next(button for button in app.button if button.label == label).click()
    run(app)
    assert "5 × 5 × 3 × 1 = 75" in lessons(app) and "Summed adds up" in lessons(app)
    assert app.query_params["channels"] in ("Summed", ["Summed"])
    assert label not in [button.label for button in app.button]
    grey = open_page("filters", {"kernels": "sobel_x", "sample": "coffee"})
    assert label not in [button.label for button in grey.button]


def test_a_copy_of_a_kernel_can_be_edited() -> None:
    app = open_page("filters", {"kernels": "gaussian_blur_3"})
    next(button for button in app.button if button.label == "Edit a copy").click()
    run(app)
    assert app.query_params["kernels"] in ("own", ["own"])
    expected = format_kernel(np.outer([1, 2, 1], [1, 2, 1]) / 16)
    assert app.query_params["own"] in (expected, [expected])


def test_normalising_weights_that_sum_to_nothing_is_said_to_do_nothing() -> None:
    app = open_page("filters", {"kernels": "own", "own": "1,-1", "normalise": "true"})
    assert "sum to 0" in lessons(app)


def test_a_bad_file_is_answered_and_the_picture_before_it_stays() -> None:
    app = open_page("filters", {"filters_source": "Upload"})
    assert "Until you choose a file" in lessons(app)
    app.file_uploader[0].set_value(("small.png", png(40, 30), "image/png"))
    run(app)
    assert "3 × 3 × 1 × 1 × 28 × 38" in lessons(app)
    assert "a copied link opens with a sample" in lessons(app)
    app.file_uploader[0].set_value(("broken.png", b"\x89PNG nothing more", "image/png"))
    run(app)
    assert "The picture before it is still here." in app.error[0].value
    assert "3 × 3 × 1 × 1 × 28 × 38" in lessons(app)


def test_a_picture_of_one_pixel_is_answered_with_what_helps() -> None:
    app = open_page("filters", {"filters_source": "Upload"})
    app.file_uploader[0].set_value(("dot.png", png(1, 1), "image/png"))
    run(app)
    assert "kernel 3x3 does not fit input 1x1 with padding 0" in app.warning[0].value.lower()
    assert "pad by 1" in app.warning[0].value


def test_code_is_written_only_when_asked_for() -> None:
    app = open_page("filters")
    assert not app.code
