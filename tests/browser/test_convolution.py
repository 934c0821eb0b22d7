"""The Convolution page in a browser: cold links, pins, edits, predictions, examples."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.harness import PHONE, Server, settled
from tests.browser.test_stepper import cell, numbers, title

LINK = "convolution?input=1,2,3;4,5,6;7,8,9&kernel=1,0;0,-1&padding=Amount&amount=1&stride=2&place=1,0"


def opened(page: Page, server: Server, path: str = "convolution") -> Page:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("grid", name="Input")).to_be_visible()
    settled(page)
    return page


def test_a_cold_deep_link_opens_with_everything_it_says(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, LINK)
    expect(page.get_by_role("heading", name="Convolution", exact=True)).to_be_visible()
    expect(title(page)).to_have_text("Output row 1, column 0")
    assert numbers(page, "Output") == [["−1", "−3"], ["−7", "−4"]]
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()


def test_a_pin_and_an_edit_survive_a_reload(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Output", 1, 1).click()
    page.wait_for_url(re.compile("place=1%2C1|place=1,1"))
    cell(page, "Input", 0, 0).click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("input=9"))
    page.reload()
    expect(title(page)).to_have_text("Output row 1, column 1")
    expect(cell(page, "Input", 0, 0)).to_have_text("9")
    expect(cell(page, "Output", 0, 0)).to_have_text("8")


def test_an_example_sets_numbers_and_options_and_its_link_reopens(server: Server, page: Page) -> None:
    opened(page, server, "convolution?stride=2&padding=Same")
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="Second lecture: The same at stride 3").click()
    expect(cell(page, "Output", 1, 1)).to_have_text("−16")
    assert numbers(page, "Output") == [["−5", "8"], ["−3", "−16"]]
    page.wait_for_url(re.compile("stride=3"))
    settled(page)
    page.goto(page.url)
    expect(cell(page, "Output", 1, 1)).to_have_text("−16")
    expect(page.get_by_role("combobox", name="Example")).to_have_value("Second lecture: The same at stride 3")


def test_predict_first_wrong_then_right(server: Server, page: Page) -> None:
    opened(page, server, "convolution?predict=true&place=0,0")
    assert numbers(page, "Output") == [["?"] * 3] * 3
    answer = page.get_by_role("spinbutton", name="Value")
    answer.fill("-6")
    answer.press("Enter")
    expect(page.get_by_text("Perhaps the kernel was turned by 180 degrees")).to_be_visible()
    assert numbers(page, "Output") == [["?"] * 3] * 3
    answer.fill("6")
    answer.press("Enter")
    expect(page.get_by_text("6 is right.")).to_be_visible()
    expect(cell(page, "Output", 0, 0)).to_have_text("6")


def test_the_size_is_hidden_until_it_is_found(server: Server, page: Page) -> None:
    opened(page, server, "convolution?predict=true&question=Size&padding=Amount&amount=1")
    expect(page.get_by_role("grid", name="Output")).to_have_count(0)
    page.get_by_role("spinbutton", name="Rows").fill("3")
    page.get_by_role("spinbutton", name="Columns").fill("3")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Perhaps the padding was forgotten")).to_be_visible()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.get_by_role("grid", name="Output")).to_be_visible()


def test_an_edit_is_undone_across_an_example(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("button", name="Random integers").click()
    page.wait_for_url(re.compile("seed=1"))
    settled(page)
    page.get_by_role("button", name="Take the last change back").click()
    expect(cell(page, "Output", 0, 0)).to_have_text("6")


def test_a_letter_is_put_into_the_grids(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/convolution?part=X+or+not+X&letter=A+Y")
    settled(page)
    expect(page.get_by_role("combobox", name="Picture")).to_have_value("A Y")
    page.get_by_role("button", name="Step through it").nth(1).click()
    expect(page.get_by_role("tab", name="Step by step")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".panel.input .shape")).to_have_text("10×10")
    assert numbers(page, "Kernel") == [["−1", "−1", "1"], ["−1", "1", "−1"], ["1", "−1", "−1"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server)
    cell(phone, "Output", 1, 1).tap()
    expect(title(phone)).to_have_text("Output row 1, column 1")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = phone.get_by_role("combobox", name="Speed").bounding_box()
    assert box and box["x"] + box["width"] <= PHONE["width"]
