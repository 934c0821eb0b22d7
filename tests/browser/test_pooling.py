"""The Pooling page in a browser: winners under a hand, a finger and keys; edits, pins, links, predictions."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocket, expect

from tests.browser.harness import PHONE, Server, settled
from tests.browser.test_stepper import cell, marked, numbers, square, title

LINK = "pooling?pooling_input=1,2,3;4,5,6;7,8,8&pooling_kind=Average&pooling_size=2&pooling_ceil=true"
OVERLAP = "pooling?pooling_strides=true&pooling_stride=1"


def opened(page: Page, server: Server, path: str = "pooling") -> Page:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("grid", name="Input")).to_be_visible()
    settled(page)
    return page


def terms(page: Page) -> Locator:
    """The terms as they are told to those who listen, once the pointer rests."""
    return page.locator(".arithmetic td")


def steps(page: Page) -> str:
    return page.locator(".steps").inner_text().replace("\n", " ")


def winners(page: Page) -> list[tuple[int, int]]:
    places: list[list[int]] = page.get_by_role("grid", name="Input", exact=True).evaluate(
        """(table) => [...table.tBodies[0].rows].flatMap((line, row) => [...line.cells].slice(1).flatMap(
            (cell, column) => (cell.classList.contains('wins') ? [[row, column]] : [])))"""
    )
    return [(row, column) for row, column in places]


def test_a_cold_deep_link_opens_with_everything_it_says(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, f"{LINK}&pooling_place=1,1")
    expect(page.get_by_role("heading", name="Pooling", exact=True)).to_be_visible()
    expect(title(page)).to_have_text("Output row 1, column 1")
    assert numbers(page, "Output") == [["3", "4.5"], ["7.5", "8"]]
    expect(terms(page)).to_have_text(["8 sum 8", "outside sum 8", "outside sum 8", "outside sum 8"])
    assert steps(page) == "Sum of 1 cell 8 ÷ cells that count 1 Output row 1, column 1 8"
    expect(page.get_by_text("outside, not counted", exact=True)).to_be_visible()
    expect(page.locator(".panel.input .shape")).to_have_text("3×3, with its edges 4×4")
    expect(page.get_by_role("grid", name="Kernel")).to_have_count(0)


def test_hover_shows_window_winner_and_what_a_cell_wins_without_the_server(
    server: Server, page: Page
) -> None:
    frames: list[object] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(frame))

    page.on("websocket", watch)
    opened(page, server, OVERLAP)
    expect(page.get_by_role("grid", name="Output")).to_be_visible()
    sent = len(frames)
    assert winners(page) == [(1, 1), (1, 2), (2, 1), (3, 2)]
    cell(page, "Output", 0, 2).hover()
    expect(title(page)).to_have_text("Output row 0, column 2")
    assert marked(page, "Input", "winner") == [(1, 2)]
    assert sorted(marked(page, "Input")) == square(0, 2, 2)
    expect(terms(page)).to_have_text(["6 max 6", "3 max 6", "9 max 9, the winner", "7 max 9"])
    assert steps(page) == "Cells that count 4 of 4 Largest, at row 1, column 2 9 Output row 0, column 2 9"
    cell(page, "Input", 1, 1).hover()
    expect(title(page)).to_have_text("Input row 1, column 1: 8")
    expect(page.locator(".where")).to_have_text("4 windows read it; it wins 1.")
    assert marked(page, "Output") == [(0, 1), (1, 0), (1, 1)]
    assert marked(page, "Output", "winner") == [(0, 0)]
    cell(page, "Input", 0, 0).hover()
    expect(page.locator(".where")).to_have_text("1 window reads it; it wins none.")
    expect(page.locator(".stepper [aria-live]")).to_have_text(
        "Input row 0, column 0: 1. 1 window reads it; it wins none."
    )
    assert len(frames) == sent


def test_keys_and_player_walk_and_the_sentence_is_whole(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Output", 0, 0).focus()
    page.keyboard.press("ArrowDown")
    expect(title(page)).to_have_text("Output row 1, column 0")
    expect(page.locator(".stepper [aria-live]")).to_have_text(
        "Output row 1, column 0. Window: rows 2 to 3, columns 0 to 1. "
        "The largest of 2, 9, 3, 4 is 9, at row 2, column 1."
    )
    page.get_by_role("button", name="Last cell").click()
    expect(title(page)).to_have_text("Output row 1, column 1")
    page.get_by_role("button", name="One step back").click()
    expect(title(page)).to_have_text("Output row 1, column 0")


def test_an_endless_average_is_told_from_an_exact_one(
    server: Server, open_context: Callable[..., BrowserContext]
) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = opened(
        context.new_page(),
        server,
        "pooling?pooling_kind=Average&pooling_size=3&pooling_input=1,2,3;4,5,-6;7,8,1",
    )
    assert numbers(page, "Output") == [["≈2.78"]]
    assert steps(page) == "Sum of 9 cells 25 ÷ cells that count 9 Output row 0, column 0 ≈ 2.7778"
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert copied[0] == "Output row 0, column 0"
    assert copied[6] == "−6\tsum 9"
    assert copied[-1] == "25 ÷ 9 ≈ 2.7778"


def test_padding_of_a_maximum_is_minus_infinity(server: Server, page: Page) -> None:
    opened(page, server, "pooling?pooling_padding=1&pooling_input=-5,-2;-3,-4")
    assert numbers(page, "Input")[0] == ["−∞"] * 4
    assert numbers(page, "Output") == [["−5", "−2"], ["−3", "−4"]]
    expect(terms(page)).to_have_text(["−∞ max −∞", "−∞ max −∞", "−∞ max −∞", "−5 max −5, the winner"])
    cell(page, "Input", 0, 0).hover()
    expect(page.locator(".where")).to_have_text("Minus infinity never wins.")


def test_the_heat_map_counts_and_hides_the_winners(server: Server, page: Page) -> None:
    opened(page, server, OVERLAP)
    page.get_by_text("Show how often each cell is used").click()
    assert numbers(page, "Input") == [
        ["1", "2", "2", "1"],
        ["2", "4", "4", "2"],
        ["2", "4", "4", "2"],
        ["1", "2", "2", "1"],
    ]
    assert winners(page) == []


def test_an_edit_a_pin_and_a_size_survive_a_reload(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Output", 0, 1).click()
    page.wait_for_url(re.compile("pooling_place=0%2C1|pooling_place=0,1"))
    cell(page, "Input", 0, 3).click()
    page.keyboard.type("12.5")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("pooling_input=1"))
    expect(cell(page, "Output", 0, 1)).to_have_text("12.5")
    page.get_by_role("button", name="Add a row to the input").click()
    expect(page.locator(".panel.input .shape")).to_have_text("5×4")
    settled(page)
    page.reload()
    expect(title(page)).to_have_text("Output row 0, column 1")
    assert numbers(page, "Output") == [["8", "12.5"], ["9", "4"]]
    expect(page.locator(".panel.input .shape")).to_have_text("5×4")


def test_an_edit_is_undone(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("button", name="Random integers").click()
    page.wait_for_url(re.compile("pooling_seed=1"))
    settled(page)
    page.get_by_role("button", name="Take the last change back").click()
    expect(cell(page, "Output", 0, 0)).to_have_text("8")


def test_a_preset_sets_numbers_and_options_and_the_moved_input_follows(server: Server, page: Page) -> None:
    opened(page, server, "pooling?pooling_kind=Average")
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="One shift changes every output").click()
    expect(page.get_by_text("16 of 16 cells of the output change.")).to_be_visible()
    expect(cell(page, "Output", 3, 3)).to_have_text("0")
    assert numbers(page, "Output") == [["9", "0", "9", "0"]] * 4
    page.get_by_role("radio", name="Left").or_(page.get_by_role("button", name="Left")).first.click()
    expect(page.get_by_text("0 of 16 cells of the output change.")).to_be_visible()
    settled(page)
    page.goto(page.url)
    expect(page.get_by_text("0 of 16 cells of the output change.")).to_be_visible()
    expect(page.locator(".pool-shift td.changed")).to_have_count(32)


def test_predict_first_hides_value_and_winners(server: Server, page: Page) -> None:
    opened(page, server, "pooling?predict=true&pooling_place=0,0")
    assert numbers(page, "Output") == [["?"] * 2] * 2
    assert winners(page) == []
    assert marked(page, "Input", "winner") == []
    expect(terms(page)).to_have_text(["1 max ?", "4 max ?", "1 max ?", "8 max ?"])
    answer = page.get_by_role("spinbutton", name="Value")
    answer.fill("3.5")
    answer.press("Enter")
    expect(page.get_by_text("Perhaps the average was taken")).to_be_visible()
    answer.fill("8")
    answer.press("Enter")
    expect(page.get_by_text("8 is right.")).to_be_visible()
    expect(cell(page, "Output", 0, 0)).to_have_text("8")
    assert winners(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server, OVERLAP)
    cell(phone, "Output", 1, 1).tap()
    expect(title(phone)).to_have_text("Output row 1, column 1")
    cell(phone, "Input", 1, 2).tap()
    expect(title(phone)).to_have_text("Input row 1, column 2: 9")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("tab", name="Real handwriting").tap()
    expect(phone.locator(".pool-study")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
