"""The files to take away: the arrays, and a zip file with the scripts that reproduce them."""

import io
import zipfile

import numpy as np

from explorer.arithmetic import Network, Trace
from explorer.exports.languages import LANGUAGES
from explorer.exports.text import ARRAYS_FILE

README = """The explorer's layers, to be run on your own machine.

{arrays} holds the input and the output of every layer: NumPy arrays, float32, (channels, height, width).
Each script computes them again and asserts that every number agrees; run it in this folder.

{scripts}

Keras 3 runs on TensorFlow, JAX or PyTorch. The environment variable KERAS_BACKEND says which one you have:
"tensorflow" (what Keras takes where nothing is said), "jax" or "torch".
"""


def arrays_npz(trace: Trace) -> bytes:
    """Return a NumPy file with the "input" and every layer's output under the layer's name.

    >>> layers = {"half": np.ones((1, 2, 2), np.float32)}
    >>> trace = Trace(layers["half"], layers, layers["half"], layers["half"])
    >>> sorted(np.load(io.BytesIO(arrays_npz(trace))).files)
    ['half', 'input']
    """
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, input=trace.input, **trace.activations)
    return file.getvalue()


def bundle_zip(network: Network, trace: Trace) -> bytes:
    """Return a zip file with the arrays, one script per language, and a README."""
    scripts = {language.file_name: language.write(network) for language in LANGUAGES}
    listed = "\n".join(f"python {name}" for name in scripts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(ARRAYS_FILE, arrays_npz(trace))
        archive.writestr("README.txt", README.format(arrays=ARRAYS_FILE, scripts=listed))
        for name, script in scripts.items():
            archive.writestr(name, script)
    return file.getvalue()
