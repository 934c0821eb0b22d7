"""Why this answer, in a browser: asked for, torch comes once; every choice is in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.deletion import removable
from explorer.digits import recognise
from explorer.pictures.samples import sample_digit
from tests.browser.harness import Server, running, settled

APP = Path(__file__).parent / "apps" / "why.py"
MOST_MEGABYTES = 450


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("why") / "log.txt") as started:
        yield started
        assert "Traceback" not in started.output(), started.output()


def maps(page: Page) -> Locator:
    return page.locator(".why-maps img")


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).click()
    settled(page)


def imported(server: Server, name: str) -> bool:
    """Say whether the server has mapped a compiled part of a package into its memory."""
    mapped = [entry.path for entry in psutil.Process(server.pid).memory_maps()]
    return any(f"/site-packages/{name}/" in path for path in mapped)


def gone(step: int) -> str:
    """Return which share of the ink of sample 7 is gone after so many of 20 steps: whole pixels."""
    pixels = removable(recognise(sample_digit(7)).prepared[None]).size
    return f"{100 * round(step * pixels / 20) / pixels:.1f}"


def test_torch_comes_when_it_is_asked_for_and_the_server_stays_small(app: Server, page: Page) -> None:
    page.goto(app.url)
    expect(page.get_by_text("Explain this answer")).to_be_visible()
    settled(page)
    assert not imported(app, "torch")
    page.get_by_text("Explain this answer").click()
    expect(page.get_by_text("Test 2: does the answer fall with these pixels?")).to_be_visible(timeout=60_000)
    settled(page)
    expect(maps(page)).to_have_count(3)
    assert imported(app, "torch")
    assert not imported(app, "matplotlib")
    assert psutil.Process(app.pid).memory_info().rss < MOST_MEGABYTES * 2**20
    expect(page).to_have_url(re.compile("why=true"))


def test_a_deep_link_shows_its_method_class_and_layer(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?why=true&why_method=Grad-CAM&why_layer=relu3&why_class=2&sample=7&why_seed=5")
    expect(page.locator(".why-maps")).to_contain_text("For 2, learned weights")
    expect(page.get_by_text("relu3 has maps of 12x12 cells.")).to_be_visible()
    expect(page.get_by_text("The probability of 2 is")).to_be_visible()
    choose(page, "Answer")
    expect(page.locator(".why-maps")).to_contain_text("For 7, learned weights")
    choose(page, "Saliency")
    expect(page.get_by_text("relu3 has maps")).to_have_count(0)
    expect(page.get_by_text("Simonyan, Vedaldi and Zisserman 2014")).to_be_visible()


def test_nonsense_in_the_address_is_survived(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?why=true&why_method=Tea&why_class=ten&why_layer=conv&why_seed=-7")
    expect(page.locator(".why-maps")).to_contain_text("learned weights")
    expect(page.get_by_text("This page could not finish")).to_have_count(0)


def test_the_curve_is_read_by_pointer_and_keys(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?why=true")
    chart = page.locator(".chart .frame")
    expect(chart).to_be_visible()
    settled(page)
    reading = page.locator(".chart .reading")
    expect(reading).to_be_empty()
    chart.focus()
    page.keyboard.press("Home")
    expect(reading).to_contain_text("Share of the ink taken away: 0.0 %. Random, mean of 8 orders:")
    page.keyboard.press("ArrowRight")
    expect(reading).to_contain_text(f"taken away: {gone(1)} %")
    page.keyboard.press("End")
    expect(reading).to_contain_text("taken away: 100.0 %")
    ends = re.findall(r": ([\d.]+) %", reading.inner_text())
    assert ends[1] == ends[2], "both orders end with blank paper"
    page.mouse.click(5, 300)
    expect(reading).to_be_empty()
    box = chart.locator("svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * (48 + 200) / 460, box["y"] + 60)
    expect(reading).to_contain_text(f"taken away: {gone(10)} %")
    expect(chart.locator("svg")).to_have_attribute("aria-label", re.compile("Area under the curve"))
