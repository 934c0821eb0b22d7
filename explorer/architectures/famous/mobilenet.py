"""MobileNet v1 and v2: convolutions taken apart into depthwise and 1x1."""

from __future__ import annotations

from functools import partial

from explorer.architectures.famous.entry import Famous
from explorer.architectures.famous.writing import block, network

# Howard et al. 2017, table 1: filters and stride of every depthwise separable convolution.
SEPARABLE = (
    (64, 1),
    (128, 2),
    (128, 1),
    (256, 2),
    (256, 1),
    (512, 2),
    *[(512, 1)] * 5,
    (1024, 2),
    (1024, 1),
)
# Sandler et al. 2018, table 2: expansion, filters, repetitions, stride of the first.
INVERTED = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


def separable(name: str, filters: int, options: str, activation: str) -> list[str]:
    """Return a kernel for every channel, then 1x1 convolutions that mix them."""
    lines = [
        f"depthwise: depthwise 3x3 {options} bias=no",
        "depthwise_bn: batchnorm eps=0.001",
        activation,
        f"pointwise: conv {filters} 1x1 bias=no",
        "pointwise_bn: batchnorm eps=0.001",
        activation,
    ]
    return block("chain", lines, name=name)


def mobilenet_v1(title: str, padding: str, activation: str) -> str:
    """Return MobileNet v1, padded one row and column around ("1"), or as TensorFlow does ("same")."""
    around = f"padding={padding}"
    lines = [f"conv: conv 32 3x3 stride=2 {around} bias=no", "bn: batchnorm eps=0.001", activation]
    for number, (filters, stride) in enumerate(SEPARABLE, start=1):
        options = f"stride=2 {around}" if stride == 2 else around
        lines += separable(f"block{number}", filters, options, activation)
    head = ["avgpool: adaptivepool 1x1", "flatten", "dropout: dropout 0.001", "fc: linear 1000"]
    return network(title, "3x224x224", lines, head)


def inverted_residual(name: str, channels: int, expansion: int, filters: int, stride: int) -> list[str]:
    """Return a unit that widens, convolves depthwise and narrows again; a shortcut where shapes agree."""
    lines: list[str] = []
    first = 0
    if expansion > 1:
        lines = [f"conv.0.0: conv {channels * expansion} 1x1 bias=no", "conv.0.1: batchnorm", "relu6"]
        first = 1
    step = " stride=2" if stride == 2 else ""
    lines += [
        f"conv.{first}.0: depthwise 3x3{step} padding=1 bias=no",
        f"conv.{first}.1: batchnorm",
        "relu6",
        f"conv.{first + 1}: conv {filters} 1x1 bias=no",
        f"conv.{first + 2}: batchnorm",
    ]
    if stride == 1 and channels == filters:
        return block("add", lines, [], name=name)
    return block("chain", lines, name=name)


def mobilenet_v2() -> str:
    """Return MobileNet v2 as torchvision has it."""
    stem = ["0: conv 32 3x3 stride=2 padding=1 bias=no", "1: batchnorm", "relu6"]
    lines = block("chain", stem, name="features.0")
    channels, number = 32, 1
    for expansion, filters, count, first_stride in INVERTED:
        for unit in range(count):
            stride = first_stride if unit == 0 else 1
            lines += inverted_residual(f"features.{number}", channels, expansion, filters, stride)
            channels, number = filters, number + 1
    lines += block("chain", ["0: conv 1280 1x1 bias=no", "1: batchnorm", "relu6"], name=f"features.{number}")
    head = ["adaptivepool 1x1", "flatten", "classifier.0: dropout 0.2", "classifier.1: linear 1000"]
    return network("MobileNet v2", "3x224x224", lines, head)


V1_AUTHORS = (
    "Andrew G. Howard, Menglong Zhu, Bo Chen, Dmitry Kalenichenko, Weijun Wang, Tobias Weyand, "
    "Marco Andreetto, Hartwig Adam"
)
V1_PAPER = (
    "MobileNets: efficient convolutional neural networks for mobile vision applications, arXiv:1704.04861, "
    "2017"
)

NETWORKS = (
    Famous(
        "mobilenet_v1",
        "MobileNet v1",
        2017,
        V1_AUTHORS,
        f"{V1_PAPER}, table 1. Its last depthwise layer is printed with stride 2, but keeps 7x7 maps: "
        "stride 1.",
        "Every convolution but the first is taken apart: one kernel for each channel, then 1x1 convolutions "
        "that mix them, for an eighth to a ninth of the work.",
        partial(mobilenet_v1, "MobileNet v1", "1", "relu"),
    ),
    Famous(
        "mobilenet_v2",
        "MobileNet v2",
        2018,
        "Mark Sandler, Andrew Howard, Menglong Zhu, Andrey Zhmoginov, Liang-Chieh Chen",
        "MobileNetV2: inverted residuals and linear bottlenecks, CVPR 2018 (arXiv:1801.04381), table 2, as "
        "torchvision.models.mobilenet_v2 has it.",
        "Residual units turned inside out: narrow between units, wide within, and no activation where it is "
        "narrow.",
        mobilenet_v2,
    ),
)

SLIM = (
    Famous(
        "mobilenet_v1_slim",
        "MobileNet v1 (TF-Slim)",
        2017,
        V1_AUTHORS,
        f"{V1_PAPER}, as tensorflow/models has it: research/slim/nets/mobilenet_v1.py.",
        'The layout of the published receptive fields: TensorFlow\'s "same" padding puts its one row and '
        "column behind an even input, not before it.",
        partial(mobilenet_v1, "MobileNet v1 (TF-Slim)", "same", "relu6"),
    ),
)
