"""SqueezeNet 1.0 and 1.1: fire modules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from explorer.architectures.famous.entry import Famous
from explorer.architectures.famous.writing import block, network

POOL = "maxpool 3x3 stride=2 ceil_mode=yes"
FIRST = ("conv 96 7x7 stride=2", "relu", POOL, 16, 16, 32, POOL, 32, 48, 48, 64, POOL, 64)
SECOND = ("conv 64 3x3 stride=2", "relu", POOL, 16, 16, POOL, 32, 32, POOL, 48, 48, 64, 64)
# Every fire module expands what it squeezed four times, in each of its two branches.
EXPANSION = 4
HEAD = ["0: dropout", "1: conv 1000 1x1", "2: relu", "3: adaptivepool 1x1"]


def fire(name: str, squeezed: int) -> list[str]:
    """Return a module: few maps made by 1x1 convolutions, then many by 1x1 and 3x3 side by side."""
    expanded = EXPANSION * squeezed
    expand = block(
        "concat",
        [f"expand1x1: conv {expanded} 1x1", "expand1x1_activation: relu"],
        [f"expand3x3: conv {expanded} 3x3 padding=1", "expand3x3_activation: relu"],
    )
    return block("chain", [f"squeeze: conv {squeezed} 1x1", "squeeze_activation: relu", *expand], name=name)


def squeezenet(title: str, parts: Sequence[str | int]) -> str:
    """Return a network from its layers; a number stands for a fire module that squeezes to so many maps."""
    lines: list[str] = []
    for number, part in enumerate(parts):
        name = f"features.{number}"
        lines += fire(name, part) if isinstance(part, int) else [f"{name}: {part}"]
    return network(title, "3x224x224", lines, block("chain", HEAD, name="classifier"), ["flatten"])


AUTHORS = "Forrest N. Iandola, Song Han, Matthew W. Moskewicz, Khalid Ashraf, William J. Dally, Kurt Keutzer"
PAPER = (
    "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size, arXiv:1602.07360, "
    "2016"
)

NETWORKS = (
    Famous(
        "squeezenet1_0",
        "SqueezeNet 1.0",
        2016,
        AUTHORS,
        f"{PAPER}, table 1, as torchvision.models.squeezenet1_0 has it.",
        "AlexNet's accuracy with a fiftieth of its parameters: fire modules squeeze the maps before every "
        "3x3 convolution, and averages over maps replace the dense layers.",
        partial(squeezenet, "SqueezeNet 1.0", FIRST),
        lecture="The slides date SqueezeNet 2017: the paper appeared in February 2016.",
    ),
    Famous(
        "squeezenet1_1",
        "SqueezeNet 1.1",
        2016,
        AUTHORS,
        f"{PAPER}; version 1.1 is the authors' own, in their repository forresti/SqueezeNet, as "
        "torchvision.models.squeezenet1_1 has it.",
        "Smaller kernels in front and earlier pooling: the same accuracy for less than half the work.",
        partial(squeezenet, "SqueezeNet 1.1", SECOND),
    ),
)
