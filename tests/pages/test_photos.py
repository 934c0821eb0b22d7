"""The Photos page through the router: links, crops, uploads, nonsense."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack
from explorer.photos import PERCENT, PHOTO_ASSETS, photo_network, recognise_photo
from explorer.pictures.samples import SAMPLES, sample_picture
from explorer.pictures.squares import Square, linked_square, square_in
from explorer.pictures.strokes import Stroke, encode_strokes
from explorer.ui.photos.answer import NOTHING_YET
from explorer.ui.photos.card import measured
from tests.components.test_cropper import sent_picture
from tests.pages.harness import open_page, run, send

FIGURE = 'class="photo-cam"'
MOST_BYTES = 600_000


def told(app: AppTest) -> str:
    words = [element.value for element in [*app.markdown, *app.caption, *app.success]]
    return "\n".join([*words, *(element.proto.body for element in app.get("html"))])


def bytes_sent(app: AppTest, key: str) -> int:
    return len(app.get_by_key(key).proto.SerializeToString())


def crop_of(app: AppTest) -> tuple[str, dict[str, Any]]:
    header, _ = unpack(app.get_by_key("photos_crop").proto.bytes)
    return header["text"], header


def shown(app: AppTest) -> np.ndarray:
    _, arrays = unpack(app.get_by_key("photos_crop").proto.bytes)
    return sent_picture(arrays["file"])


def upload(app: AppTest, picture: Image.Image, kind: str) -> AppTest:
    file = io.BytesIO()
    picture.save(file, kind)
    app.file_uploader[0].set_value((f"picture.{kind.lower()}", file.getvalue(), f"image/{kind.lower()}"))
    return run(app)


def answer(app: AppTest) -> dict[str, str]:
    said: dict[str, str] = json.loads(app.get_by_key("photos_bars").proto.json)
    return said


def size_of(picture: Image.Image) -> tuple[int, int]:
    return picture.size[1], picture.size[0]


@pytest.mark.parametrize("crop", ["30,60,120,640", "19,38,75"])
def test_the_answer_is_the_networks_for_that_crop(crop: str) -> None:
    app = open_page("photos", {"sample": "rocket", "crop": crop})
    picture = sample_picture("rocket")
    recognition = recognise_photo(picture, linked_square(size_of(picture), crop))
    said = answer(app)
    assert said["answer"] == recognition.name
    best = json.loads(said["bars"])[0]
    assert best[0] == recognition.name and best[1] == pytest.approx(float(recognition.probabilities.max()))
    is_sure = recognition.doubt is None and recognition.probabilities.max() >= 0.5
    assert said["certainty"] == ("sure" if is_sure else "doubtful")


def test_the_crop_that_comes_to_rest_is_in_the_address_and_answered() -> None:
    app = open_page("photos")
    text, header = crop_of(app)
    cat = sample_picture("cat")
    assert header["words"] == "451 × 300 pixels, shown at 400 × 266"
    assert text == square_in(size_of(cat)).text
    app = send(app, "photos_crop", {"text": "0|3,7,90"})
    assert app.query_params["crop"] in ("3,7,90,451", ["3,7,90,451"])
    assert answer(app)["answer"] == recognise_photo(cat, Square(3, 7, 90)).name


def test_another_picture_begins_with_its_largest_square() -> None:
    app = open_page("photos", {"crop": "3,7,90,451"})
    assert crop_of(app)[0] == "3,7,90"
    app = send(app, "filters_samples", {"text": "0|coins"})
    text, header = crop_of(app)
    assert header["size"] == [303, 384] and text == square_in((303, 384)).text
    assert "crop" not in app.query_params


def test_an_upload_is_recognised() -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (40, 90, 3), dtype=np.uint8)
    app = open_page("photos", {"photos_source": "Upload", "crop": "3,7,90"})
    upload(app, Image.fromarray(pixels), "PNG")
    assert np.array_equal(shown(app), pixels) and crop_of(app)[0] == "0,25,40"
    assert answer(app)["answer"] == recognise_photo(Image.fromarray(pixels)).name


def test_a_large_upload_is_counted_in_its_own_pixels() -> None:
    app = open_page("photos", {"photos_source": "Upload", "cam": "true"})
    upload(app, sample_picture("astronaut").resize((4000, 3000)), "JPEG")
    text, header = crop_of(app)
    assert (text, header["size"], header["least"], header["step"]) == ("0,500,3000", [3000, 4000], 125, 10)
    assert header["words"] == "4000 × 3000 pixels, shown at 400 × 300"
    assert "1 pixel stands for 8,789.1 of the picture" in told(app)
    assert max(shown(app).shape) == 400
    app = send(app, "photos_crop", {"text": f"{header['version']}|1000,2000,800"})
    assert app.query_params["crop"] in ("1000,2000,800,4000", ["1000,2000,800,4000"])
    assert "1 pixel stands for 625 of the picture" in told(app)


def test_a_bad_upload_is_answered_in_words() -> None:
    app = open_page("photos", {"photos_source": "Upload"})
    app.file_uploader[0].set_value(("bad.png", b"not a picture", "image/png"))
    run(app)
    assert len(app.error) == 1


@pytest.mark.parametrize("source", ["Upload", "Digit", "Camera"])
def test_every_source_has_an_answer(source: str) -> None:
    assert answer(open_page("photos", {"photos_source": source}))["answer"]


def test_an_empty_paper_has_no_answer_and_a_drawing_has_one() -> None:
    empty = open_page("photos", {"photos_source": "Draw", "cam": "true"})
    said = answer(empty)
    assert (said["answer"], said["certainty"], said["sentence"]) == ("", "none", NOTHING_YET)
    assert "data:image/jpeg" not in told(empty) and "answer is not in doubt" not in told(empty)
    sketch = encode_strokes([Stroke(30.0, ((40.0, 40.0, 0.5), (200.0, 200.0, 0.5)))])
    drawn = open_page("photos", {"photos_source": "Draw", "sketch": sketch})
    assert answer(drawn)["answer"] and answer(drawn)["certainty"] != "none"


@pytest.mark.parametrize(
    ("query", "is_stranger"),
    [
        ({"sample": "brick"}, True),
        ({"sample": "rocket"}, False),
        ({"sample": "brick", "photos_source": "Upload"}, True),
        ({"photos_source": "Digit", "digit": "14"}, True),
    ],
    ids=str,
)
def test_of_a_stranger_without_doubt_the_page_says_that_the_network_does_not_notice(
    query: dict[str, str], is_stranger: bool
) -> None:
    said = answer(open_page("photos", query))
    if is_stranger:
        assert said["certainty"] == "doubtful"
    if "little speaks" not in said["sentence"] and "Undecided" not in said["sentence"]:
        words = "This picture shows none of the ten, and" if is_stranger else "Of its ten words,"
        assert said["sentence"].startswith(words) and PERCENT in said["sentence"]


def test_the_figures_are_the_cards_and_the_networks() -> None:
    words = told(open_page("photos"))
    found = measured((PHOTO_ASSETS / "MODEL_CARD.md").read_text(encoding="utf-8"))
    assert found is not None
    for figure in (found.test, f"{photo_network().parameter_count:,}", f"{photo_network().macs:,}"):
        assert figure in words


def test_where_it_looked_is_shown_on_demand_for_any_class() -> None:
    asked = open_page("photos", {"cam": "true", "cam_class": "Truck"})
    [figure] = [element.proto.body for element in asked.get("html") if FIGURE in element.proto.body]
    assert "speaks for a truck" in figure and "data:image/jpeg" in figure
    words = told(open_page("photos"))
    assert FIGURE not in words and re.search("takes a few seconds", words)


def test_a_picture_of_none_of_the_ten_is_known_to_be_one() -> None:
    assert "that shows none of the ten. It is one of those." in told(
        open_page("photos", {"sample": "gravel"})
    )
    assert "that shows none of the ten. It is not." in told(open_page("photos", {"sample": "rocket"}))


@pytest.mark.parametrize("crop", ["9", "-1,0,9", "1e3,0,0", "1,2,3,0", "x" * 5000])
def test_nonsense_in_the_address_falls_back(crop: str) -> None:
    query = {"crop": crop, "sample": "../x", "photos_place": "conv99,0,0,0", "cam_class": "Unicorn"}
    assert crop_of(open_page("photos", query))[0] == square_in((300, 451)).text


def test_a_crop_outside_the_picture_is_pushed_inside() -> None:
    app = open_page("photos", {"crop": "99999,99999,99999"})
    assert crop_of(app)[0] == "0,151,300"
    assert app.query_params["crop"] in ("0,151,300,451", ["0,151,300,451"])


def test_the_network_its_script_and_a_photo_are_below_the_limit() -> None:
    """What the network view is sent, as it is sent: weights, script and style once, and a photo's maps."""
    app = open_page("photos")
    once = bytes_sent(app, "photos_view")
    photos = []
    for name in SAMPLES:
        app = open_page("photos", {"sample": name})
        photos.append(bytes_sent(app, "photos_view_picture_parcel"))
    assert once + max(photos) < MOST_BYTES
    assert len(set(photos)) == len(SAMPLES)
