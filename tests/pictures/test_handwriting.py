from pathlib import Path

import numpy as np
import pytest

from explorer.pictures import handwriting as module
from explorer.pictures.handwriting import LEVELS, handwriting, prepared_sample, write_handwriting
from explorer.pictures.samples import DIGITS_COUNT, digit_label


def test_the_file_holds_what_the_preparation_of_a_drawing_gives() -> None:
    for index in range(0, DIGITS_COUNT, 61):
        found = handwriting().digits[index, 0]
        outdated = "run python -m explorer.pictures.make_samples"
        np.testing.assert_allclose(found, prepared_sample(index), rtol=0, atol=1 / LEVELS, err_msg=outdated)


def test_labels_are_the_writers() -> None:
    assert handwriting().labels.tolist() == [digit_label(index) for index in range(DIGITS_COUNT)]


def test_nothing_can_be_changed() -> None:
    for array in (handwriting().digits, handwriting().labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    assert handwriting().digits.dtype == np.float32


def test_the_command_writes_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DIGITS_COUNT", 3)
    write_handwriting(tmp_path / "new" / "digits.npz")
    with np.load(tmp_path / "new" / "digits.npz") as file:
        written = file["digits"]
    assert written.dtype == np.uint16 and written.shape == (3, 28, 28)
    np.testing.assert_allclose(written / LEVELS, handwriting().digits[:3, 0], rtol=0, atol=1.5 / LEVELS)
