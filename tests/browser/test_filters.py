"""The Filters page in a real browser: sliders, kernels, files, links, hovering, a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, WebSocket, expect

from explorer.pictures.samples import SAMPLES
from tests.browser.harness import PHONE, Server, settled

MINUS = "−"


def open_filters(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/filters{query}")
    settled(page)


def turn_to(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    settled(page)


def panel(page: Page, title: str) -> Locator:
    return page.locator("figure.panel").filter(has=page.get_by_text(title, exact=True))


def option(page: Page, title: str, *, within: str = "Kernels") -> Locator:
    return page.get_by_role("listbox", name=within).get_by_role("option", name=title, exact=True)


def choose(page: Page, title: str) -> None:
    option(page, title).click()
    settled(page)


def numbers(page: Page, title: str) -> list[list[Decimal]]:
    """Return a printed grid of the arithmetic, row by row."""
    rows = page.get_by_role("table", name=title, exact=True).get_by_role("row").all()
    return [[number(text) for text in row.get_by_role("cell").all_inner_texts()] for row in rows]


def number(text: str) -> Decimal:
    return Decimal(text.strip().replace(MINUS, "-"))


def result(page: Page, label: str) -> Decimal:
    steps = page.locator(".steps .step").filter(has_text=label)
    return number(steps.locator("dd").inner_text())


def point_at(page: Page, title: str, across: float, down: float) -> None:
    """Point at a cell, and wait until it is read."""
    shape = panel(page, title).locator(".shape").inner_text()
    height, width = (int(side) for side in re.findall(r"\d+", shape)[-2:])
    row, column = int(down * height), int(across * width)
    picture = panel(page, title).locator(".picture")
    box = picture.bounding_box()
    assert box is not None
    x, y = (column + 0.5) / width * box["width"], (row + 0.5) / height * box["height"]
    picture.hover(position={"x": x, "y": y})
    expect(page.locator(".reading h3")).to_have_text(re.compile(f"at row {row}, column {column}$"))


def expect_address(page: Page, part: str) -> None:
    page.wait_for_url(re.compile(re.escape(part)))


def picture_file(width: int, height: int, kind: str = "PNG") -> dict[str, object]:
    file = io.BytesIO()
    pixels = np.random.default_rng(4).integers(0, 256, (height, width, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(file, kind)
    return {"name": f"mine.{kind.lower()}", "mimeType": f"image/{kind.lower()}", "buffer": file.getvalue()}


def test_a_slider_changes_the_size_and_the_address(server: Server, page: Page) -> None:
    open_filters(page, server)
    expect(panel(page, "Feature map")).to_contain_text("1 × 190 × 190")
    turn_to(page, "Hyperparameters")
    page.get_by_role("slider", name="Stride").press("ArrowRight")
    expect(panel(page, "Feature map")).to_contain_text("1 × 95 × 95")
    expect(page.get_by_text("94.5 becomes 94")).to_be_visible()
    expect_address(page, "stride=2")
    page.reload()
    settled(page)
    expect(panel(page, "Feature map")).to_contain_text("1 × 95 × 95")


def test_hovering_prints_terms_that_add_up_and_asks_no_server(server: Server, page: Page) -> None:
    frames: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(frame))
        socket.on("framereceived", lambda frame: frames.append(frame))

    page.on("websocket", listen)
    open_filters(page, server, "?kernels=gabor_45_4&size=96&sample=cat")
    assert frames
    # Playwright hands events over while it is called; what belongs to the opening comes by here.
    page.wait_for_timeout(500)
    frames.clear()
    seen = set()
    for across, down in ((0.2, 0.3), (0.5, 0.5), (0.71, 0.64), (0.99, 0.99)):
        point_at(page, "Feature map", across, down)
        window, kernel, products = (numbers(page, title) for title in ("Window", "Kernel", "Products"))
        assert len(window) == len(window[0]) == 9
        for row in range(9):
            for column in range(9):
                assert window[row][column] * kernel[row][column] == products[row][column]
        assert sum(sum(row) for row in products) == result(page, "Sum of 81 products")
        assert result(page, "Feature map") == result(page, "Sum of 81 products")
        seen.add(page.locator(".reading .where").inner_text())
    assert len(seen) == 4
    assert frames == []


def test_arrow_keys_read_the_next_cell(server: Server, page: Page) -> None:
    open_filters(page, server)
    point_at(page, "Feature map", 0.5, 0.5)
    before = page.locator(".reading .where").inner_text()
    page.keyboard.press("Tab")
    marks = panel(page, "Feature map").locator("canvas.marks")
    marks.focus()
    marks.press("ArrowDown")
    expect(page.locator(".reading .where")).not_to_have_text(before)


def test_a_kernel_is_chosen_by_mouse_and_by_keys(server: Server, page: Page) -> None:
    open_filters(page, server)
    choose(page, "Sobel y")
    expect_address(page, "kernels=sobel_y")
    expect(option(page, "Sobel y")).to_have_attribute("aria-selected", "true")
    expect(option(page, "Sobel x")).to_have_attribute("aria-selected", "false")
    expect(page.get_by_text("Answers to horizontal edges")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect_address(page, "kernels=scharr_x")


def test_several_kernels_are_maps_of_one_layer(server: Server, page: Page) -> None:
    open_filters(page, server)
    page.get_by_label("Compare up to 8").check()
    choose(page, "Sobel y")
    expect(panel(page, "Gradient magnitude")).to_be_visible()
    expect(panel(page, "Gradient direction")).to_be_visible()
    choose(page, "Edge detect")
    expect(panel(page, "Gradient magnitude")).to_have_count(0)
    expect(page.get_by_text("3 × 3 × 1 × 3 = 27")).to_be_visible()
    for title in ("Sobel x", "Sobel y", "Edge detect"):
        expect(panel(page, title)).to_contain_text("1 × 190 × 190")
    page.get_by_label("Compare up to 8").uncheck()
    expect_address(page, "kernels=edge_detect")


def test_fast_clicks_end_with_the_last(server: Server, page: Page) -> None:
    open_filters(page, server)
    for title in ("Prewitt x", "Sobel y", "Scharr x", "Roberts x", "Edge detect"):
        option(page, title).click(delay=0)
    expect(page.get_by_text("Answers where a pixel differs from its four neighbours")).to_be_visible()
    expect_address(page, "kernels=edge_detect")
    settled(page)
    expect(option(page, "Edge detect")).to_have_attribute("aria-selected", "true")


def test_the_way_back_leads_to_the_kernel_before(server: Server, page: Page) -> None:
    open_filters(page, server, "?kernels=sobel_y")
    choose(page, "Scharr y")
    expect_address(page, "kernels=scharr_y")
    page.go_back()
    expect(option(page, "Sobel y")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("Sobel y.")).to_be_visible()
    settled(page)
    expect_address(page, "kernels=sobel_y")


def test_a_copy_is_edited_cell_by_cell(server: Server, page: Page) -> None:
    open_filters(page, server, "?kernels=prewitt_x")
    page.get_by_role("button", name="Edit a copy").click()
    settled(page)
    cell = page.get_by_role("textbox", name="Row 2, column 2", exact=True)
    expect(cell).to_have_value("0")
    cell.fill("5.5")
    cell.press("Enter")
    middle = page.get_by_role("table", name="Kernel", exact=True).get_by_role("cell").nth(4)
    expect(middle).to_have_text("5.5")
    cell.fill("five")
    cell.press("Enter")
    expect(page.get_by_text("The last complete kernel stays in force.")).to_be_visible()
    settled(page)
    point_at(page, "Feature map", 0.4, 0.4)
    assert numbers(page, "Kernel")[1][1] == Decimal("5.5")


def test_an_upload_is_filtered_and_a_wrong_file_loses_nothing(server: Server, page: Page) -> None:
    open_filters(page, server)
    turn_to(page, "Picture")
    page.get_by_role("radio", name="Upload").click()
    settled(page)
    chooser = page.locator('input[type="file"]').first
    chooser.set_input_files(picture_file(50, 40))  # type: ignore[arg-type]
    expect(panel(page, "Input")).to_contain_text("1 × 40 × 50")
    chooser.set_input_files({"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture at all"})
    expect(page.get_by_text("The picture before it is still here.")).to_be_visible()
    expect(panel(page, "Input")).to_contain_text("1 × 40 × 50")
    chooser.set_input_files(picture_file(30, 20, "BMP"))  # type: ignore[arg-type]
    expect(panel(page, "Input")).to_contain_text("1 × 20 × 30")
    expect(page.get_by_text("The picture before it is still here.")).to_have_count(0)


def test_a_drawing_is_filtered_and_travels_in_the_link(
    server: Server, page: Page, open_context: Callable[..., BrowserContext]
) -> None:
    open_filters(page, server, "?filters_source=Draw&kernels=identity")
    turn_to(page, "Picture")
    paper = page.get_by_role("application", name="Paper to draw on")
    # The place is asked for once it has come to rest.
    paper.hover()
    box = paper.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.down()
    for step in range(10):
        page.mouse.move(box["x"] + (0.2 + 0.06 * step) * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.up()
    page.wait_for_url("**sketch=**")
    settled(page)
    expect(panel(page, "Feature map").locator(".ends")).to_contain_text("0")
    other = open_context().new_page()
    other.goto(page.url)
    settled(other)
    for each in (page, other):
        point_at(each, "Feature map", 0.5, 0.5)
    assert numbers(other, "Window") == numbers(page, "Window")
    assert numbers(other, "Window")[1][1] == 0


def test_a_shared_link_opens_on_a_cold_server(cold_server: Server, page: Page) -> None:
    query = "?kernels=emboss%2Csharpen&sample=coins&size=128&stride=3&padding=Same&pooling=Max&cell=5,7,1"
    page.goto(f"{cold_server.url}/filters{query}")
    settled(page)
    expect(panel(page, "Emboss")).to_contain_text("1 × 34 × 43")
    expect(panel(page, "Max pooling")).to_contain_text("1 × 17 × 21")
    expect(page.locator(".reading h3")).to_have_text("Sharpen at row 5, column 7")
    expect(page.get_by_role("button", name="Unpin")).to_be_visible()
    turn_to(page, "Picture")
    expect(option(page, "Coins", within="Sample pictures")).to_have_attribute("aria-selected", "true")
    for part in ("kernels=emboss", "sample=coins", "size=128", "stride=3", "padding=Same", "pooling=Max"):
        assert part in page.url


def test_a_pinned_cell_stays_when_the_stride_changes_and_comes_with_the_link(
    server: Server, page: Page
) -> None:
    open_filters(page, server)
    panel(page, "Feature map").locator(".picture").click(position={"x": 30, "y": 30})
    expect_address(page, "cell=")
    settled(page)
    title = page.locator(".reading h3").inner_text()
    page.reload()
    settled(page)
    expect(page.locator(".reading h3")).to_have_text(title)


def test_impossible_settings_are_explained_and_mended_by_a_control(server: Server, page: Page) -> None:
    open_filters(page, server, "?kernels=gabor_0_4&sample=page&size=64&dilation=6")
    expect(page.get_by_text("What would mend it")).to_be_visible()
    turn_to(page, "Hyperparameters")
    page.get_by_role("radio", name="Same").click()
    expect(panel(page, "Feature map")).to_contain_text("1 × 32 × 64")
    expect(page.get_by_text("What would mend it")).to_have_count(0)


def test_the_files_and_the_code_come_when_asked_for(server: Server, page: Page) -> None:
    open_filters(page, server, "?size=64")
    page.get_by_text("Take it away").click()
    settled(page)
    expect(page.locator("code").filter(has_text="nn.Conv2d(1, 1, 3, bias=False)")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Feature map (NumPy)").click()
    assert np.load(download.value.path()).shape == (1, 62, 62)
    page.get_by_role("radio", name="SciPy").click()
    settled(page)
    expect(page.locator("code").filter(has_text="signal.correlate")).to_be_visible()


def test_every_sample_is_there_by_name(server: Server, page: Page) -> None:
    open_filters(page, server)
    turn_to(page, "Picture")
    for sample in SAMPLES.values():
        expect(option(page, sample.title, within="Sample pictures")).to_have_attribute(
            "title", sample.description
        )


def test_on_a_phone_nothing_is_wider_than_the_screen(server: Server, phone: Page) -> None:
    open_filters(phone, server, "?kernels=sobel&pooling=Max")
    wide = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= PHONE["width"]
    option(phone, "Edge detect").tap()
    expect_address(phone, "kernels=edge_detect")
    expect(panel(phone, "Feature map")).to_contain_text("1 × 190 × 190")
    for tab in ("Picture", "Hyperparameters", "Pooling"):
        phone.get_by_role("tab", name=tab).tap()
        settled(phone)
        assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]


def test_another_page_and_back_keeps_what_was_chosen(server: Server, page: Page) -> None:
    open_filters(page, server)
    choose(page, "Scharr y")
    expect_address(page, "kernels=scharr_y")
    page.get_by_role("button", name="Explore").click()
    page.get_by_role("menuitem", name="Digits").click()
    expect_address(page, "/digits")
    settled(page)
    page.get_by_role("button", name="Explore").click()
    page.get_by_role("menuitem", name="Filters").click()
    expect_address(page, "/filters")
    settled(page)
    expect(option(page, "Scharr y")).to_have_attribute("aria-selected", "true")
    expect_address(page, "kernels=scharr_y")
