"""The width of strokes, measured and changed."""

import numpy as np
import pytest
from scipy import ndimage

from explorer.pictures.pens import stroke_width, thicken
from explorer.pictures.strokes import Stroke, draw_strokes


@pytest.mark.parametrize("width", [4.0, 10.0, 25.0])
@pytest.mark.parametrize("angle", [0, 20, 45, 70, 90])
def test_the_width_of_a_line_is_measured_in_every_direction(width: float, angle: int) -> None:
    right, down = 110 * np.cos(np.radians(angle)), 110 * np.sin(np.radians(angle))
    ends = ((140 - right, 140 - down, 0.5), (140 + right, 140 + down, 0.5))
    measured = stroke_width(1 - draw_strokes([Stroke(width, ends)]).astype(np.float32) / 255)
    assert 0.75 * width < measured < 1.45 * width


def test_the_width_of_a_curve_is_measured_well() -> None:
    turn = np.linspace(0, 2 * np.pi, 80)
    circle = tuple((float(140 + 90 * np.cos(at)), float(140 + 90 * np.sin(at)), 0.5) for at in turn)
    measured = stroke_width(1 - draw_strokes([Stroke(16.0, circle)]).astype(np.float32) / 255)
    assert measured == pytest.approx(16, rel=0.06)


def test_no_ink_has_no_width() -> None:
    assert stroke_width(np.zeros((5, 5), np.float32)) == 0


@pytest.mark.parametrize("radius", [1, 2, 3, 4, 7])
def test_thicken_is_scipy_s_grey_dilation(radius: int) -> None:
    ink = np.random.default_rng(radius).random((13, 9)).astype(np.float32)
    expected = ndimage.grey_dilation(np.pad(ink, radius), size=2 * radius + 1, mode="constant")
    assert np.array_equal(thicken(ink, radius), expected)
