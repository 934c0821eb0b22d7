"""The languages that a network can be taken away in."""

from collections.abc import Callable
from dataclasses import dataclass

from explorer.arithmetic import Network
from explorer.exports.keras import keras_code
from explorer.exports.pytorch import pytorch_code
from explorer.exports.scipy import scipy_code


@dataclass(frozen=True)
class Language:
    """A way to write a network as code: its title, the name of the script, and what writes it."""

    title: str
    file_name: str
    write: Callable[[Network], str]


LANGUAGES: tuple[Language, ...] = (
    Language("PyTorch", "with_pytorch.py", pytorch_code),
    Language("Keras", "with_keras.py", keras_code),
    Language("SciPy", "with_scipy.py", scipy_code),
)
