"""All sample digits as a network reads them: prepared once, by a command, exactly as a drawing is."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.digits import PREPARED_SIZE, prepare_digit
from explorer.pictures.samples import DIGITS_COUNT, SAMPLES_FOLDER, digit_label, sample_digit

HANDWRITING_FILE = SAMPLES_FOLDER / "digits28x28.npz"
# To prepare 1,797 digits takes seconds, to read them from a file hundredths of one.
LEVELS = 2**16 - 1


@dataclass(frozen=True, eq=False)
class Handwriting:
    """Hold real digits, (N, 1, 28, 28) float32 from 0 to 1, and what their writers meant, (N,); read-only.

    The place of a digit is its number among the samples.
    """

    digits: NDArray[np.float32]
    labels: NDArray[np.int64]


@cache
def handwriting() -> Handwriting:
    """Return all 1,797 sample digits as `prepare_digit` prepares them, but for steps of 1 / 65,535.

    >>> handwriting().digits.shape, handwriting().labels[:5].tolist()
    ((1797, 1, 28, 28), [0, 1, 2, 3, 4])
    """
    with np.load(HANDWRITING_FILE, allow_pickle=False) as file:
        digits = (file["digits"] / np.float32(LEVELS))[:, None]
    labels = np.array([digit_label(index) for index in range(DIGITS_COUNT)])
    digits.setflags(write=False)
    labels.setflags(write=False)
    return Handwriting(digits, labels)


def prepared_sample(index: int) -> NDArray[np.float32]:
    """Return one sample digit, (28, 28), prepared anew; PictureError where there is no such sample.

    >>> prepared_sample(0).shape
    (28, 28)
    """
    return prepare_digit(sample_digit(index)).prepared


def write_handwriting(path: Path = HANDWRITING_FILE) -> None:
    """Prepare all sample digits and write them as uint16, (1797, 28, 28), 65,535 for full ink."""
    digits = np.empty((DIGITS_COUNT, PREPARED_SIZE, PREPARED_SIZE), np.uint16)
    for index in range(DIGITS_COUNT):
        digits[index] = np.rint(prepared_sample(index) * LEVELS)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, digits=digits)
