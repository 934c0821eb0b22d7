"""The stepper in a browser: what a hand, a finger and a keyboard do to it, what it tells who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.harness import PHONE, Server, held_back, running, settled

APP = Path(__file__).parent / "apps" / "stepper.py"
START = "7,2,3,3,8;4,5,3,8,4;3,3,2,8,4;2,8,7,2,7;5,4,4,5,4/1,0,-1;1,0,-1;1,0,-1"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(APP, tmp_path_factory.mktemp("stepper") / "log.txt") as started:
        yield started
        assert "Traceback" not in started.output(), started.output()


def opened(page: Page, app: Server, query: str = "") -> Page:
    page.goto(f"{app.url}/?{query}")
    expect(page.locator("#answer")).to_be_attached()
    settled(page)
    return page


def cell(page: Page, grid: str, row: int, column: int) -> Locator:
    rows = page.get_by_role("grid", name=grid, exact=True).locator("tbody tr")
    return rows.nth(row).locator("td").nth(column)


def numbers(page: Page, grid: str) -> list[list[str]]:
    rows = page.get_by_role("grid", name=grid, exact=True).locator("tbody tr")
    # While an answer arrives, a grid may be laid out anew.
    expect(rows).not_to_have_count(0)
    texts: list[list[str]] = rows.evaluate_all(
        "rows => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText))"
    )
    return texts


def title(page: Page) -> Locator:
    return page.locator(".arithmetic h3")


def marked(page: Page, grid: str, mark: str = "window") -> list[tuple[int, int]]:
    """Return the cells that are marked, and those that the window lies on."""
    places: list[list[int]] = page.get_by_role("grid", name=grid, exact=True).evaluate(
        """(table, mark) => {
            const frame = table.parentElement.querySelector('.window:not([hidden])')
            const holes = frame && mark === 'window' ? [...frame.querySelectorAll('.hole')] : []
            const boxes = holes.map((hole) => hole.getBoundingClientRect())
            const isIn = (cell) => {
                const { left, top, width, height } = cell.getBoundingClientRect()
                const [x, y] = [left + width / 2, top + height / 2]
                return boxes.some((box) => box.left < x && x < box.right && box.top < y && y < box.bottom)
            }
            return [...table.tBodies[0].rows].flatMap((line, row) =>
                [...line.cells].slice(1).flatMap((cell, column) =>
                    cell.dataset.mark === mark || isIn(cell) ? [[row, column]] : []))
        }""",
        mark,
    )
    return [(row, column) for row, column in places]


def square(top: int, left: int, side: int = 3) -> list[tuple[int, int]]:
    return [(top + row, left + column) for row in range(side) for column in range(side)]


def answer(page: Page) -> Locator:
    return page.locator("#answer")


def test_every_number_of_the_lecture_is_there(app: Server, page: Page) -> None:
    opened(page, app)
    assert numbers(page, "Output") == [["6", "−9", "−8"], ["−3", "−2", "−3"], ["−3", "0", "−2"]]
    assert numbers(page, "Kernel") == [["1", "0", "−1"]] * 3
    terms = page.locator(".arithmetic tbody tr").first
    expect(terms).to_contain_text("7 × 1 = 72 × 0 = 03 × −1 = −34")
    expect(page.locator(".steps")).to_have_text("Sum of 9 products6+ bias0Output row 0, column 06")


def test_hover_shows_the_window_and_asks_the_server_for_nothing(app: Server, page: Page) -> None:
    opened(page, app)
    runs = answer(page).get_attribute("data-answers")
    cell(page, "Output", 1, 2).hover()
    expect(title(page)).to_have_text("Output row 1, column 2")
    assert marked(page, "Input") == square(1, 2)
    cell(page, "Input", 2, 2).hover()
    expect(title(page)).to_have_text("Input row 2, column 2: 2")
    expect(page.locator(".where")).to_have_text("9 windows read it.")
    assert marked(page, "Output") == square(0, 0)
    cell(page, "Input", 0, 0).hover()
    expect(page.locator(".where")).to_have_text("1 window reads it.")
    assert marked(page, "Output") == [(0, 0)]
    cell(page, "Kernel", 0, 2).hover()
    expect(title(page)).to_have_text("Weight −1 at row 0, column 2")
    assert marked(page, "Input") == square(0, 2)
    assert numbers(page, "Output") == [["−3", "−3", "−8"], ["−3", "−8", "−4"], ["−2", "−8", "−4"]]
    page.mouse.move(5, 5)
    expect(title(page)).to_have_text("Output row 1, column 2")
    settled(page)
    expect(answer(page)).to_have_attribute("data-answers", runs or "")


def test_keys_do_what_the_pointer_does(app: Server, page: Page) -> None:
    opened(page, app)
    cell(page, "Output", 0, 0).focus()
    for key, place in (
        ("ArrowRight", "row 0, column 1"),
        ("ArrowDown", "row 1, column 1"),
        ("End", "row 1, column 2"),
        ("Home", "row 1, column 0"),
        ("Control+End", "row 2, column 2"),
        ("ArrowDown", "row 2, column 2"),
    ):
        page.keyboard.press(key)
        expect(title(page)).to_have_text(f"Output {place}")
    page.keyboard.press("Enter")
    expect(answer(page)).to_have_text(f"2,2 {START}")
    page.keyboard.press(" ")
    expect(answer(page)).to_have_text(f"none {START}")


def test_the_window_is_said_in_a_sentence(app: Server, page: Page) -> None:
    opened(page, app, "bias=2")
    cell(page, "Output", 0, 1).hover()
    expect(page.locator("p[aria-live]")).to_have_text(
        "Output row 0, column 1. Window: rows 0 to 2, columns 1 to 3. "
        "2 times 1, plus 3 times 0, plus 3 times −1, plus 5 times 1, plus 3 times 0, plus 8 times −1, "
        "plus 3 times 1, plus 2 times 0, plus 8 times −1 is −9; with the bias 2: −7."
    )


def test_steps_seek_and_play(app: Server, page: Page) -> None:
    opened(page, app)
    page.get_by_role("button", name="One step forward").click()
    expect(title(page)).to_have_text("Output row 0, column 1")
    page.get_by_role("button", name="One step back").click()
    expect(title(page)).to_have_text("Output row 0, column 0")
    page.get_by_role("slider", name="Output cell").fill("4")
    expect(title(page)).to_have_text("Output row 1, column 1")
    page.get_by_role("combobox", name="Speed").select_option("8")
    page.get_by_role("button", name="Play").click()
    expect(title(page)).to_have_text("Output row 2, column 2")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    # At this speed, the player stays long enough at the first cell to be stopped there.
    page.get_by_role("combobox", name="Speed").select_option("0.25")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(title(page)).to_have_text("Output row 0, column 0")


def test_a_hand_quicker_than_the_seek_bar_reaches_every_cell(app: Server, page: Page) -> None:
    page.add_init_script(
        "const wait = setTimeout; window.setTimeout = (f, ms) => wait(f, ms === 150 ? 1e6 : ms)"
    )
    opened(page, app)
    page.get_by_role("slider", name="Output cell").fill("8")
    expect(title(page)).to_have_text("Output row 2, column 2")


def test_a_click_pins_and_the_pin_survives_other_places(app: Server, page: Page) -> None:
    opened(page, app, "cell=1,0")
    expect(title(page)).to_have_text("Output row 1, column 0")
    expect(answer(page)).to_have_text(f"1,0 {START}")
    cell(page, "Output", 2, 1).click()
    expect(answer(page)).to_have_text(f"2,1 {START}")
    cell(page, "Output", 0, 0).hover()
    expect(title(page)).to_have_text("Output row 0, column 0")
    page.mouse.move(5, 5)
    expect(title(page)).to_have_text("Output row 2, column 1")
    cell(page, "Output", 2, 1).click()
    expect(answer(page)).to_have_text(f"none {START}")


def test_who_goes_on_before_the_answer_to_a_pin_stays_there(app: Server, page: Page) -> None:
    opened(page, app)
    with held_back(page):
        cell(page, "Output", 1, 1).click()
        page.get_by_role("button", name="Last cell").click()
        expect(title(page)).to_have_text("Output row 2, column 2")
    expect(answer(page)).to_have_text(f"1,1 {START}")
    settled(page)
    expect(title(page)).to_have_text("Output row 2, column 2")


def test_an_input_cell_is_typed_undone_and_made_again(app: Server, page: Page) -> None:
    opened(page, app)
    cell(page, "Input", 0, 0).click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(answer(page)).to_have_text(f"none 9{START[1:]}")
    expect(cell(page, "Output", 0, 0)).to_have_text("8")
    expect(cell(page, "Input", 0, 0)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(answer(page)).to_have_text(f"none {START}")
    expect(cell(page, "Output", 0, 0)).to_have_text("6")
    page.get_by_role("button", name="Make it again").click()
    expect(cell(page, "Output", 0, 0)).to_have_text("8")


def test_a_kernel_cell_opens_with_a_digit_and_refuses_words(app: Server, page: Page) -> None:
    opened(page, app)
    cell(page, "Kernel", 0, 2).focus()
    page.keyboard.type("-2.5")
    page.keyboard.press("Tab")
    expect(cell(page, "Kernel", 0, 2)).to_have_text("−2.5")
    expect(cell(page, "Output", 0, 0)).to_have_text("1.5")
    expect(cell(page, "Kernel", 1, 0)).to_be_focused()
    cell(page, "Kernel", 1, 1).click()
    page.keyboard.type("rc")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_have_text('"rc" is not a number. The cell keeps 0.')
    expect(cell(page, "Kernel", 1, 1)).to_have_text("0")
    cell(page, "Kernel", 1, 1).click()
    page.keyboard.type("3")
    page.keyboard.press("Escape")
    settled(page)
    expect(cell(page, "Output", 0, 0)).to_have_text("1.5")


def test_the_grids_grow_and_shrink(app: Server, page: Page) -> None:
    opened(page, app)
    page.get_by_role("button", name="Remove a column of the kernel").click()
    expect(answer(page)).to_contain_text("/1,0;1,0;1,0")
    expect(page.locator(".panel.output .shape")).to_have_text("3×4")
    page.get_by_role("button", name="Add a row to the input").click()
    expect(page.locator(".panel.output .shape")).to_have_text("4×4")
    assert numbers(page, "Input")[5] == ["0"] * 5
    page.get_by_role("button", name="Take the last change back").click()
    page.get_by_role("button", name="Take the last change back").click()
    expect(answer(page)).to_have_text(f"none {START}")


def test_the_heat_map_counts_windows(app: Server, page: Page) -> None:
    opened(page, app)
    page.get_by_role("checkbox", name="Show how often each cell is used").check()
    counts = ["1", "2", "3", "2", "1"]
    assert numbers(page, "Input")[0] == counts
    assert numbers(page, "Input")[2] == ["3", "6", "9", "6", "3"]


def test_padding_leftovers_and_turned_kernels_are_told_apart(app: Server, page: Page) -> None:
    opened(page, app, "padding=1")
    expect(page.locator(".legend")).to_have_text("padding (zeros)")
    expect(cell(page, "Input", 0, 0)).to_have_attribute("aria-description", "padding")
    cell(page, "Input", 0, 0).hover()
    expect(title(page)).to_have_text("Padding row −1, column −1: 0")
    opened(page, app, "stride=3")
    expect(page.locator(".legend")).to_have_text("read by no window")
    cell(page, "Input", 4, 4).hover()
    expect(page.locator(".where")).to_have_text("No window reads it.")
    opened(page, app, "operation=convolution")
    assert numbers(page, "Kernel") == [["−1", "0", "1"]] * 3
    expect(page.locator(".steps")).to_contain_text("Output row 0, column 0−6Without turning the kernel6")
    opened(page, app, "operation=transposed&stride=2")
    expect(page.locator(".legend")).to_have_text("padding (zeros)inserted zeros")
    expect(page.locator(".panel.output .shape")).to_have_text("11×11")


def test_an_edit_of_a_turned_kernel_goes_to_the_cell_that_was_touched(app: Server, page: Page) -> None:
    opened(page, app, "operation=convolution")
    cell(page, "Kernel", 0, 0).click()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(answer(page)).to_contain_text("/1,0,-1;1,0,-1;1,0,5")
    expect(cell(page, "Kernel", 0, 0)).to_have_text("5")


def test_what_is_hidden_is_nowhere_on_the_page(app: Server, page: Page) -> None:
    opened(page, app, "hidden=values")
    assert numbers(page, "Output") == [["?"] * 3] * 3
    cell(page, "Output", 1, 1).hover()
    expect(page.locator(".arithmetic")).to_contain_text("5 × 1 = ?")
    expect(page.locator(".steps")).to_have_text("Sum of 9 products?+ bias0Output row 1, column 1?")
    expect(page.locator("p[aria-live]")).to_contain_text("The value is hidden.")
    expect(page.get_by_role("button", name="Copy as text")).to_have_count(0)
    cell(page, "Kernel", 0, 0).hover()
    expect(title(page)).to_have_text("Weight 1 at row 0, column 0")
    assert numbers(page, "Output") == [["?"] * 3] * 3
    opened(page, app, "hidden=all")
    expect(page.get_by_role("grid", name="Output")).to_have_count(0)
    expect(page.locator(".arithmetic")).to_be_hidden()
    expect(page.get_by_role("slider", name="Output cell")).to_have_count(0)


def test_the_arithmetic_is_copied_as_text(app: Server, open_context: Callable[..., BrowserContext]) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = opened(context.new_page(), app)
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == "Output row 0, column 0"
    assert lines[3] == "3 × −1 = −3\tsum 4"
    assert lines[-1] == "6 + bias 0 = 6"


def test_fingers_show_first_and_type_at_the_second_touch(
    app: Server, open_context: Callable[..., BrowserContext]
) -> None:
    phone = open_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    opened(phone, app)
    cell(phone, "Input", 1, 1).tap()
    expect(title(phone)).to_have_text("Input row 1, column 1: 5")
    expect(phone.get_by_role("grid", name="Input").locator("input")).to_have_count(0)
    cell(phone, "Input", 1, 1).tap()
    expect(phone.get_by_role("grid", name="Input").locator("input")).to_be_focused()
    phone.keyboard.press("Escape")
    cell(phone, "Output", 2, 0).tap()
    expect(answer(phone)).to_have_text(f"2,0 {START}")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
