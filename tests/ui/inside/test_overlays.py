from __future__ import annotations

import base64
import re
from io import BytesIO

import numpy as np
from PIL import Image

from explorer.pictures.colours import colour
from explorer.ui.inside.overlays import CELL, INK, map_html, outlined, plain_html


def pixels_of(html: str) -> np.ndarray:
    found = re.search(r"base64,([^\"]+)", html)
    assert found
    return np.asarray(Image.open(BytesIO(base64.b64decode(found[1]))))


def test_the_outline_runs_along_the_borders_of_the_ink() -> None:
    inside = np.zeros((3, 3), bool)
    inside[1, 1] = True
    grey = np.full((3, 3, 3), 200, np.uint8)
    large = outlined(grey, inside)
    dark = (large == INK).all(axis=-1)
    # A line of two pixels, one on each side of the border, around the cell in the middle.
    assert dark[CELL - 1 : CELL + 1, CELL : 2 * CELL].all()
    assert dark[CELL : 2 * CELL, 2 * CELL - 1 : 2 * CELL + 1].all()
    assert not dark[CELL + 2 : 2 * CELL - 2, CELL + 2 : 2 * CELL - 2].any()
    assert (large[CELL + 2, CELL + 4] > 200).all()
    assert (large[CELL + 6, CELL + 6] == 200).all()
    assert (outlined(grey, np.zeros((3, 3), bool)) == 200).all()


def test_a_map_of_a_digit_has_the_houses_colours_away_from_the_outline() -> None:
    numbers = np.array([[-2.0, 0.0], [1.0, 2.0]], np.float32)
    shown = pixels_of(map_html(numbers, np.zeros((1, 2, 2), np.float32), "words"))
    np.testing.assert_array_equal(shown[CELL // 2 :: CELL, CELL // 2 :: CELL], colour(numbers, limit=2.0))


def test_a_map_of_a_photo_lies_over_its_grey() -> None:
    numbers = np.array([[-1.0, 1.0]], np.float32)
    dark, light = (
        pixels_of(map_html(numbers, np.full((3, 1, 2), level, np.float32), "words")) for level in (0, 1)
    )
    assert (light > dark).all()
    assert abs(light.astype(int) - dark - 102).max() <= 1


def test_a_flat_map_and_a_plain_picture() -> None:
    assert pixels_of(map_html(np.zeros((2, 2), np.float32), np.zeros((1, 2, 2), np.float32), "w")).min() > 200
    photo = np.zeros((3, 1, 1), np.float32)
    photo[0] = 1
    assert pixels_of(plain_html(photo, "w")).tolist() == [[[255, 0, 0]]]
    assert 'alt="a &lt;b&gt;"' in plain_html(photo, "a <b>")
