"""The Lab's card on Home: the volumes of a network as pixels, from the same boxes as its drawings."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.architectures.analysis import analyse
from explorer.architectures.famous import FAMOUS
from explorer.figures.thumbnails import thumbnail_svg

PAPER, INK = "#ffffff", "#1c2422"
MARGIN, FINER = 0.06, 2
_POINT = re.compile(r"(-?[0-9.]+) (-?[0-9.]+)")


def painted_volumes(name: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the volumes of a famous network in a picture of (height, width), in colour on white.

    >>> painted_volumes("lenet5", (40, 80)).shape
    (40, 80, 3)
    """
    drawing = ElementTree.fromstring(thumbnail_svg(analyse(FAMOUS[name].plan)))
    _, _, right, bottom = map(float, str(drawing.get("viewBox")).split())
    height, width = (FINER * side for side in size)
    scale = (1 - 2 * MARGIN) * min(width / right, height / bottom)
    left, top = (width - scale * right) / 2, (height - scale * bottom) / 2
    picture = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(picture)
    for path in drawing.iter("{http://www.w3.org/2000/svg}path"):
        for outline in str(path.get("d")).split("M")[1:]:
            corners = [(left + scale * float(x), top + scale * float(y)) for x, y in _POINT.findall(outline)]
            pen.polygon(corners, fill=path.get("fill"), outline=INK, width=FINER)
    return np.asarray(picture.resize((size[1], size[0]), Image.Resampling.LANCZOS))
