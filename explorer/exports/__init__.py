"""Text only: a network becomes PyTorch, Keras or SciPy code that asserts the same numbers."""

from explorer.exports.bundle import arrays_npz, bundle_zip
from explorer.exports.keras import keras_code
from explorer.exports.languages import LANGUAGES, Language
from explorer.exports.pytorch import pytorch_code
from explorer.exports.scipy import scipy_code
from explorer.exports.text import ARRAYS_FILE

__all__ = [
    "ARRAYS_FILE",
    "LANGUAGES",
    "Language",
    "arrays_npz",
    "bundle_zip",
    "keras_code",
    "pytorch_code",
    "scipy_code",
]
