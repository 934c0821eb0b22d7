"""The Pixels page in a real browser: move the window, read a pixel, links, a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocket, expect

from explorer.filtering import working_picture
from explorer.pictures.samples import sample_picture
from tests.browser.harness import PHONE, Server, settled

MINUS = "−"
SIZE = (85, 128)


@pytest.fixture(scope="module")
def coffee() -> np.ndarray:
    """The sample that the page opens with, (height, width, 3)."""
    return np.asarray(working_picture(sample_picture("coffee"), 128))


def opened(page: Page, server: Server, query: str = "") -> Page:
    page.goto(f"{server.url}/pixels{query}")
    expect(where(page)).to_have_text(re.compile("Rows"))
    settled(page)
    return page


def where(page: Page) -> Locator:
    return page.locator(".number-grid .where")


def table(page: Page) -> Locator:
    return page.get_by_role("grid", name=re.compile("Numbers in the window"))


def cell(page: Page, row: int, column: int) -> Locator:
    return table(page).locator(f'td[data-row="{row}"][data-column="{column}"]')


def reading(page: Page, plane: str) -> list[str]:
    line = page.locator("table.reading").get_by_role("row", name=re.compile(f"^{plane}"))
    return line.get_by_role("cell").all_inner_texts()


def marks(page: Page, pane: str = "picture") -> Locator:
    return page.locator(f'[data-pane="{pane}"] canvas.marks')


def click_pixel(page: Page, row: int, column: int, *, pane: str = "picture") -> None:
    picture = page.locator(f'[data-pane="{pane}"] .picture')
    box = picture.bounding_box()
    assert box is not None
    x, y = (column + 0.5) * box["width"] / SIZE[1], (row + 0.5) * box["height"] / SIZE[0]
    picture.click(position={"x": x, "y": y})


def numbers(page: Page) -> list[list[list[int]]]:
    """Return the table, row by row, every cell its numbers."""
    rows = table(page).locator("tbody tr").all()
    return [
        [[int(part) for part in text.split()] for text in row.locator("td").all_inner_texts()] for row in rows
    ]


def test_a_click_moves_the_window_and_the_numbers_are_the_pictures(
    server: Server, page: Page, coffee: np.ndarray
) -> None:
    opened(page, server)
    click_pixel(page, 20, 30)
    expect(where(page)).to_have_text("Rows 16 to 23, columns 26 to 33")
    assert numbers(page) == coffee[16:24, 26:34].tolist()
    cell(page, 2, 5).hover()
    expect(page.get_by_text("Pixel in row 18, column 31")).to_be_visible()
    assert [reading(page, plane)[0] for plane in ("Red", "Green", "Blue")] == [str(v) for v in coffee[18, 31]]
    page.wait_for_url(re.compile("window=16%2C26|window=16,26"))


def test_a_plane_moves_the_window_too_and_shows_its_own_number(
    server: Server, page: Page, coffee: np.ndarray
) -> None:
    opened(page, server, "?channel=Green&window_size=4")
    click_pixel(page, 60, 100, pane="blue")
    expect(where(page)).to_have_text("Rows 58 to 61, columns 98 to 101")
    assert [[parts[0] for parts in row] for row in numbers(page)] == coffee[58:62, 98:102, 1].tolist()
    cell(page, 3, 0).hover()
    expect(page.locator('[data-pane="red"] .shape')).to_have_text(str(coffee[61, 98, 0]))
    expect(page.locator('[data-pane="blue"] .shape')).to_have_text(str(coffee[61, 98, 2]))


def test_three_scales_say_the_same_pixel(server: Server, page: Page, coffee: np.ndarray) -> None:
    opened(page, server, "?window=10,10&channel=Red&pixel_scale=Signed")
    byte, unit, signed = reading(page, "Red")
    value = int(coffee[10, 10, 0])
    assert byte == str(value)
    assert unit == f"{value / 255:.3f}"
    assert signed == f"{value / 127.5 - 1:.3f}".replace("-", MINUS)
    expect(cell(page, 0, 0)).to_have_text(signed)


def test_keys_move_window_and_reading(server: Server, page: Page, coffee: np.ndarray) -> None:
    opened(page, server, "?window=10,10")
    marks(page).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(where(page)).to_have_text("Rows 9 to 16, columns 20 to 27")
    page.wait_for_url(re.compile("window=9(%2C|,)20"))
    settled(page)
    cell(page, 0, 0).focus()
    page.keyboard.press("End")
    expect(page.get_by_text("Pixel in row 9, column 27")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(where(page)).to_have_text("Rows 9 to 16, columns 21 to 28")
    expect(page.get_by_text("Pixel in row 9, column 28")).to_be_visible()
    assert reading(page, "Red")[0] == str(coffee[9, 28, 0])
    page.wait_for_url(re.compile("window=9(%2C|,)21"))


def test_a_typed_place_is_kept_inside(server: Server, page: Page) -> None:
    opened(page, server)
    field = page.get_by_role("spinbutton", name="First row")
    field.fill("5000")
    field.press("Enter")
    expect(where(page)).to_have_text(re.compile(r"Rows 77 to 84"))
    expect(field).to_have_value("77")


def test_reading_asks_no_server(server: Server, page: Page) -> None:
    frames: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(frame))
        socket.on("framereceived", lambda frame: frames.append(frame))

    page.on("websocket", listen)
    opened(page, server)
    assert frames
    # Playwright hands events over while it is called; what belongs to the opening comes by here.
    page.wait_for_timeout(500)
    frames.clear()
    for row, column in ((0, 0), (3, 4), (7, 7)):
        cell(page, row, column).hover()
    page.wait_for_timeout(500)
    assert frames == []


def test_another_picture_keeps_the_place_and_brings_new_numbers(server: Server, page: Page) -> None:
    opened(page, server, "?window=10,10")
    page.get_by_role("option", name="Cat", exact=True).click()
    cat = np.asarray(working_picture(sample_picture("cat"), 128))
    expect(cell(page, 0, 0)).to_have_text("".join(map(str, cat[10, 10])))
    expect(where(page)).to_have_text("Rows 10 to 17, columns 10 to 17")
    assert numbers(page) == cat[10:18, 10:18].tolist()


def test_a_cold_deep_link(cold_server: Server, page: Page, coffee: np.ndarray) -> None:
    query = "?window=40,50&window_size=6&channel=Blue&levels_digit=3&levels_pattern=Random&levels_seed=9"
    opened(page, cold_server, query)
    expect(where(page)).to_have_text("Rows 40 to 45, columns 50 to 55")
    expect(cell(page, 0, 0)).to_have_text(str(coffee[40, 50, 2]))
    expect(page.get_by_role("spinbutton", name="Seed")).to_have_value("9")
    page.reload()
    settled(page)
    expect(where(page)).to_have_text("Rows 40 to 45, columns 50 to 55")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str, coffee: np.ndarray
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server, "?window_size=16&pixel_scale=Signed")
    box = marks(phone).bounding_box()
    assert box is not None
    marks(phone).tap(position={"x": 8, "y": 8})
    expect(where(phone)).to_have_text("Rows 0 to 15, columns 0 to 15")
    cell(phone, 1, 2).tap()
    expect(phone.get_by_text("Pixel in row 1, column 2")).to_be_visible()
    assert reading(phone, "Green")[0] == str(coffee[1, 2, 1])
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
