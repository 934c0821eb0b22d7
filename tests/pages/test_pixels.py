"""The Pixels page through the router: links, numbers, levels, bad input."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack
from explorer.digits import recognise
from explorer.filtering import working_picture
from explorer.lectures.portrait import NUMBERS
from explorer.pictures.samples import sample_digit, sample_picture
from explorer.pictures.strokes import Stroke, encode_strokes
from explorer.pictures.subsampling import LEVELS, at_random, on_grid
from tests.pages.harness import open_page, run, send


def told(app: AppTest) -> str:
    words = [element.value for element in [*app.markdown, *app.caption, *app.success]]
    return "\n".join([*words, *(element.proto.body for element in app.get("html"))])


def shown(app: AppTest) -> tuple[dict[str, object], np.ndarray]:
    header, arrays = unpack(app.get_by_key("pixels_window").proto.bytes)
    return header, arrays["planes"]


def answers(app: AppTest) -> list[str]:
    """Return what every line of the table of levels says, without its tags."""
    [table] = [element.proto.body for element in app.get("html") if "pixel-levels" in element.proto.body[:40]]
    lines = re.findall(r"<tr><th scope=\"row\">.*?</tr>", table)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def test_the_window_gets_the_numbers_of_the_picture() -> None:
    app = open_page("pixels", {"sample": "cat", "pixels_size": "64"})
    _, planes = shown(app)
    picture = np.asarray(working_picture(sample_picture("cat"), 64))
    assert np.array_equal(planes[:3], picture.transpose(2, 0, 1))
    assert np.array_equal(planes[3], np.asarray(Image.fromarray(picture).convert("L")))


def test_a_link_places_the_window_and_chooses_numbers() -> None:
    query = {"window": "3,9", "window_size": "5", "channel": "Green", "pixel_scale": "Signed"}
    header, _ = shown(open_page("pixels", query))
    assert {name: header[name] for name in ("text", "side", "channel", "scale")} == {
        "text": "3,9",
        "side": 5,
        "channel": "green",
        "scale": 2,
    }


def test_where_the_window_comes_to_rest_is_in_the_address() -> None:
    app = send(open_page("pixels"), "pixels_window", {"text": "0|10,20"})
    assert app.query_params["window"] in ("10,20", ["10,20"])


def test_the_lectures_portrait_is_what_is_printed() -> None:
    app = open_page("pixels", {"pixels_source": "Portrait", "window_size": "16"})
    _, planes = shown(app)
    assert planes.shape == (4, 16, 12)
    assert (planes == np.uint8(NUMBERS)).all()
    assert "16 × 12 × 3 = 576" in told(app)


def test_the_large_picture_is_put_in_words() -> None:
    words = told(open_page("pixels"))
    for fact in ("1,080 × 1,080 × 3 = 3,499,200", "40 days and 12 hours", "3,500 pages"):
        assert fact in words


@pytest.mark.parametrize(
    "query",
    [
        {"levels_digit": "12"},
        {"levels_digit": "5", "levels_size": "56"},
        {"levels_digit": "17", "levels_pattern": "Random", "levels_gaps": "White"},
        {"levels_digit": "4", "levels_pattern": "Random", "levels_seed": "3"},
    ],
    ids=str,
)
def test_the_table_says_what_the_network_says(query: dict[str, str]) -> None:
    lines = answers(open_page("pixels", query))
    picture = np.asarray(
        working_picture(sample_digit(int(query["levels_digit"])), int(query.get("levels_size", "28")))
    )
    for line, percent in zip(lines, LEVELS, strict=True):
        seed = int(query.get("levels_seed", "1"))
        gaps = "white" if "levels_gaps" in query else "nearest"
        by_chance = at_random(picture, percent=percent, seed=seed, gaps=gaps)  # type: ignore[arg-type]
        left = by_chance if "levels_pattern" in query else on_grid(picture, percent=percent)
        said = recognise(left.picture)
        share = f"{left.kept / picture.size:.1%}".replace("%", " %")
        doubt = " in doubt" if said.doubt else ""
        best = f"{said.probabilities.max():.1%}".replace("%", " %")
        assert line == f"{percent} % {left.kept:,} of {picture.size:,} {share} {said.digit}{doubt} {best}"


def test_a_photo_is_thinned_out_but_not_read() -> None:
    app = open_page("pixels", {"levels_of": "Picture", "sample": "cat", "pixels_size": "32"})
    assert len(answers(app)) == len(LEVELS)
    assert "Answer" not in told(app)
    assert "reads digits only" in told(app)


def test_a_drawing_is_read() -> None:
    one = [Stroke(24.0, ((140.0, 50.0, 0.5), (140.0, 230.0, 0.5)))]
    query = {"pixels_source": "Draw", "sketch": encode_strokes(one), "levels_of": "Picture"}
    app = open_page("pixels", query)
    assert "All pixels read as 1." in told(app)


def test_an_empty_sheet_is_no_digit() -> None:
    words = told(open_page("pixels", {"pixels_source": "Draw", "levels_of": "Picture"}))
    assert "There is no ink in this picture." in words
    assert "All pixels read as" not in words


def test_an_upload_is_shown_down_to_its_numbers() -> None:
    file = io.BytesIO()
    pixels = np.random.default_rng(5).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(file, "PNG")
    app = open_page("pixels", {"pixels_source": "Upload"})
    _, waiting = shown(app)
    assert not np.array_equal(waiting[0], waiting[2])
    app.file_uploader[0].set_value(("small.png", file.getvalue(), "image/png"))
    run(app)
    _, planes = shown(app)
    assert np.array_equal(planes[:3], pixels.transpose(2, 0, 1))


def test_challenges_follow_the_live_state() -> None:
    app = open_page("pixels", {"sample": "rocket", "window": "77,60"})
    before = len(app.success)
    app = send(app, "pixels_window", {"text": "0|0,0"})
    assert len(app.success) == before + 1
    query = {"levels_digit": "17", "levels_pattern": "Random", "levels_gaps": "White"}
    solved = open_page("pixels", query)
    assert ":material/check_circle: A level above that one reads something else. 20 and 50 % do." in told(
        solved
    )


def test_nonsense_in_the_address_falls_back() -> None:
    query = {
        "window": "9,-9",
        "window_size": "400",
        "channel": "Alpha",
        "pixels_size": "1e9",
        "levels_digit": "-1",
        "levels_seed": "0",
        "levels_size": "29",
        "sample": "../x",
    }
    header, planes = shown(open_page("pixels", query))
    assert (header["side"], header["channel"], planes.shape) == (8, "colour", (4, 85, 128))


def test_a_place_outside_the_picture_is_pushed_inside() -> None:
    app = open_page("pixels", {"window": "99999,99999", "sample": "coffee"})
    assert app.query_params["window"] in ("77,120", ["77,120"])
