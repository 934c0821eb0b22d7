"""Contrast of every pair of colours that meets on a page, as WCAG 2.2 computes it."""

from __future__ import annotations

import re
import tomllib
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
STYLE = (ROOT / "assets" / "theme" / "frame.css").read_text(encoding="utf-8")
THEMES = ("light", "dark")
TEXT, LARGE_OR_GRAPHIC = 4.5, 3.0
INKS = ("textColor", "linkColor", "primaryColor")
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def style_pairs() -> list[tuple[str, str]]:
    """Return (light, dark) of every `light-dark(...)` in the style sheet, in order."""
    return re.findall(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", STYLE)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    list(
        product(("textColor", "linkColor", "primaryColor"), ("backgroundColor", "secondaryBackgroundColor"))
    ),
)
def test_words_can_be_read(theme: str, ink: str, ground: str) -> None:
    colours = CONFIG["theme"][theme]
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_marks_on_primary_can_be_seen(theme: str) -> None:
    """A check mark and a toggle's knob are white in both themes."""
    assert contrast("#ffffff", CONFIG["theme"][theme]["primaryColor"]) >= LARGE_OR_GRAPHIC


@pytest.mark.parametrize("theme", THEMES)
def test_captions_primary_buttons_and_the_focus_can_be_seen(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    caption, button, outline = (pair[THEMES.index(theme)] for pair in style_pairs())
    assert contrast(caption, colours["backgroundColor"]) >= TEXT
    assert contrast(caption, colours["secondaryBackgroundColor"]) >= TEXT
    assert contrast(button, colours["primaryColor"]) >= TEXT
    assert contrast(outline, colours["backgroundColor"]) >= LARGE_OR_GRAPHIC
    assert contrast(outline, colours["secondaryBackgroundColor"]) >= LARGE_OR_GRAPHIC


def test_nothing_is_fetched_for_the_theme() -> None:
    fonts = str({name: value for name, value in CONFIG["theme"].items() if "ont" in name})
    assert "http" not in fonts
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_errors_stay_on_the_server_and_nobody_is_counted() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["browser"]["gatherUsageStats"] is False
