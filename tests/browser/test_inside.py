"""The Inside page in a browser: links that say everything, a digit that is drawn, a server left in peace."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from explorer.pictures.strokes import Stroke, encode_strokes
from tests.browser.harness import ADDRESS_FOLLOWS_MS, Server, eventually, settled
from tests.browser.test_network_view import hover, overview, painted, tile

LINK = (
    "inside?digits_source=Sample&digits_sample=41&inside_place=conv4,3,4,5&inside_scale=map"
    "&inside_folded=relu1,relu2"
)

# How tall Streamlit's own bar is.
BAR = 60


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def opened(page: Page, server: Server, path: str = "inside") -> Page:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("heading", name="Inside", exact=True)).to_be_visible()
    expect(page.locator(".readout .value")).not_to_be_empty()
    settled(page)
    return page


def test_a_cold_deep_link_opens_with_everything_it_says(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, LINK)
    expect(page.locator(".detail h3")).to_have_text("conv4, map 3 of 16: Convolution")
    expect(page.locator(".readout .value")).to_contain_text("conv4, map 3, row 4, column 5:")
    before = page.locator(".readout .value").inner_text()
    expect(page.locator("section[aria-label='Receptive field'] .note")).to_contain_text("It listens to")
    page.reload()
    expect(page.locator(".readout .value")).to_have_text(before)
    page.get_by_role("button", name="All layers").click()
    expect(page.get_by_role("button", name="Unfold relu2")).to_be_visible()
    expect(page.get_by_role("button", name="Map", exact=True)).to_have_attribute("aria-pressed", "true")
    eventually(page, lambda: "inside_place" not in query(page))
    assert query(page)["inside_folded"] == ["relu1,relu2"]


def test_looking_around_asks_the_server_for_nothing_and_a_click_is_in_the_link(
    server: Server, page: Page
) -> None:
    frames: list[object] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(frame))

    page.on("websocket", watch)
    opened(page, server)
    sent = len(frames)
    for layer, map in (("conv1", 0), ("relu2", 5), ("conv5", 9), ("pool2", 3)):
        hover(page, layer, map)
        expect(page.locator(".readout .value")).to_contain_text(f"{layer}, map {map},")
    assert len(frames) == sent
    x, y = tile(page, "conv5", 2)
    overview(page).click(position={"x": x, "y": y})
    expect(page.locator(".detail h3")).to_have_text("conv5, map 2 of 16: Convolution")
    eventually(page, lambda: query(page).get("inside_place") == ["conv5,2,3,3"])
    settled(page)
    here = len(frames)
    for key in ("ArrowUp", "ArrowLeft", "PageDown", "]"):
        page.keyboard.press(key)
    expect(page.locator(".detail h3")).to_have_text("relu5, map 3 of 16: ReLU")
    assert len(frames) == here


def test_a_digit_drawn_on_digits_is_here_and_drawing_repaints(server: Server, page: Page) -> None:
    stroke = Stroke(18.0, tuple((140.0, float(row), 0.5) for row in range(40, 241, 20)))
    page.goto(f"{server.url}/digits?drawing={encode_strokes([stroke])}")
    expect(page.locator(".probabilities .digit")).to_have_text("1")
    settled(page)
    page.get_by_role("button", name="Explore").click()
    page.get_by_role("menuitem", name="Inside").click()
    expect(page.get_by_text("The network reads a")).to_contain_text("reads a 1,")
    expect(page.locator(".readout .value")).not_to_be_empty()
    settled(page)
    tiles = page.locator(".stack canvas").first
    before = painted(tiles)
    page.get_by_role("button", name="Draw or choose a digit").click()
    paper = page.get_by_role("application", name="Paper for one digit")
    # A popover moves to its place; the pointer waits until it rests.
    paper.hover()
    box = paper.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.2 * box["height"], steps=4)
    page.mouse.up()
    eventually(page, lambda: painted(tiles) != before)
    settled(page)
    drawn = painted(tiles)
    page.get_by_text("Sample", exact=True).click()
    eventually(page, lambda: painted(tiles) != drawn)
    settled(page)
    first = painted(tiles)
    page.get_by_role("button", name="Another one").click()
    eventually(page, lambda: painted(tiles) != first)


def test_surgery_is_painted(server: Server, page: Page) -> None:
    opened(page, server, "inside?inside_part=Surgery")
    tiles = page.locator(".stack canvas").first
    before = painted(tiles)
    page.get_by_role("button", name="Switch off filter 0 of conv1").click()
    expect(page.get_by_text("The network, after surgery,")).to_be_visible()
    eventually(page, lambda: painted(tiles) != before)
    settled(page)
    hover(page, "conv1", 0)
    expect(page.locator(".readout .value")).to_have_text("conv1, map 0, row 12, column 12: 0")


def test_a_phone_shows_it_without_scrolling_sideways(server: Server, phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    opened(phone, server, "inside?inside_place=conv2,3,4,5")
    expect(phone.locator(".detail h3")).to_have_text("conv2, map 3 of 16: Convolution")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("button", name="All layers").tap()
    expect(overview(phone)).to_be_visible()
    assert phone.locator(".overview").evaluate("(node) => node.scrollWidth > node.clientWidth")


def test_all_layers_are_seen_at_once(server: Server, page: Page) -> None:
    for width, height in ((1024, 768), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        opened(page, server)
        assert page.locator(".overview").evaluate("(node) => node.scrollWidth <= node.clientWidth")
    network = page.locator(".network").bounding_box()
    assert network
    assert network["height"] < 900 - BAR


def test_an_opened_map_and_its_products_are_one_screen(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, server, "inside?inside_place=conv4,3,4,5")
    detail, products = (page.locator(name).bounding_box() for name in (".detail", ".detail .scroll > canvas"))
    assert detail
    assert products
    assert products["y"] + products["height"] - detail["y"] < 900 - BAR


def test_back_closes_a_map_and_forward_opens_it_again(server: Server, page: Page) -> None:
    opened(page, server)
    x, y = tile(page, "conv2", 5)
    overview(page).click(position={"x": x, "y": y})
    expect(page.locator(".detail h3")).to_have_text("conv2, map 5 of 16: Convolution")
    expect(page).to_have_url(re.compile("inside_place="))
    page.wait_for_timeout(ADDRESS_FOLLOWS_MS)
    page.go_back()
    expect(overview(page)).to_be_visible()
    settled(page)
    assert "inside_place" not in query(page)
    page.go_forward()
    expect(page.locator(".detail h3")).to_have_text("conv2, map 5 of 16: Convolution")


def test_a_mistake_that_was_opened_is_in_the_link(
    server: Server, page: Page, open_context: Callable[..., BrowserContext]
) -> None:
    opened(page, server, "inside?inside_part=Mistakes&confusion=4,6")
    page.locator(".example").nth(3).click()
    expect(page.get_by_text("The network reads a 6")).to_be_visible()
    eventually(page, lambda: query(page).keys() >= {"digits_source", "digits_sample"})
    settled(page)
    said = page.get_by_text("The network reads a").inner_text()
    other = opened(open_context().new_page(), server, page.url.removeprefix(f"{server.url}/"))
    expect(other.get_by_text("The network reads a")).to_have_text(said)


def test_a_finger_reaches_every_part(server: Server, phone: Page) -> None:
    def fits() -> bool:
        settled(phone)
        found: bool = phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        return found

    opened(phone, server, "inside?inside_part=Likes")
    phone.locator(".stMain").get_by_role("option", name="5", exact=True).tap()
    expect(phone.locator(".likes")).to_be_visible()
    assert fits()
    phone.get_by_role("radio", name="Surgery").tap()
    # Until the answer, the filters of Likes are still there.
    expect(phone.locator(".likes")).to_have_count(0)
    phone.get_by_role("option", name="3", exact=True).tap()
    phone.get_by_role("button", name="Switch off filter 3 of conv1").tap()
    expect(phone.locator(".inside-table")).to_contain_text("conv1, filter 3: switched off")
    assert fits()
    phone.get_by_role("radio", name="Mistakes").tap()
    expect(phone.get_by_text("has been operated on: 1 edit")).to_be_visible()
    phone.get_by_role("grid").locator("td").nth(46).tap()
    phone.locator(".example").first.tap()
    expect(phone.get_by_text("reads a 6")).to_be_visible()
    assert fits()
    phone.get_by_role("radio", name="Why").tap()
    phone.get_by_text("Explain this answer").tap()
    expect(phone.locator(".why-maps img")).to_have_count(3, timeout=60_000)
    assert fits()
    assert query(phone)["edits"] == ["off:conv1:3"]
