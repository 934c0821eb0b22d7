"""Where is it, in a browser: example sheets, a wide sheet to draw on, heat maps, the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.pictures.strokes import Stroke, encode_strokes
from tests.browser.harness import Server, running, settled

APP = Path(__file__).parent / "apps" / "where.py"
ONE = ((40, 25), (40, 80))
SEVEN = ((100, 30), (132, 30), (112, 80))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("where") / "log.txt") as started:
        yield started
        assert "Traceback" not in started.output(), started.output()


def boxes(page: Page) -> Locator:
    return page.locator(".where-wide .where-box b")


def draw(page: Page, points: tuple[tuple[int, int], ...]) -> None:
    """Draw a stroke through places in canvas units, of which the paper is 280 wide."""
    box = page.locator("canvas").bounding_box()
    assert box is not None
    unit = box["width"] / 280
    for place, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x * unit, box["y"] + y * unit, steps=1 if place == 0 else 12)
        if place == 0:
            page.mouse.down()
    page.mouse.up()


def choose(page: Page, name: str, *, within: str) -> None:
    group = page.locator(f".st-key-{within}")
    group.get_by_role("radio", name=name, exact=True).or_(
        group.get_by_role("button", name=name, exact=True)
    ).click()
    settled(page)


def test_digits_that_are_drawn_side_by_side_get_boxes(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?where_source=Draw")
    canvas = page.locator("canvas")
    expect(canvas).to_be_visible()
    expect(page.get_by_text("Write some digits side by side")).to_be_visible()
    settled(page)
    box = canvas.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(2.8, rel=0.01)
    draw(page, ONE)
    expect(boxes(page)).to_have_text(["1"])
    draw(page, SEVEN)
    expect(boxes(page)).to_have_count(2)
    assert sorted(boxes(page).all_inner_texts()) == ["1", "7"]
    settled(page)
    expect(page).to_have_url(re.compile("where_drawing="))
    page.reload()
    expect(boxes(page)).to_have_count(2)
    canvas.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".drawing .status")).to_contain_text("Pen up, 50 % across, 60 % down.")


def test_a_link_brings_the_drawing_the_digit_and_the_size(app: Server, page: Page) -> None:
    strokes = [Stroke(6.0, tuple((float(x), float(y), 0.5) for x, y in line)) for line in (ONE, SEVEN)]
    page.goto(
        f"{app.url}/?where_source=Draw&where_drawing={encode_strokes(strokes)}&where_digit=7&where_size=61"
    )
    expect(boxes(page)).to_have_count(2)
    expect(page.locator(".where-heat")).to_have_attribute("alt", re.compile("^Probability of a 7 "))
    expect(page.get_by_text("they cost one forward pass")).to_be_visible()


def test_an_example_follows_its_seed(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?where_seed=2")
    expect(page.get_by_text("Right, digit and place:")).to_be_visible()
    settled(page)
    sheet = page.locator(".where-wide img")
    first = sheet.get_attribute("src") or ""
    page.get_by_role("button", name="Another one").click()
    expect(page).to_have_url(re.compile("where_seed=3"))
    expect(sheet).not_to_have_attribute("src", first)
    settled(page)
    choose(page, "8", within="where_digit")
    expect(page.locator(".where-heat")).to_have_attribute("alt", re.compile("^Probability of an 8 "))
    page.get_by_text("What was found, and by whom").click()
    expect(page.locator(".where-table tbody tr")).to_have_count(boxes(page).count())


@pytest.mark.parametrize(
    "query", ["where_seed=99999", "where_source=Draw&where_drawing=!!", "where_size=7&where_digit=x"]
)
def test_nonsense_in_the_address_is_survived(app: Server, page: Page, query: str) -> None:
    page.goto(f"{app.url}/?{query}")
    expect(page.get_by_text("Classification gives a picture one label.")).to_be_visible()
    settled(page)
    expect(page.get_by_text("This page could not finish")).to_have_count(0)


def test_the_wide_sheet_works_by_finger(app: Server, phone: Page) -> None:
    phone.goto(f"{app.url}/?where_source=Draw")
    canvas = phone.locator("canvas")
    expect(canvas).to_be_visible()
    settled(phone)
    box = canvas.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    phone.touchscreen.tap(box["x"] + 100, box["y"] + 50)
    expect(phone.locator(".drawing .status")).to_have_text("1 stroke.")
    settled(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
