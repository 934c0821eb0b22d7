"""Surgery and confusion in a browser: by mouse and by keys, and as a link."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from explorer.confusion import confusion
from explorer.digits import digit_network
from explorer.surgery import Edit, correct_count, operate, parse_edits
from tests.browser.harness import ADDRESS_FOLLOWS_MS, Server, eventually, running, settled

APP = Path(__file__).parent / "apps" / "inside_parts.py"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("inside") / "log.txt") as started:
        yield started


def said(page: Page, name: str) -> str:
    """What the address says of a parameter."""
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def edits(page: Page) -> str:
    return said(page, "edits")


def score(page: Page) -> Locator:
    return page.locator(".surgery-score")


def expect_score(page: Page, *done: Edit) -> None:
    expect(score(page)).to_contain_text(f"{correct_count(operate(digit_network(), done)):,} of 1,797")


def test_a_filter_is_switched_off_by_mouse_and_back_by_undo(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?surgery_layer=conv2")
    expect_score(page)
    page.get_by_role("option", name="7", exact=True).click()
    page.get_by_role("button", name="Switch off filter 7 of conv2").click()
    expect_score(page, *parse_edits("off:conv2:7"))
    eventually(page, lambda: edits(page) == "off:conv2:7")
    settled(page)
    page.reload()
    expect_score(page, *parse_edits("off:conv2:7"))
    expect(page.get_by_role("option", name="7", exact=True)).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Undo", exact=True).press("Enter")
    expect_score(page)
    eventually(page, lambda: edits(page) == "")


def test_back_takes_the_first_edit_back_too(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?surgery_layer=conv2")
    expect_score(page)
    page.get_by_role("button", name="Switch off filter 0 of conv2").click()
    expect_score(page, *parse_edits("off:conv2:0"))
    eventually(page, lambda: edits(page) == "off:conv2:0")
    page.wait_for_timeout(ADDRESS_FOLLOWS_MS)
    page.go_back()
    expect_score(page)
    settled(page)
    assert edits(page) == ""
    page.go_forward()
    expect_score(page, *parse_edits("off:conv2:0"))


def test_what_is_typed_into_the_grid_counts_and_the_grid_keeps_the_keyboard(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?operation=Weights")
    cell = page.get_by_role("textbox", name="Row 3, column 3", exact=True)
    expect(cell).not_to_have_value("")
    cell.fill("-5")
    page.keyboard.press("Tab")
    expect(page.locator(".inside-table")).to_contain_text("numbers of your own")
    settled(page)
    expect(page.get_by_role("textbox", name="Row 3, column 4", exact=True)).to_be_focused()
    expect(cell).to_have_value("-5")
    eventually(page, lambda: edits(page) != "")
    done = parse_edits(edits(page))
    assert len(done) == 1
    expect_score(page, *done)
    page.locator(".stMain").get_by_role("button", name="Undo", exact=True).last.click()
    expect_score(page)
    expect(cell).not_to_have_value("-5")


def test_a_count_opens_its_digits_and_a_digit_the_page_by_keys_alone(app: Server, page: Page) -> None:
    found = confusion(digit_network())
    indices = found.indices(4, 6)
    page.goto(f"{app.url}/?part=confusion")
    grid = page.get_by_role("grid")
    grid.locator("td").first.focus()
    for key in ("ArrowDown",) * 4 + ("ArrowRight",) * 6:
        page.keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text="meant as 4")).to_contain_text(f"{len(indices)} of 181")
    page.keyboard.press("Enter")
    examples = page.locator(".example")
    expect(examples).to_have_count(len(indices))
    examples.first.focus()
    page.keyboard.press("ArrowRight")
    expect(examples.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"chosen: {indices[1]}; read: 6")).to_be_visible()
    expect(examples.nth(1)).to_have_attribute("aria-pressed", "true")
    eventually(page, lambda: said(page, "digits_sample") == str(indices[1]))
    eventually(page, lambda: said(page, "digits_source") == "Sample")
    settled(page)
    page.reload()
    expect(examples).to_have_count(len(indices))
    expect(page.get_by_text("chosen: None; read: 6")).to_be_visible()


def test_another_count_takes_the_old_digits_away(app: Server, page: Page) -> None:
    found = confusion(digit_network())
    page.goto(f"{app.url}/?part=confusion&confusion=4,6")
    expect(page.locator(".example")).to_have_count(int(found.counts[4, 6]))
    page.get_by_role("grid").locator("td").nth(93).click()
    expect(page.locator(".example")).to_have_count(int(found.counts[9, 3]))
    page.get_by_role("grid").locator("td").nth(1).click()
    expect(page.locator(".example")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="meant as 0")).to_be_visible()
