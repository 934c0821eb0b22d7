"""The files to take away: the arrays, and a zip file with the scripts that reproduce them."""

import io
import zipfile

import numpy as np

from explorer.architectures.analysis import Analysis
from explorer.architectures.notation import write_plan
from explorer.arithmetic import Network, Trace, Weights
from explorer.exports.architecture_keras import keras_architecture
from explorer.exports.architecture_pytorch import pytorch_architecture
from explorer.exports.languages import LANGUAGES
from explorer.exports.text import ARRAYS_FILE, WEIGHTS_FILE

README = """The explorer's layers, to be run on your own machine.

{arrays} holds the input and the output of every layer: NumPy arrays, float32, (channels, height, width).
Each script computes them again and asserts that every number agrees; run it in this folder.

{scripts}

{keras}"""

ARCHITECTURE_README = """A trained network of the CNN Explorer, to be run on your own machine.

network.txt is its plan, layer by layer. {weights} holds its weights: NumPy arrays, float32, under the names
and in the shapes that PyTorch gives them. Each script builds the network, asserts its size and loads the
weights; run it in this folder.

{scripts}

{keras}"""

KERAS = """Keras 3 runs on TensorFlow, JAX or PyTorch. The environment variable KERAS_BACKEND says which one
you have: "tensorflow" (what Keras takes where nothing is said), "jax" or "torch".
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
        archive.writestr("README.txt", README.format(arrays=ARRAYS_FILE, scripts=listed, keras=KERAS))
        for name, script in scripts.items():
            archive.writestr(name, script)
    return file.getvalue()


def architecture_bundle(analysis: Analysis, weights: Weights) -> bytes:
    """Return a zip file with a trained network: its plan, its weights, and scripts that load them.

    ``weights`` are named as ``weight_shapes`` names them; those of branches aside are left out. Raises
    ValueError for a network that cannot be exported, and KeyError where weights are missing.
    """
    scripts = {
        "network_pytorch.py": pytorch_architecture(analysis, with_weights=True),
        "network_keras.py": keras_architecture(analysis, with_weights=True),
    }
    arrays = {
        f"{row.path}.{key}": np.asarray(weights[f"{row.path}.{key}"], np.float32)
        for row in analysis.layers
        if row.layer is not None and not row.aside
        for key in row.layer.parameter_shapes | row.layer.buffer_shapes
    }
    listed = "\n".join(f"python {name}" for name in scripts)
    readme = ARCHITECTURE_README.format(weights=WEIGHTS_FILE, scripts=listed, keras=KERAS)
    kept, file = io.BytesIO(), io.BytesIO()
    np.savez(kept, allow_pickle=False, **arrays)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme)
        archive.writestr("network.txt", write_plan(analysis.plan))
        archive.writestr(WEIGHTS_FILE, kept.getvalue())
        for name, script in scripts.items():
            archive.writestr(name, script)
    return file.getvalue()
