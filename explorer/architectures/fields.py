"""Published receptive fields, and the layouts for which they hold (Araujo, Norris and Sim, Distill 2019)."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.architectures.analysis import Analysis, Row, analyse
from explorer.architectures.famous import FAMOUS
from explorer.arithmetic import ReceptiveField

SOURCE = (
    "Araujo, Norris and Sim, Computing receptive fields of convolutional neural networks, Distill 2019; its "
    "table for 224x224 pixels, in google-research/receptive_field"
)


@dataclass(frozen=True)
class PublishedField:
    """One line of the table: what a unit of the last feature map before the classifier sees.

    ``name`` is the preset that a learner knows, ``layout`` the one that the table measured, both in FAMOUS
    and often the same. ``padding`` is how far the first unit's field begins outside of the picture. ``why``
    says in one sentence why the two presets agree or differ.
    """

    name: str
    layout: str
    size: int
    stride: int
    padding: int
    why: str

    @property
    def ours(self) -> ReceptiveField:
        """Return the field in the preset that a learner knows."""
        return last_field(self.name)

    @property
    def computed(self) -> ReceptiveField:
        """Return the field in the layout that the table measured."""
        return last_field(self.layout)


def last_map(analysis: Analysis) -> Row:
    """Return the last row of the trunk whose output still has places: more than one row or column.

    >>> last_map(analyse(FAMOUS["resnet18"].plan)).path
    'layer4.1'
    """
    maps = [
        row
        for row in analysis.rows
        if len(row.address) == 1 and row.output_shape and max(row.output_shape[1:], default=1) > 1
    ]
    if not maps:
        raise ValueError("the network has no feature map")
    return maps[-1]


def last_field(name: str) -> ReceptiveField:
    """Return what a unit of the last feature map of a famous network sees.

    >>> last_field("resnet50").size, last_field("resnet50_slim").size
    ((427, 427), (483, 483))
    """
    field = last_map(analyse(FAMOUS[name].plan)).field
    assert field is not None, f"the branches of {name} meet with unlike strides"
    return field


_SAME = "Both layouts are one."
_RESIDUAL = (
    "torchvision halves the maps in the first unit of a stage, the table's layout in the last unit of the "
    "stage before: there one more 3x3 window of every stage counts on the coarser maps."
)

PUBLISHED_FIELDS = (
    PublishedField(
        "alexnet",
        "alexnet_slim",
        195,
        32,
        64,
        "torchvision pads the first convolution by 2, the table's layout does not: the same windows, 2 "
        "pixels further out.",
    ),
    PublishedField("vgg16", "vgg16", 212, 32, 90, _SAME),
    PublishedField("inception_v3", "inception_v3", 1311, 32, 618, _SAME),
    PublishedField("resnet50", "resnet50_slim", 483, 32, 239, _RESIDUAL),
    PublishedField("resnet101", "resnet101_slim", 1027, 32, 511, _RESIDUAL),
    PublishedField("resnet152", "resnet152_slim", 1507, 32, 751, _RESIDUAL),
    PublishedField(
        "mobilenet_v1",
        "mobilenet_v1_slim",
        315,
        32,
        126,
        "A padding of 1 begins one row outside of the picture wherever the stride is 2; TensorFlow's "
        '"same" puts that row behind the picture, as long as the size is even.',
    ),
)
