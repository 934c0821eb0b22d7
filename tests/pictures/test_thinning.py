"""Shapes thinned to lines."""

import numpy as np
import pytest
from scipy import ndimage

from explorer.pictures.drawings import drawings
from explorer.pictures.strokes import draw_strokes
from explorer.pictures.thinning import thin

EIGHT_NEIGHBOURS = np.ones((3, 3))


@pytest.mark.parametrize("name", drawings())
def test_a_skeleton_lies_in_the_shape_keeps_its_pieces_and_holes_and_is_thin(name: str) -> None:
    shape = draw_strokes(drawings()[name].strokes, size=160) < 128
    skeleton = thin(shape)
    assert not (skeleton & ~shape).any()
    for mask, structure in ((True, EIGHT_NEIGHBOURS), (False, None)):
        before = ndimage.label(shape == mask, structure)[1]
        after = ndimage.label(np.pad(skeleton, 1) == mask, structure)[1]
        assert after == before
    inside = skeleton[:-1, :-1] & skeleton[1:, :-1] & skeleton[:-1, 1:] & skeleton[1:, 1:]
    assert np.count_nonzero(inside) <= 3


@pytest.mark.parametrize("name", ["three", "four_closed", "eight"])
def test_a_skeleton_is_near_scikit_image_s(name: str) -> None:
    morphology = pytest.importorskip("skimage.morphology")
    shape = draw_strokes(drawings()[name].strokes, size=160) < 128
    ours, theirs = thin(shape), morphology.skeletonize(shape, method="zhang")
    for one, other in ((ours, theirs), (theirs, ours)):
        distance = ndimage.distance_transform_edt(~other)[one]
        assert np.percentile(distance, 95) <= 1.5


def test_the_shape_itself_is_left_alone() -> None:
    shape = np.ones((9, 9), bool)
    thin(shape)
    assert shape.all()
    assert not thin(np.zeros((4, 4), bool)).any()
