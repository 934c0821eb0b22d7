"""The Photos page in a real browser: upload, the square by mouse, keys and finger, links, where it looked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.filtering import working_picture
from explorer.photos import recognise_photo
from explorer.pictures.samples import sample_picture
from explorer.pictures.squares import Square
from explorer.ui.photos.source import WORKING_SIZE
from tests.browser.harness import PATIENCE_MS, PHONE, Server, settled


def cat() -> Image.Image:
    return working_picture(sample_picture("cat"), WORKING_SIZE)


def opened(page: Page, server: Server, query: str = "") -> Page:
    page.goto(f"{server.url}/photos{query}")
    settled(page)
    expect(where(page)).to_have_text(re.compile("Rows"))
    return page


def where(page: Page) -> Locator:
    return page.locator(".cropper .where")


def stands(page: Page, row: int, column: int, side: int) -> None:
    words = f"Rows {row} to {row + side - 1}, columns {column} to {column + side - 1}: {side} × {side} pixels"
    expect(where(page)).to_have_text(words)


def marks(page: Page) -> Locator:
    return page.locator(".cropper canvas.marks")


def answer(page: Page) -> Locator:
    return page.locator(".probabilities .digit")


def at(page: Page, row: float, column: float, size: tuple[int, int]) -> tuple[float, float]:
    """Return where a place of the picture is on the screen."""
    box = page.locator(".cropper .picture").bounding_box()
    assert box is not None
    return box["x"] + column * box["width"] / size[1], box["y"] + row * box["height"] / size[0]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*[(a + b) / 2 for a, b in zip(start, end, strict=True)])
    page.mouse.move(*end)
    page.mouse.up()


def test_the_square_is_moved_and_sized_by_mouse_and_keys(server: Server, page: Page) -> None:
    opened(page, server, "?crop=40,100,160")
    stands(page, 40, 100, 160)
    size = (266, 400)
    page.locator(".cropper .picture").scroll_into_view_if_needed()
    drag(page, at(page, 120, 180, size), at(page, 140, 230, size))
    expect(where(page)).to_have_text(re.compile(r"Rows (59|60|61) to \d+, columns (149|150|151) to"))
    page.wait_for_url(re.compile(r"crop=(59|60|61)(%2C|,)(149|150|151)(%2C|,)160"))
    settled(page)
    drag(page, at(page, 60, 150, size), at(page, 100, 190, size))
    expect(where(page)).to_have_text(re.compile(r": 1(19|20|21) × 1(19|20|21) pixels"))
    marks(page).focus()
    page.keyboard.press("Control+Home")
    expect(where(page)).to_have_text(re.compile("Rows 0 to .*columns 0 to"))
    slider = page.get_by_role("slider", name="Side of the square")
    slider.focus()
    page.keyboard.press("End")
    stands(page, 0, 0, 266)
    marks(page).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("-")
    stands(page, 6, 17, 254)
    page.keyboard.press("+")
    stands(page, 4, 15, 258)
    page.wait_for_url(re.compile(r"crop=4(%2C|,)15(%2C|,)258"))
    settled(page)
    expect(answer(page)).to_have_text(recognise_photo(cat(), Square(4, 15, 258)).name)


def test_an_upload_is_cropped_and_answered(server: Server, page: Page) -> None:
    opened(page, server, "?photos_source=Upload")
    file, pixels = io.BytesIO(), np.random.default_rng(1).integers(0, 256, (60, 50, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(file, "PNG")
    page.locator('input[type="file"]').set_input_files(
        {"name": "noise.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    stands(page, 5, 0, 50)
    settled(page)
    expect(answer(page)).to_have_text(recognise_photo(Image.fromarray(pixels)).name)
    expect(page.get_by_role("img", name="The square of the photo in 32x32 pixels")).to_be_visible()


def test_a_cold_deep_link(cold_server: Server, page: Page) -> None:
    picture = working_picture(sample_picture("coffee"), WORKING_SIZE)
    opened(page, cold_server, "?sample=coffee&crop=20,60,200&photos_place=conv2,3,4,5&photos_folded=relu1")
    stands(page, 20, 60, 200)
    expect(answer(page)).to_have_text(recognise_photo(picture, Square(20, 60, 200)).name)
    page.reload()
    settled(page)
    stands(page, 20, 60, 200)
    assert "conv2" in page.url and "relu1" in page.url


def test_a_camera_s_picture_is_cropped_and_answered(
    server: Server, open_context: Callable[..., BrowserContext]
) -> None:
    page = opened(open_context(permissions=["camera"]).new_page(), server)
    page.get_by_role("radio", name="Camera").click()
    # The button can be clicked before the camera shows anything; such a click takes no photo.
    page.wait_for_function("() => document.querySelector('video')?.readyState >= 2", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Take Photo").click()
    expect(page.get_by_role("button", name="Clear photo")).to_be_visible()
    settled(page)
    # How large the camera's picture is differs with the layout; its square is as high as the picture.
    expect(where(page)).to_have_text(re.compile(r"Rows 0 to (\d+), columns \d+ to \d+: \d+ × \d+ pixels"))
    expect(where(page)).not_to_have_text(re.compile("266 × 266"))
    expect(answer(page)).not_to_be_empty()
    page.get_by_role("button", name="Clear photo").click()
    settled(page)
    expect(page.get_by_role("button", name="Take Photo")).to_be_visible()


def test_where_it_looked_comes_on_demand(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_text("Show where it looked").click()
    expect(page.locator(".photo-cam img")).to_be_visible(timeout=60_000)
    page.get_by_role("radio", name="Dog", exact=True).click()
    expect(page.locator(".photo-cam")).to_contain_text("speaks for a dog")
    page.wait_for_url(re.compile("cam_class=Dog"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_moves_the_square_by_finger(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server, "?crop=60,60,100")
    marks(phone).scroll_into_view_if_needed()
    x, y = at(phone, 133, 300, (266, 400))
    phone.touchscreen.tap(x, y)
    expect(where(phone)).to_have_text(re.compile(r"Rows 8\d to 1\d\d, columns (249|250|251) to"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
