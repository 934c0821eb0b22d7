"""Pixel modes brought to 8-bit RGB."""

import numpy as np
import pytest
from PIL import Image

from explorer.pictures.modes import on_contrasting_paper, to_rgb


@pytest.mark.parametrize("mode", ["1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    assert to_rgb(Image.new(mode, (3, 2))).mode == "RGB"


@pytest.mark.parametrize("mode", ["YCbCr", "HSV", "LAB", "I", "F", "I;16", "I;16B", "I;16L"])
def test_the_rarer_modes_become_rgb_too(mode: str) -> None:
    assert to_rgb(Image.new(mode, (3, 2))).mode == "RGB"


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I;16L"])
def test_16_bits_keep_their_high_byte_in_every_order(mode: str) -> None:
    assert to_rgb(Image.new(mode, (1, 1), 0x7FFF)).getpixel((0, 0)) == (127, 127, 127)


def test_half_transparent_ink_is_mixed_with_white() -> None:
    assert to_rgb(Image.new("RGBA", (1, 1), (0, 0, 0, 128))).getpixel((0, 0)) == (127, 127, 127)


@pytest.mark.parametrize(
    ("ink", "share", "paper"),
    [
        ((0, 0, 0), 0.1, (255, 255, 255)),
        ((255, 255, 255), 0.1, (0, 0, 0)),
        ((250, 240, 230), 0.9, (255, 255, 255)),
        ((10, 20, 30), 0.9, (0, 0, 0)),
    ],
)
def test_transparent_parts_contrast_with_ink_and_continue_paper(
    ink: tuple[int, int, int], share: float, paper: tuple[int, int, int]
) -> None:
    picture = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    picture.paste((*ink, 255), (0, 0, 20, round(20 * share)))
    result = np.asarray(on_contrasting_paper(picture))
    assert tuple(result[-1, -1]) == paper
    assert tuple(result[0, 0]) == ink


def test_nothing_but_transparency_is_even_paper() -> None:
    result = np.asarray(on_contrasting_paper(Image.new("RGBA", (5, 5), (0, 0, 0, 0))))
    assert len(np.unique(result)) == 1
