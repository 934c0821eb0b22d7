"""The square on a picture: what the browser gets, what it may say, what is refused."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.components.cropper import cropper, size_words
from explorer.components.payload import unpack
from explorer.filtering import working_picture
from explorer.pictures.samples import sample_picture
from explorer.pictures.squares import Square
from tests.pages.harness import run, send

NOISE = np.zeros((3, 20, 30), np.uint8)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (NOISE[:2], "not uint8 2x20x30"),
        (NOISE.astype(np.float32), "not float32"),
        (NOISE[0], "not uint8 20x30"),
        (NOISE[:, :0], "not uint8 3x0x30"),
    ],
)
def test_what_cannot_be_cropped_is_refused(picture: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cropper(picture, key="crop", alt="Nothing.")


def shows_a_picture() -> None:
    import numpy as np
    import streamlit as st

    from explorer.components.cropper import cropper

    pixels = np.arange(3 * 20 * 30).reshape(3, 20, 30).astype(np.uint8)
    place = st.session_state.get("place", "2,3,10")
    origin = st.session_state.get("origin", "first")
    st.session_state["there"] = cropper(pixels, key="crop", place=place, origin=origin, alt="Numbers.")


def sent_picture(file: np.ndarray) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(file.tobytes())))


def test_of_a_small_picture_the_browser_gets_every_number() -> None:
    app = run(AppTest.from_function(shows_a_picture))
    header, arrays = unpack(app.get_by_key("crop").proto.bytes)
    found = sent_picture(arrays["file"])
    assert found.shape == (20, 30, 3) and header["shown"] == [20, 30]
    assert found[7, 9].tolist() == [(channel * 600 + 7 * 30 + 9) % 256 for channel in range(3)]
    assert (header["text"], header["least"]) == ("2,3,10", 8)
    assert app.session_state["there"] == Square(2, 3, 10)


@pytest.mark.parametrize("said", ["0|19,29,9", "0|99999,99999,9"])
def test_where_the_square_comes_to_rest_is_returned_inside(said: str) -> None:
    app = send(run(AppTest.from_function(shows_a_picture)), "crop", {"text": said})
    assert app.session_state["there"] == Square(11, 21, 9)


@pytest.mark.parametrize("said", ["0|nonsense", "0|1,2", "1e9|1,2,9", "", None, 7, ["0|1,2,9"], "0|-1,0,9"])
def test_nonsense_from_a_browser_changes_nothing(said: object) -> None:
    app = send(run(AppTest.from_function(shows_a_picture)), "crop", {"text": said})
    assert app.session_state["there"] == Square(2, 3, 10)


def test_another_origin_puts_its_own_square_in_place() -> None:
    app = send(run(AppTest.from_function(shows_a_picture)), "crop", {"text": "0|0,0,9"})
    app.session_state["origin"], app.session_state["place"] = "second", ""
    run(app)
    assert app.session_state["there"] == Square(0, 5, 20)
    send(app, "crop", {"text": "0|1,1,9"})
    assert app.session_state["there"] == Square(0, 5, 20)


def shows_a_photo() -> None:
    from explorer.components.cropper import cropper
    from explorer.filtering import input_array, working_picture
    from explorer.pictures.samples import sample_picture

    pixels = input_array(working_picture(sample_picture("cat"), 400), colour=True)
    cropper(pixels, key="crop", alt="A cat.")


def test_of_a_photo_the_browser_gets_what_an_eye_cannot_tell_from_it_in_a_fraction_of_the_bytes() -> None:
    _, arrays = unpack(run(AppTest.from_function(shows_a_photo)).get_by_key("crop").proto.bytes)
    photo = np.asarray(working_picture(sample_picture("cat"), 400).convert("RGB"), np.float32)
    found = sent_picture(arrays["file"])
    assert np.abs(found - photo).mean() < 2 and len(arrays["file"]) < photo.size / 5


def shows_a_copy() -> None:
    import numpy as np
    import streamlit as st

    from explorer.components.cropper import cropper

    pixels = np.zeros((3, 20, 30), np.uint8)
    st.session_state["there"] = cropper(
        pixels, size=(2000, 3000), key="crop", place="7,8,9", least=125, alt="Nothing."
    )


def test_on_a_copy_the_pixels_of_the_whole_are_counted() -> None:
    app = run(AppTest.from_function(shows_a_copy))
    header, arrays = unpack(app.get_by_key("crop").proto.bytes)
    assert sent_picture(arrays["file"]).shape == (20, 30, 3)
    assert (header["size"], header["least"], header["step"]) == ([2000, 3000], 125, 7)
    assert header["text"] == "7,8,125" and app.session_state["there"] == Square(7, 8, 125)
    send(app, "crop", {"text": "0|1990,2990,700"})
    assert app.session_state["there"] == Square(1300, 2300, 700)


def test_how_large_a_picture_is_shown_is_said_where_it_is_shown_smaller() -> None:
    assert size_words((20, 30), (20, 30)) == "30 × 20 pixels"
    assert size_words((3000, 40), (400, 5)) == "40 × 3000 pixels, shown at 5 × 400"
