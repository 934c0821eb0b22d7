from __future__ import annotations

import pytest

from explorer.architectures.analysis import analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.fields import PUBLISHED_FIELDS, PublishedField, last_map
from explorer.architectures.notation import read_plan

# google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md at 224x224: size, stride and padding by our names.
ENDPOINTS = {
    "alexnet_slim": {
        "conv1": (11, 4, 0),
        "pool1": (19, 8, 0),
        "conv2": (51, 8, 16),
        "conv3": (99, 16, 32),
        "conv4": (131, 16, 48),
        "conv5": (163, 16, 64),
        "pool5": (195, 32, 64),
    },
    "vgg16": {
        "features.0": (3, 1, 1),
        "features.4": (6, 2, 2),
        "features.9": (16, 4, 6),
        "features.16": (44, 8, 18),
        "features.23": (100, 16, 42),
        "features.24": (132, 16, 58),
        "features.26": (164, 16, 74),
        "features.30": (212, 32, 90),
    },
    "inception_v3": {
        "Conv2d_1a_3x3": (3, 2, 0),
        "Conv2d_2a_3x3": (7, 2, 0),
        "Conv2d_2b_3x3": (11, 2, 2),
        "maxpool1": (15, 4, 2),
        "Conv2d_4a_3x3": (23, 4, 2),
        "maxpool2": (31, 8, 2),
        "Mixed_5b": (63, 8, 18),
        "Mixed_5c": (95, 8, 34),
        "Mixed_5d": (127, 8, 50),
        "Mixed_6a": (159, 16, 58),
        "Mixed_6b": (351, 16, 154),
        "Mixed_6c": (543, 16, 250),
        "Mixed_6d": (735, 16, 346),
        "Mixed_6e": (927, 16, 442),
        "Mixed_7a": (1055, 32, 490),
        "Mixed_7b": (1183, 32, 554),
        "Mixed_7c": (1311, 32, 618),
    },
    "mobilenet_v1_slim": {
        "conv": (3, 2, 0),
        "block1": (7, 2, 2),
        "block2": (11, 4, 2),
        "block3": (19, 4, 6),
        "block4": (27, 8, 6),
        "block5": (43, 8, 14),
        "block6": (59, 16, 14),
        "block7": (91, 16, 30),
        "block11": (219, 16, 94),
        "block12": (251, 32, 94),
        "block13": (315, 32, 126),
    },
    "resnet50_slim": {
        "layer1.2": (35, 8, 15),
        "layer2.3": (99, 16, 47),
        "layer3.5": (291, 32, 143),
        "layer4.2": (483, 32, 239),
    },
    "resnet101_slim": {"layer2.3": (99, 16, 47), "layer3.22": (835, 32, 415), "layer4.2": (1027, 32, 511)},
    "resnet152_slim": {"layer2.7": (163, 16, 79), "layer3.35": (1315, 32, 655), "layer4.2": (1507, 32, 751)},
}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_endpoint_of_the_published_table(name: str) -> None:
    rows = {row.path: row for row in analyse(FAMOUS[name].plan).rows}
    for path, (size, stride, padding) in ENDPOINTS[name].items():
        field = rows[path].field
        assert field is not None
        assert (field.size, field.stride) == ((size, size), (stride, stride)), path
        assert field.offset == (-padding, -padding), path


@pytest.mark.parametrize("published", PUBLISHED_FIELDS, ids=lambda each: each.name)
def test_the_last_map_has_the_published_field(published: PublishedField) -> None:
    field = published.computed
    assert set(field.size) == {published.size}
    assert set(field.stride) == {published.stride}
    assert set(field.offset) == {-published.padding}


@pytest.mark.parametrize("published", PUBLISHED_FIELDS, ids=lambda each: each.name)
def test_a_layout_of_its_own_has_another_field(published: PublishedField) -> None:
    assert (published.ours == published.computed) is (published.name == published.layout)


@pytest.mark.parametrize("depth", [50, 101, 152])
def test_the_reason_given_for_residual_networks_accounts_for_the_difference(depth: int) -> None:
    """One 3x3 window of the second to the fourth stage steps by 8, 16, 32 in the table, by 4, 8, 16 here."""
    (published,) = (each for each in PUBLISHED_FIELDS if each.name == f"resnet{depth}")
    difference = published.computed.size[0] - published.ours.size[0]
    assert difference == sum(2 * (coarse - coarse // 2) for coarse in (8, 16, 32))


@pytest.mark.parametrize(("side", "padding"), [(224, 126), (321, 157)])
def test_tensorflows_padding_depends_on_the_picture(side: int, padding: int) -> None:
    """The table's other rows: at 321x321 the sizes are uneven, and "same" pads as much before as behind."""
    text = FAMOUS["mobilenet_v1_slim"].text.replace("3x224x224", f"3x{side}x{side}")
    field = last_map(analyse(read_plan(text))).field
    assert field is not None and field.offset == (-padding, -padding)


def test_a_network_without_maps_has_no_last_one() -> None:
    with pytest.raises(ValueError, match="no feature map"):
        last_map(analyse(read_plan("input 4\nlinear 2")))
