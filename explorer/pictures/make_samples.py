"""Write the embedded sample digits, and the same prepared: ``python -m explorer.pictures.make_samples``.

Needs scikit-learn, whose copy of the UCI "Optical Recognition of Handwritten Digits" test set it reads;
the explorer itself does not. Run it again whenever the preparation of drawings changes.
"""

from pathlib import Path

import numpy as np

from explorer.pictures.handwriting import write_handwriting
from explorer.pictures.samples import DIGITS_FILE


def write_digits(path: Path = DIGITS_FILE) -> None:
    """Write scikit-learn's 1,797 digits as uint8 arrays: ``images`` (1797, 8, 8), 0 to 16, and ``labels``."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, images=digits.images.astype(np.uint8), labels=digits.target.astype(np.uint8))


if __name__ == "__main__":
    write_digits()
    write_handwriting()
