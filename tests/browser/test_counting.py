"""The Counting page in a browser: a slider and its numbers, links, a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.harness import PHONE, Server, settled


def opened(page: Page, server: Server, path: str = "counting") -> Page:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("img", name=re.compile("Growth curves"))).to_be_visible()
    settled(page)
    return page


def test_keys_move_the_picture_and_every_number_follows(server: Server, page: Page) -> None:
    opened(page, server)
    convolution = page.get_by_role("row", name=re.compile("^Convolution")).inner_text()
    page.get_by_role("slider", name="Side of the picture").press("ArrowRight")
    expect(page.get_by_role("img", name=re.compile("Growth curves. At a side of 65"))).to_be_visible()
    full = 65 * 65 * 65 * 65 * 8 + 65 * 65 * 8
    expect(page.get_by_role("cell", name=f"{full:,}", exact=True)).to_be_visible()
    assert page.get_by_role("row", name=re.compile("^Convolution")).inner_text() == convolution
    page.wait_for_url(re.compile("picture_side=65"))
    page.reload()
    expect(page.get_by_role("img", name=re.compile("Growth curves. At a side of 65"))).to_be_visible()


def test_a_cold_deep_link_opens_with_what_it_says(cold_server: Server, page: Page) -> None:
    opened(page, cold_server, "counting?counted_network=Inception+v3&counted=Net&picture_side=111")
    expect(page.get_by_role("cell", name="= 23,851,784")).to_be_visible()
    expect(page.get_by_text("Solved.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
