"""Paper told from ink."""

import numpy as np
import pytest

from explorer.pictures.drawings import drawings
from explorer.pictures.paper import even_level, marks_on
from explorer.pictures.strokes import draw_strokes

SEVEN = draw_strokes(drawings()["seven"].strokes)


@pytest.mark.parametrize("level", [0, 90, 180, 255])
def test_drawn_paper_has_one_level(level: int) -> None:
    picture = np.full((50, 50), level, np.uint8)
    picture[20:30] = 128
    assert even_level(picture) == level


def test_noise_and_ramps_have_none() -> None:
    noise = np.random.default_rng(0).normal(200, 5, (80, 80)).clip(0, 255).astype(np.uint8)
    ramp = np.linspace(100, 200, 6400).reshape(80, 80).astype(np.uint8)
    assert even_level(noise) is None
    assert even_level(ramp) is None


def test_a_level_that_only_the_ink_has_is_not_the_paper() -> None:
    picture = np.random.default_rng(0).integers(150, 250, (60, 60)).astype(np.uint8)
    picture[10:50, 10:50] = 0
    assert even_level(picture) is None


@pytest.mark.parametrize(
    ("ink", "paper"), [(0, 255), (60, 255), (200, 255), (60, 128), (200, 128), (60, 0), (255, 0), (255, 200)]
)
def test_depth_is_the_share_of_the_way_to_black_or_white(ink: int, paper: int) -> None:
    picture = np.full((60, 60), paper, np.uint8)
    picture[20:40, 28:32] = ink
    marks = marks_on(picture)
    assert marks.polarity == ("dark on light" if ink < paper else "light on dark")
    whole = paper if ink < paper else 255 - paper
    assert marks.depth[30, 30] == pytest.approx(abs(ink - paper) / whole, abs=1e-6)
    assert marks.depth[0, 0] == 0
    assert marks.paper_is_even


@pytest.mark.parametrize("name", drawings())
@pytest.mark.parametrize("shadow", [False, True])
def test_the_polarity_of_photos_is_found_on_paper_and_on_boards(name: str, shadow: bool, photograph) -> None:
    photo = photograph(draw_strokes(drawings()[name].strokes), shadow=shadow)
    assert marks_on(photo).polarity == "dark on light"
    assert marks_on(255 - photo).polarity == "light on dark"


def test_shadows_and_slanting_light_are_not_deep(photograph) -> None:
    marks = marks_on(photograph(SEVEN, shadow=True))
    inked = SEVEN < 128
    assert not marks.paper_is_even
    assert np.median(marks.depth[inked]) > 0.5
    assert np.percentile(marks.depth[~inked], 97) < 0.25


def test_one_pixel_is_enough() -> None:
    assert marks_on(np.array([[7]], np.uint8)).depth.shape == (1, 1)
    assert marks_on(np.arange(5, dtype=np.uint8)[None]).depth.shape == (1, 5)
