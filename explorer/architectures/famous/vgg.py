"""The networks of the Visual Geometry Group, and the small one that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from explorer.architectures.famous.entry import Famous
from explorer.architectures.famous.writing import block, network

CLASSIFIER = """\
avgpool: adaptivepool 7x7
flatten
classifier.0: linear 4096
classifier.1: relu
classifier.2: dropout
classifier.3: linear 4096
classifier.4: relu
classifier.5: dropout
classifier.6: linear 1000""".splitlines()

TINY_VGG = """\
title Tiny VGG
input 3x64x64
conv_1_1: conv 10 3x3
relu_1_1: relu
conv_1_2: conv 10 3x3
relu_1_2: relu
max_pool_1: maxpool 2x2
conv_2_1: conv 10 3x3
relu_2_1: relu
conv_2_2: conv 10 3x3
relu_2_2: relu
max_pool_2: maxpool 2x2
flatten
output: linear 10
softmax
"""

STAGES = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
DEEPER_STAGES = ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))


def vgg(title: str, stages: Sequence[tuple[int, int]]) -> str:
    """Return a network of 3x3 convolutions from the filters and the number of convolutions of every stage."""
    lines: list[str] = []
    number = 0
    for filters, count in stages:
        stage = []
        for _ in range(count):
            stage += [f"features.{number}: conv {filters} 3x3 padding=1", f"features.{number + 1}: relu"]
            number += 2
        lines += block("chain", [*stage, f"features.{number}: maxpool 2x2"])
        number += 1
    return network(title, "3x224x224", lines, CLASSIFIER)


AUTHORS = "Karen Simonyan, Andrew Zisserman"
PAPER = (
    "Very deep convolutional networks for large-scale image recognition, ICLR 2015 (arXiv:1409.1556, 2014)"
)

NETWORKS = (
    Famous(
        "vgg16",
        "VGG-16",
        2014,
        AUTHORS,
        f"{PAPER}, table 1, column D; names as in torchvision.models.vgg16.",
        "Nothing but 3x3 kernels: two of them see 5x5, three see 7x7, with fewer weights than one large "
        "kernel. The first dense layer holds three quarters of all parameters.",
        partial(vgg, "VGG-16", STAGES),
    ),
    Famous(
        "vgg19",
        "VGG-19",
        2014,
        AUTHORS,
        f"{PAPER}, table 1, column E; names as in torchvision.models.vgg19.",
        "The deepest network of its paper: three more convolutions than VGG-16, hardly more accurate.",
        partial(vgg, "VGG-19", DEEPER_STAGES),
    ),
)

TINY = Famous(
    "tiny_vgg",
    "Tiny VGG",
    2020,
    "Zijie J. Wang, Robert Turko, Omar Shaikh, Haekyu Park, Nilaksh Das, Fred Hohman, Minsuk Kahng, "
    "Duen Horng Chau",
    "CNN Explainer: learning convolutional neural networks with interactive visualization, IEEE VIS 2020: "
    "four convolutions of 10 filters for 64x64 pictures of 10 things.",
    "The network of the CNN Explainer: VGG's pattern, twice two convolutions and a pooling, small enough to "
    "draw every map.",
    lambda: TINY_VGG,
)
