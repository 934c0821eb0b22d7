"""The portrait of the third lecture as pixels."""

import numpy as np

from explorer.lectures.portrait import IMPOSSIBLE, NOTE, NUMBERS, portrait


def test_every_number_is_a_pixel() -> None:
    picture = portrait()
    assert picture.shape == (1, 16, 12) and picture.dtype == np.float32
    assert picture.min() >= 0 and picture.max() <= 255 and not (picture % 1).any()
    assert picture[0, 0].tolist() == [157, 153, 174, 168, 150, 152, 129, 151, 172, 161, 165, 156]
    assert picture[0, 15].tolist() == [195, 206, 123, 207, 177, 121, 123, 200, 175, 13, 96, 218]


def test_what_no_pixel_can_have_is_replaced_by_what_this_grid_has() -> None:
    here = {place: NUMBERS[place[1]][place[2]] for place in IMPOSSIBLE}
    assert here == {(0, 4, 4): 237, (0, 4, 5): 239, (0, 4, 6): 239, (3, 11, 10): 255, (3, 13, 10): 255}
    assert all(number > 255 for number in IMPOSSIBLE.values())
    assert "5 of the numbers" in NOTE and "such as 299" in NOTE
