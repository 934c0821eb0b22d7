"""The picture of volumes: sizes to scale, folded and open blocks, marks, words, well-formed markup."""

from __future__ import annotations

import re
import time
from xml.etree import ElementTree

import pytest

from explorer.architectures.analysis import Analysis, analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.figures import thumbnail_svg, volumes_svg
from explorer.figures.volume_boxes import MARK, THIN, scale_for
from explorer.figures.volume_steps import Lanes, Step, parts_of

SVG = "{http://www.w3.org/2000/svg}"
MODULE = """title Two & <three>
input 3x64x64
conv 32 7x7 stride=2 padding=3
relu
mixed: concat {
  conv 16 1x1
|
  conv 12 1x1
  conv 24 3x3 padding=1
|
  maxpool 3x3 stride=1 padding=1
}
side: aside {
  flatten
  linear 10
}
relu
flatten
linear 10
"""


def worked(text: str) -> Analysis:
    return analyse(read_plan(text))


def boxes(svg: str) -> dict[str, ElementTree.Element]:
    """Return the boxes by their addresses, in order."""
    root = ElementTree.fromstring(svg)
    return {box.attrib["data-address"]: box for box in root.iter(f"{SVG}g") if "data-address" in box.attrib}


def points(box: ElementTree.Element, name: str) -> list[tuple[float, float]]:
    """Return the corners of a face."""
    [face] = [each for each in box.iter(f"{SVG}path") if each.get("class") == name]
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", face.attrib["d"])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def sides(box: ElementTree.Element) -> tuple[float, float, float]:
    """Return how deep, high and wide a box is drawn, its width along the receding edge."""
    (left, top), (right, _), (_, bottom), _ = points(box, "front")
    recedes = points(box, "face")[1][0] - points(box, "face")[0][0] if "face" in classes(box) else 0.0
    return right - left, bottom - top, recedes


def classes(box: ElementTree.Element) -> set[str]:
    return {each.get("class", "") for each in box.iter()}


