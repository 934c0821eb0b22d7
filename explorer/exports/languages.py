"""The languages that a network can be taken away in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from explorer.architectures.analysis import Analysis
from explorer.arithmetic import Network
from explorer.exports.architecture_keras import keras_architecture
from explorer.exports.architecture_pytorch import pytorch_architecture
from explorer.exports.keras import keras_code
from explorer.exports.pytorch import pytorch_code
from explorer.exports.scipy import scipy_code

Source = TypeVar("Source")


@dataclass(frozen=True)
class Language(Generic[Source]):
    """A way to write a network as code: its title, the name of the script, and what writes it."""

    title: str
    file_name: str
    write: Callable[[Source], str]


ARCHITECTURE_LANGUAGES: tuple[Language[Analysis], ...] = (
    Language("PyTorch", "network_pytorch.py", pytorch_architecture),
    Language("Keras", "network_keras.py", keras_architecture),
)
LANGUAGES: tuple[Language[Network], ...] = (
    Language("PyTorch", "with_pytorch.py", pytorch_code),
    Language("Keras", "with_keras.py", keras_code),
    Language("SciPy", "with_scipy.py", scipy_code),
)
