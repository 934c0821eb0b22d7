"""The frame in a real browser: cold deep links, nothing from outside, both themes, a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from explorer.ui.frame import PAGES
from tests.browser.harness import Server, settled


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_cold_deep_link_opens_its_page_and_keeps_its_query(cold_server: Server, page: Page, entry) -> None:
    page.goto(f"{cold_server.url}/{entry.url_path}?probe=7")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
    assert page.url.endswith("?probe=7")
