"""GoogLeNet in two layouts, and Inception v3."""

from __future__ import annotations

from explorer.architectures.famous.entry import Famous
from explorer.architectures.famous.writing import block, network

# Szegedy et al. 2014, table 1: filters of #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5 and pool proj.
MODULES = {
    "inception3a": (64, 96, 128, 16, 32, 32),
    "inception3b": (128, 128, 192, 32, 96, 64),
    "inception4a": (192, 96, 208, 16, 48, 64),
    "inception4b": (160, 112, 224, 24, 64, 64),
    "inception4c": (128, 128, 256, 24, 64, 64),
    "inception4d": (112, 144, 288, 32, 64, 64),
    "inception4e": (256, 160, 320, 32, 128, 128),
    "inception5a": (256, 160, 320, 32, 128, 128),
    "inception5b": (384, 192, 384, 48, 128, 128),
}

SIDE_HEAD = ["flatten", "fc1: linear 1024", "relu", "dropout: dropout 0.7", "fc2: linear 1000"]


def unit(name: str, filters: int, kernel: str, options: str = "") -> list[str]:
    """Return a convolution without bias, its batch normalisation and ReLU, as torchvision's BasicConv2d."""
    conv = f"conv: conv {filters} {kernel} {options}".rstrip()
    return block("chain", [f"{conv} bias=no", "bn: batchnorm eps=0.001", "relu"], name=name)


def plain(name: str, filters: int, kernel: str, options: str = "") -> list[str]:
    """Return a convolution with a bias, and ReLU, as in the paper."""
    return [f"{name}: conv {filters} {kernel} {options}".rstrip(), "relu"]


def inception(name: str) -> list[str]:
    """Return a module as torchvision has it: batch normalised, and 3x3 where the paper has 5x5."""
    one, reduce3, three, reduce5, five, projection = MODULES[name]
    return block(
        "concat",
        unit("branch1", one, "1x1"),
        unit("branch2.0", reduce3, "1x1") + unit("branch2.1", three, "3x3", "padding=1"),
        unit("branch3.0", reduce5, "1x1") + unit("branch3.1", five, "3x3", "padding=1"),
        ["branch4.0: maxpool 3x3 stride=1 padding=1 ceil_mode=yes", *unit("branch4.1", projection, "1x1")],
        name=name,
    )


def paper_inception(name: str) -> list[str]:
    """Return a module as the paper has it: 5x5 convolutions, biases, no batch normalisation."""
    one, reduce3, three, reduce5, five, projection = MODULES[name]
    return block(
        "concat",
        plain("conv1x1", one, "1x1"),
        plain("reduce3x3", reduce3, "1x1") + plain("conv3x3", three, "3x3", "padding=1"),
        plain("reduce5x5", reduce5, "1x1") + plain("conv5x5", five, "5x5", "padding=2"),
        ["pool: maxpool 3x3 stride=1 padding=1", *plain("projection", projection, "1x1")],
        name=name,
    )


def auxiliary(name: str) -> list[str]:
    """Return a classifier on the side as torchvision has it."""
    return block("aside", ["adaptivepool 4x4", *unit("conv", 128, "1x1"), *SIDE_HEAD], name=name)


def paper_auxiliary(name: str) -> list[str]:
    """Return a classifier on the side as the paper has it."""
    return block("aside", ["avgpool 5x5 stride=3", *plain("conv", 128, "1x1"), *SIDE_HEAD], name=name)


def googlenet() -> str:
    """Return GoogLeNet as torchvision has it."""
    return network(
        "GoogLeNet (torchvision)",
        "3x224x224",
        unit("conv1", 64, "7x7", "stride=2 padding=3"),
        ["maxpool1: maxpool 3x3 stride=2 ceil_mode=yes"],
        unit("conv2", 64, "1x1"),
        unit("conv3", 192, "3x3", "padding=1"),
        ["maxpool2: maxpool 3x3 stride=2 ceil_mode=yes"],
        inception("inception3a"),
        inception("inception3b"),
        ["maxpool3: maxpool 3x3 stride=2 ceil_mode=yes"],
        inception("inception4a"),
        auxiliary("aux1"),
        inception("inception4b"),
        inception("inception4c"),
        inception("inception4d"),
        auxiliary("aux2"),
        inception("inception4e"),
        ["maxpool4: maxpool 2x2 stride=2 ceil_mode=yes"],
        inception("inception5a"),
        inception("inception5b"),
        ["avgpool: adaptivepool 1x1", "flatten", "dropout: dropout 0.2", "fc: linear 1000"],
    )


def googlenet_paper() -> str:
    """Return GoogLeNet as its paper has it."""
    return network(
        "GoogLeNet (paper)",
        "3x224x224",
        plain("conv1", 64, "7x7", "stride=2 padding=3"),
        ["maxpool1: maxpool 3x3 stride=2 ceil_mode=yes", "lrn 5"],
        plain("conv2", 64, "1x1"),
        plain("conv3", 192, "3x3", "padding=1"),
        ["lrn 5", "maxpool2: maxpool 3x3 stride=2 ceil_mode=yes"],
        paper_inception("inception3a"),
        paper_inception("inception3b"),
        ["maxpool3: maxpool 3x3 stride=2 ceil_mode=yes"],
        paper_inception("inception4a"),
        paper_auxiliary("aux1"),
        paper_inception("inception4b"),
        paper_inception("inception4c"),
        paper_inception("inception4d"),
        paper_auxiliary("aux2"),
        paper_inception("inception4e"),
        ["maxpool4: maxpool 3x3 stride=2 ceil_mode=yes"],
        paper_inception("inception5a"),
        paper_inception("inception5b"),
        ["avgpool: avgpool 7x7", "flatten", "dropout: dropout 0.4", "fc: linear 1000"],
    )


AUTHORS = (
    "Christian Szegedy, Wei Liu, Yangqing Jia, Pierre Sermanet, Scott Reed, Dragomir Anguelov, "
    "Dumitru Erhan, Vincent Vanhoucke, Andrew Rabinovich"
)
PAPER = "Going deeper with convolutions, CVPR 2015 (arXiv:1409.4842, 2014)"

NETWORKS = (
    Famous(
        "googlenet",
        "GoogLeNet (torchvision)",
        2014,
        AUTHORS,
        f"{PAPER}, as torchvision.models.googlenet has it: batch normalised, and by an old mistake with 3x3 "
        "kernels in the place of 5x5 (pytorch/vision, issue 906).",
        "Inception modules look at every place through kernels of several sizes and stack what they find; "
        "1x1 convolutions before them keep that cheap, and no large dense layer is left.",
        googlenet,
    ),
    Famous(
        "googlenet_paper",
        "GoogLeNet (paper)",
        2014,
        AUTHORS,
        f"{PAPER}, table 1 and section 5; rounded up where pooling does not fit, as in Caffe's "
        "bvlc_googlenet (6,998,552 parameters).",
        "GoogLeNet as it won in 2014, before there was batch normalisation, with two classifiers on the side "
        "that brought gradients to its lower half.",
        googlenet_paper,
        lecture="The slides say 5 million parameters, after the paper's \"12 times fewer\" than AlexNet's 60 "
        "million. Table 1 of the paper adds up to about 7 million; counted exactly, with every bias, there "
        "are 6,998,552.",
    ),
)
