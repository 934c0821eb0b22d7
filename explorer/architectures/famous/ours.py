"""The batch-normalised model of the fifth lecture, and the two networks that are shipped with weights."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from explorer.architectures.famous.entry import Famous
from explorer.architectures.kinds import KINDS
from explorer.architectures.notation import write_plan
from explorer.architectures.plans import Item, Plan
from explorer.arithmetic import Layer
from explorer.shipped import read_description, read_layer

ASSETS = Path(__file__).resolve().parents[3] / "assets"
WORDS = {
    "Conv2d": "conv",
    "ReLU": "relu",
    "MaxPool2d": "maxpool",
    "AvgPool2d": "avgpool",
    "AdaptiveAvgPool2d": "adaptivepool",
    "Flatten": "flatten",
    "Linear": "linear",
    "Softmax": "softmax",
}

LECTURE5_KERAS = """\
title Keras model of the fifth lecture
input 1x28x28
conv2d: conv 32 3x3
relu
batch_normalization: batchnorm eps=0.001
maxpool 2x2
batch_normalization_1: batchnorm eps=0.001
conv2d_1: conv 64 3x3
relu
batch_normalization_2: batchnorm eps=0.001
maxpool 2x2
batch_normalization_3: batchnorm eps=0.001
flatten
dense: linear 256
relu
batch_normalization_4: batchnorm eps=0.001
dense_1: linear 10
softmax
"""


def written(folder: str, title: str) -> str:
    """Return the text of a shipped network, made from its own description."""
    description = read_description(ASSETS / folder)
    items = (item_of(read_layer(entry), entry["name"]) for entry in description["layers"])
    return write_plan(Plan(tuple(description["input_shape"]), tuple(items), title))


def item_of(layer: Layer, name: str) -> Item:
    """Return the line that a layer would be written as; what follows from its input is left out.

    >>> from explorer.arithmetic import Conv2d
    >>> item_of(Conv2d(3, 8, 5, padding=2), "conv1").options
    (('out_channels', 8), ('kernel_size', 5), ('padding', 2))
    """
    word = WORDS[type(layer).__name__]
    known = {option.name: option.default for option in KINDS[word].options}
    values = vars(layer)
    chosen = tuple((key, values[key]) for key, default in known.items() if values[key] != default)
    return Item(word, chosen, name)


LECTURE5 = Famous(
    "lecture5_keras",
    "Keras model of the fifth lecture",
    2020,
    "Christian Versloot",
    "How to use batch normalization with Keras?, MachineCurve, 2020, which the course's fifth lecture quotes "
    "without its input: KMNIST's 28x28 grey pixels, in 10 classes. Keras adds 0.001 to the variance, PyTorch "
    "0.00001.",
    "Batch normalisation behind every convolution, pooling and dense layer.",
    lambda: LECTURE5_KERAS,
    lecture="The lecture normalises behind the activation and again behind the pooling. Its inventors, "
    "Ioffe and Szegedy (2015), normalise once, between convolution and activation, where the convolution's "
    "bias becomes superfluous.",
)

SHIPPED = (
    Famous(
        "digits",
        "The digit network",
        2026,
        "CNN Explorer",
        "assets/digits/MODEL_CARD.md",
        "The network that reads your digits on the page Digits: trained on MNIST, shipped with its weights.",
        partial(written, "digits", "The digit network"),
        weights="digits",
    ),
    Famous(
        "photos",
        "The photo network",
        2026,
        "CNN Explorer",
        "assets/photos/MODEL_CARD.md",
        "The network that knows ten things on the page Photos: trained on CIFAR-10, shipped with its "
        "weights.",
        partial(written, "photos", "The photo network"),
        weights="photos",
    ),
)
