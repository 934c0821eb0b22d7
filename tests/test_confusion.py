import numpy as np

from explorer.confusion import confusion
from explorer.digits import digit_network
from explorer.pictures.handwriting import handwriting
from explorer.surgery import Permute, correct_count, operate


def test_every_digit_is_counted_once_in_its_cell() -> None:
    found = confusion(digit_network())
    places = [found.indices(meant, read) for meant in range(10) for read in range(10)]
    assert sorted(np.concatenate(places).tolist()) == list(range(len(handwriting().labels)))
    assert [len(each) for each in places] == found.counts.ravel().tolist()
    np.testing.assert_array_equal(found.counts.sum(axis=1), np.bincount(handwriting().labels))


def test_the_diagonal_is_what_is_read_rightly() -> None:
    for network in (digit_network(), operate(digit_network(), [Permute("conv1", 0)])):
        found = confusion(network)
        assert found.correct == correct_count(network) == int((found.meant == found.read).sum())


def test_a_cell_holds_digits_of_its_row_that_were_read_as_its_column() -> None:
    found = confusion(digit_network())
    off_diagonal = found.counts - np.diag(np.diag(found.counts))
    meant, read = np.unravel_index(off_diagonal.argmax(), (10, 10))
    indices = found.indices(int(meant), int(read))
    logits = digit_network().forward(handwriting().digits[indices])
    assert len(indices) and (logits.argmax(axis=1) == read).all()
    assert (handwriting().labels[indices] == meant).all()
