from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.harness import Server, running, settled

APP = Path(__file__).parent / "apps" / "kernel_grid.py"
SOBEL_X = "1,0,-1;2,0,-2;1,0,-1"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("kernel_grid") / "log.txt") as started:
        yield started


@pytest.fixture
def grid(app: Server, page: Page) -> Page:
    return opened(page, app)


def opened(page: Page, server: Server) -> Page:
    page.goto(server.url)
    expect_kernel(page, SOBEL_X)
    expect(cell(page, 1, 1)).to_have_value("1")
    return page


def cell(page: Page, row: int, column: int) -> Locator:
    return page.get_by_role("textbox", name=f"Row {row}, column {column}", exact=True)


def expect_kernel(page: Page, text: str) -> None:
    expect(page.locator("#answer")).to_have_text(text)


def expect_cells(page: Page, text: str) -> None:
    for row, cells in enumerate(text.split(";"), 1):
        for column, value in enumerate(cells.split(","), 1):
            expect(cell(page, row, column)).to_have_value(value)


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def problem(page: Page) -> Locator:
    return page.locator("#problem")


def paste(page: Page, row: int, column: int, text: str) -> None:
    cell(page, row, column).evaluate(
        """(field, text) => {
            field.focus()
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/plain", text)
            const event = { clipboardData, bubbles: true, cancelable: true }
            field.dispatchEvent(new ClipboardEvent("paste", event))
        }""",
        text,
    )


def test_a_number_counts_when_the_cell_is_done(grid: Page) -> None:
    for number, key in enumerate(["Enter", "Tab", "ArrowDown", "ArrowRight"], 3):
        cell(grid, 1, 2).select_text()
        grid.keyboard.type(f"{number}.5")
        expect(grid.locator("#answer")).not_to_contain_text(f"{number}.5")
        grid.keyboard.press(key)
        expect_kernel(grid, f"1,{number}.5,-1;2,0,-2;1,0,-1")


TIDIED = {"+3": "3", "1.00": "1", "\u22122": "-2", "0.123456": "0.1235", "1e3": "1000", "-0": "0"}


def test_a_number_is_tidied(grid: Page) -> None:
    for typed, kept in TIDIED.items():
        cell(grid, 2, 2).fill(typed)
        grid.keyboard.press("Enter")
        expect(cell(grid, 2, 2)).to_have_value(kept)
        expect_kernel(grid, f"1,0,-1;2,{kept},-2;1,0,-1")


EXPLAINED = {
    "abc": 'is "abc", which is not a number',
    "NaN": 'is "NaN", which is not a number',
    "-Infinity": "is -Infinity; weights go from -1,000,000 to 1,000,000",
    "2000000": "is 2000000; weights go from -1,000,000 to 1,000,000",
    "": "is empty; write a number, 0 for no weight",
    "0,5": 'is "0,5"; write a point, 0.5',
    "1/9": 'is "1/9"; write it with a point, 0.1111',
}


def test_what_is_no_number_stays_and_is_explained(grid: Page) -> None:
    wrong = cell(grid, 2, 3)
    for typed, sentence in EXPLAINED.items():
        wrong.fill(typed)
        grid.keyboard.press("Enter")
        expect(problem(grid)).to_have_text(
            f"Row 2, column 3 {sentence}. The last complete kernel stays in force."
        )
        expect(wrong).to_have_attribute("aria-invalid", "true")
        expect(wrong).to_have_attribute("aria-describedby", "problem")
        expect(wrong).to_have_value(typed)
    cell(grid, 1, 1).fill("7")
    grid.keyboard.press("Enter")
    settled(grid)
    expect_kernel(grid, SOBEL_X)
    wrong.fill("5")
    grid.keyboard.press("Enter")
    expect_kernel(grid, "7,0,-1;2,0,5;1,0,-1")
    expect(problem(grid)).to_have_text("")
    expect(wrong).to_have_attribute("aria-invalid", "false")


def test_letters_do_not_reach_shortcuts_of_the_page(grid: Page) -> None:
    runs = grid.locator("#answer").get_attribute("data-answers")
    cell(grid, 1, 1).click()
    grid.keyboard.type("rc")
    settled(grid)
    expect(cell(grid, 1, 1)).to_have_value("rc")
    expect(grid.get_by_role("dialog")).to_have_count(0)
    expect(grid.locator("#answer")).to_have_attribute("data-answers", str(runs))


def test_arrows_walk_through_the_cells(grid: Page) -> None:
    cell(grid, 1, 1).click()
    for key, row, column in (
        ("ArrowRight", 1, 2),
        ("ArrowDown", 2, 2),
        ("ArrowLeft", 2, 1),
        ("ArrowLeft", 2, 1),
        ("ArrowUp", 1, 1),
        ("ArrowUp", 1, 1),
    ):
        grid.keyboard.press(key)
        expect(cell(grid, row, column)).to_be_focused()
    grid.keyboard.type("-25")
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.press("ArrowLeft")
    expect(cell(grid, 1, 1)).to_be_focused()
    for _ in range(3):
        grid.keyboard.press("ArrowRight")
    expect(cell(grid, 1, 2)).to_be_focused()
    expect_kernel(grid, "-25,0,-1;2,0,-2;1,0,-1")


def test_escape_gives_back_what_was_there(grid: Page) -> None:
    cell(grid, 1, 1).click()
    grid.keyboard.type("9")
    grid.keyboard.press("Escape")
    expect(cell(grid, 1, 1)).to_have_value("1")


