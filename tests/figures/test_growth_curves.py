"""The growth curves: points on their scales, the present size, numbers and names."""

from __future__ import annotations

import re
from math import log10
from xml.etree import ElementTree

import pytest

from explorer.architectures.growth import Growth, first_layer, growth, layer_growth, whole_net
from explorer.figures.growth_curves import growth_svg

SVG = "{http://www.w3.org/2000/svg}"


def by_class(svg: str, tag: str) -> dict[str, ElementTree.Element]:
    return {each.get("class", ""): each for each in ElementTree.fromstring(svg).iter(f"{SVG}{tag}")}


def points(element: ElementTree.Element) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", element.attrib["d"])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(("side", "grow", "now"), [(16, growth, whole_net), (100, layer_growth, first_layer)])
def test_heights_are_logarithms_and_the_present_lies_on_its_curve(
    channels: int, side: int, grow: object, now: object
) -> None:
    curve: tuple[Growth, ...] = grow(channels=channels)  # type: ignore[operator]
    present: Growth = now(side, channels=channels)  # type: ignore[operator]
    svg = growth_svg(curve, present)
    lines, dots = by_class(svg, "path"), by_class(svg, "circle")
    full = points(lines["full"])
    decade = (full[0][1] - full[-1][1]) / (log10(curve[-1].full) - log10(curve[0].full))
    across = (full[-1][0] - full[0][0]) / (curve[-1].side - curve[0].side)
    assert decade > 0
    for name in ("full", "local", "shared"):
        for (x, y), each in zip(points(lines[name]), curve, strict=True):
            assert x == pytest.approx(full[0][0] + across * (each.side - curve[0].side), abs=0.02)
            higher = log10(getattr(each, name)) - log10(curve[0].full)
            assert y == pytest.approx(full[0][1] - decade * higher, abs=0.1)
        x, y = (float(dots[name].attrib[axis]) for axis in ("cx", "cy"))
        assert x == pytest.approx(full[0][0] + across * (side - curve[0].side), abs=0.02)
        higher = log10(getattr(present, name)) - log10(curve[0].full)
        assert y == pytest.approx(full[0][1] - decade * higher, abs=0.1)
        assert f">{getattr(present, name):,}<" in svg


def test_names_stand_apart_and_every_line_has_its_dash() -> None:
    svg = growth_svg(growth(), whole_net(224))
    root = ElementTree.fromstring(svg)
    names = [
        text for text in root.iter(f"{SVG}text") if (text.text or "").endswith(("connected", "Convolution"))
    ]
    heights = sorted(float(name.attrib["y"]) for name in names)
    assert len(heights) == 3 and all(b - a >= 14 for a, b in zip(heights, heights[1:], strict=False))
    dashes = {
        line.get("stroke-dasharray")
        for name, line in by_class(svg, "path").items()
        if name in ("full", "local", "shared")
    }
    assert len(dashes) == 3


def test_one_point_is_no_curve() -> None:
    with pytest.raises(ValueError, match="two points, not 1"):
        growth_svg(growth(sides=(16,)), whole_net(16))
