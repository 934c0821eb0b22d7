"""The Matrix page in a browser: what lights up together, keys, fingers, pins, edits, cold links."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.harness import PHONE, Server, held_back, settled
from tests.browser.test_stepper import cell, marked, numbers, square

LINK = "matrix?matrix_input=1,2,3;4,5,6;7,8,9&matrix_kernel=1,0;0,-1&amount=1&stride=2&matrix_place=1,0"
# How opaque the marks of a sheet are in the middle of a cell: a band tints what lies under it.
TINTED = """(marks, [row, column, rows, columns]) => {
    const context = marks.getContext("2d")
    const [x, y] = [(column + 0.5) / columns * marks.width, (row + 0.5) / rows * marks.height]
    return context.getImageData(Math.round(x), Math.round(y), 1, 1).data[3]
}"""


def opened(page: Page, server: Server, path: str = "matrix") -> Page:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("grid", name="Input")).to_be_visible()
    settled(page)
    # Nothing is said before the sheets have the size that the room allows.
    expect(title(page)).not_to_be_empty()
    return page


def sheet(page: Page, spoken: str) -> Locator:
    return page.get_by_role("application", name=spoken)


def title(page: Page) -> Locator:
    return page.locator(".arithmetic h3")


def terms(page: Page) -> Locator:
    return page.locator(".arithmetic .line")


def point(page: Page, spoken: str, row: int, column: int, size: tuple[int, int]) -> tuple[float, float]:
    """Return where the middle of an entry is, in the sheet's own pixels."""
    box = sheet(page, spoken).bounding_box()
    assert box
    inner = [box["width"] - 6, box["height"] - 6]
    return 3 + (column + 0.5) / size[1] * inner[0], 3 + (row + 0.5) / size[0] * inner[1]


def point_at(page: Page, spoken: str, row: int, column: int, size: tuple[int, int]) -> None:
    x, y = point(page, spoken, row, column, size)
    sheet(page, spoken).hover(position={"x": x, "y": y})


def test_an_output_lights_its_window_its_row_and_its_product(server: Server, page: Page) -> None:
    opened(page, server)
    address = page.url
    cell(page, "Output", 1, 2).hover()
    expect(title(page)).to_have_text("Row 6 of W makes output row 1, column 2")
    expect(terms(page)).to_have_text("1 × 8 + (−1) × 3 + 1 × 2 + (−1) × 1 + 1 × 3 + (−1) × 7 = 2")
    assert numbers(page, "Output")[1][2] == "2"
    assert marked(page, "Input") == square(1, 2)
    w = sheet(page, "The matrix W")
    assert w.evaluate(TINTED, [6, 30, 16, 36]) > 0
    assert w.evaluate(TINTED, [5, 30, 16, 36]) == 0
    assert sheet(page, "The patches").evaluate(TINTED, [6, 4, 16, 9]) > 0
    assert page.url == address


def test_an_entry_of_w_lights_output_input_and_weight(server: Server, page: Page) -> None:
    opened(page, server)
    point_at(page, "The matrix W", 6, 22, (16, 36))
    expect(title(page)).to_have_text("Row 6, column 22 of W: −1")
    expect(
        page.get_by_text("from input row 3, column 4 to output row 1, column 2. It stands in 16")
    ).to_be_visible()
    assert marked(page, "Input", "current") == [(3, 4)]
    assert marked(page, "Output", "current") == [(1, 2)]
    assert marked(page, "Kernel", "current") == [(2, 2)]
    point_at(page, "The matrix W", 0, 35, (16, 36))
    expect(page.get_by_text("No connection: the window of output row 0, column 0")).to_be_visible()
    assert marked(page, "Kernel", "current") == []


