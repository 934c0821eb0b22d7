"""The Famous page in a browser: points and cards that open networks, words while pointing, two compared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.harness import PHONE, Server, settled


def opened(page: Page, server: Server, path: str = "famous") -> Page:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("heading", name="Famous", exact=True)).to_be_visible()
    settled(page)
    return page


def test_a_point_says_itself_and_opens_its_network_and_back_leads_back(server: Server, page: Page) -> None:
    opened(page, server)
    address = page.url
    point = page.get_by_role("link", name=re.compile("2015, ResNet, 152 layers"))
    point.hover()
    status = page.get_by_role("status").filter(has_text="2015, ResNet")
    expect(status).to_contain_text("152 layers, 60,192,808 parameters: 3.57 %")
    page.locator("svg text", has_text="NEC-UIUC").hover()
    expect(page.get_by_role("status").filter(has_text="2010, NEC-UIUC")).to_be_visible()
    assert page.url == address
    point.click()
    page.wait_for_url(re.compile(r"/lab\?.*network=resnet152"))
    expect(page.get_by_role("heading", name="Lab", exact=True)).to_be_visible()
    settled(page)
    page.go_back()
    page.wait_for_url(re.compile("/famous"))
    settled(page)
    expect(page.get_by_role("heading", name="Famous", exact=True)).to_be_visible()


def test_keys_reach_every_point_and_open_it(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("region", name="The ImageNet challenge by year").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="2012, AlexNet")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="2013, ZFNet")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/lab\?.*network=alexnet_2012"))


def test_a_card_opens_its_network_and_the_session_stays(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("tab", name="Networks").click()
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Tiny VGG", exact=True).click()
    page.wait_for_url(re.compile(r"/lab\?.*network=tiny_vgg"))
    settled(page)
    assert page.evaluate("window.sameDocument") is True


def test_two_networks_are_compared_and_the_link_carries_them(server: Server, page: Page) -> None:
    opened(page, server)
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("combobox", name="First").click()
    page.keyboard.type("ResNet-18")
    page.get_by_role("option", name="ResNet-18").click()
    page.wait_for_url(re.compile("first_network=ResNet-18"))
    expect(page.get_by_role("img", name=re.compile("ResNet-18: 13 volumes"))).to_be_visible()
    page.get_by_role("radio", name="64", exact=True).click()
    page.wait_for_url(re.compile("compared_side=64"))
    expect(page.get_by_role("img", name=re.compile("ResNet-18: 13 volumes"))).to_be_visible()
    expect(page.get_by_role("cell", name="3x64x64").first).to_be_visible()
    settled(page)
    page.reload()
    expect(page.get_by_role("img", name=re.compile("ResNet-18: 13 volumes"))).to_be_visible()
    expect(page.get_by_role("cell", name="3x64x64").first).to_be_visible()


def test_a_cold_deep_link_opens_with_what_it_says(cold_server: Server, page: Page) -> None:
    sides = "first_network=VGG-16&second_network=VGG-19"
    opened(page, cold_server, f"famous?famous_part=Compare&{sides}&compared_by=Layers")
    expect(page.get_by_role("row", name=re.compile("only in the second.*features.16"))).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    context = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = opened(context.new_page(), server)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chart = phone.get_by_role("region", name="The ImageNet challenge by year")
    assert chart.evaluate("node => node.scrollWidth > node.clientWidth")
    chart.evaluate("node => (node.scrollLeft = 300)")
    for words in (phone.locator(".upright"), phone.locator(".legend")):
        box = words.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
