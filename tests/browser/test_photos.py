"""The Photos page in a real browser: upload, the square by mouse, keys and finger, links, where it looked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.photos import recognise_photo
from explorer.pictures.samples import sample_picture
from explorer.pictures.squares import Square, linked_square
from tests.browser.harness import PHONE, Server, eventually, settled

MOST_TABS = 80


def cat() -> Image.Image:
    return sample_picture("cat")


def opened(page: Page, server: Server, query: str = "") -> Page:
    page.goto(f"{server.url}/photos{query}")
    expect(where(page)).to_have_text(re.compile("Rows"))
    settled(page)
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
    opened(page, server, "?crop=40,100,160,451")
    stands(page, 40, 100, 160)
    size = (300, 451)
    page.locator(".cropper .picture").scroll_into_view_if_needed()
    drag(page, at(page, 120, 180, size), at(page, 140, 230, size))
    expect(where(page)).to_have_text(re.compile(r"Rows (59|60|61) to \d+, columns (149|150|151) to"))
    page.wait_for_url(re.compile(r"crop=(59|60|61)(%2C|,)(149|150|151)(%2C|,)160(%2C|,)451"))
    settled(page)
    drag(page, at(page, 60, 150, size), at(page, 100, 190, size))
    expect(where(page)).to_have_text(re.compile(r": 1(19|20|21) × 1(19|20|21) pixels"))
    marks(page).focus()
    page.keyboard.press("Control+Home")
    expect(where(page)).to_have_text(re.compile("Rows 0 to .*columns 0 to"))
    slider = page.get_by_role("slider", name="Side of the square")
    slider.focus()
    page.keyboard.press("End")
    stands(page, 0, 0, 300)
    marks(page).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("-")
    stands(page, 6, 17, 288)
    page.keyboard.press("+")
    stands(page, 4, 15, 292)
    page.wait_for_url(re.compile(r"crop=4(%2C|,)15(%2C|,)292(%2C|,)451"))
    settled(page)
    expect(answer(page)).to_have_text(recognise_photo(cat(), Square(4, 15, 292)).name)


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
    expect(page.get_by_role("img", name="The square of the picture in 32x32 pixels")).to_be_visible()


def photo_file(width: int, height: int) -> bytes:
    file = io.BytesIO()
    sample_picture("coffee").resize((width, height)).save(file, "JPEG")
    return file.getvalue()


def test_a_photo_of_twelve_megapixels_is_counted_in_its_own_pixels(server: Server, page: Page) -> None:
    opened(page, server, "?photos_source=Upload")
    page.locator('input[type="file"]').set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo_file(4000, 3000)}
    )
    stands(page, 0, 500, 3000)
    expect(page.locator(".cropper .shape")).to_have_text("4000 × 3000 pixels, shown at 400 × 300")
    expect(page.get_by_text("1 pixel stands for 8,789.1 of the picture")).to_be_visible()
    marks(page).focus()
    page.keyboard.press("ArrowRight")
    stands(page, 0, 510, 3000)
    page.keyboard.press("End")
    stands(page, 0, 1000, 3000)
    page.keyboard.press("-")
    stands(page, 20, 1020, 2960)
    slider = page.get_by_role("slider", name="Side of the square")
    slider.focus()
    page.keyboard.press("Home")
    expect(where(page)).to_have_text(re.compile(": 125 × 125 pixels"))
    settled(page)
    expect(page.get_by_text("1 pixel stands for 15.3 of the picture")).to_be_visible()
    drag(page, at(page, 1500, 2000, (3000, 4000)), at(page, 1500, 2000, (3000, 4000)))
    expect(where(page)).to_have_text(re.compile(r"Rows 14[34]\d to 15[56]\d, columns 19[34]\d to"))


def test_the_words_of_a_narrow_picture_have_room(server: Server, page: Page) -> None:
    opened(page, server, "?photos_source=Upload")
    page.locator('input[type="file"]').set_input_files(
        {"name": "narrow.jpg", "mimeType": "image/jpeg", "buffer": photo_file(40, 3000)}
    )
    stands(page, 1480, 0, 40)
    words, picture = (page.locator(f".cropper {part}").bounding_box() for part in ("figcaption", ".picture"))
    assert words is not None and picture is not None
    assert words["width"] > 200 and words["height"] < 60 and picture["height"] < 400
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the Tab key until the wanted element has the focus, as a visitor without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element.matches(':focus')"):
            return
    raise AssertionError(f"{MOST_TABS} tabs did not lead to {wanted}")


def test_a_picture_a_crop_and_a_map_are_reached_by_keys_alone(server: Server, page: Page) -> None:
    opened(page, server)
    tab_to(page, page.get_by_role("option", name="Cat", exact=True))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sample=coffee"))
    settled(page)
    stands(page, 0, 100, 400)
    tab_to(page, marks(page))
    page.keyboard.press("Home")
    page.keyboard.press("-")
    expect(page).to_have_url(re.compile(r"crop=2(%2C|,)2(%2C|,)396(%2C|,)600"))
    settled(page)
    stands(page, 2, 2, 396)
    expect(answer(page)).to_have_text(recognise_photo(sample_picture("coffee"), Square(2, 2, 396)).name)
    tab_to(page, page.locator(".network .overview .marks"))
    page.keyboard.press("ArrowRight")
    expect(page.locator(".network .readout .value")).to_contain_text("map 0,")
    page.keyboard.press("Enter")
    expect(page.locator(".network .detail .marks")).to_be_focused()
    expect(page).to_have_url(re.compile("photos_place="))
    page.keyboard.press("Escape")
    expect(page.locator(".network .overview .marks")).to_be_focused()


def test_a_cold_deep_link(cold_server: Server, page: Page) -> None:
    query = "?sample=coffee&crop=30,90,300,600&photos_place=conv2,3,4,5&photos_folded=relu1"
    opened(page, cold_server, query)
    stands(page, 30, 90, 300)
    coffee = sample_picture("coffee")
    expect(answer(page)).to_have_text(recognise_photo(coffee, Square(30, 90, 300)).name)
    page.reload()
    stands(page, 30, 90, 300)
    settled(page)
    assert "conv2" in page.url and "relu1" in page.url
    opened(page, cold_server, "?sample=coffee&crop=20,60,200")
    stands(page, *linked_square((400, 600), "20,60,200"))


def test_a_camera_s_picture_is_cropped_and_answered(
    server: Server, open_context: Callable[..., BrowserContext]
) -> None:
    page = opened(open_context(permissions=["camera"]).new_page(), server)
    page.get_by_role("radio", name="Camera").click()
    take, clear = (page.get_by_role("button", name=name) for name in ("Take Photo", "Clear photo"))
    expect(take).to_be_enabled()

    def taken() -> bool:
        # A click before the camera shows anything takes no photo, and the camera may start twice.
        take.evaluate_all("(buttons) => buttons.forEach((button) => button.click())")
        return take.count() == 0

    eventually(page, taken)
    expect(clear).to_be_visible()
    settled(page)
    # How large the camera's picture is differs with the layout; its square is as high as the picture.
    expect(where(page)).to_have_text(re.compile(r"Rows 0 to (\d+), columns \d+ to \d+: \d+ × \d+ pixels"))
    expect(where(page)).not_to_have_text(re.compile("300 × 300"))
    expect(answer(page)).not_to_be_empty()
    clear.click()
    expect(take).to_be_visible()


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
    phone = opened(context.new_page(), server, "?crop=60,60,100,451")
    marks(phone).scroll_into_view_if_needed()
    x, y = at(phone, 133, 300, (300, 451))
    phone.touchscreen.tap(x, y)
    expect(where(phone)).to_have_text(re.compile(r"Rows 8\d to 1\d\d, columns (249|250|251) to"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
