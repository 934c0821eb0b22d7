"""Drawn strokes: the right pixels, smooth edges, the same picture at every size."""

import numpy as np
import pytest
from PIL import Image

from explorer.pictures.strokes import CANVAS_SIZE, Stroke, draw_strokes, pen_width

LINE = Stroke(20.0, ((40.0, 140.0, 0.5), (240.0, 140.0, 0.5)))


def test_a_line_covers_its_length_times_its_width_and_two_half_discs() -> None:
    ink = (255 - draw_strokes([LINE]).astype(float)).sum() / 255
    assert ink == pytest.approx(200 * 20 + np.pi * 10**2, rel=0.03)


def test_paper_is_white_ink_is_black_and_edges_are_smooth() -> None:
    picture = draw_strokes([Stroke(20.0, ((40.0, 60.0, 0.5), (240.0, 200.0, 0.5)))])
    assert picture.dtype == np.uint8
    assert picture[0, 0] == 255
    assert picture[130, 140] == 0
    between = np.count_nonzero((picture > 0) & (picture < 255))
    assert 200 < between < 1500


def test_a_single_point_is_a_disc() -> None:
    picture = draw_strokes([Stroke(40.0, ((100.0, 60.0, 0.5),))])
    rows, columns = np.nonzero(picture < 128)
    assert (rows.mean(), columns.mean()) == (pytest.approx(59.5, abs=0.4), pytest.approx(99.5, abs=0.4))
    assert len(rows) == pytest.approx(np.pi * 20**2, rel=0.03)


def test_pressure_changes_the_width() -> None:
    assert pen_width(10.0, 0.0) < pen_width(10.0, 0.5) == 10.0 < pen_width(10.0, 1.0)
    growing = Stroke(30.0, tuple((20.0 + 4 * step, 140.0, step / 60) for step in range(61)))
    thickness = (draw_strokes([growing]) < 128).sum(axis=0)
    assert thickness[40] < thickness[140] < thickness[240]
    assert thickness[140] == pytest.approx(30, abs=2)


@pytest.mark.parametrize("size", [8, 28, 100, 280, 560, 900])
def test_every_size_shows_the_same_picture(size: int) -> None:
    picture = draw_strokes([LINE], size=size)
    assert picture.shape == (size, size)
    large = Image.fromarray(draw_strokes([LINE], size=CANVAS_SIZE))
    reference = large.resize((size, size), Image.Resampling.BOX)
    assert np.abs(picture.astype(float) - np.asarray(reference, float)).mean() < 1.5


def test_no_strokes_and_empty_strokes_are_white_paper() -> None:
    assert (draw_strokes([]) == 255).all()
    assert (draw_strokes([Stroke(5.0, ())]) == 255).all()


def test_points_outside_the_canvas_are_cut_off() -> None:
    picture = draw_strokes([Stroke(10.0, ((-500.0, 140.0, 0.5), (900.0, 140.0, 0.5)))])
    assert (picture[140] == 0).all()
    assert (picture[100] == 255).all()


def test_the_thinnest_pen_still_marks() -> None:
    assert draw_strokes([Stroke(1.0, ((10.0, 10.0, 0.0), (200.0, 210.0, 0.0)))]).min() < 200


def test_a_picture_without_a_size_is_refused() -> None:
    with pytest.raises(ValueError, match="not 0"):
        draw_strokes([LINE], size=0)
