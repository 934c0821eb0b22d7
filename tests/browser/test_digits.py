"""The Digits page in a real browser: mouse, finger, keyboard, files, links, and the way back."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from explorer.digits import digit_network
from explorer.pictures.strokes import decode_strokes
from explorer.ui.digits.layers import NOTHING_YET
from explorer.ui.digits.source import INVITATION
from explorer.ui.frame import PRODUCT
from tests.browser.harness import Server, eventually, settled

Places = Sequence[tuple[float, float]]

# In canvas units, 280 to a side.
SEVEN: Places = [(70 + 10 * step, 60) for step in range(15)] + [
    (210 - 5 * step, 60 + 12 * step) for step in range(1, 15)
]
TURNS = [turn / 20 * math.tau for turn in range(21)]
ZERO: Places = [(140 + 55 * math.sin(turn), 140 - 85 * math.cos(turn)) for turn in TURNS]


def open_digits(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/digits{query}")
    expect(answer(page)).to_be_visible()
    settled(page)


def paper(page: Page) -> Locator:
    return page.get_by_role("application", name="Paper for one digit")


def on_paper(page: Page, places: Places) -> list[tuple[float, float]]:
    box = paper(page).bounding_box()
    assert box is not None
    return [(box["x"] + x * box["width"] / 280, box["y"] + y * box["height"] / 280) for x, y in places]


@contextmanager
def pen_down(page: Page, places: Places) -> Iterator[None]:
    """Draw along the places with the mouse, and lift the pen when the block ends."""
    first, *others = on_paper(page, places)
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        page.mouse.move(*place)
    yield
    page.mouse.up()


def draw(page: Page, places: Places) -> None:
    """Draw along the places and wait for the address, which comes when the whole stroke is answered."""
    before = page.url
    with pen_down(page, places):
        pass
    page.wait_for_url(lambda url: url != before)
    settled(page)


def answer(page: Page) -> Locator:
    return page.locator(".probabilities .digit")


def numbers(page: Page) -> list[tuple[str, str]]:
    """Return what is printed beside the ten bars: percentage and logit."""
    cells = page.locator(".probabilities tbody td.number")
    expect(cells).to_have_count(20)
    texts = cells.all_inner_texts()
    return list(zip(texts[::2], texts[1::2], strict=True))


def expect_numbers(page: Page, expected: list[tuple[str, str]]) -> None:
    """Wait for these numbers: a busy machine may be idle for a moment before its last answer."""
    eventually(page, lambda: numbers(page) == expected)


def percentages(page: Page) -> list[float]:
    return [float(percentage.removesuffix(" %")) for percentage, _ in numbers(page)]


def test_mouse_draws_and_the_answer_is_there_before_the_pen_is_lifted(server: Server, page: Page) -> None:
    open_digits(page, server)
    expect(answer(page)).to_have_text("?")
    with pen_down(page, SEVEN):
        expect(answer(page)).to_have_text("7")
        assert "drawing=" not in page.url
    page.wait_for_url("**/*drawing=*")
    settled(page)
    expect(answer(page)).to_have_text("7")
    assert sum(round(10 * percentage) for percentage in percentages(page)) == 1000
    assert "drawing=" in page.url


def test_clear_brings_the_hint_back_and_undo_the_digit(server: Server, page: Page) -> None:
    open_digits(page, server)
    draw(page, ZERO)
    before = numbers(page)
    page.get_by_role("button", name="Clear").click()
    expect(answer(page)).to_have_text("?")
    expect(page.locator(".probabilities .sentence")).to_have_text(INVITATION)
    expect_numbers(page, [("", "")] * 10)
    assert "drawing=" not in page.url
    page.get_by_role("button", name="Undo").click()
    expect_numbers(page, before)


def test_a_finger_draws_and_the_page_stays_where_it_is(server: Server, phone: Page) -> None:
    open_digits(phone, server)
    touch = phone.context.new_cdp_session(phone)
    places = [{"x": x, "y": y} for x, y in on_paper(phone, [(140, 40 + 10 * step) for step in range(21)])]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": places[:1]})
    for place in places[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(answer(phone)).to_have_text("1")
    settled(phone)
    expect(answer(phone)).to_be_in_viewport()
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_temperature_moves_probabilities_and_leaves_logits(server: Server, page: Page) -> None:
    open_digits(page, server)
    draw(page, SEVEN)
    before = numbers(page)
    slider = page.get_by_role("slider", name="Softmax temperature")
    slider.focus()
    for _ in range(5):
        slider.press("PageUp")
    page.wait_for_url(re.compile("temperature="))
    expect(page.locator(".probabilities .sentence")).to_contain_text("at temperature")
    after = numbers(page)
    assert [logit for _, logit in after] == [logit for _, logit in before]
    assert [percentage for percentage, _ in after] != [percentage for percentage, _ in before]


def test_a_shared_link_opens_the_same_state_on_a_cold_server(
    server: Server, cold_server: Server, page: Page, open_context: Callable[..., BrowserContext]
) -> None:
    open_digits(page, server)
    draw(page, ZERO)
    page.get_by_text("Centre", exact=True).click()
    expect(page.get_by_text("Off: the box, not the mass")).to_be_visible()
    page.wait_for_url(re.compile("centre=false"))
    settled(page)
    before = numbers(page)
    other = open_context().new_page()
    open_digits(other, cold_server, page.url.removeprefix(f"{server.url}/digits"))
    expect_numbers(other, before)
    expect(other.get_by_role("switch", name="Centre").or_(other.get_by_label("Centre"))).not_to_be_checked()
    assert ink(other) == pytest.approx(ink(page), rel=0.01)


def strokes_in(address: str) -> int:
    """Return how many strokes an address carries."""
    drawings = parse_qs(urlsplit(address).query).get("drawing", [])
    return sum(len(decode_strokes(drawing)) for drawing in drawings)


def ink(page: Page) -> float:
    """Return the share of the paper that is dark."""
    share: float = paper(page).evaluate(
        """(canvas) => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
            let dark = 0
            for (let place = 0; place < data.length; place += 4) dark += data[place] < 128
            return dark / (canvas.width * canvas.height)
        }"""
    )
    assert share > 0.01
    return share


def test_the_drawing_survives_other_sources_other_pages_and_a_reload(server: Server, page: Page) -> None:
    open_digits(page, server)
    draw(page, SEVEN)
    before = numbers(page)
    page.get_by_text("Sample", exact=True).click()
    eventually(page, lambda: numbers(page) != before)
    page.get_by_text("Draw", exact=True).click()
    expect_numbers(page, before)
    settled(page)
    page.get_by_test_id("stTopNavLink").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PRODUCT)
    settled(page)
    page.go_back()
    expect(answer(page)).to_have_text("7")
    expect_numbers(page, before)
    settled(page)
    page.reload()
    expect_numbers(page, before)


def test_back_takes_a_stroke_back(server: Server, page: Page) -> None:
    open_digits(page, server)
    draw(page, SEVEN)
    one_stroke, address = numbers(page), page.url
    draw(page, [(100, 150), (190, 150)])
    assert numbers(page) != one_stroke
    page.go_back()
    expect_numbers(page, one_stroke)
    settled(page)
    assert page.url == address


def test_fast_strokes_all_arrive(server: Server, page: Page) -> None:
    open_digits(page, server)
    for column in range(12):
        with pen_down(page, [(20 + 20 * column, 40), (20 + 20 * column, 240)]):
            pass
    page.wait_for_url(lambda url: strokes_in(url) == 12)
    expect(page.get_by_text("12 strokes.")).to_be_visible()
    settled(page)
    before = ink(page)
    page.reload()
    expect(page.get_by_text("12 strokes.")).to_be_visible()
    assert ink(page) == pytest.approx(before, rel=0.02)


def test_upload_and_a_wrong_file(server: Server, page: Page) -> None:
    open_digits(page, server, "?digits_source=Photo")
    picture = np.full((300, 240), 225, np.uint8)
    picture[50:250, 112:130] = 40
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG")
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "one.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()})
    expect(answer(page)).to_have_text("1")
    settled(page)
    before = numbers(page)
    chooser.set_input_files({"name": "no.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_role("alert")).to_contain_text("The picture before it is still here.")
    settled(page)
    expect_numbers(page, before)


def test_another_sample_and_its_link(server: Server, page: Page) -> None:
    open_digits(page, server, "?digits_source=Sample")
    first = numbers(page)
    page.get_by_role("button", name="Another one").click()
    page.wait_for_url(re.compile("digits_sample=389"))
    eventually(page, lambda: numbers(page) != first)
    second = numbers(page)
    settled(page)
    page.reload()
    expect_numbers(page, second)


def test_nothing_moves_while_one_draws(server: Server, page: Page) -> None:
    open_digits(page, server)
    heading = page.get_by_role("heading", name="From ink to input")
    before = heading.bounding_box()
    with pen_down(page, ZERO[:6]):
        expect(answer(page)).not_to_have_text("?")
        assert heading.bounding_box() == before
    draw(page, [(20 + 240 * (step % 2), 20 + 16 * step) for step in range(16)])
    assert heading.bounding_box() == before


def test_hovering_shows_what_a_cell_sees_without_asking_the_server(server: Server, page: Page) -> None:
    frames: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))
    open_digits(page, server, "?digits_source=Sample")
    maps = page.get_by_role("application", name=re.compile("^conv2: "))
    maps.scroll_into_view_if_needed()
    settled(page)
    asked = len(frames)
    where, extent = page.locator(".readout .where"), page.locator(".readout .extent")
    for share in (0.05, 0.3, 0.7):
        box, before = maps.bounding_box(), where.inner_text()
        assert box is not None
        maps.hover(position={"x": share * box["width"], "y": 0.3 * box["height"]})
        expect(where).not_to_have_text(before)
        expect(where).to_contain_text("conv2, map")
        row, column = (int(number) for number in re.findall(r"(?:row|column) (\d+)", where.inner_text()))
        edges = digit_network().receptive_field("conv2").extent(row, column)
        top, left = max(edges[0], 0), max(edges[2], 0)
        bottom, right = min(edges[1], 28) - 1, min(edges[3], 28) - 1
        expect(extent).to_contain_text(f"rows {top} to {bottom}, columns {left} to {right}")
    assert len(frames) == asked


def test_layers_follow_the_drawing_when_the_pen_is_lifted(server: Server, page: Page) -> None:
    open_digits(page, server)
    expect(page.get_by_text(NOTHING_YET)).to_be_visible()
    draw(page, SEVEN)
    expect(page.locator("section.layer")).to_have_count(len(digit_network().layers))
    expect(page.get_by_text(NOTHING_YET)).to_be_hidden()
    page.get_by_text("Map", exact=True).click()
    page.wait_for_url(re.compile("map_scale=Map"))
    expect(page.get_by_text("each map's own scale").first).to_be_visible()