def words(box: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in box.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ["lenet5", "vgg16", "alexnet_2012", "digits", "tiny_vgg"])
def test_every_box_is_as_large_as_its_shape_says(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    drawn = boxes(volumes_svg(analysis))
    shapes = {step.addresses: step.output_shape for step in parts_of(analysis) if isinstance(step, Step)}
    scale = scale_for([shape for shape in shapes.values() if shape])
    for addresses, shape in shapes.items():
        assert shape is not None
        deep, high, recedes = sides(drawn[".".join(map(str, addresses[0])) if addresses else "input"])
        if len(shape) == 1:
            assert high == pytest.approx(max(THIN, shape[0] * scale.number), abs=0.011)
            continue
        assert deep == pytest.approx(max(THIN, shape[0] * scale.channel), abs=0.011)
        assert high == pytest.approx(max(THIN, shape[1] * scale.cell), abs=0.011)
        # Half its length at 45 degrees.
        assert recedes == pytest.approx(max(THIN / 2, shape[2] * scale.cell / 2 / 2**0.5), abs=0.011)


def test_what_is_not_square_is_not_drawn_square() -> None:
    drawn = boxes(volumes_svg(worked("input 3x20x60\nconv 30 1x1\nmaxpool 2x1")))
    deep, high, recedes = sides(drawn["0"])
    assert recedes / high == pytest.approx(60 / 20 / 2 / 2**0.5, rel=0.01)
    pooled = sides(drawn["1"])
    assert pooled[1] == pytest.approx(high / 2)
    assert (pooled[0], pooled[2]) == pytest.approx((deep, recedes), abs=0.02)


def test_networks_beside_each_other_have_one_scale() -> None:
    small, large = analyse(FAMOUS["lenet5"].plan), analyse(FAMOUS["vgg16"].plan)
    drawn = [boxes(volumes_svg(one, beside=other)) for one, other in ((small, large), (large, small))]
    assert sides(drawn[1]["input"])[1] / sides(drawn[0]["input"])[1] == pytest.approx(224 / 32, rel=0.01)
    assert drawn[1].keys() == boxes(volumes_svg(large)).keys()
    widths = [
        ElementTree.fromstring(volumes_svg(one, beside=other)).get("width")
        for one, other in ((small, large), (large, small))
    ]
    assert widths[0] == widths[1]


def test_the_rulers_are_as_long_as_they_say() -> None:
    svg = volumes_svg(analyse(FAMOUS["vgg16"].plan))
    scale = scale_for([(512, 224, 224), (25088,)])
    rulers = [
        re.findall(r"-?\d+\.?\d*", each.attrib["d"])
        for each in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if each.get("class") == "ruler"
    ]
    said = [
        int(number.replace(",", "")) for number in re.findall(r">([\d,]+) (?:rows|channels|numbers)", svg)
    ]
    for numbers, count, unit in zip(rulers, said, (scale.cell, scale.channel, scale.number), strict=True):
        assert float(numbers[6]) == pytest.approx(count * unit, abs=0.01)


def test_a_convolution_its_normalisation_and_its_activation_are_one_step() -> None:
    steps = parts_of(worked("input 3x32x32\nconv 8 3x3 stride=2 groups=1\nbatchnorm\nrelu\nmaxpool 2x2\nelu"))
    assert [(step.word, step.detail, step.extras) for step in steps if isinstance(step, Step)] == [
        ("input", "", ()),
        ("conv", "3x3 /2", ("BN", "ReLU")),
        ("max pool", "2x2 /2", ("ELU",)),
    ]


def test_equal_blocks_in_a_row_are_drawn_once() -> None:
    drawn = boxes(volumes_svg(analyse(FAMOUS["resnet152"].plan)))
    counted = [text for box in drawn.values() for text in words(box) if text.startswith("×")]
    assert counted == ["×2", "×7", "×35", "×2"]
    assert len(drawn) == 14
    [many] = [box for box in drawn.values() if "×35" in words(box)]
    assert words(many)[:4] == ["×35", "layer3.1", "to layer3.35", "3 conv, added"]


def test_one_block_of_many_is_opened_and_the_others_stay_folded() -> None:
    analysis = analyse(FAMOUS["resnet152"].plan)
    [opened] = [row for row in analysis.rows if row.path == "layer3.5"]
    svg = volumes_svg(analysis, unfold=opened.address)
    assert "shortcut" in svg
    counted = [text for box in boxes(svg).values() for text in words(box) if text.startswith("×")]
    assert counted == ["×2", "×7", "×4", "×30", "×2"]


def test_lanes_stand_above_each_other_and_a_side_branch_below_the_trunk() -> None:
    analysis = worked(MODULE)
    drawn = boxes(volumes_svg(analysis, unfold=(2,)))
    heights = [points(drawn[address], "front")[0][1] for address in ("2.0.0", "2.1.1", "2.2.0")]
    assert heights == sorted(heights)
    assert points(drawn["3"], "front")[0][1] > points(drawn["2"], "front")[2][1]
    assert "training only" in words(drawn["3"])
    [lanes] = [part for part in parts_of(analysis, unfold=(2,)) if isinstance(part, Lanes)]
    assert lanes.joined.output_shape == (72, 32, 32)
    # What follows the branch for training only still reads the trunk.
    assert drawn["4"].attrib["data-kind"] == "other"


def test_the_chosen_layer_is_outlined_or_the_module_that_it_is_in() -> None:
    analysis = worked(MODULE)
    for unfold, expected in ((None, "2"), ((2,), "2.1.1")):
        drawn = boxes(volumes_svg(analysis, selected=(2, 1, 1), unfold=unfold))
        assert [name for name, box in drawn.items() if MARK in {e.get("stroke") for e in box.iter()}] == [
            expected
        ]


def test_a_unit_is_marked_with_what_it_sees() -> None:
    analysis = worked("input 1x32x32\nconv 6 5x5\nmaxpool 2x2\nconv 16 5x5")
    root = ElementTree.fromstring(volumes_svg(analysis, selected=(2,), unit=(0, 9)))
    [seen] = [each for each in root.iter(f"{SVG}path") if each.get("class") == "seen"]
    field, cell = (part for part in seen.attrib["d"].split("M") if part)
    corners = [float(number) for number in re.findall(r"-?\d+\.?\d*", field)]
    scale = scale_for([(1, 32, 32), (16, 10, 10), (6, 28, 28)])
    top, bottom, left, right = analysis.by_address[(2,)].field.extent(0, 9)  # type: ignore[union-attr]
    assert (top, bottom, left, right) == (0, 14, 18, 32)
    assert corners[7] - corners[1] == pytest.approx(14 * scale.cell, abs=0.02)
    assert corners[2] - corners[0] == pytest.approx(14 * scale.cell / 2 / 2**0.5, abs=0.02)
    assert cell
    with pytest.raises(ValueError, match="row 10, column 0 lies outside the output 16x10x10 of conv2"):
        volumes_svg(analysis, selected=(2,), unit=(10, 0))


def test_what_cannot_work_is_drawn_as_unknown() -> None:
    svg = volumes_svg(worked("input 1x8x8\nconv 4 9x9\nrelu\nlinear 10"))
    assert [words(box)[-1] for box in boxes(svg).values()] == ["8x8", "?", "?"]


@pytest.mark.parametrize("name", FAMOUS)
def test_every_famous_network_is_well_formed_and_readable(name: str) -> None:
    svg = volumes_svg(analyse(FAMOUS[name].plan))
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert width <= 1120 and height < 900
    assert len(boxes(svg)) <= 32
    for path in root.iter(f"{SVG}path"):
        if path.get("class") in ("front", "face"):
            numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path.attrib["d"])]
            assert min(numbers) >= 0 and max(numbers[::2]) <= width and max(numbers[1::2]) <= height