TOOLS = {
    "Turn": "4,1;5,2;6,3",
    "Mirror": "3,2,1;6,5,4",
    "Transpose": "1,4;2,5;3,6",
    "Negate": "-1,-2,-3;-4,-5,-6",
    "Add a row": "1,2,3;4,5,6;0,0,0",
    "Remove a row": "1,2,3",
    "Add a column": "1,2,3,0;4,5,6,0",
    "Remove a column": "1,2;4,5",
}


def test_tools(grid: Page) -> None:
    paste(grid, 1, 1, "1\t2\t3\n4\t5\t6\n")
    expect_kernel(grid, "1,2,3;4,5,6")
    for name, kernel in TOOLS.items():
        tool(grid, name).click()
        expect_kernel(grid, kernel)
        expect_cells(grid, kernel)
        grid.keyboard.press("Control+z")
        expect_kernel(grid, "1,2,3;4,5,6")
    grid.keyboard.press("Control+y")
    expect_kernel(grid, "1,2;4,5")
    tool(grid, "Undo").click()
    tool(grid, "Undo").click()
    expect_kernel(grid, SOBEL_X)
    expect(tool(grid, "Undo")).to_have_attribute("aria-disabled", "true")


PASTED = {
    "1\t2\n3\t4": "1,2;3,4",
    "5, 2\r\n3, 4\r\n": "5,2;3,4",
    "6 2;3 4": "6,2;3,4",
    "[[ 1. -2.]\n [ 3.  4.]]": "1,-2;3,4",
    "np.array([[7, 2], [3, 4]])": "7,2;3,4",
    "1\t2\t3": "1,2,3",
    "\n".join(["1,2,3,4,5,6,7,8,9,10,11"] * 11): ";".join(["1,2,3,4,5,6,7,8,9,10,11"] * 11),
}


def test_a_pasted_table_becomes_the_kernel(grid: Page) -> None:
    for text, kernel in PASTED.items():
        paste(grid, 1, 1, text)
        expect_kernel(grid, kernel)


def test_a_table_pasted_further_in_is_laid_over_and_makes_room(grid: Page) -> None:
    paste(grid, 3, 2, "5\t6\t7\n8\t9\t10")
    expect_kernel(grid, "1,0,-1,0;2,0,-2,0;1,5,6,7;0,8,9,10")
    expect(cell(grid, 3, 2)).to_be_focused()


def test_a_table_that_is_too_large_is_refused(grid: Page) -> None:
    paste(grid, 1, 1, "\n".join(["1 2"] * 12))
    expect(problem(grid)).to_have_text(
        "Not pasted: it would make 12 rows and 2 columns; a kernel has at most 11 of each."
    )
    expect_cells(grid, SOBEL_X)


def test_a_pasted_table_with_gaps_is_explained(grid: Page) -> None:
    paste(grid, 1, 1, "1\t2\n3\tx")
    expect(problem(grid)).to_contain_text('Row 2, column 2 is "x", which is not a number.')
    paste(grid, 1, 1, "1\t2\n3")
    expect(problem(grid)).to_contain_text("Row 2, column 2 is empty")
    expect_kernel(grid, SOBEL_X)


def test_the_smallest_and_the_largest(grid: Page) -> None:
    for name in ("Row", "Column"):
        remove, add = tool(grid, f"Remove a {name.lower()}"), tool(grid, f"Add a {name.lower()}")
        remove.click()
        remove.click()
        expect(remove).to_have_attribute("aria-disabled", "true")
        expect(add).to_have_attribute("aria-disabled", "false")
    expect_kernel(grid, "1")
    grid.get_by_text("box", exact=True).click()
    expect(tool(grid, "Add a row")).to_have_attribute("aria-disabled", "true")
    expect_kernel(grid, ";".join([",".join("1" * 11)] * 11))


def test_another_origin_replaces_and_undo_brings_the_kernel_back(grid: Page) -> None:
    cell(grid, 1, 1).fill("9")
    grid.keyboard.press("Enter")
    expect_kernel(grid, "9,0,-1;2,0,-2;1,0,-1")
    grid.get_by_text("line", exact=True).click()
    expect_kernel(grid, "1,-1")
    expect_cells(grid, "1,-1")
    tool(grid, "Undo").click()
    expect_kernel(grid, "9,0,-1;2,0,-2;1,0,-1")


def test_headers_and_signs_are_told_apart_without_colour(grid: Page) -> None:
    expect(grid.get_by_role("columnheader", name="Column 3")).to_be_visible()
    expect(grid.get_by_role("rowheader", name="Row 2")).to_be_visible()
    below, above, zero = (
        cell(grid, 2, column).evaluate("field => getComputedStyle(field).backgroundColor")
        for column in (3, 1, 2)
    )
    assert len({below, above, zero}) == 3
    expect(cell(grid, 2, 3)).to_have_value("-2")


def test_a_narrow_phone_has_room(open_context: Callable[..., BrowserContext], app: Server) -> None:
    page = opened(open_context(viewport={"width": 320, "height": 568}, has_touch=True).new_page(), app)
    page.get_by_text("box", exact=True).click()
    expect(cell(page, 11, 11)).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cell(page, 11, 11).focus()
    expect(cell(page, 11, 11)).to_be_in_viewport()
