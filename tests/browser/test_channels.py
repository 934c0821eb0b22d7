"""The Channels page in a browser: what lights up together, groups, keys, fingers, pins, edits, cold links."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.lectures import EXAMPLES
from tests.browser.harness import PHONE, Server, held_back, settled
from tests.browser.test_stepper import cell, marked, numbers, title

GROUPED = (
    "channels?in_channels=4&out_channels=4&groups=2&volume_seed=3&volume_activation=ReLU&volume_place=1,2,3"
)


def opened(page: Page, server: Server, path: str = "channels") -> Page:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("grid", name="Channel 0", exact=True)).to_be_visible()
    settled(page)
    return page


def plane(page: Page, channel: int) -> Locator:
    return page.locator(".panel.plane").nth(channel)


def framed(page: Page, grid: str) -> list[tuple[int, int]]:
    """Return the cells that the window's frame lies on."""
    places: list[list[int]] = page.get_by_role("grid", name=grid, exact=True).evaluate(
        """(table) => {
            const frame = table.parentElement.querySelector('.window:not([hidden])')?.getBoundingClientRect()
            return [...table.tBodies[0].rows].flatMap((line, row) =>
                [...line.cells].slice(1).flatMap((cell, column) => {
                    const { left, top, width, height } = cell.getBoundingClientRect()
                    const [x, y] = [left + width / 2, top + height / 2]
                    const across = frame?.left < x && x < frame?.right
                    return across && frame.top < y && y < frame.bottom ? [[row, column]] : []
                }))
        }"""
    )
    return [(row, column) for row, column in places]


def sums(page: Page) -> list[int]:
    texts = page.locator(".arithmetic td.sum").all_inner_texts()
    return [int(text.replace("−", "-")) for text in texts]


def step(page: Page, name: str) -> Locator:
    return page.locator(".step", has=page.locator("dt", has_text=name)).locator("dd")


def written(numbers: list[list[float]]) -> list[list[str]]:
    return [[f"{number:g}".replace("-", "−") for number in row] for row in numbers]


def test_a_cold_deep_link_opens_with_everything_it_says(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, GROUPED)
    expect(title(page)).to_have_text("Map 3, row 1, column 2")
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
    expect(page.locator(".where")).to_have_text(
        "Filter 3 reads rows 1 to 3, columns 2 to 4 of channels 2 and 3"
    )
    expect(plane(page, 0)).to_contain_text("Not read by filter 3")
    expect(page.get_by_role("grid", name="Kernel on channel 0", exact=True)).to_be_hidden()
    assert [len(framed(page, f"Channel {channel}")) for channel in range(4)] == [0, 0, 9, 9]
    expect(page.get_by_role("grid", name="Kernel on channel 2", exact=True)).to_be_visible()
    expect(page.locator(".arithmetic tbody th")).to_have_text(["Channel 2", "Channel 3"])


def test_the_lectures_volume_adds_up_under_the_pointer(server: Server, page: Page) -> None:
    opened(page, server)
    first, second = EXAMPLES["volume"].output.tolist()
    assert numbers(page, "Map 0") == written(first)
    assert numbers(page, "Map 1") == written(second)
    cell(page, "Map 1", 1, 2).hover()
    expect(title(page)).to_have_text("Map 1, row 1, column 2")
    assert sums(page) == [9, 0, 0]
    assert step(page, "Sum over 3 channels").inner_text() == "9"
    assert step(page, "bias of filter 1").inner_text() == "−2"
    assert step(page, "Output").inner_text() == "7" == written(second)[1][2]
    for channel in range(3):
        assert framed(page, f"Channel {channel}") == [
            (row, column) for row in (1, 2, 3) for column in (2, 3, 4)
        ]
        assert numbers(page, f"Kernel on channel {channel}") == [["1"] * 3, ["0"] * 3, ["−1"] * 3]
    terms = page.locator(".arithmetic .term")
    expect(terms.first).to_have_text("8 × 1 = 8")
    assert terms.count() == 27


