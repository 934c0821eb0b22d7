"""Sample pictures and sample digits."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.pictures.errors import PictureError
from explorer.pictures.make_samples import write_digits
from explorer.pictures.reading import WORKING_LIMIT
from explorer.pictures.samples import DIGITS_COUNT, SAMPLES, digit_label, sample_digit, sample_picture


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_a_picture_with_words(name: str) -> None:
    picture = sample_picture(name)
    assert picture.mode == "RGB"
    assert 150 <= max(picture.size) <= WORKING_LIMIT
    assert np.asarray(picture).std() > 5
    sample = SAMPLES[name]
    assert sample.name == name
    assert len(sample.title) < 15
    assert 20 < len(sample.description) < 110
    assert sample.description.endswith(".")


def test_the_words_say_what_is_in_the_picture() -> None:
    coins = np.asarray(sample_picture("coins"), float).mean(axis=2)
    assert coins[:60].mean() > coins[-60:].mean()
    board = np.asarray(sample_picture("chessboard").convert("L")) > 127
    for line in (board[10], board[:, 10]):
        assert np.count_nonzero(line[1:] != line[:-1]) == 7
    horse = np.asarray(sample_picture("horse"))
    assert tuple(horse[0, 0]) == (255, 255, 255)
    assert tuple(horse[horse.shape[0] // 2, horse.shape[1] // 2]) == (0, 0, 0)


def test_an_unknown_sample_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PictureError, match="camera"):
        sample_picture("../../etc/passwd")


def test_scikit_image_and_scikit_learn_are_not_imported() -> None:
    code = (
        "import sys; from explorer.pictures import samples;"
        "samples.sample_picture('cat'); samples.sample_digit(3);"
        "print([name for name in ('skimage', 'sklearn', 'scipy', 'matplotlib') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_embedded_digits_are_scikit_learn_s(tmp_path: Path) -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    theirs = datasets.load_digits()
    assert len(theirs.target) == DIGITS_COUNT
    assert [digit_label(index) for index in range(DIGITS_COUNT)] == theirs.target.tolist()
    write_digits(tmp_path / "digits.npz")
    with np.load(tmp_path / "digits.npz") as again:
        assert np.array_equal(again["images"], theirs.images)
        assert again["images"].dtype == np.uint8


@pytest.mark.parametrize("index", [0, 7, 900, DIGITS_COUNT - 1])
def test_a_sample_digit_is_dark_ink_on_white_paper(index: int) -> None:
    picture = np.asarray(sample_digit(index))
    assert picture.shape == (224, 224)
    assert (picture[0] == 255).all()
    assert (picture[:, -1] == 255).all()
    assert picture.min() < 30
    assert 0.05 < np.mean(picture < 128) < 0.5


def test_a_sample_digit_shows_its_blocks_at_their_places() -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    blocks = datasets.load_digits().images[12] / 16
    shrunk = np.asarray(sample_digit(12).resize((10, 10), Image.Resampling.BOX), float)[1:-1, 1:-1]
    assert np.corrcoef(blocks.ravel(), 255 - shrunk.ravel())[0, 1] > 0.97


@pytest.mark.parametrize("index", [-1, DIGITS_COUNT, 10**9])
def test_digits_out_of_range_are_refused(index: int) -> None:
    for function in (sample_digit, digit_label):
        with pytest.raises(PictureError, match="0 to 1796"):
            function(index)