def test_titles_are_escaped_and_nonsense_widths_refused() -> None:
    svg = volumes_svg(worked(MODULE))
    title = ElementTree.fromstring(svg).find(f"{SVG}title")
    assert title is not None and title.text == "Two & <three>: the volumes, drawn to scale"
    with pytest.raises(ValueError, match="240 to 4,000 wide, not 10"):
        volumes_svg(worked(MODULE), width=10)


def test_a_narrow_picture_breaks_into_more_rows_and_a_long_network_is_cut() -> None:
    lenet = analyse(FAMOUS["lenet5"].plan)
    wide, narrow = (ElementTree.fromstring(volumes_svg(lenet, width=width)) for width in (1100, 360))
    assert float(narrow.attrib["width"]) <= 380 < float(wide.attrib["width"])
    assert float(narrow.attrib["height"]) > 1.5 * float(wide.attrib["height"])
    long = "input 3x32x32\n" + "\n".join(["conv 8 3x3 padding=1"] * 400)
    assert "Not drawn: 101 more parts behind these." in " ".join(volumes_svg(worked(long)).split())


def test_the_deepest_network_is_drawn_fast() -> None:
    analysis = analyse(FAMOUS["resnet152"].plan)
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        volumes_svg(analysis)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.02


@pytest.mark.parametrize("name", FAMOUS)
def test_a_thumbnail_shows_the_same_boxes_smaller(name: str) -> None:
    analysis = analyse(FAMOUS[name].plan)
    svg = thumbnail_svg(analysis)
    root = ElementTree.fromstring(svg)
    fronts = sum(len(path.attrib["d"].split("M")) - 1 for path in root.iter(f"{SVG}path"))
    trunk = [part for part in parts_of(analysis) if isinstance(part, Step | Lanes)]
    flat = [part for part in trunk if isinstance(part, Step) and len(part.output_shape or ()) == 1]
    assert fronts == 3 * len(trunk) - 2 * len(flat)
    assert len(svg) < 5000 and not list(root.iter(f"{SVG}text"))