def test_an_input_cell_lights_every_cell_that_reads_it(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Channel 1", 0, 1).hover()
    expect(title(page)).to_have_text("Channel 1, row 0, column 1: 10")
    for name in ("Map 0", "Map 1"):
        assert marked(page, name) == [(0, 0), (0, 1)]
    assert marked(page, "Kernel on channel 1") == [(0, 0), (0, 1)]
    assert marked(page, "Kernel on channel 0") == []
    expect(page.get_by_text("2 windows of maps 0 and 1 read it: 4 output cells.")).to_be_visible()


def test_an_input_cell_of_a_group_lights_the_maps_of_the_group(server: Server, page: Page) -> None:
    opened(page, server, GROUPED)
    cell(page, "Channel 0", 0, 0).hover()
    expect(title(page)).to_contain_text("Channel 0, row 0, column 0")
    assert [marked(page, f"Map {index}") for index in range(4)] == [[(0, 0)], [(0, 0)], [], []]


def test_a_weight_shows_its_copy_and_its_products(server: Server, page: Page) -> None:
    opened(page, server)
    before = numbers(page, "Map 0")
    cell(page, "Kernel on channel 1", 0, 2).hover()
    expect(title(page)).to_have_text("Filter 0, weight −1 on channel 1 at row 0, column 2")
    assert marked(page, "Channel 1") == [(row, column) for row in range(4) for column in (2, 3, 4, 5)]
    assert numbers(page, "Map 0") == [["−10", "0", "0", "0"]] * 4
    page.mouse.move(5, 5)
    expect(title(page)).to_have_text("Map 0, row 0, column 0")
    assert numbers(page, "Map 0") == before


def test_keys_go_through_a_map_and_from_map_to_map(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Map 0", 0, 0).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("PageDown")
    expect(title(page)).to_have_text("Map 1, row 1, column 1")
    expect(page.locator("p[aria-live]")).to_contain_text("Map 1, row 1, column 1. Filter 1 reads rows 1 to 3")
    expect(page.locator("p[aria-live]")).to_contain_text("With the bias −2: 25.")
    page.keyboard.press("PageUp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("volume_place=1(,|%2C)1(,|%2C)0"))
    page.get_by_role("button", name="Last cell").click()
    expect(title(page)).to_have_text("Map 1, row 3, column 3")


def test_who_goes_on_before_the_answer_to_a_pin_stays_there(server: Server, page: Page) -> None:
    opened(page, server)
    with held_back(page):
        cell(page, "Map 1", 1, 1).click()
        cell(page, "Channel 2", 1, 1).hover()
        expect(title(page)).to_have_text("Channel 2, row 1, column 1: 5")
    page.wait_for_url(re.compile("volume_place=1(,|%2C)1(,|%2C)1"))
    settled(page)
    expect(title(page)).to_have_text("Channel 2, row 1, column 1: 5")
    with held_back(page):
        cell(page, "Map 0", 2, 2).click()
        page.get_by_role("button", name="First cell").click()
        expect(title(page)).to_have_text("Map 0, row 0, column 0")
    page.wait_for_url(re.compile("volume_place=2(,|%2C)2(,|%2C)0"))
    settled(page)
    expect(title(page)).to_have_text("Map 0, row 0, column 0")


def test_a_pin_and_edits_survive_a_reload_and_are_undone(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Map 1", 0, 0).click()
    page.wait_for_url(re.compile("volume_place=0(,|%2C)0(,|%2C)1"))
    settled(page)
    cell(page, "Kernel on channel 2", 2, 2).click()
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("filters="))
    settled(page)
    cell(page, "Biases", 0, 1).click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("biases=1(,|%2C)7"))
    page.reload()
    expect(title(page)).to_have_text("Map 1, row 0, column 0")
    expect(cell(page, "Kernel on channel 2", 2, 2)).to_have_text("0.5")
    # 1.5 times 5 more than the lecture's −14, and 9 for the bias.
    expect(cell(page, "Map 1", 0, 0)).to_have_text("2.5")
    settled(page)
    cell(page, "Channel 0", 0, 0).click()
    page.keyboard.type("1000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Numbers go from −999 to 999. The cell keeps 3.")).to_be_visible()
    cell(page, "Channel 0", 0, 0).click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("volume=4"))
    expect(cell(page, "Map 1", 0, 0)).to_have_text("3.5")
    page.get_by_role("button", name="Take the last change back").click()
    expect(cell(page, "Map 1", 0, 0)).to_have_text("2.5")


def test_a_slider_keeps_what_was_typed_and_clears_what_cannot_be_undone(server: Server, page: Page) -> None:
    opened(page, server)
    cell(page, "Channel 0", 0, 0).click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("volume=9"))
    settled(page)
    page.get_by_role("slider", name="Channels in").press("ArrowRight")
    expect(page.get_by_role("grid", name="Channel 3", exact=True)).to_be_visible()
    settled(page)
    expect(cell(page, "Channel 0", 0, 0)).to_have_text("9")
    undo = page.get_by_role("button", name="Take the last change back")
    expect(undo).to_have_attribute("aria-disabled", "true")
    cell(page, "Map 1", 2, 1).click()
    page.wait_for_url(re.compile("volume_place=2"))
    settled(page)
    page.get_by_role("slider", name="Padding").press("ArrowRight")
    expect(page.get_by_text("each plane padded to 8×8")).to_be_visible()
    expect(title(page)).to_have_text("Map 1, row 2, column 1")
    page.get_by_role("slider", name="Groups").press("ArrowRight")
    expect(plane(page, 0)).to_contain_text("Not read by filter 1")
    page.wait_for_url(re.compile("groups=2"))


def test_the_arithmetic_is_copied_as_text(
    server: Server, open_context: Callable[..., BrowserContext]
) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = opened(context.new_page(), server, "channels?volume_kernel_size=1&volume_activation=Sigmoid")
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines == [
        "Map 0, row 0, column 0",
        "Channel 0",
        "\t3 × 1 = 3",
        "\tsum 3",
        "Channel 1",
        "\t10 × 1 = 10",
        "\tsum 10",
        "Channel 2",
        "\t0 × 1 = 0",
        "\tsum 0",
        "3 + 10 + 0 = 13",
        "13 + bias 1 = 14",
        "Sigmoid of 14 ≈ 1",
    ]


def test_a_challenge_is_solved_by_the_slider(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("button", name="Begin with 4 channels and 8 filters").click()
    expect(page.get_by_text("296 are.")).to_be_visible()
    settled(page)
    for _ in range(2):
        page.get_by_role("slider", name="Groups").press("ArrowRight")
        settled(page)
    expect(page.get_by_text("Solved.")).to_be_visible()
    expect(page.locator(".channel-costs .here th")).to_have_text("Depthwise (here)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fingers_on_a_phone_show_first_and_type_at_the_second_touch(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server)
    cell(phone, "Map 1", 1, 1).tap()
    expect(title(phone)).to_have_text("Map 1, row 1, column 1")
    settled(phone)
    cell(phone, "Channel 2", 1, 1).tap()
    expect(title(phone)).to_have_text("Channel 2, row 1, column 1: 5")
    expect(phone.locator(".panel input")).to_have_count(0)
    cell(phone, "Channel 2", 1, 1).tap()
    expect(phone.locator(".panel input")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for panel in phone.locator(".panel").all():
        box = panel.bounding_box()
        assert box and box["x"] + box["width"] <= PHONE["width"]
