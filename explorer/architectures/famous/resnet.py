"""Residual networks: torchvision's layouts, and those of TF-Slim, which put the strides elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from explorer.architectures.famous.entry import Famous
from explorer.architectures.famous.writing import block, network

FILTERS = (64, 128, 256, 512)
EXPANSION = 4
UNITS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
STEM = ["conv1: conv 64 7x7 stride=2 padding=3 bias=no", "bn1: batchnorm", "relu"]
HEAD = ["avgpool: adaptivepool 1x1", "flatten", "fc: linear 1000"]


def residual(name: str, branch: Sequence[str], shortcut: Sequence[str]) -> list[str]:
    """Return a unit: what the branch finds is added to its input, or to the input's projection."""
    return block("chain", [*block("add", branch, shortcut), "relu"], name=name)


def projection(filters: int, stride: int) -> list[str]:
    """Return the shortcut of a unit whose output has another shape than its input."""
    step = " stride=2" if stride == 2 else ""
    return [f"downsample.0: conv {filters} 1x1{step} bias=no", "downsample.1: batchnorm"]


def basic(filters: int, stride: int) -> list[str]:
    """Return two 3x3 convolutions."""
    step = " stride=2" if stride == 2 else ""
    return [
        f"conv1: conv {filters} 3x3{step} padding=1 bias=no",
        "bn1: batchnorm",
        "relu",
        f"conv2: conv {filters} 3x3 padding=1 bias=no",
        "bn2: batchnorm",
    ]


def bottleneck(filters: int, stride: int) -> list[str]:
    """Return a 3x3 convolution between two 1x1, the first of which makes the maps few."""
    step = " stride=2" if stride == 2 else ""
    return [
        f"conv1: conv {filters} 1x1 bias=no",
        "bn1: batchnorm",
        "relu",
        f"conv2: conv {filters} 3x3{step} padding=1 bias=no",
        "bn2: batchnorm",
        "relu",
        f"conv3: conv {EXPANSION * filters} 1x1 bias=no",
        "bn3: batchnorm",
    ]


def resnet(depth: int) -> str:
    """Return a residual network as torchvision has it: the first unit of a stage has the stride."""
    deep = depth >= 50
    lines: list[str] = []
    channels = 64
    for stage, (filters, units) in enumerate(zip(FILTERS, UNITS[depth], strict=True), start=1):
        made = filters * (EXPANSION if deep else 1)
        for unit in range(units):
            stride = 2 if stage > 1 and unit == 0 else 1
            branch = (bottleneck if deep else basic)(filters, stride)
            shortcut = projection(made, stride) if stride == 2 or channels != made else []
            lines += residual(f"layer{stage}.{unit}", branch, shortcut)
            channels = made
    pooling = ["maxpool: maxpool 3x3 stride=2 padding=1"]
    return network(f"ResNet-{depth}", "3x224x224", STEM, pooling, lines, HEAD)


def resnet_slim(depth: int) -> str:
    """Return a residual network as TF-Slim has it: the last unit of a stage has the stride.

    Its "same" padding of the pooling adds a row and a column behind the 112 there are, and none before them:
    what ceil_mode does.
    """
    lines: list[str] = []
    for stage, (filters, units) in enumerate(zip(FILTERS, UNITS[depth], strict=True), start=1):
        for unit in range(units):
            stride = 2 if stage < len(FILTERS) and unit == units - 1 else 1
            shortcut = ["maxpool 1x1 stride=2"] if stride == 2 else []
            if unit == 0:
                shortcut = projection(EXPANSION * filters, stride)
            lines += residual(f"layer{stage}.{unit}", bottleneck(filters, stride), shortcut)
    pooling = ["maxpool: maxpool 3x3 stride=2 ceil_mode=yes"]
    return network(f"ResNet-{depth} (TF-Slim)", "3x224x224", STEM, pooling, lines, HEAD)


AUTHORS = "Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun"
PAPER = "Deep residual learning for image recognition, CVPR 2016 (arXiv:1512.03385, 2015), table 1"
SUMMARIES = {
    18: "The shallowest of the residual networks: every unit adds two 3x3 convolutions to a shortcut, so "
    "that the gradient finds a straight way back.",
    34: "Twice as many of the same units: deeper and more accurate, where a network without shortcuts gets "
    "worse.",
    50: "Bottleneck units: a 1x1 convolution makes the maps few, a 3x3 works on these, a 1x1 makes them "
    "many again.",
    101: "Seventeen more bottleneck units in the third stage.",
    152: "The network that won in 2015: eight times as deep as VGG-19, with fewer multiply-accumulates.",
}

NETWORKS = tuple(
    Famous(
        f"resnet{depth}",
        f"ResNet-{depth}",
        2015,
        AUTHORS,
        f"{PAPER}, as torchvision.models.resnet{depth} has it"
        + (
            ": the paper's first 1x1 convolution of a stage has the stride, here its 3x3."
            if depth >= 50
            else "."
        ),
        SUMMARIES[depth],
        partial(resnet, depth),
    )
    for depth in UNITS
)

SLIM = tuple(
    Famous(
        f"resnet{depth}_slim",
        f"ResNet-{depth} (TF-Slim)",
        2015,
        AUTHORS,
        f"{PAPER}, as tensorflow/models has it: research/slim/nets/resnet_v1.py and resnet_utils.py.",
        "The layout of the published receptive fields: the last unit of a stage has the stride, so more of "
        "its kernels work on maps that are coarser.",
        partial(resnet_slim, depth),
    )
    for depth in (50, 101, 152)
)
