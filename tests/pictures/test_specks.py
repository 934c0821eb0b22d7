"""Connected pieces, against SciPy's, and the dust among them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from explorer.pictures.specks import keep_writing, pieces


@given(arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=14), elements=st.booleans()))
def test_pieces_are_scipy_s(mask: np.ndarray) -> None:
    labels, count = ndimage.label(mask, np.ones((3, 3)))
    found = pieces(mask)
    assert len(found) == count
    assert [piece.area for piece in found] == sorted((piece.area for piece in found), reverse=True)
    slices = ndimage.find_objects(labels)
    boxes = sorted((rows.start, rows.stop, columns.start, columns.stop) for rows, columns in slices)
    assert sorted(piece.box for piece in found) == boxes
    for piece in found:
        cells = np.zeros_like(mask)
        for row, start, stop in piece.runs:
            cells[row, start:stop] = True
        numbers = np.unique(labels[cells])
        assert len(numbers) == 1
        assert np.array_equal(labels == numbers[0], cells)


def test_a_labyrinth_is_one_piece() -> None:
    spiral = np.zeros((31, 31), bool)
    for ring in range(0, 15, 2):
        spiral[ring, ring : 31 - ring] = spiral[ring : 31 - ring, 30 - ring] = True
        spiral[30 - ring, ring : 31 - ring] = spiral[ring + 2 : 31 - ring, ring] = True
        spiral[ring + 2, ring : ring + 2] = True
    assert len(pieces(spiral)) == 1


def ink(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    strength = np.zeros((90, 90), np.float32)
    for top, bottom, left, right in boxes:
        strength[top:bottom, left:right] = 1.0
    return strength


MAIN = (20, 70, 40, 50)


def kept(*boxes: tuple[int, int, int, int], edge_is_doubtful: bool = False) -> np.ndarray:
    return keep_writing(ink(*boxes), clear=0.5, edge_is_doubtful=edge_is_doubtful)


def test_a_bar_that_belongs_to_a_five_stays() -> None:
    assert np.array_equal(kept(MAIN, (14, 18, 45, 70)), ink(MAIN, (14, 18, 45, 70)))


def test_a_small_dot_nearby_stays_and_one_far_away_goes() -> None:
    assert kept(MAIN, (30, 34, 54, 58))[32, 56] == 1
    assert kept(MAIN, (30, 34, 80, 84))[32, 82] == 0


def test_the_smallest_dot_goes_even_nearby_without_harm_to_its_neighbour() -> None:
    result = kept(MAIN, (30, 31, 52, 54))
    assert result[30, 53] == 0
    assert np.array_equal(result * ink(MAIN), ink(MAIN))


def test_pieces_at_the_edge_are_doubted_only_when_asked() -> None:
    line = (0, 90, 5, 8)
    edge = (0, 90, 0, 3)
    assert kept(MAIN, edge)[45, 1] == 1
    assert kept(MAIN, edge, edge_is_doubtful=True)[45, 1] == 0
    assert kept(MAIN, line, edge_is_doubtful=True)[45, 6] == 0


def test_writing_that_reaches_the_edge_stays_when_there_is_no_other() -> None:
    edge = (0, 90, 0, 30)
    assert np.array_equal(kept(edge, edge_is_doubtful=True), ink(edge))


def test_faint_ink_stays_only_beside_the_writing() -> None:
    strength = ink(MAIN)
    strength[20:70, 50] = 0.3
    strength[20:70, 80] = 0.3
    result = keep_writing(strength, clear=0.5, edge_is_doubtful=False)
    assert (result[20:70, 50] == np.float32(0.3)).all()
    assert (result[20:70, 80] == 0).all()


def test_no_ink_is_no_writing() -> None:
    assert not keep_writing(np.zeros((50, 40), np.float32), clear=0.5, edge_is_doubtful=True).any()
