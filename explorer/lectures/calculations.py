"""The sizes and counts that the lectures work out in a line, and what is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from explorer.arithmetic import Conv2d, Linear, output_size, sigmoid
from explorer.lectures.example import LECTURES, Lecture


@dataclass(frozen=True)
class Calculation:
    """One line of arithmetic: ``formula`` written out, the ``right`` result, and what the slide ``printed``.

    ``note`` says where they differ; it is empty where they agree.
    """

    name: str
    title: str
    lecture: Lecture
    slide: str
    formula: str
    right: float
    printed: str
    note: str = ""


FIRST, SECOND, THIRD, FOURTH, FIFTH = LECTURES


def counts() -> Iterator[Calculation]:
    """Yield the counts of parameters and pixels."""
    yield Calculation(
        "volume_filter",
        "One filter over three channels",
        FIRST,
        "Convolution over volumes",
        "3 × 3 × 3",
        Conv2d(3, 1, 3, bias=False).parameter_count,
        "3 × 3 × 3",
        "The slide counts the weights; with its bias the filter has one parameter more.",
    )
    yield Calculation(
        "two_filters",
        "Two filters over three channels",
        FIRST,
        "Convolution with multiple filters",
        "3 × 3 × 3 × 2 + 2",
        Conv2d(3, 2, 3).parameter_count,
        "3 × 3 × 3 × 2",
        "The slide counts the weights only; each of the two filters has a bias, two parameters more.",
    )
    yield Calculation(
        "layer_with_bias",
        "Two 4x4 filters with their biases",
        FIRST,
        "Convolution layer",
        "4 × 4 × 3 × 2 + 2",
        Conv2d(3, 2, 4).parameter_count,
        "4 × 4 × 3 × 2 + 1 (bias)",
        "The slide adds 1 for the bias; each of the two filters has its own, so 2 are to be added.",
    )
    yield Calculation(
        "fully_connected",
        "16x16 pixels to 100 to 26 units",
        SECOND,
        "Even a simple 16x16 image",
        "256 × 100 + 100 + 100 × 26 + 26",
        Linear(256, 100).parameter_count + Linear(100, 26).parameter_count,
        "28236",
        "The slide prints 28236: the terms are right, but two digits of the sum changed places.",
    )
    yield Calculation(
        "picture_numbers",
        "The numbers of a 1080x1080 colour picture",
        THIRD,
        "What the computer sees",
        "1080 × 1080 × 3",
        prod((1080, 1080, 3)),
        "1080x1080x3",
    )
    yield Calculation(
        "patch_weights",
        "The weights of a 4x4 filter",
        THIRD,
        "Feature extraction with convolution",
        "4 × 4",
        Conv2d(1, 1, 4, bias=False).parameter_count,
        "16",
    )
    yield Calculation(
        "one_unit",
        "The weights of one unit that sees a whole picture",
        FIFTH,
        "Disadvantages of MLP",
        "224 × 224 × 3",
        Linear(224 * 224 * 3, 1, bias=False).parameter_count,
        "around 150,000",
        "The slide says that so many weights must be trained: those of one unit, and a layer has many units.",
    )


def sizes() -> Iterator[Calculation]:
    """Yield the output sizes."""
    yield Calculation(
        "stride_one", "5x5 at stride 1", FIRST, "Stride", "(5 - 3) // 1 + 1", output_size(5, 3), "3"
    )
    yield Calculation(
        "stride_two", "5x5 at stride 2", FIRST, "Stride", "(5 - 3) // 2 + 1", output_size(5, 3, stride=2), "2"
    )
    yield Calculation(
        "no_padding",
        "6x6 without padding",
        SECOND,
        "Convolution example",
        "6 - 3 + 1",
        output_size(6, 3),
        "4",
    )
    yield Calculation(
        "padding_one",
        "6x6 with padding 1",
        SECOND,
        "Padding",
        "6 + 2 × 1 - 3 + 1",
        output_size(6, 3, padding=1),
        "n + 2p - f + 1",
    )
    yield Calculation(
        "size_at_stride_three",
        "6x6 at stride 3",
        SECOND,
        "Stride",
        "(6 + 2 × 0 - 3) // 3 + 1",
        output_size(6, 3, stride=3),
        "2",
    )
    yield Calculation("valid", "7x7 without padding", FOURTH, "Padding", "7 - 3 + 1", output_size(7, 3), "5")
    yield Calculation(
        "demo_size",
        "5x5 with padding 1 at stride 2",
        FOURTH,
        "Feature extraction",
        "(5 + 2 × 1 - 3) // 2 + 1",
        output_size(5, 3, stride=2, padding=1),
        "3",
        "The slide prints the output size; its input cannot be read, 5x5 is the usual one of this example.",
    )


def neurons() -> Iterator[Calculation]:
    """Yield the three units that the third lecture works out, each rounded as there."""
    units = (
        ("hidden_one", "The first hidden unit", (1.0, 3.7, 0.0, 3.7, -1.5), "0.90"),
        ("hidden_two", "The second hidden unit", (1.0, 2.9, 0.0, 2.9, -4.5), "0.17"),
        ("output_unit", "The output unit", (0.90, 4.5, 0.17, -5.2, -2.0), "0.76"),
    )
    for name, title, (one, first, two, second, bias), printed in units:
        yield Calculation(
            name,
            title,
            THIRD,
            "Neural network example",
            f"sigmoid({one:g} × {first:g} + {two:g} × {second:g} + 1 × {bias:g})",
            round(float(sigmoid([one * first + two * second + bias])[0]), 2),
            printed,
        )