def test_a_weight_lights_its_copies_and_an_input_its_column(server: Server, page: Page) -> None:
    opened(page, server, "matrix?amount=1")
    cell(page, "Kernel", 0, 0).hover()
    expect(page.get_by_text("it stands in 25 of the 36 rows of W, and is learned once.")).to_be_visible()
    expect(page.get_by_text("For 11 outputs it lies on padding")).to_be_visible()
    cell(page, "Input", 1, 1).hover()
    expect(title(page)).to_have_text("Column 0 of W belongs to input row 0, column 0: 3")
    expect(page.get_by_text("4 outputs read it.")).to_be_visible()
    # The outputs that read it with a weight of 0 are not in the column.
    expect(terms(page)).to_have_text("1 to output row 0, column 1; 1 to output row 1, column 1")
    assert marked(page, "Output") == square(0, 0, 2)
    w = sheet(page, "The matrix W")
    assert w.evaluate(TINTED, [30, 0, 36, 36]) > 0
    assert w.evaluate(TINTED, [30, 1, 36, 36]) == 0
    cell(page, "Input", 0, 0).hover()
    expect(page.get_by_text("A zero adds nothing, so W has no column for it.")).to_be_visible()


def test_keys_walk_through_w_and_say_what_is_there(server: Server, page: Page) -> None:
    opened(page, server)
    w = sheet(page, "The matrix W")
    w.focus()
    page.keyboard.press("ArrowDown")
    expect(title(page)).to_have_text("Row 1, column 0 of W: 0")
    page.keyboard.press("Control+End")
    expect(title(page)).to_have_text("Row 15, column 35 of W: −1")
    expect(page.locator(".matrix .heard-only")).to_contain_text("from input row 5, column 5 to output row 3")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("matrix_place=3%2C3|matrix_place=3,3"))
    cell(page, "Output", 0, 0).focus()
    page.keyboard.press("ArrowRight")
    spoken = "Row 1 of W makes output row 0, column 1. 1 times 0, plus −1 times 2"
    expect(page.locator(".matrix .heard-only")).to_contain_text(spoken)


def test_who_goes_on_before_the_answer_to_a_pin_stays_there(server: Server, page: Page) -> None:
    opened(page, server)
    with held_back(page):
        cell(page, "Output", 1, 1).click()
        cell(page, "Output", 2, 3).hover()
        expect(title(page)).to_have_text("Row 11 of W makes output row 2, column 3")
    page.wait_for_url(re.compile("matrix_place=1%2C1|matrix_place=1,1"))
    settled(page)
    expect(title(page)).to_have_text("Row 11 of W makes output row 2, column 3")


def test_a_pin_and_an_edit_survive_a_reload(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Output", 1, 1).click()
    page.wait_for_url(re.compile("matrix_place=1%2C1|matrix_place=1,1"))
    cell(page, "Kernel", 0, 2).click()
    page.keyboard.type("-2.5")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("matrix_kernel="))
    settled(page)
    page.reload()
    expect(title(page)).to_have_text("Row 5 of W makes output row 1, column 1")
    expect(cell(page, "Kernel", 0, 2)).to_have_text("−2.5")
    expect(terms(page)).to_have_text(re.compile(re.escape("(−2.5) × 9")))
    page.get_by_role("slider", name="Padding").press("ArrowRight")
    expect(title(page)).to_have_text("Row 7 of W makes output row 1, column 1")
    page.get_by_role("button", name="Unpin").click()
    page.wait_for_function("!location.search.includes('matrix_place')")


def test_a_cold_deep_link_opens_with_everything_it_says(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, LINK)
    expect(page.get_by_role("heading", name="Matrix", exact=True)).to_be_visible()
    assert numbers(page, "Output") == [["−1", "−3"], ["−7", "−4"]]
    expect(title(page)).to_have_text("Row 2 of W makes output row 1, column 0")
    expect(terms(page)).to_have_text("−1 × 7 = −7")
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()


def test_an_edit_is_undone_and_an_example_loads_its_stride(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("button", name="Random integers").click()
    page.wait_for_url(re.compile("seed=1"))
    settled(page)
    page.get_by_role("button", name="Take the last change back").click()
    expect(cell(page, "Output", 0, 0)).to_have_text("−5")
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="Second lecture: The same at stride 3").click()
    expect(page.get_by_text("Solved.")).to_be_visible()
    expect(cell(page, "Output", 1, 1)).to_have_text("−16")
    assert numbers(page, "Output") == [["−5", "8"], ["−3", "−16"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server, "matrix?seed=3")
    x, y = point(phone, "The matrix W", 10, 0, (16, 36))
    sheet(phone, "The matrix W").tap(position={"x": x, "y": y})
    expect(title(phone)).to_have_text("Row 10 of W makes output row 2, column 2")
    phone.wait_for_url(re.compile("matrix_place=2"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
