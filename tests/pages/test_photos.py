"""The Photos page through the router: links, crops, uploads, nonsense."""

from __future__ import annotations

import io
import json
import re

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack
from explorer.filtering import working_picture
from explorer.photos import PHOTO_ASSETS, photo_network, recognise_photo
from explorer.pictures.samples import SAMPLES, sample_picture
from explorer.pictures.squares import Square, square_in
from explorer.ui.photos.card import measured
from explorer.ui.photos.source import WORKING_SIZE
from tests.pages.harness import open_page, run, send

FIGURE = 'class="photo-cam"'
MOST_BYTES = 600_000


def told(app: AppTest) -> str:
    words = [element.value for element in [*app.markdown, *app.caption, *app.success]]
    return "\n".join([*words, *(element.proto.body for element in app.get("html"))])


def bytes_sent(app: AppTest, key: str) -> int:
    return len(app.get_by_key(key).proto.SerializeToString())


def crop_of(app: AppTest) -> tuple[str, np.ndarray]:
    header, arrays = unpack(app.get_by_key("photos_crop").proto.bytes)
    return header["text"], arrays["planes"]


def answer(app: AppTest) -> dict[str, str]:
    said: dict[str, str] = json.loads(app.get_by_key("photos_bars").proto.json)
    return said


def sample(name: str) -> Image.Image:
    return working_picture(sample_picture(name), WORKING_SIZE)


def test_the_answer_is_the_networks_for_that_crop() -> None:
    app = open_page("photos", {"sample": "rocket", "crop": "30,60,120"})
    recognition = recognise_photo(sample("rocket"), Square(30, 60, 120))
    said = answer(app)
    assert said["answer"] == recognition.name
    best = json.loads(said["bars"])[0]
    assert best[0] == recognition.name and best[1] == pytest.approx(float(recognition.probabilities.max()))
    is_sure = recognition.doubt is None and recognition.probabilities.max() >= 0.5
    assert said["certainty"] == ("sure" if is_sure else "doubtful")


def test_the_crop_that_comes_to_rest_is_in_the_address_and_answered() -> None:
    app = open_page("photos")
    text, planes = crop_of(app)
    assert np.array_equal(planes, np.asarray(sample("cat")).transpose(2, 0, 1))
    assert text == square_in(planes.shape[1:]).text
    app = send(app, "photos_crop", {"text": "0|3,7,90"})
    assert app.query_params["crop"] in ("3,7,90", ["3,7,90"])
    assert answer(app)["answer"] == recognise_photo(sample("cat"), Square(3, 7, 90)).name


def test_another_picture_begins_with_its_largest_square() -> None:
    app = open_page("photos", {"crop": "3,7,90"})
    assert crop_of(app)[0] == "3,7,90"
    app = send(app, "filters_samples", {"text": "0|coins"})
    text, planes = crop_of(app)
    assert text == square_in(planes.shape[1:]).text
    assert "crop" not in app.query_params


def test_an_upload_is_recognised() -> None:
    file = io.BytesIO()
    pixels = np.random.default_rng(5).integers(0, 256, (40, 90, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(file, "PNG")
    app = open_page("photos", {"photos_source": "Upload", "crop": "3,7,90"})
    app.file_uploader[0].set_value(("small.png", file.getvalue(), "image/png"))
    run(app)
    text, planes = crop_of(app)
    assert np.array_equal(planes, pixels.transpose(2, 0, 1)) and text == "0,25,40"
    assert answer(app)["answer"] == recognise_photo(Image.fromarray(pixels)).name


def test_a_bad_upload_is_answered_in_words() -> None:
    app = open_page("photos", {"photos_source": "Upload"})
    app.file_uploader[0].set_value(("bad.png", b"not a picture", "image/png"))
    run(app)
    assert len(app.error) == 1


@pytest.mark.parametrize("source", ["Draw", "Digit", "Camera"])
def test_every_source_has_an_answer(source: str) -> None:
    assert answer(open_page("photos", {"photos_source": source}))["answer"]


def test_the_figures_are_the_cards_and_the_networks() -> None:
    words = told(open_page("photos"))
    found = measured((PHOTO_ASSETS / "MODEL_CARD.md").read_text(encoding="utf-8"))
    assert found is not None
    for figure in (found.test, f"{photo_network().parameter_count:,}", f"{photo_network().macs:,}"):
        assert figure in words


def test_where_it_looked_is_shown_on_demand_for_any_class() -> None:
    asked = open_page("photos", {"cam": "true", "cam_class": "Truck"})
    [figure] = [element.proto.body for element in asked.get("html") if FIGURE in element.proto.body]
    assert "speaks for a truck" in figure and "data:image/png" in figure
    words = told(open_page("photos"))
    assert FIGURE not in words and re.search("takes a few seconds", words)


def test_a_picture_of_none_of_the_ten_is_known_to_be_one() -> None:
    assert "that shows none of the ten. It is one of those." in told(
        open_page("photos", {"sample": "gravel"})
    )
    assert "that shows none of the ten. It is not." in told(open_page("photos", {"sample": "rocket"}))


@pytest.mark.parametrize("crop", ["9", "-1,0,9", "1e3,0,0", "x" * 5000])
def test_nonsense_in_the_address_falls_back(crop: str) -> None:
    query = {"crop": crop, "sample": "../x", "photos_place": "conv99,0,0,0", "cam_class": "Unicorn"}
    text, planes = crop_of(open_page("photos", query))
    assert text == square_in(planes.shape[1:]).text


def test_a_crop_outside_the_picture_is_pushed_inside() -> None:
    app = open_page("photos", {"crop": "99999,99999,99999"})
    assert crop_of(app)[0] == "0,134,266"
    assert app.query_params["crop"] in ("0,134,266", ["0,134,266"])


def test_the_network_its_script_and_a_photo_are_below_the_limit() -> None:
    """What the network view is sent, as it is sent: weights, script and style once, and a photo's maps."""
    app = open_page("photos")
    once = sum(bytes_sent(app, key) for key in ("photos_view", "photos_view_gradient_parcel"))
    photos = []
    for name in SAMPLES:
        app = open_page("photos", {"sample": name})
        photos.append(bytes_sent(app, "photos_view_picture_parcel"))
    assert once + max(photos) < MOST_BYTES
    assert len(set(photos)) == len(SAMPLES)
