"""The frame in a real browser: cold links, nothing from outside, themes, a phone, the keyboard, faults."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Window

from explorer.ui.errors import APOLOGY
from explorer.ui.frame import PAGES, PRODUCT, Page
from tests.browser.harness import ROOT, Server, Watch, eventually, settled

every_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
OVERFLOW = "document.querySelector('[data-testid=\"stMain\"]').scrollWidth > innerWidth"
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


def open_page(window: Window, server: Server, entry: Page, query: str = "") -> None:
    window.goto(f"{server.url}/{entry.url_path}{query}")
    expect(window.get_by_role("heading", level=1)).to_have_text(entry.title)
    settled(window)


@every_page
def test_a_link_is_the_first_request_of_a_cold_server(cold_server: Server, page: Window, entry: Page) -> None:
    open_page(page, cold_server, entry, "?probe=7")
    assert page.url.endswith("?probe=7")
    assert page.title() == (PRODUCT if entry is PAGES[0] else f"{entry.title} · {PRODUCT}")
    expect(page.get_by_test_id("stTopNavLink").filter(has_text=PRODUCT)).to_be_visible()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_a_server_that_showed_every_page_loaded_nothing_heavy(cold_server: Server, page: Window) -> None:
    for entry in PAGES:
        open_page(page, cold_server, entry)
    loaded = Path(f"/proc/{cold_server.pid}/maps").read_text(encoding="utf-8")
    assert "/numpy/" in loaded
    assert [name for name in ("pandas", "pyarrow", "torch", "scipy") if f"/{name}/" in loaded] == []


def test_an_address_that_is_none_leads_home(cold_server: Server, page: Window, watch: Watch) -> None:
    page.goto(f"{cold_server.url}/nowhere")
    expect(page.get_by_text("Page not found")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name=PRODUCT)).to_be_attached()
    settled(page)
    assert [complaint for complaint in watch.complaints if "does not seem to exist" not in complaint] == []
    watch.complaints.clear()


@every_page
def test_opens_quietly_and_every_picture_is_described(server: Server, page: Window, entry: Page) -> None:
    open_page(page, server, entry)
    for picture in page.get_by_role("img").all():
        description = picture.get_attribute("alt") or picture.get_attribute("aria-label") or ""
        assert len(description) >= 10 or picture.get_attribute("aria-hidden") == "true", picture.inner_html()


def test_a_request_to_the_world_outside_would_be_seen(server: Server, page: Window, watch: Watch) -> None:
    open_page(page, server, PAGES[0])
    page.route("https://example.com/", lambda route: route.abort())
    with page.expect_console_message(lambda message: "example.com" in message.location["url"]):
        page.evaluate("fetch('https://example.com/').catch(() => null)")
    assert "request left this machine: https://example.com/" in watch.complaints
    watch.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system(
    server: Server, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    window = open_context(color_scheme=scheme).new_page()
    open_page(window, server, PAGES[0])
    ground = window.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    colour = THEMES[scheme]["backgroundColor"]
    assert ground == f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


@every_page
def test_fits_a_phone_and_starts_high(server: Server, phone: Window, entry: Page) -> None:
    open_page(phone, server, entry)
    assert not phone.evaluate(OVERFLOW)
    title = phone.get_by_role("heading", level=1).bounding_box()
    assert title is not None
    assert title["y"] < 120


@every_page
def test_fits_a_projector(server: Server, open_context: Callable[..., BrowserContext], entry: Page) -> None:
    window = open_context(viewport={"width": 1024, "height": 768}).new_page()
    open_page(window, server, entry)
    assert not window.evaluate(OVERFLOW)


def test_home_is_one_screen(server: Server, page: Window) -> None:
    open_page(page, server, PAGES[0])
    last = page.get_by_text("What you upload").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] < 900


@pytest.mark.parametrize("entry", PAGES[1:], ids=lambda entry: entry.name)
def test_a_card_leads_to_its_page(server: Server, page: Window, entry: Page) -> None:
    open_page(page, server, PAGES[0])
    page.get_by_test_id("stPageLink-NavLink").filter(has_text=entry.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
    settled(page)
    assert page.url == f"{server.url}/{entry.url_path}"


@pytest.mark.parametrize("entry", PAGES[1:], ids=lambda entry: entry.name)
def test_the_menu_can_be_used_without_a_mouse(server: Server, page: Window, entry: Page) -> None:
    open_page(page, server, PAGES[0])
    page.get_by_role("button", name=entry.section, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("[role=menuitem]:focus")).to_be_visible()
    for _ in PAGES:
        if entry.title in page.locator("[role=menuitem]:focus").inner_text():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
    settled(page)


@pytest.mark.parametrize("entry", PAGES[1:], ids=lambda entry: entry.name)
def test_the_menu_can_be_used_with_a_finger(server: Server, phone: Window, entry: Page) -> None:
    open_page(phone, server, PAGES[0])
    phone.get_by_test_id("stExpandSidebarButton").tap()
    phone.get_by_test_id("stSidebarNavLink").filter(has_text=entry.title).tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(entry.title)
    settled(phone)


@pytest.mark.parametrize("secure", [True, False], ids=["clipboard", "older way"])
def test_copies_the_address(
    server: Server, open_context: Callable[..., BrowserContext], secure: bool
) -> None:
    context = open_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    window = context.new_page()
    if not secure:
        context.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no https'))")
    open_page(window, server, PAGES[0], "?probe=é 7")
    window.get_by_role("button", name="Copy link").click()
    expect(window.get_by_role("button", name="Link copied")).to_be_visible()
    assert window.evaluate("navigator.clipboard.readText()") == window.url
    expect(window.get_by_role("button", name="Copy link")).to_be_visible()


def test_a_fault_is_told_calmly_and_kept_on_the_server(serve: Callable[[Path], Server], page: Window) -> None:
    server = serve(ROOT / "tests" / "browser" / "apps" / "failing.py")
    page.goto(server.url)
    settled(page)
    expect(page.get_by_text(APOLOGY)).to_have_count(2)
    page.get_by_role("button", name="Try the part again").click()
    eventually(page, lambda: server.output().count("RuntimeError: a secret of the part") == 2)
    settled(page)
    expect(page.get_by_text(APOLOGY)).to_have_count(2)
    words = page.inner_text("body")
    assert "A page with faults" in words
    for secret in ("Traceback", "RuntimeError", "secret", ".py"):
        assert secret not in words
    assert "RuntimeError: a secret of the page" in server.output()
