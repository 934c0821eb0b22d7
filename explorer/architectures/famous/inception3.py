"""Inception v3: modules whose large kernels are taken apart."""

from __future__ import annotations

from explorer.architectures.famous.entry import Famous
from explorer.architectures.famous.inception import unit
from explorer.architectures.famous.writing import block, network

ROW, COLUMN = "padding=0x3", "padding=3x0"


def module_a(name: str, pool_filters: int) -> list[str]:
    """Return a module of 35x35 maps: one 5x5 and two 3x3 in a row."""
    return block(
        "concat",
        unit("branch1x1", 64, "1x1"),
        unit("branch5x5_1", 48, "1x1") + unit("branch5x5_2", 64, "5x5", "padding=2"),
        [
            *unit("branch3x3dbl_1", 64, "1x1"),
            *unit("branch3x3dbl_2", 96, "3x3", "padding=1"),
            *unit("branch3x3dbl_3", 96, "3x3", "padding=1"),
        ],
        ["avgpool 3x3 stride=1 padding=1", *unit("branch_pool", pool_filters, "1x1")],
        name=name,
    )


def module_b(name: str) -> list[str]:
    """Return the module that makes 17x17 maps of 35x35."""
    return block(
        "concat",
        unit("branch3x3", 384, "3x3", "stride=2"),
        [
            *unit("branch3x3dbl_1", 64, "1x1"),
            *unit("branch3x3dbl_2", 96, "3x3", "padding=1"),
            *unit("branch3x3dbl_3", 96, "3x3", "stride=2"),
        ],
        ["maxpool 3x3 stride=2"],
        name=name,
    )


def module_c(name: str, filters: int) -> list[str]:
    """Return a module of 17x17 maps: every 7x7 taken apart into 1x7 and 7x1."""
    return block(
        "concat",
        unit("branch1x1", 192, "1x1"),
        [
            *unit("branch7x7_1", filters, "1x1"),
            *unit("branch7x7_2", filters, "1x7", ROW),
            *unit("branch7x7_3", 192, "7x1", COLUMN),
        ],
        [
            *unit("branch7x7dbl_1", filters, "1x1"),
            *unit("branch7x7dbl_2", filters, "7x1", COLUMN),
            *unit("branch7x7dbl_3", filters, "1x7", ROW),
            *unit("branch7x7dbl_4", filters, "7x1", COLUMN),
            *unit("branch7x7dbl_5", 192, "1x7", ROW),
        ],
        ["avgpool 3x3 stride=1 padding=1", *unit("branch_pool", 192, "1x1")],
        name=name,
    )


def module_d(name: str) -> list[str]:
    """Return the module that makes 8x8 maps of 17x17."""
    return block(
        "concat",
        unit("branch3x3_1", 192, "1x1") + unit("branch3x3_2", 320, "3x3", "stride=2"),
        [
            *unit("branch7x7x3_1", 192, "1x1"),
            *unit("branch7x7x3_2", 192, "1x7", ROW),
            *unit("branch7x7x3_3", 192, "7x1", COLUMN),
            *unit("branch7x7x3_4", 192, "3x3", "stride=2"),
        ],
        ["maxpool 3x3 stride=2"],
        name=name,
    )


def module_e(name: str) -> list[str]:
    """Return a module of 8x8 maps: 1x3 and 3x1 side by side."""

    def fork(row: str, column: str) -> list[str]:
        return block("concat", unit(row, 384, "1x3", "padding=0x1"), unit(column, 384, "3x1", "padding=1x0"))

    return block(
        "concat",
        unit("branch1x1", 320, "1x1"),
        unit("branch3x3_1", 384, "1x1") + fork("branch3x3_2a", "branch3x3_2b"),
        [
            *unit("branch3x3dbl_1", 448, "1x1"),
            *unit("branch3x3dbl_2", 384, "3x3", "padding=1"),
            *fork("branch3x3dbl_3a", "branch3x3dbl_3b"),
        ],
        ["avgpool 3x3 stride=1 padding=1", *unit("branch_pool", 192, "1x1")],
        name=name,
    )


def auxiliary() -> list[str]:
    """Return the classifier on the side."""
    convolutions = unit("conv0", 128, "1x1") + unit("conv1", 768, "5x5")
    return block(
        "aside",
        ["avgpool 5x5 stride=3", *convolutions, "adaptivepool 1x1", "flatten", "fc: linear 1000"],
        name="AuxLogits",
    )


def inception_v3() -> str:
    """Return Inception v3 as torchvision has it."""
    return network(
        "Inception v3",
        "3x299x299",
        unit("Conv2d_1a_3x3", 32, "3x3", "stride=2"),
        unit("Conv2d_2a_3x3", 32, "3x3"),
        unit("Conv2d_2b_3x3", 64, "3x3", "padding=1"),
        ["maxpool1: maxpool 3x3 stride=2"],
        unit("Conv2d_3b_1x1", 80, "1x1"),
        unit("Conv2d_4a_3x3", 192, "3x3"),
        ["maxpool2: maxpool 3x3 stride=2"],
        module_a("Mixed_5b", 32),
        module_a("Mixed_5c", 64),
        module_a("Mixed_5d", 64),
        module_b("Mixed_6a"),
        module_c("Mixed_6b", 128),
        module_c("Mixed_6c", 160),
        module_c("Mixed_6d", 160),
        module_c("Mixed_6e", 192),
        auxiliary(),
        module_d("Mixed_7a"),
        module_e("Mixed_7b"),
        module_e("Mixed_7c"),
        ["avgpool: adaptivepool 1x1", "dropout: dropout", "flatten", "fc: linear 1000"],
    )


NETWORKS = (
    Famous(
        "inception_v3",
        "Inception v3",
        2015,
        "Christian Szegedy, Vincent Vanhoucke, Sergey Ioffe, Jonathon Shlens, Zbigniew Wojna",
        "Rethinking the Inception architecture for computer vision, CVPR 2016 (arXiv:1512.00567, 2015), as "
        "torchvision.models.inception_v3 has it.",
        "Large kernels taken apart: two 3x3 for a 5x5, a 1x7 and a 7x1 for a 7x7. The same field costs fewer "
        "weights.",
        inception_v3,
    ),
)
