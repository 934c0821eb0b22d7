"""What is left of a picture when pixels are dropped, and what the digit network makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.challenges.pixels import Reading, percents
from explorer.digits import recognise
from explorer.filtering import working_picture
from explorer.pictures.samples import DIGITS_COUNT, digit_label, sample_digit
from explorer.pictures.subsampling import LEVELS, Gaps, Subsampled, at_random, on_grid
from explorer.ui.controls import segments
from explorer.ui.digits.pictures import picture_html
from explorer.ui.pixels.source import Source

SIZES = (28, 56, 112, 224)
DEFAULT_DIGIT, LARGEST_SEED = 12, 9999
PATTERNS = {"grid": "Grid", "random": "Random"}
EXPLAINED = {
    "grid": "Evenly spaced rows and columns stay; what is left is a smaller picture, shown enlarged.",
    "random": "The pixels that stay are drawn by chance, the same ones again for the same seed.",
}
GAPS: dict[Gaps, str] = {"nearest": "Nearest", "white": "White"}

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Subject:
    """The picture to drop pixels of, (height, width, 3) or (height, width); its words; a digit or not."""

    picture: Pixels
    alt: str
    is_digit: bool


@dataclass(frozen=True)
class Dropping:
    """Which pixels stay, and what stands in the gaps."""

    pattern: str = "grid"
    seed: int = 1
    gaps: Gaps = "nearest"

    def apply(self, picture: Pixels, percent: int) -> Subsampled:
        """Return what is left of a picture at a level."""
        if self.pattern == "grid":
            return on_grid(picture, percent=percent)
        return at_random(picture, percent=percent, seed=self.seed, gaps=self.gaps)


@dataclass(frozen=True)
class Level:
    """One line of the table: percent, pixels kept, the picture as HTML; what was read, with probability."""

    percent: int
    kept: int
    html: str
    digit: int | None = None
    probability: float = 0.0
    doubt: str | None = None


def choose_subject(source: Source) -> Subject:
    """Show whose pixels are dropped: a sample digit's or those of the picture above."""
    chosen = segments("Pixels of", {"digit": "Digit", "picture": "Picture"}, key="levels_of")
    if chosen == "picture":
        st.caption("The picture from above, at the size that is set there.")
        picture = source.planes[3] if source.is_digit else source.planes[:3].transpose(1, 2, 0)
        return Subject(np.ascontiguousarray(picture), source.alt, source.is_digit)
    index = st.number_input(
        f"Digit, 0 to {DIGITS_COUNT - 1:,}",
        0,
        DIGITS_COUNT - 1,
        DEFAULT_DIGIT,
        key="levels_digit",
        bind="query-params",
        help="Real handwriting: UCI, optical recognition of digits, 8x8 pixels, enlarged.",
    )
    side = st.select_slider(
        "Pixels a side before any is dropped", SIZES, SIZES[0], key="levels_size", bind="query-params"
    )
    picture = np.asarray(working_picture(sample_digit(index), side))
    return Subject(picture, f"A handwritten {digit_label(index)}.", True)


def choose_dropping() -> Dropping:
    """Show how the pixels that stay are chosen."""
    pattern = segments("Which pixels stay", PATTERNS, key="levels_pattern")
    st.caption(EXPLAINED[pattern])
    if pattern == "grid":
        return Dropping()
    seed = st.number_input("Seed", 1, LARGEST_SEED, 1, key="levels_seed", bind="query-params")
    chosen = segments(
        "In the gaps",
        {str(name): title for name, title in GAPS.items()},
        key="levels_gaps",
        words="Nearest: a copy of the nearest pixel that stayed. White: nothing.",
    )
    return Dropping(pattern, seed, next(name for name in GAPS if name == chosen))


@st.cache_data(max_entries=64, show_spinner=False)
def levels_of(picture: Pixels, dropping: Dropping, *, alt: str, is_read: bool) -> tuple[Level, ...]:
    """Return every level of a picture, with `is_read` also what the digit network reads in it."""
    return tuple(_level(picture, dropping, percent, alt, is_read) for percent in LEVELS)


def _level(picture: Pixels, dropping: Dropping, percent: int, alt: str, is_read: bool) -> Level:
    left = dropping.apply(picture, percent)
    html = picture_html(left.picture, f"{alt} {percent} % of its pixels.", name="pixel-level")
    if not is_read:
        return Level(percent, left.kept, html)
    said = recognise(left.picture)
    return Level(percent, left.kept, html, said.digit, float(said.probabilities.max()), said.doubt)


def show_levels(subject: Subject, dropping: Dropping) -> tuple[Reading, ...]:
    """Show the table and what it comes to, or why the whole picture is in doubt; return what was read."""
    levels = levels_of(subject.picture, dropping, alt=subject.alt, is_read=subject.is_digit)
    height, width = subject.picture.shape[:2]
    st.html(table_html(levels, height * width))
    readings = tuple(
        Reading(level.percent, level.kept, level.digit, level.doubt is not None)
        for level in levels
        if level.digit is not None
    )
    if not readings:
        st.caption("The network reads digits only: draw one, choose one above, or turn to Digit.")
        return readings
    st.markdown(levels[-1].doubt or verdict(readings))
    return readings


def verdict(readings: tuple[Reading, ...]) -> str:
    """Say in a sentence or two at which levels the answer is another one, and where it is in doubt.

    >>> verdict((Reading(10, 8, 9, True), Reading(50, 40, 4, False), Reading(100, 80, 4, False)))
    'All pixels read as 4. The answer is another one at 10 %. It is in doubt at 10 %.'
    """
    *fewer, whole = readings
    others = [reading.percent for reading in fewer if reading.digit != whole.digit]
    doubtful = [reading.percent for reading in readings if reading.in_doubt]
    change = f"The answer is another one at {percents(others)}." if others else "Every level reads the same."
    doubt = f" It is in doubt at {percents(doubtful)}." if doubtful else ""
    return f"All pixels read as {whole.digit}. {change}{doubt}"


def table_html(levels: tuple[Level, ...], total: int) -> str:
    """Return the levels as an HTML table; the columns of the answer only where there is one."""
    is_read = levels[0].digit is not None
    heads = ["Level", "Pixels kept", "What is left", *(["Answer", "Probability"] if is_read else [])]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(_line(level, total) for level in levels)
    return f'<table class="pixel-levels"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(level: Level, total: int) -> str:
    share = f"{level.kept / total:.1%}".replace("%", " %")
    cells = [f"{level.kept:,} of {total:,}<br><small>{share}</small>", level.html]
    if level.digit is not None:
        doubt = f'<br><small title="{escape(level.doubt)}">in doubt</small>' if level.doubt else ""
        cells += [f"<strong>{level.digit}</strong>{doubt}", f"{level.probability:.1%}".replace("%", " %")]
    body = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{level.percent} %</th>{body}</tr>'
