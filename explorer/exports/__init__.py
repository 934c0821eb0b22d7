"""Text only: a network becomes PyTorch, Keras or SciPy code that asserts the same numbers."""

from explorer.exports.architecture_keras import keras_architecture
from explorer.exports.architecture_pytorch import pytorch_architecture
from explorer.exports.bundle import architecture_bundle, arrays_npz, bundle_zip
from explorer.exports.keras import keras_code
from explorer.exports.languages import ARCHITECTURE_LANGUAGES, LANGUAGES, Language
from explorer.exports.pytorch import pytorch_code
from explorer.exports.scipy import scipy_code
from explorer.exports.text import ARRAYS_FILE

__all__ = [
    "ARCHITECTURE_LANGUAGES",
    "ARRAYS_FILE",
    "LANGUAGES",
    "Language",
    "architecture_bundle",
    "arrays_npz",
    "bundle_zip",
    "keras_architecture",
    "keras_code",
    "pytorch_architecture",
    "pytorch_code",
    "scipy_code",
]
